"""AME-05, AME-06: each department assesses itself in the year, and its review has its three parts and a signature."""

from datetime import date

from sqlmodel import Session, col, select

from actionplans.assessments.self_checks.base import Fact, Facts, of_all, of_departments, of_one
from actionplans.models import Assessment, Bilan, Campaign
from core import french
from core.clock import PARIS


def assessed(session: Session, campaign: Campaign, today: date) -> Facts:
    """A validated self-assessment in the calendar year, whatever its campaign."""
    year = campaign.year
    validated = _validated(session)
    own: Facts = {}
    for department_id in _departments(session, campaign):
        days = validated.get(department_id, [])
        own[department_id] = _assessed(year, days, today, department_id)
    done = [days for days in validated.values() if any(day.year == year for day in days)]
    return {None: _assessed_in_all(year, len(done), len(own), today), **own}


def _assessed_in_all(year: int, done: int, departments: int, today: date) -> Fact:
    said = f"Services dont une auto-évaluation de {year} est validée : {done} sur {departments}."
    address = ("campaigns.show", {"year": year})
    if done < departments and today.year <= year:
        return Fact(said, address, limit=f"Les autres ont jusqu’au 31 décembre {year}.")
    return Fact(said, address, of_all(done, departments))


def _assessed(year: int, days: list[date], today: date, department_id: int) -> Fact:
    address = ("assessments.show", {"year": year, "department_id": department_id})
    before = [day for day in days if day.year == year - 1]
    last = f" En {year - 1} : validée le {french.day(before[-1])}." if before else ""
    this = [day for day in days if day.year == year]
    if this:
        return Fact(f"Validée le {french.day(this[-1])}.{last}", address, of_one(True))
    if today.year > year:
        return Fact(f"Aucune n’a été validée en {year}.{last}", address, of_one(False))
    # Nobody reads a level that is not validated: said true here, it is true or the officer refuses it.
    said = f"Tenu si celle-ci est validée au plus tard le 31 décembre {year}.{last}"
    return Fact(said, address, of_one(True))


def reviewed(session: Session, campaign: Campaign, today: date) -> Facts:
    """The review of the year before: signed, with what is kept, what to improve and the successes."""
    year = campaign.year - 1
    earlier = _assessments_of(session, year)
    signed = _signed(session, year)
    own: Facts = {
        department_id: _reviewed(
            year, department_id, earlier.get(department_id), signed.get(department_id)
        )
        for department_id in _departments(session, campaign)
    }
    words = f"Services dont le bilan {year} est signé avec ses trois rubriques"
    return {None: of_departments(own, words, ("bilans.index", {"annee": year})), **own}


def _reviewed(
    year: int, department_id: int, assessment: Assessment | None, bilan: Bilan | None
) -> Fact:
    address = ("bilans.show", {"year": year, "department_id": department_id})
    if assessment is None:
        return Fact("Aucun bilan n’était encore attendu de ce service.", ("bilans.index", {}))
    if bilan is None:
        return Fact(f"Le bilan {year} n’est pas signé.", address, of_one(False))
    parts = [assessment.improvements.strip(), assessment.successes.strip()]
    filled = 1 + sum(bool(part) for part in parts)  # compliance is made of the ratings
    said = (
        f"Bilan {year} signé le {french.day(bilan.signed_at)}, {filled} rubriques sur 3 remplies."
    )
    return Fact(said, address, of_one(filled == 3))


# ---------------------------------------------------------------- reading


def _departments(session: Session, campaign: Campaign) -> list[int]:
    found = select(Assessment.department_id).where(Assessment.campaign_id == campaign.id)
    return sorted(session.exec(found))


def _validated(session: Session) -> dict[int, list[date]]:
    """The days on which each department had an assessment validated, the oldest first."""
    found = select(Assessment.department_id, Assessment.validated_at).where(
        col(Assessment.validated_at).is_not(None)
    )
    days: dict[int, list[date]] = {}
    for department_id, at in session.exec(found.order_by(col(Assessment.validated_at))):
        assert at is not None
        days.setdefault(department_id, []).append(at.astimezone(PARIS).date())
    return days


def _assessments_of(session: Session, year: int) -> dict[int, Assessment]:
    found = session.exec(select(Assessment).join(Campaign).where(Campaign.year == year))
    return {one.department_id: one for one in found}


def _signed(session: Session, year: int) -> dict[int, Bilan]:
    """The first signature of each department's review."""
    found = select(Bilan).where(Bilan.year == year).order_by(col(Bilan.version).desc())
    return {one.department_id: one for one in session.exec(found)}

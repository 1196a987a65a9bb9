"""RES-01, RES-02, RES-03: what the public page shows, and what no tool can see of what the fund publishes elsewhere."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session, col, select

from actionplans.assessments.self_checks.base import Address, Fact, Facts
from actionplans.models import Campaign, PublishedChange
from analysis.results.results import Year
from core import french

PAGE: Address = ("results.index", {})
ELSEWHERE = "L’outil ne voit pas ce que la caisse publie ailleurs : joignez-le en preuve."
REPORT: Address = ("reports.index", {})


def online(session: Session, years: Sequence[Year]) -> Facts:
    """RES-01: indicators are on the public page, with the year they bear on."""
    shown = [(year, sum(one.shown for one in year.indicators)) for year in years]
    told = [f"{number} ({year.kind.label}, {year.label})" for year, number in shown if number]
    if not told:
        none = "La page publique de l’outil ne montre encore aucun indicateur."
        return {None: Fact(none, PAGE, limit=ELSEWHERE)}
    said = f"Indicateurs sur la page publique : {french.listed(told)}.{_changes(session)}"
    limit = "L’outil ne voit pas si le site de la caisse y conduit : joignez-en une capture."
    return {None: Fact(said, PAGE, is_in_part=True, limit=limit)}


def _changes(session: Session) -> str:
    found = session.exec(
        select(PublishedChange.published_at)
        .where(
            col(PublishedChange.published_at).is_not(None),
            col(PublishedChange.withdrawn_at).is_(None),
        )
        .order_by(col(PublishedChange.published_at).desc())
    ).all()
    if not found or found[0] is None:
        return ""
    said = french.count(len(found), "suite publiée", "suites publiées")
    return f" {said}, la dernière le {french.day(found[0])}."


def in_the_report(session: Session, campaign: Campaign, today: date) -> Facts:
    """RES-02: the tool makes the block for the director's report; it never sees the report."""
    said = "Le bloc des indicateurs pour le rapport du directeur est prêt dans « Rapports »."
    limit = "L’outil ne voit pas le rapport lui-même : joignez-en les pages en preuve."
    return {None: Fact(said, REPORT, limit=limit)}


def both_families(session: Session, years: Sequence[Year]) -> Facts:
    """RES-03: satisfaction is published by the tool; whether performance is beside it, only a person can tell."""
    number = sum(one.shown for year in years for one in year.indicators)
    said = (
        f"La page publique montre {french.count(number, 'indicateur')} de satisfaction"
        if number
        else "La page publique ne montre encore aucun indicateur de satisfaction"
    )
    limit = f"Les délais tenus sont mesurés ici mais n’y figurent pas. {ELSEWHERE}"
    return {None: Fact(f"{said}.", PAGE, limit=limit)}

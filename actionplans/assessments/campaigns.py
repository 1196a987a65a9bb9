"""Campaigns: open the yearly round, one assessment a department; see how far it is; close it.

What comes before is in `preparing`, what comes after in `archiving`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import defer
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from actionplans.assessments import dealing, freezing, pace
from actionplans.assessments import mail as assessment_mail
from actionplans.models import (
    NOT_BEGUN,
    Assessment,
    AssessmentStatus,
    Campaign,
    CampaignStatus,
    Level,
    Rating,
)
from core import french
from core.clock import PARIS
from core.errors import Missing, Refused
from core.keys import key
from organisation import charters, journal, leading
from organisation.leading import Heads
from organisation.models import Department, User
from organisation.rights import Right, may
from organisation.words import DEEDS

DEEDS.update(
    {
        "open_campaign": "campagne d’auto-évaluation ouverte",
        "close_campaign": "campagne d’auto-évaluation close",
    }
)


def open_campaign(
    session: Session, year: int, due_on: date, by: User | None, now: datetime
) -> Campaign:
    """Open the round of a year at once; `preparing` readies it for a day to come.

    `by` is None from the command line. The heads are told by e-mail.
    """
    expect_runner(by)
    today = now.astimezone(PARIS).date()
    campaign = of_its_year(session, year, today, due_on)
    return begin(session, campaign, by, now)


def of_its_year(session: Session, year: int, opens_on: date, due_on: date) -> Campaign:
    """The only campaign of that year, not yet begun: a new one, or the one that was cancelled."""
    known = session.exec(select(Campaign).where(Campaign.year == year)).first()
    if known is not None and known.status is not CampaignStatus.CANCELLED:
        raise Refused(f"La campagne {year} est déjà {known.status.label} : elle est dans la liste.")
    if due_on.year != year:
        raise Refused(f"Choisissez une échéance en {year} : chaque année a son auto-évaluation.")
    if due_on <= opens_on:
        raise Refused("Choisissez une échéance à venir, après le jour d’ouverture.")
    charter_id = key(charters.current(session))
    campaign = known or Campaign(
        year=year, due_on=due_on, opened_on=opens_on, charter_id=charter_id
    )
    campaign.due_on, campaign.opened_on, campaign.charter_id = due_on, opens_on, charter_id
    campaign.status = CampaignStatus.PREPARED
    session.add(campaign)
    session.flush()
    return campaign


def begin(session: Session, campaign: Campaign, by: User | None, now: datetime) -> Campaign:
    """Open what is prepared: each department gets the commitments of the charter now in force that its
    activities concern, and its heads are told. Nothing is written when it is refused."""
    expect_runner(by)
    campaign.expect(CampaignStatus.PREPARED)
    today = now.astimezone(PARIS).date()
    if refusal := hindrance(session, campaign, today):
        raise Refused(refusal)
    charter = charters.current(session)
    campaign.opened_on, campaign.charter_id, campaign.charter = today, key(charter), charter
    dealing.deal(session, campaign, charter)
    for progress in progresses(session, campaign):
        for head in progress.heads:
            assessment_mail.opened(session, progress.assessment, head, progress.rows, now)
    return moved(session, campaign, CampaignStatus.OPEN, "open_campaign", by, now)


def hindrance(session: Session, campaign: Campaign, today: date) -> str:
    """Why it could not be opened today, in a sentence; empty when it could."""
    if campaign.due_on <= today:
        return "Choisissez une échéance à venir : celle-ci est passée."
    if session.exec(select(Department.id).limit(1)).first() is None:
        return "Aucun service n’est connu : créez d’abord les services et leurs activités."
    return ""


def moved(
    session: Session,
    campaign: Campaign,
    to: CampaignStatus,
    deed: str,
    by: User | None,
    now: datetime,
    reason: str = "",
) -> Campaign:
    """Give a campaign its next state, and write in the journal from which to which, and why."""
    before = campaign.status
    campaign.status = to
    session.flush()
    said = [f"{before.label} → {to.label}", f"échéance {french.day(campaign.due_on)}"]
    details = f"{campaign.year}, {', '.join(said)}" + (f" : {reason}" if reason else "")
    journal.write(session, now, by, deed, f"campaign {campaign.id}", french.typeset(details))
    return campaign


def expect_runner(by: User | None) -> None:
    """Refuse whoever may not run campaigns; nobody is the command line, or the day itself."""
    if by is not None and not may(by, Right.RUN_CAMPAIGNS):
        raise Refused("Seuls le référent qualité et la direction conduisent les campagnes.")


# ---------------------------------------------------------------- reading


@dataclass(frozen=True)
class Progress:
    """How far one department is."""

    assessment: Assessment
    department: Department
    heads: Sequence[User]
    rows: int
    """Commitments to rate: those not yet due are left out."""
    done: int

    @property
    def minutes_left(self) -> int | None:
        """See actionplans.assessments.pace; None beyond what is promised."""
        return pace.minutes_left(self.rows, self.done, self.assessment.minutes)


def campaigns(session: Session) -> Sequence[Campaign]:
    """All those that have begun, archived ones too, the newest first."""
    return session.exec(begun().order_by(col(Campaign.year).desc())).all()


def begun() -> SelectOfScalar[Campaign]:
    """Campaigns that have begun: neither prepared for a day to come, nor cancelled before it."""
    return select(Campaign).where(col(Campaign.status).not_in(NOT_BEGUN))


def of_year(session: Session, year: int) -> Campaign:
    """The campaign of a year once it has begun, or Missing."""
    campaign = session.exec(begun().where(Campaign.year == year)).first()
    if campaign is None:
        raise Missing(f"Il n’y a pas de campagne {year}, ou elle n’est pas encore ouverte.")
    return campaign


def whatever_its_state(session: Session, year: int) -> Campaign:
    """The campaign of a year, be it only prepared, or cancelled; or Missing."""
    campaign = session.exec(select(Campaign).where(Campaign.year == year)).first()
    if campaign is None:
        raise Missing(f"Il n’y a pas de campagne {year}.")
    return campaign


def progresses(session: Session, campaign: Campaign, heads: Heads | None = None) -> list[Progress]:
    """Every department of a campaign, by name, in a number of queries that does not grow."""
    return gather(session, col(Assessment.campaign_id) == campaign.id, heads)


def gather(session: Session, wanted: Any, heads: Heads | None = None) -> list[Progress]:
    """The departments whose assessment meets this condition, by name."""
    known = leading.heads(session) if heads is None else heads
    counts = _counts(session, wanted)
    found = session.exec(
        select(Assessment, Department)
        .join(Department)
        .where(wanted)
        .options(defer(Assessment.snapshot))  # type: ignore[arg-type]
        .order_by(col(Department.name))
    )
    return [
        Progress(
            assessment,
            department,
            known.get(key(department), []),
            *counts.get(assessment.id, (0, 0)),
        )
        for assessment, department in found
    ]


def _counts(session: Session, wanted: Any) -> dict[int | None, tuple[int, int]]:
    """(rows to rate, rows rated) of each assessment."""
    to_rate = sa.case((col(Rating.declared) != Level.NOT_DUE, 1), else_=0)
    waiting = sa.case((col(Rating.declared) == Level.NOT_ASSESSED, 1), else_=0)
    counted = (
        sa.select(col(Assessment.id), sa.func.sum(to_rate), sa.func.sum(waiting))
        .join(Rating)
        .where(wanted)
        .group_by(col(Assessment.id))
    )
    rows = session.connection().execute(counted).all()
    return {number: (int(rows), int(rows) - int(left)) for number, rows, left in rows}


# ---------------------------------------------------------------- closing


def close_campaign(
    session: Session, campaign: Campaign, by: User, now: datetime, reason: str = ""
) -> None:
    """Freeze what is validated and end the round. What was submitted is read first; a department that
    submitted nothing is left out only with a reason, and can no longer fill its form in."""
    expect_runner(by)
    campaign.expect(CampaignStatus.OPEN)
    rows = progresses(session, campaign)
    _check_read(rows)
    missing = left_out(rows)
    if missing and not reason.strip():
        raise Refused(
            f"Il manque {french.listed(missing)} : écrivez pourquoi clore sans "
            f"{'ce service' if len(missing) == 1 else 'ces services'}.",
            "reason",
        )
    for row in rows:
        if row.assessment.status is AssessmentStatus.VALIDATED:
            freezing.freeze(session, row.assessment, by, now)
    why = f"sans {french.listed(missing)}, {reason.strip()}" if missing else ""
    moved(session, campaign, CampaignStatus.CLOSED, "close_campaign", by, now, why)


def _check_read(rows: Sequence[Progress]) -> None:
    submitted = AssessmentStatus.SUBMITTED
    waiting = [row.department.name for row in rows if row.assessment.status is submitted]
    if waiting:
        raise Refused(f"Il reste à valider : {', '.join(waiting)}.")


def left_out(rows: Sequence[Progress]) -> list[str]:
    """The departments whose form is still in their hands."""
    return [row.department.name for row in rows if row.assessment.is_open]

"""Campaigns: open the yearly round, one assessment a department; see how far it is; close it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from actionplans.assessments import freezing, pace, proposals
from actionplans.assessments import mail as assessment_mail
from actionplans.models import (
    Assessment,
    AssessmentStatus,
    Campaign,
    CampaignStatus,
    Level,
    Rating,
)
from core.clock import PARIS
from core.errors import Missing, Refused
from core.french import count
from core.keys import key
from organisation import charters, journal, leading
from organisation.models import Charter, Commitment, Department, User
from organisation.rights import Right, may
from organisation.words import DEEDS

FINISHED = (AssessmentStatus.VALIDATED, AssessmentStatus.FROZEN)
DEEDS.update(
    {
        "open_campaign": "campagne d’auto-évaluation ouverte",
        "close_campaign": "campagne d’auto-évaluation close",
    }
)


def open_campaign(
    session: Session, year: int, due_on: date, by: User | None, now: datetime
) -> Campaign:
    """Open the round of a year: each department gets the commitments its activities concern.

    `by` is None from the command line. The heads are told by e-mail.
    """
    _expect_runner(by)
    today = now.astimezone(PARIS).date()
    _check(session, year, due_on, today)
    charter = charters.current(session)
    campaign = Campaign(year=year, due_on=due_on, opened_on=today, charter_id=key(charter))
    session.add(campaign)
    session.flush()
    _make_assessments(session, campaign, charter)
    for progress in progresses(session, campaign):
        for head in progress.heads:
            assessment_mail.opened(session, progress.assessment, head, progress.rows, now)
    journal.write(session, now, by, "open_campaign", f"campaign {campaign.id}", str(year))
    return campaign


def _expect_runner(by: User | None) -> None:
    if by is not None and not may(by, Right.RUN_CAMPAIGNS):
        raise Refused("Seuls le référent qualité et la direction conduisent les campagnes.")


def _check(session: Session, year: int, due_on: date, today: date) -> None:
    if session.exec(select(Campaign).where(Campaign.year == year)).first():
        raise Refused(f"La campagne {year} est déjà ouverte.")
    if due_on.year != year:
        raise Refused(f"Choisissez une échéance en {year} : chaque année a son auto-évaluation.")
    if due_on <= today:
        raise Refused("Choisissez une échéance à venir.")


def _make_assessments(session: Session, campaign: Campaign, charter: Charter) -> None:
    departments = session.exec(select(Department).order_by(col(Department.name))).all()
    if not departments:
        raise Refused("Aucun service n’est connu : créez d’abord les services et leurs activités.")
    lines = charters.commitments(session, charter)
    same = proposals.shared(session, campaign, campaign.opened_on)
    for department in departments:
        sources = proposals.known(session, campaign, department, same)
        _make_assessment(session, sources, lines)


def _make_assessment(
    session: Session, sources: proposals.Known, lines: Sequence[Commitment]
) -> None:
    assessment = Assessment(
        campaign_id=key(sources.campaign), department_id=key(sources.department)
    )
    session.add(assessment)
    session.flush()
    for line in lines:
        if charters.concerns(line, sources.department):
            session.add(_make_rating(assessment, line, sources))
    session.flush()


def _make_rating(assessment: Assessment, line: Commitment, sources: proposals.Known) -> Rating:
    rating = Rating(assessment_id=key(assessment), commitment_id=key(line))
    proposals.fill(rating, line, sources)
    return rating


def close_campaign(session: Session, campaign: Campaign, by: User, now: datetime) -> None:
    """Freeze what is validated and end the round; refused while a department has not finished."""
    _expect_runner(by)
    if campaign.status is CampaignStatus.CLOSED:
        raise Refused(f"La campagne {campaign.year} est déjà close.")
    rows = progresses(session, campaign)
    waiting = [row.department.name for row in rows if row.assessment.status not in FINISHED]
    if waiting:
        raise Refused(f"Il reste à valider : {', '.join(waiting)}.")
    for row in rows:
        if row.assessment.status is AssessmentStatus.VALIDATED:
            freezing.freeze(session, row.assessment, by, now)
    campaign.status = CampaignStatus.CLOSED
    details = f"{campaign.year}, {count(len(rows), 'service')}"
    journal.write(session, now, by, "close_campaign", f"campaign {campaign.id}", details)


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
    """All of them, the newest first."""
    return session.exec(select(Campaign).order_by(col(Campaign.year).desc())).all()


def of_year(session: Session, year: int) -> Campaign:
    """The campaign of a year, or Missing."""
    campaign = session.exec(select(Campaign).where(Campaign.year == year)).first()
    if campaign is None:
        raise Missing(f"Il n’y a pas de campagne {year}.")
    return campaign


@dataclass(frozen=True)
class Round:
    """A campaign in one line: how many departments are where, and those one leads."""

    campaign: Campaign
    statuses: tuple[tuple[str, int], ...]
    own: Sequence[Progress]

    @property
    def departments(self) -> int:
        return sum(n for _, n in self.statuses)


def rounds(session: Session, led: Collection[int]) -> list[Round]:
    """Every campaign, the newest first; `led`: the departments whose assessment is one's to fill in."""
    counted = sa.select(
        col(Assessment.campaign_id), col(Assessment.status), sa.func.count()
    ).group_by(col(Assessment.campaign_id), col(Assessment.status))
    found: dict[int, list[tuple[str, int]]] = {}
    for campaign_id, status, n in session.connection().execute(counted):
        found.setdefault(campaign_id, []).append((status.label, n))
    mine = _progresses(session, col(Assessment.department_id).in_(led)) if led else []
    own: dict[int, list[Progress]] = {}
    for row in mine:
        own.setdefault(row.assessment.campaign_id, []).append(row)
    return [
        Round(one, tuple(sorted(found.get(key(one), []))), own.get(key(one), ()))
        for one in campaigns(session)
    ]


def progresses(session: Session, campaign: Campaign) -> list[Progress]:
    """Every department of a campaign, by name, in a number of queries that does not grow."""
    return _progresses(session, col(Assessment.campaign_id) == campaign.id)


def _progresses(session: Session, wanted: Any) -> list[Progress]:
    known = leading.heads(session)
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

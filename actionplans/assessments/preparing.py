"""A campaign prepared ahead: what it will hold is seen, it is changed or cancelled until its day, then opens by itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import selectinload
from sqlmodel import Session, col, select

from actionplans.assessments import campaigns
from actionplans.models import Campaign, CampaignStatus
from core import french, typed_days
from core.clock import PARIS
from core.errors import Refused
from core.jobs import Job
from core.keys import key
from organisation import charters, journal, leading
from organisation.models import Commitment, Department, User
from organisation.words import DEEDS

DEEDS.update(
    {
        "prepare_campaign": "campagne d’auto-évaluation préparée",
        "change_campaign": "dates de la campagne préparée changées",
        "cancel_campaign": "campagne préparée annulée",
    }
)

USUAL = timedelta(days=30)  # left to the departments (improvement §4.1); fewer is said, not refused


# ---------------------------------------------------------------- deeds


def prepare(
    session: Session, opens_on: date, due_on: date, by: User | None, now: datetime
) -> Campaign:
    """Ready the round of the year in which it is due. Nobody is told before it opens."""
    campaigns.expect_runner(by)
    _expect_to_come(opens_on, now)
    campaign = campaigns.of_its_year(session, due_on.year, opens_on, due_on)
    if refusal := campaigns.hindrance(session, campaign, opens_on):
        raise Refused(refusal)
    _written(session, campaign, "prepare_campaign", by, now, f"préparée, {_dates(campaign)}")
    return campaign


def change(
    session: Session, campaign: Campaign, opens_on: date, due_on: date, by: User, now: datetime
) -> Campaign:
    """Other dates, in the same year, while it has not opened."""
    campaigns.expect_runner(by)
    campaign.expect(CampaignStatus.PREPARED)
    _expect_to_come(opens_on, now)
    if due_on.year != campaign.year:
        raise Refused(f"Choisissez une échéance en {campaign.year} : c’est l’année de cette campagne.", "due_on")  # fmt: skip
    if due_on <= opens_on:
        raise Refused("Choisissez une échéance après le jour d’ouverture.", "due_on")
    if (opens_on, due_on) == (campaign.opened_on, campaign.due_on):
        raise Refused("Rien n’est changé : choisissez une autre date.")
    before = _dates(campaign)
    campaign.opened_on, campaign.due_on = opens_on, due_on
    session.flush()
    _written(session, campaign, "change_campaign", by, now, f"{before} → {_dates(campaign)}")
    return campaign


def cancel(session: Session, campaign: Campaign, reason: str, by: User, now: datetime) -> Campaign:
    """Not this round after all, and why; another may be prepared for the same year."""
    campaigns.expect_runner(by)
    campaign.expect(CampaignStatus.PREPARED)
    if not reason.strip():
        raise Refused("Écrivez pourquoi cette campagne est annulée.", "reason")
    cancelled = CampaignStatus.CANCELLED
    return campaigns.moved(session, campaign, cancelled, "cancel_campaign", by, now, reason.strip())


def open_due(session: Session, now: datetime) -> int:
    """Open what was prepared for today, or for a day on which nothing ran; return how many.

    One that cannot be opened stays prepared: its page, « À faire » and the digest say why.
    """
    today = now.astimezone(PARIS).date()
    opened = 0
    for campaign in prepared(session):
        if campaign.opened_on <= today and not campaigns.hindrance(session, campaign, today):
            campaigns.begin(session, campaign, None, now)
            opened += 1
    return opened


OPEN = Job("open_campaigns", open_due)


def _expect_to_come(opens_on: date, now: datetime) -> None:
    today = now.astimezone(PARIS).date()
    typed_days.expect_to_come(opens_on, today, "un jour d’ouverture", "opens_on")


def _dates(campaign: Campaign) -> str:
    return f"du {french.day(campaign.opened_on)} au {french.day(campaign.due_on)}"


def _written(
    session: Session, campaign: Campaign, deed: str, by: User | None, now: datetime, details: str
) -> None:
    said = f"{campaign.year}, {details}"
    journal.write(session, now, by, deed, f"campaign {campaign.id}", said)


# ---------------------------------------------------------------- reading


@dataclass(frozen=True)
class Coming:
    """What one department will have to answer, as the charter and its activities stand today."""

    department: Department
    heads: Sequence[User]
    rows: int
    not_due: int
    """Promises dated after the period: shown, not rated; not among `rows`."""


def prepared(session: Session) -> Sequence[Campaign]:
    """Those whose day is to come, the nearest first."""
    waiting = select(Campaign).where(Campaign.status == CampaignStatus.PREPARED)
    return session.exec(waiting.order_by(col(Campaign.opened_on))).all()


def is_taken(session: Session, year: int) -> bool:
    """Whether that year has its campaign, prepared or begun."""
    alive = select(Campaign.id).where(
        Campaign.year == year, col(Campaign.status) != CampaignStatus.CANCELLED
    )
    return session.exec(alive).first() is not None


def coming(session: Session, due_on: date) -> list[Coming]:
    """Every department, by name, in a number of queries that does not grow."""
    lines = charters.commitments(session, charters.current(session))
    known = leading.heads(session)
    with_activities = select(Department).options(selectinload(Department.activities))  # type: ignore[arg-type]
    return [
        _coming(one, known.get(key(one), []), lines, due_on)
        for one in session.exec(with_activities.order_by(col(Department.name)))
        if not leading.is_closed(one)
    ]


def _coming(
    department: Department, heads: Sequence[User], lines: Sequence[Commitment], due_on: date
) -> Coming:
    concerned = [line for line in lines if charters.concerns(line, department)]
    not_due = sum(line.due_from is not None and line.due_from > due_on for line in concerned)
    return Coming(department, heads, len(concerned) - not_due, not_due)


def is_short(campaign: Campaign) -> bool:
    """Whether the departments have less than the usual thirty days."""
    return campaign.due_on - campaign.opened_on < USUAL

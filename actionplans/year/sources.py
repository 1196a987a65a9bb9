"""What the fund's own data puts in the officer's calendar: campaign, reviews, proofs, notes, waves of the survey."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

import sqlalchemy as sa
from sqlmodel import Session, col, select

from actionplans.assessments import evidence_lists
from actionplans.assessments import notices as assessment_notices
from actionplans.assessments.tasks import REVIEW_DAYS
from actionplans.models import (
    Campaign,
    CampaignStatus,
    Decision,
    Evidence,
    EvidenceState,
    MonthlyNote,
    TopicDecision,
)
from actionplans.notes.sections import of_month
from actionplans.tracing.links import Address
from actionplans.year.items import Item
from analysis.indicators import measures
from analysis.indicators.measures import month_start
from core import french, working_days
from core.clock import PARIS
from survey.models import Invitation, InvitationStatus
from survey.sending import waves

BY_ITSELF = "Fait de lui-même."


def items(session: Session, year: int) -> list[Item]:
    """All of them for a year, in no order; a constant number of queries."""
    return [
        *_campaign(session, year),
        *_reviews(session, year),
        *_proofs(session, year),
        *_notes(session, year),
        *_waves(session, year),
    ]


def _bounds(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)


# ---------------------------------------------------------------- campaign


def _campaign(session: Session, year: int) -> Iterator[Item]:
    since, until = _bounds(year)
    near = sa.or_(col(Campaign.year) == year, col(Campaign.opened_on).between(since, until))
    alive = col(Campaign.status) != CampaignStatus.CANCELLED
    for campaign in session.exec(select(Campaign).where(near, alive)):
        yield from _opening(campaign, year)
        if campaign.year == year:
            yield from _round(campaign)


def _opening(campaign: Campaign, year: int) -> Iterator[Item]:
    """The day a prepared campaign opens by itself; once open, the usual step of the year says it."""
    if campaign.is_prepared and campaign.opened_on.year == year:
        title = f"La campagne d’auto-évaluation {campaign.year} s’ouvre"
        url = ("campaigns.show", {"year": campaign.year})
        yield Item(f"ouverture-{campaign.year}", campaign.opened_on, title, BY_ITSELF, url)


def _round(campaign: Campaign) -> Iterator[Item]:
    year, due = campaign.year, campaign.due_on
    url = ("campaigns.show", {"year": year})
    for days in assessment_notices.DAYS_BEFORE:
        title = f"Rappel aux services qui n’ont pas soumis, {french.count(days, 'jour')} avant"
        yield Item(f"rappel-{days}", due - timedelta(days), title, BY_ITSELF, url)
    yield Item("auto-evaluations", due, f"Auto-évaluations {year} attendues", "", url)
    last = working_days.after(due, REVIEW_DAYS)
    if last.year == year:
        title = "Dernier jour pour valider les auto-évaluations"
        yield Item("validations", last, title, f"{REVIEW_DAYS} jours ouvrés après l’échéance.", url)


# ---------------------------------------------------------------- reviews


def _reviews(session: Session, year: int) -> Iterator[Item]:
    """Decisions not to act whose day of review is in the year; done once the theme is decided again."""
    since, until = _bounds(year)
    found = session.exec(select(TopicDecision).order_by(col(TopicDecision.id))).all()
    for made in found:
        if made.decision is not Decision.NO_ACTION or made.review_on is None:
            continue
        if since <= made.review_on <= until:
            later = next((one for one in found if one.theme == made.theme and one.decided_at > made.decided_at), None)  # fmt: skip
            yield _review(made, later)


def _review(made: TopicDecision, later: TopicDecision | None) -> Item:
    assert made.review_on is not None
    title = f"Revoir la décision de ne pas agir sur « {measures.theme(made.theme).title} »"
    url = ("trace.show", {"kind": "decision", "number": made.id})
    done_on = later.decided_at.astimezone(PARIS).date() if later else None
    return Item(f"revue-{made.id}", made.review_on, title, made.reason, url, done_on=done_on)


# ---------------------------------------------------------------- proofs


def _proofs(session: Session, year: int) -> Iterator[Item]:
    """One line a month in which proofs end, on the day the first of them does. A note has nothing to renew: the next follows."""
    since, until = _bounds(year)
    ending = select(col(Evidence.valid_to), col(Evidence.title)).where(
        Evidence.state != EvidenceState.REFUSED,
        col(Evidence.valid_to).between(since, until),
        evidence_lists.renewable(),
    )
    months: dict[int, list[tuple[date, str]]] = {}
    for day, title in session.exec(ending.order_by(col(Evidence.valid_to), col(Evidence.id))):
        months.setdefault(day.month, []).append((day, title))
    for month, proofs in months.items():
        title = f"{french.count(len(proofs), 'preuve finit', 'preuves finissent')} ce mois-ci"
        first = f"La première : « {proofs[0][1]} »."
        yield Item(f"preuves-{month}", proofs[0][0], title, first, ("evidence.index", {}))


# ---------------------------------------------------------------- notes


def _notes(session: Session, year: int) -> Iterator[Item]:
    """On the first working day of each month, the note of the month before."""
    first = date(year - 1, 12, 1)
    told = [month_start(first, months) for months in range(13)]
    known = session.exec(select(MonthlyNote).where(col(MonthlyNote.month).in_(told))).all()
    by_month = {note.month: note for note in known}
    for month, next_month in pairwise(told):
        note = by_month.get(month)
        sent_on = note.sent_at.astimezone(PARIS).date() if note and note.sent_at else None
        url: Address = ("notes.show", {"year": month.year, "month": month.month}) if note else ("notes.index", {})  # fmt: skip
        title = f"Note du mois : {french.month(month)}"
        yield Item(
            f"note-{month:%Y-%m}", working_days.first_from(next_month), title,
            "Préparée d’elle-même, relue et envoyée par le référent.", url, done_on=sent_on,
        )  # fmt: skip


# ---------------------------------------------------------------- waves


def _waves(session: Session, year: int) -> Iterator[Item]:
    """Each month of sending, and the day its answers are closed; what is planned is told too."""
    months: dict[date, list[int]] = {}
    for day, n in _sendings(session, year):
        months.setdefault(waves.month_start(day), []).append(n)
    for month, numbers in sorted(months.items()):
        closes = waves.closes_on(month)
        wave, said = of_month(month), french.count(sum(numbers), "envoi")
        url: Address = ("sendings.index", {})
        if month.year == year:
            yield Item(f"vague-{month:%Y-%m}", month, f"Enquête : vague {wave}", f"{said}, jusqu’au {french.day(closes)}.", url)  # fmt: skip
        if closes.year == year:
            then = "Ses réponses comptent dès le lendemain."
            yield Item(f"cloture-{month:%Y-%m}", closes, f"Enquête : la vague {wave} se clôt", then, url)  # fmt: skip


def _sendings(session: Session, year: int) -> list[tuple[date, int]]:
    """Invitations by the day they left or will leave, from three months before the year."""
    since, until = _bounds(year)
    day = sa.func.coalesce(col(Invitation.sent_on), col(Invitation.send_on))
    counted = (
        sa.select(day, sa.func.count())
        .where(
            col(Invitation.status) != InvitationStatus.CANCELLED,
            day.between(month_start(since, -waves.OPEN_MONTHS - 1), until),
        )
        .group_by(day)
    )
    return [(row[0], int(row[1])) for row in session.connection().execute(counted)]

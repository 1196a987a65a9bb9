"""What the digest says of self-assessments: due soon, late, a week late; and their daily refresh."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy.orm import defer, joinedload
from sqlmodel import Session, col, select

from actionplans.actions.notices import People
from actionplans.assessments import campaigns, evidence_lists, preparing, proposals
from actionplans.assessments.campaigns import Progress
from actionplans.assessments.tasks import left_to_do
from actionplans.models import (
    Assessment,
    Campaign,
    CampaignStatus,
    Evidence,
    EvidenceState,
    EvidenceUse,
)
from actionplans.my_work.notices import Days, Notice
from core import french
from core.clock import PARIS
from core.jobs import Job
from core.keys import key
from organisation import leading
from organisation.models import Role, User
from organisation.rights import EVERYWHERE, Right, may

DAYS_BEFORE = (14, 7, 1)
FIRST_DAY_AFTER = 1
EVERY_AFTER = 7  # days, from the first day after
ESCALATED_AFTER = timedelta(days=7)
LOOKED_AT = timedelta(days=7)  # before a prepared campaign opens by itself
A_DAY = timedelta(days=1)


def about_assessments(session: Session, days: Days) -> Iterator[Notice]:
    """Every line of every digest that speaks of an assessment still in its department's hands."""
    for campaign in _open_campaigns(session):
        waiting = [
            one
            for one in campaigns.progresses(session, campaign)
            if one.assessment.is_open and not one.department.is_closed(days.today)
        ]
        for progress in waiting:
            if _holds_a_reminder(progress.assessment.due_on, days):
                yield from _to_heads(campaign, progress, days.today)
        too_late = [p for p in waiting if days.hold(p.assessment.due_on + ESCALATED_AFTER)]
        if too_late:
            yield from _escalated(session, campaign, too_late, days.today)


def about_campaigns(session: Session, days: Days) -> Iterator[Notice]:
    """A week before a prepared campaign opens, those who run it look once more; the morning after, why it did not."""
    for campaign in preparing.prepared(session):
        said = ""
        if days.hold(campaign.opened_on - LOOKED_AT):
            said = f"S’ouvre d’elle-même le {french.day(campaign.opened_on)} : relisez ce qu’elle contient."
        elif days.hold(campaign.opened_on + timedelta(days=FIRST_DAY_AFTER)):
            said = campaigns.hindrance(session, campaign, days.today) or "Elle n’a pas pu s’ouvrir."
        for person in _runners(session) if said else []:
            title = f"Campagne d’auto-évaluation {campaign.year}, préparée"
            yield Notice(key(person), title, said, f"/auto-evaluations/{campaign.year}", campaign.opened_on)  # fmt: skip


def about_frozen(session: Session, days: Days) -> Iterator[Notice]:
    """The morning after an assessment is frozen, or corrected, all the department is told."""
    frozen = session.exec(
        select(Assessment)
        .where(
            col(Assessment.frozen_on) > days.last - A_DAY,
            col(Assessment.frozen_on) <= days.today - A_DAY,
        )
        .options(
            defer(Assessment.snapshot),  # type: ignore[arg-type]
            joinedload(Assessment.campaign),  # type: ignore[arg-type]
        )
    ).all()
    places = {one.department_id: one for one in frozen}
    if not places:
        return
    people = select(User).where(col(User.department_id).in_(places), col(User.is_active))
    told = {(key(one), one.department_id): one for one in session.exec(people)}
    for place, heads in leading.heads(session, days.today).items():
        told |= {(key(one), place): one for one in heads if place in places}
    for (_, place), person in sorted(told.items(), key=lambda line: (line[0][1] or 0, line[0][0])):
        if place is not None and may(person, Right.READ_RESULTS):
            yield _of_frozen(person, places[place])


def _of_frozen(person: User, one: Assessment) -> Notice:
    assert one.frozen_on is not None
    year = one.campaign.year
    said = "Figée : ses valeurs ne changent plus, et tout le service peut la lire."
    if one.version > 1:
        said = f"Rectifiée par la direction : version {one.version}, avec son motif."
    path = f"/auto-evaluations/{year}/{one.department_id}"
    return Notice(
        key(person), f"Auto-évaluation {year} de votre service", said, path, one.frozen_on
    )


def about_evidence(session: Session, days: Days) -> Iterator[Notice]:
    """Thirty days before a proof ends, the heads of its department are told, once; the officer where it has none."""
    told_until = evidence_lists.SOON
    ending = select(Evidence).where(
        Evidence.state != EvidenceState.REFUSED,
        col(Evidence.valid_to) > days.last + told_until,
        col(Evidence.valid_to) <= days.today + told_until,
        col(Evidence.valid_to) >= days.today,
        # what only shows that an action was done has not to be brought again
        col(Evidence.id).in_(select(EvidenceUse.evidence_id)),
        evidence_lists.renewable(),
    )
    found = session.exec(ending.order_by(col(Evidence.valid_to), col(Evidence.id))).all()
    people = People(session, days.today) if found else None
    for evidence in found:
        assert people is not None
        for head in people.heads.get(evidence.department_id) or people.officers:
            yield Notice(
                user_id=key(head),
                title=f"Preuve « {evidence.title} », valable jusqu’au {french.day(evidence.valid_to)}",
                reason="Bientôt périmée : préparez la suivante.",
                path=f"/preuves/{evidence.id}",
                due_on=evidence.valid_to,
            )


def is_day_to_remind(due_on: date, today: date) -> bool:
    """Fourteen, seven days and one before; the day after, then every week."""
    late = (today - due_on).days
    if late < FIRST_DAY_AFTER:
        return -late in DAYS_BEFORE
    return (late - FIRST_DAY_AFTER) % EVERY_AFTER == 0


def _holds_a_reminder(due_on: date, days: Days) -> bool:
    looked_at = range((days.today - days.last).days)
    return any(is_day_to_remind(due_on, days.today - timedelta(days=n)) for n in looked_at)


def _open_campaigns(session: Session) -> list[Campaign]:
    open_ones = select(Campaign).where(Campaign.status == CampaignStatus.OPEN)
    return list(session.exec(open_ones.order_by(col(Campaign.year))))


def _to_heads(campaign: Campaign, progress: Progress, today: date) -> Iterator[Notice]:
    for head in progress.heads:
        yield _notice(head, campaign, progress, f"{left_to_do(progress)}.", today)


def _escalated(
    session: Session, campaign: Campaign, waiting: list[Progress], today: date
) -> Iterator[Notice]:
    """A week late, management and the officer are told which departments are missing."""
    people = _runners(session)
    for progress in waiting:
        for person in people:
            why = f"Service {progress.department.name} : pas encore soumise."
            yield _notice(person, campaign, progress, why, today)


def _runners(session: Session) -> Sequence[User]:
    told = col(User.role).in_([Role.MANAGEMENT, Role.QUALITY_OFFICER])
    return session.exec(select(User).where(told, col(User.is_active)).order_by(col(User.id))).all()


def _notice(person: User, campaign: Campaign, progress: Progress, why: str, today: date) -> Notice:
    due_on = progress.assessment.due_on
    when = french.due(due_on, today)
    own = f"/{key(progress.department)}" if person.role not in EVERYWHERE else ""
    return Notice(
        user_id=key(person),
        title=f"Auto-évaluation {campaign.year}, attendue le {french.day(due_on)}"
        if due_on >= today
        else f"Auto-évaluation {campaign.year}, {when}",
        reason=why,
        path=f"/auto-evaluations/{campaign.year}{own}",
        due_on=due_on,
    )


def refresh_proposals(session: Session, now: datetime) -> None:
    """Each morning, propose again on open assessments: members' answers come in every day."""
    today = now.astimezone(PARIS).date()
    for campaign in _open_campaigns(session):
        same = proposals.shared(session, campaign, today)
        for progress in campaigns.progresses(session, campaign):
            if progress.assessment.is_open:
                ratings = progress.assessment.ratings
                proposals.refresh(session, progress.assessment, ratings, today, same)


REFRESH = Job("refresh_proposals", refresh_proposals)

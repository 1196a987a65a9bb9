"""The self-assessments that wait for somebody: to fill in, to complete, to validate, to freeze."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from sqlmodel import Session, col, select

from actionplans.assessments import assessments, campaigns, dropping, preparing, reviewing
from actionplans.assessments.campaigns import Progress
from actionplans.models import AssessmentStatus, Campaign, CampaignStatus
from actionplans.my_work.tasks import Task
from core import working_days
from core.clock import PARIS
from core.french import NBSP, count
from organisation.leading import Heads
from organisation.models import Role, User
from organisation.rights import Right, may

NEAR = timedelta(days=7)  # before a prepared campaign opens
REVIEW_DAYS = 15  # working days to validate or return
VERBS = {
    AssessmentStatus.TODO: "Commencer",
    AssessmentStatus.IN_PROGRESS: "Continuer",
    AssessmentStatus.RETURNED: "Compléter",
}


def assessment_tasks(
    session: Session, user: User, today: date, heads: Heads | None = None
) -> list[Task]:
    """What this person has to do in the campaigns open today, in no order."""
    if not (may(user, Right.FILL_ASSESSMENTS) or may(user, Right.VALIDATE_ASSESSMENTS)):
        return []
    open_ones = select(Campaign).where(
        Campaign.status == CampaignStatus.OPEN, col(Campaign.opened_on) <= today
    )
    people = reviewing.who_may_read(session)
    prepared = _prepared(session, today) if may(user, Right.RUN_CAMPAIGNS) else []
    return prepared + [
        task
        for campaign in session.exec(open_ones).all()
        for progress in campaigns.progresses(session, campaign, heads)
        for task in _tasks(user, campaign, progress, people)
    ]


def _prepared(session: Session, today: date) -> list[Task]:
    """A campaign about to open by itself, to look at once more; or that could not, and why."""
    return [
        Task(
            due_on=one.opened_on,
            title=f"Campagne d’auto-évaluation {one.year} préparée",
            detail="Elle s’ouvre d’elle-même ce jour-là."
            if one.opened_on > today
            else campaigns.hindrance(session, one, today) or "Elle s’ouvre dans la journée.",
            department="Tous",
            url=("campaigns.show", {"year": one.year}),
            verb="Relire",
        )
        for one in preparing.prepared(session)
        if one.opened_on <= today + NEAR
    ]


def _tasks(
    user: User, campaign: Campaign, progress: Progress, people: Sequence[User]
) -> Iterator[Task]:
    if assessments.may_fill(user, progress.assessment):
        yield _to_fill(campaign, progress)
    if user.role is Role.QUALITY_OFFICER and not dropping.objection(progress.assessment, user):
        yield _to_drop(campaign, progress)
    if progress.assessment.status is not AssessmentStatus.SUBMITTED:
        return
    if user.id in (reader.id for reader in reviewing.outside_of(progress.assessment, people)):
        yield _to_review(campaign, progress)


def _to_fill(campaign: Campaign, progress: Progress) -> Task:
    return Task(
        due_on=progress.assessment.due_on,
        title=f"Auto-évaluation {campaign.year}",
        detail=left_to_do(progress),
        department=progress.department.name,
        url=_page("assessments.show", campaign, progress),
        verb=VERBS[progress.assessment.status],
    )


def _to_drop(campaign: Campaign, progress: Progress) -> Task:
    return Task(
        due_on=campaign.due_on,
        title=f"Auto-évaluation {campaign.year} à clore « sans objet »",
        detail="Le service a été regroupé avant de la finir.",
        department=progress.department.name,
        url=_page("dropping.drop", campaign, progress),
        verb="Clore",
    )


def _to_review(campaign: Campaign, progress: Progress) -> Task:
    submitted_at = progress.assessment.submitted_at
    assert submitted_at is not None
    submitted_on = submitted_at.astimezone(PARIS).date()
    return Task(
        due_on=working_days.after(submitted_on, REVIEW_DAYS),
        title=f"Auto-évaluation {campaign.year} à valider",
        detail=count(progress.rows, "engagement"),
        department=progress.department.name,
        url=_page("reviewing.review", campaign, progress),
        verb="Relire",
    )


def _page(
    endpoint: str, campaign: Campaign, progress: Progress
) -> tuple[str, dict[str, int | None]]:
    return endpoint, {"year": campaign.year, "department_id": progress.department.id}


def left_to_do(progress: Progress) -> str:
    """« 22 engagements sur 31, encore 11 minutes »."""
    if progress.assessment.status is AssessmentStatus.RETURNED:
        return f"À compléter : {progress.assessment.returned_because.rstrip('.')}"
    return progress_sentence(progress.rows, progress.done, progress.minutes_left)


def progress_sentence(rows: int, done: int, minutes: int | None) -> str:
    """How far, and how long still; the same words at the top of the page and in reminders."""
    if done == 0:
        said = f"{count(rows, 'engagement')} à coter"
    else:
        said = f"{count(done, 'engagement')} sur{NBSP}{rows}"
    if done == rows:
        return f"{said}, il reste à soumettre"
    if minutes is None:
        return f"{said}, encore plus de 45{NBSP}minutes à ce rythme"
    return f"{said}, encore {count(minutes, 'minute')}"

"""What ideas ask of somebody: to moderate, to answer, to look at again, to thank for."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from actionplans.ideas import decisions as idea_decisions
from actionplans.ideas import ideas
from actionplans.ideas import steps as idea_steps
from actionplans.models import Action, Cause, Idea, IdeaStatus
from actionplans.my_work.tasks import Task
from core.french import day
from organisation import leading
from organisation.leading import Heads
from organisation.models import Role, User
from organisation.rights import Right, may

S = IdeaStatus
WAITING = (*idea_steps.OPEN, S.SUBMITTED, S.KEPT, S.DONE)
EVERYBODY = "Tous"


def idea_tasks(session: Session, user: User, today: date, heads: Heads | None = None) -> list[Task]:
    """What waits for this person: the officer moderates first, the nearest decider answers first."""
    if not may(user, Right.DECIDE_IDEAS):
        return []
    waiting = select(Idea).where(col(Idea.status).in_(WAITING), col(Idea.merged_into_id).is_(None))
    found = session.exec(
        waiting.options(
            joinedload(Idea.author),  # type: ignore[arg-type]
            joinedload(Idea.department),  # type: ignore[arg-type]
        )
    ).all()
    near = ids(leading.heads(session, today) if heads is None else heads)
    actions = _actions(session, [idea for idea in found if idea.status is S.KEPT])
    tasks: list[Task] = []
    for idea in found:
        tasks += _moderating(idea, user, today)
        tasks += _answering(idea, user, today, near)
        tasks += _following(idea, user, actions.get(idea.id, []))
    return tasks


def ids(heads: dict[int | None, list[User]]) -> dict[int | None, set[int | None]]:
    """Who leads each department, as `is_first_to_answer` wants it."""
    return {place: {one.id for one in found} for place, found in heads.items()}


def _actions(session: Session, kept: list[Idea]) -> dict[int | None, list[Action]]:
    causes = select(Cause).where(col(Cause.idea_id).in_([idea.id for idea in kept]))
    found: dict[int | None, list[Action]] = {}
    for cause in session.exec(causes.options(joinedload(Cause.action))):  # type: ignore[arg-type]
        found.setdefault(cause.idea_id, []).append(cause.action)
    return found


def _task(idea: Idea, due_on: date | None, verb: str, what: str, detail: str) -> Task:
    title = f"{what} l’idée {idea.number}"
    department = idea.department.name if idea.department else EVERYBODY
    return Task(
        due_on,
        f"{title} « {idea.title} »" if idea.title else title,
        detail,
        department,
        ("ideas.show", {"idea_id": idea.id}),
        verb,
    )


def _moderating(idea: Idea, user: User, today: date) -> Iterator[Task]:
    if not idea_steps.is_open("publish", idea, user):
        return
    until = ideas.moderate_by(idea)
    # Management stands in for the officer, for the officer's own ideas and for late ones.
    by_officer = idea.author.role is not Role.QUALITY_OFFICER
    if user.role is Role.QUALITY_OFFICER or not by_officer or until < today:
        detail = f"Déposée le {day(idea.submitted_on)} ; son auteur seul la voit."
        yield _task(idea, until, "Modérer", "Modérer", detail)


def _answering(
    idea: Idea, user: User, today: date, heads: dict[int | None, set[int | None]]
) -> Iterator[Task]:
    if idea.status not in idea_steps.OPEN or not idea_steps.is_open("decide", idea, user):
        return
    if idea.status is S.TO_RIPEN:
        if idea.ripen_on and idea.ripen_on <= today:
            yield _task(idea, idea.ripen_on, "Revoir", "Revoir", "Elle était à mûrir.")
        return
    until = ideas.answer_by(idea)
    if is_first_to_answer(idea, user, heads) or until < today:
        detail = f"Déposée le {day(idea.submitted_on)}, à répondre en trente jours."
        yield _task(idea, until, "Répondre", "Répondre à", detail)


def is_first_to_answer(idea: Idea, user: User, heads: dict[int | None, set[int | None]]) -> bool:
    """A small idea waits for the officer, one of a department for its head, the rest for management."""
    nearest = heads.get(idea.department_id, set()) - {idea.author_id}
    if idea.is_small and idea.author.role is not Role.QUALITY_OFFICER:
        return user.role is Role.QUALITY_OFFICER
    return user.id in nearest if nearest else user.role is Role.MANAGEMENT


def _following(idea: Idea, user: User, actions: list[Action]) -> Iterator[Task]:
    if idea.status is S.DONE and idea_steps.is_open("thank", idea, user):
        yield _task(idea, None, "Remercier", "Remercier de", f"De {idea.author.name}.")
    if idea.status is not S.KEPT:
        return
    if idea_decisions.is_stuck(actions) and idea_steps.is_open("decide", idea, user):
        detail = "Retenue, mais son action a été refusée ou abandonnée."
        yield _task(idea, None, "Répondre", "Répondre de nouveau à", detail)
    if idea_decisions.is_carried_out(actions) and idea_steps.is_open("realise", idea, user):
        yield _task(idea, None, "Constater", "Constater", "Son action est close.")

"""What actions ask of somebody: to decide, to start, to finish, to take up again, to verify, to publish."""

from collections.abc import Iterator
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from actionplans.actions import actions, effects, keeping, owners, steps
from actionplans.actions.notices import SILENCE, TIME_TO_DECIDE, last_words
from actionplans.models import Action, ActionStatus
from actionplans.my_work.tasks import Task
from actionplans.tracing import publishing, whole_chains
from core.clock import PARIS
from core.french import count, day
from organisation import leading
from organisation.leading import Heads
from organisation.models import User
from organisation.rights import Right, may

SOON = timedelta(days=14)  # an action in hand comes back on the list as its day draws near


def action_tasks(
    session: Session, user: User, today: date, heads: Heads | None = None
) -> list[Task]:
    """What waits for this person in the actions they may see; `heads` where the caller has read them."""
    going_on = select(Action).where(
        sa.or_(
            col(Action.status).in_(steps.OPEN),
            keeping.may_be_due(today),
        ),
        actions.visible_to(user),
    )
    found = session.exec(
        going_on.options(
            joinedload(Action.owner),  # type: ignore[arg-type]
            joinedload(Action.decided_by),  # type: ignore[arg-type]
            joinedload(Action.department),  # type: ignore[arg-type]
        )
    ).all()
    with_head = set(leading.heads(session, today) if heads is None else heads)
    own = [f"action {one.id}" for one in found if _is_mine(one, user)]
    heard = last_words(session, own) if own else {}
    tasks: list[Task] = []
    for action in found:
        tasks += _deciding(action, user, today, action.department_id in with_head)
        tasks += _owning(action, user, today)
        tasks += _verifying(action, user, today)
        tasks += _assigning(action, user, today, action.department_id in with_head)
        tasks += _lasting(action, user, today)
        if at := heard.get(f"action {action.id}"):
            tasks += _silence(action, user, today, at.astimezone(PARIS).date())
    return tasks


def _task(
    action: Action, due_on: date | None, title: str, detail: str, verb: str, step: str = ""
) -> Task:
    endpoint = f"{steps.STEPS[step].page}.{step}" if step else "actions.show"
    said = f"{title} « {action.title} »"
    return Task(
        due_on, said, detail, action.department.name, (endpoint, {"action_id": action.id}), verb
    )


def _deciding(action: Action, user: User, today: date, has_head: bool) -> Iterator[Task]:
    if not steps.is_open("decide", action, user):
        return
    proposed_on = action.proposed_at.astimezone(PARIS).date()
    until = proposed_on + TIME_TO_DECIDE
    # The head first; management when there is none, or when the head has let the time pass.
    if leading.leads(user, action.department_id) or not has_head or until < today:
        yield _task(
            action, until, "Décider de", f"Proposée le {day(proposed_on)}.", "Décider", "decide"
        )


def _owning(action: Action, user: User, today: date) -> Iterator[Task]:
    if action.owner_id != user.id or action.due_on is None:
        return
    if action.is_unanswered:
        yield _task(action, action.due_on, "Accepter ou décliner", action.expected, "Répondre")
    elif action.status is ActionStatus.DECIDED:
        yield _task(action, action.due_on, "Commencer", action.expected, "Ouvrir")
    elif action.status is ActionStatus.IN_PROGRESS and action.due_on <= today + SOON:
        moved = (
            f"Échéance changée {count(action.due_changes, 'fois')}. " if action.due_changes else ""
        )
        yield _task(action, action.due_on, "Finir", f"{moved}{action.expected}", "Ouvrir")
    elif action.suspended_until and action.suspended_until <= today:
        yield _task(action, action.suspended_until, "Reprendre", action.reason, "Ouvrir")


def _verifying(action: Action, user: User, today: date) -> Iterator[Task]:
    if not steps.is_open("verify", action, user) or action.done_on is None:
        return
    first = effects.verifiable_on(action)
    if first <= today:
        detail = f"Réalisée le {day(action.done_on)}."
        yield _task(action, first, "Vérifier l’effet de", detail, "Vérifier", "verify")


def _assigning(action: Action, user: User, today: date, has_head: bool) -> Iterator[Task]:
    """Nobody carries it any more: the head first, management where there is none."""
    why = owners.needs_somebody(action, today)
    asked = leading.leads(user, action.department_id) or not has_head
    if why and asked and steps.is_open("assign", action, user):
        yield _task(action, action.due_on, "Confier", why, "Nommer", "assign")


def _lasting(action: Action, user: User, today: date) -> Iterator[Task]:
    if keeping.is_to_check(action, today) and steps.is_open("kept", action, user):
        first = keeping.checkable_on(action)
        detail = "Efficace le jour où elle a été close : l’effet dure-t-il ?"
        yield _task(action, first, "Revoir l’effet de", detail, "Vérifier", "kept")


def _is_mine(action: Action, user: User) -> bool:
    return action.owner_id == user.id and action.status is ActionStatus.IN_PROGRESS


def _silence(action: Action, user: User, today: date, heard_on: date) -> Iterator[Task]:
    silent = (today - heard_on).days
    # An action near its day is on the list already.
    is_listed = action.due_on is not None and action.due_on <= today + SOON
    if _is_mine(action, user) and not is_listed and silent >= SILENCE:
        since = heard_on + timedelta(days=SILENCE)
        detail = f"Sans nouvelle depuis {silent} jours."
        yield _task(action, since, "Dire où en est", detail, "Noter", "note")


# ---------------------------------------------------------------- publications


def publication_tasks(session: Session, user: User, today: date) -> list[Task]:
    """Whole chains to tell the public: the officer prepares, management approves."""
    if not (may(user, Right.PUBLISH) or may(user, Right.VERIFY_ACTIONS)):
        return []
    if may(user, Right.PUBLISH):
        n, title, verb = publishing.to_approve(session), "à approuver", "Relire"
    else:
        n, title, verb = whole_chains.to_prepare(session, today), "à préparer", "Préparer"
    if n == 0:
        return []
    said = f"{count(n, 'publication')} {title}"
    return [
        Task(
            None, said, "« Vous avez dit, nous avons fait »", "Tous", ("publishing.index", {}), verb
        )
    ]

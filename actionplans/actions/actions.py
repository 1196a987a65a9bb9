"""Propose, decide, carry out an action, until it is done; `verifying` looks at its effect and closes it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, or_

from actionplans.actions import effects, steps
from actionplans.models import (
    Action,
    ActionNote,
    ActionStatus,
    Cause,
    Direction,
    Idea,
    Malfunction,
    Rating,
    TopicDecision,
)
from core.clock import PARIS
from core.errors import Refused
from core.french import day
from core.keys import key
from organisation import journal
from organisation.models import Department, Role, User
from organisation.rights import Right, may
from organisation.words import DEEDS

DEEDS.update(
    {
        "propose_action": "action proposée",
        "decide_action": "action décidée",
        "refuse_action": "action refusée",
        "start_action": "action commencée",
        "note_action": "avancement noté",
        "suspend_action": "action suspendue",
        "resume_action": "action reprise",
        "postpone_action": "échéance changée",
        "finish_action": "action déclarée réalisée",
        "abandon_action": "action abandonnée",
    }
)

Origin = TopicDecision | Malfunction | Rating | Idea
ORIGINS: dict[type[Any], str] = {
    TopicDecision: "topic_decision_id",
    Malfunction: "malfunction_id",
    Rating: "rating_id",
    Idea: "idea_id",
}
SHORTEST_TITLE, LONGEST_TITLE = 5, 160


@dataclass(frozen=True)
class Terms:
    """What is fixed when an action is decided, before it starts.

    Without `indicator`, the effect will be judged by a written evaluation.
    """

    owner: User
    due_on: date
    expected: str
    indicator: str = ""
    direction: Direction | None = None
    window_months: int = effects.DEFAULT_WINDOW


# ---------------------------------------------------------------- propose, decide


def propose(
    session: Session,
    title: str,
    department: Department,
    origins: Sequence[Origin],
    by: User,
    now: datetime,
) -> Action:
    """Propose an action to a department; it comes from at least one thing already known."""
    if not may(by, Right.PROPOSE_ACTIONS):
        raise Refused("Votre rôle ne permet pas de proposer une action.")
    if not origins:
        raise Refused(
            "Dites d’où vient cette action : un thème, un dysfonctionnement, une idée, un constat."
        )
    title = " ".join(title.split())
    if not SHORTEST_TITLE <= len(title) <= LONGEST_TITLE:
        raise Refused(f"Résumez l’action en {SHORTEST_TITLE} à {LONGEST_TITLE} caractères.")
    action = Action(
        title=title, department_id=key(department), proposed_by_id=key(by), proposed_at=now
    )
    session.add(action)
    session.flush()
    for origin in origins:
        add_cause(session, action, origin)
    return _written(session, action, "propose_action", by, now)


def add_cause(session: Session, action: Action, origin: Origin) -> Cause:
    """One more reason for this action."""
    link: dict[str, Any] = {"action_id": key(action), ORIGINS[type(origin)]: key(origin)}
    cause = Cause(**link)
    session.add(cause)
    session.flush()
    return cause


def decide(session: Session, action: Action, terms: Terms, by: User, now: datetime) -> Action:
    """Give the action its owner, its due date and the effect expected of it."""
    steps.check("decide", action, by)
    _check_owner(action, terms.owner, by, now)
    _check_terms(terms, _today(now))
    action.owner_id, action.owner = terms.owner.id, terms.owner
    action.due_on = action.first_due_on = terms.due_on
    action.expected, action.indicator = terms.expected.strip(), terms.indicator
    action.direction = terms.direction if terms.indicator else None
    action.window_months = terms.window_months
    action.decided_by_id, action.decided_on = by.id, _today(now)
    action.status = ActionStatus.DECIDED
    return _written(session, action, "decide_action", by, now, f"échéance {day(terms.due_on)}")


def _check_owner(action: Action, owner: User, by: User, now: datetime) -> None:
    if not may(owner, Right.CARRY_OUT_ACTIONS) or not owner.may_sign_in(_today(now)):
        raise Refused(
            "Cette personne ne peut pas être chargée d’une action : choisissez-en une autre."
        )
    if by.role is not Role.MANAGEMENT and owner.department_id != action.department_id:
        raise Refused(
            "Choisissez quelqu’un de votre service : au-delà, c’est la direction qui décide."
        )


def _check_terms(terms: Terms, today: date) -> None:
    if terms.due_on <= today:
        raise Refused("Choisissez une échéance à venir.")
    if not terms.expected.strip():
        raise Refused("Écrivez l’effet attendu avant de décider : il servira à juger l’action.")
    effects.check_terms(terms.indicator, terms.direction, terms.window_months)


def refuse(session: Session, action: Action, reason: str, by: User, now: datetime) -> Action:
    """Not this one, and why."""
    steps.check("refuse", action, by)
    action.reason = _said(session, action, "refuse", reason, by, now)
    action.status, action.closed_on = ActionStatus.REFUSED, _today(now)
    return _written(session, action, "refuse_action", by, now)


# ---------------------------------------------------------------- carry out


def start(session: Session, action: Action, by: User, now: datetime) -> Action:
    """The owner sets to work."""
    steps.check("start", action, by)
    action.status = ActionStatus.IN_PROGRESS
    return _written(session, action, "start_action", by, now)


def note(session: Session, action: Action, text: str, by: User, now: datetime) -> Action:
    """Say how far it is; also what breaks the silence."""
    steps.check("note", action, by)
    _said(session, action, "note", text, by, now)
    return _written(session, action, "note_action", by, now)


def suspend(
    session: Session, action: Action, reason: str, until: date, by: User, now: datetime
) -> Action:
    """Put it aside, until a day that is said."""
    steps.check("suspend", action, by)
    if until <= _today(now):
        raise Refused("Choisissez une date de reprise à venir.")
    action.reason = _said(session, action, "suspend", reason, by, now)
    action.status, action.suspended_until = ActionStatus.SUSPENDED, until
    return _written(session, action, "suspend_action", by, now, f"jusqu’au {day(until)}")


def resume(session: Session, action: Action, by: User, now: datetime) -> Action:
    """Take it up again."""
    steps.check("resume", action, by)
    action.status, action.suspended_until, action.reason = ActionStatus.IN_PROGRESS, None, ""
    return _written(session, action, "resume_action", by, now)


def postpone(
    session: Session, action: Action, due_on: date, reason: str, by: User, now: datetime
) -> Action:
    """Change the due date: counted, and never in silence."""
    steps.check("postpone", action, by)
    if due_on <= _today(now):
        raise Refused("Choisissez une échéance à venir.")
    if due_on == action.due_on:
        raise Refused("C’est déjà l’échéance de cette action : choisissez-en une autre.")
    _said(session, action, "postpone", reason, by, now)
    before = day(action.due_on) if action.due_on else "–"
    action.due_on, action.due_changes = due_on, action.due_changes + 1
    return _written(session, action, "postpone_action", by, now, f"{before} → {day(due_on)}")


def finish(session: Session, action: Action, proof: str, by: User, now: datetime) -> Action:
    """Done, with a proof. Done is not effective: somebody else will look at the effect."""
    steps.check("finish", action, by)
    action.proof = _said(session, action, "finish", proof, by, now)
    action.status, action.done_on = ActionStatus.DONE, _today(now)
    return _written(session, action, "finish_action", by, now)


def abandon(session: Session, action: Action, reason: str, by: User, now: datetime) -> Action:
    """Stop it before it is done, and say why."""
    steps.check("abandon", action, by)
    action.reason = _said(session, action, "abandon", reason, by, now)
    action.status, action.closed_on = ActionStatus.ABANDONED, _today(now)
    return _written(session, action, "abandon_action", by, now)


# ---------------------------------------------------------------- reading


def visible_to(user: User) -> Any:
    """Condition on Action: the same rule as `steps.may_see`, for lists and searches."""
    if not may(user, Right.PROPOSE_ACTIONS):
        return sa.false()
    if user.role in (Role.QUALITY_OFFICER, Role.MANAGEMENT):
        return sa.true()
    own = [col(Action.owner_id) == user.id, col(Action.proposed_by_id) == user.id]
    if user.department_id is not None:
        own.append(col(Action.department_id) == user.department_id)
    return or_(*own)


# ---------------------------------------------------------------- inside


def _today(now: datetime) -> date:
    return now.astimezone(PARIS).date()


def _said(session: Session, action: Action, step: str, text: str, by: User, now: datetime) -> str:
    """Keep what was said at this step; a reason or a proof is never empty."""
    text = text.strip()
    if not text:
        raise Refused(NOTHING_SAID.get(step, "Écrivez pourquoi, en une phrase au moins."))
    session.add(ActionNote(action_id=key(action), by_id=key(by), at=now, step=step, text=text))
    return text


NOTHING_SAID = {
    "finish": "Donnez une preuve : un lien, un document, un chiffre que chacun peut vérifier.",
    "note": "Écrivez où en est l’action.",
}


def _written(
    session: Session, action: Action, deed: str, by: User, now: datetime, details: str = ""
) -> Action:
    session.flush()
    journal.write(session, now, by, deed, f"action {action.id}", details)
    return action

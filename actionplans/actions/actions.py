"""Propose, decide, carry out an action, until it is done; `verifying` looks at its effect and closes it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, or_, select

from actionplans.actions import effects, milestones, owners, proofs, steps, story
from actionplans.models import (
    Action,
    ActionStatus,
    Cause,
    Direction,
    Follower,
    Idea,
    Malfunction,
    Rating,
    TopicDecision,
)
from core import typed_days
from core.errors import Refused
from core.french import day
from core.keys import key
from organisation import leading
from organisation.models import Commitment, Department, Role, User
from organisation.rights import Right, may
from organisation.words import DEEDS

DEEDS.update(
    {
        "propose_action": "action proposée",
        "decide_action": "action décidée",
        "fix_action": "correction immédiate notée",
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


@dataclass(frozen=True)
class Noticed:
    """What the analysis found: its stable key, and what it said the day the action was proposed."""

    key: str
    said: str


Origin = TopicDecision | Malfunction | Rating | Idea | Commitment | Noticed
ORIGINS: dict[type[Any], str] = {
    TopicDecision: "topic_decision_id",
    Malfunction: "malfunction_id",
    Rating: "rating_id",
    Idea: "idea_id",
    Commitment: "commitment_id",
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
    expected_proof: str
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
    return story.written(session, action, "propose_action", by, now)


def add_cause(session: Session, action: Action, origin: Origin) -> Cause:
    """One more reason for this action; a reason it has already is not added twice."""
    link = _link(origin)
    known = next((one for one in _causes(session, action) if _same(one, link)), None)
    if known is not None:
        return known
    cause = Cause(action_id=key(action), **link)
    session.add(cause)
    session.flush()
    return cause


def _link(origin: Origin) -> dict[str, Any]:
    if isinstance(origin, Noticed):
        return {"finding_key": origin.key, "finding_said": origin.said}
    return {ORIGINS[type(origin)]: key(origin)}


def _causes(session: Session, action: Action) -> Sequence[Cause]:
    return session.exec(select(Cause).where(Cause.action_id == action.id)).all()


def _same(cause: Cause, link: dict[str, Any]) -> bool:
    return all(
        getattr(cause, name) == value for name, value in link.items() if name != "finding_said"
    )


def decide(session: Session, action: Action, terms: Terms, by: User, now: datetime) -> Action:
    """Give the action its owner, its due date and the effect expected of it."""
    steps.check("decide", action, by)
    owners.check(action, terms.owner, by, now)
    _check_terms(terms, story.today(now))
    owners.name(action, terms.owner, by, now)
    action.due_on = action.first_due_on = terms.due_on
    action.expected, action.indicator = terms.expected.strip(), terms.indicator
    action.expected_proof = terms.expected_proof.strip()
    action.direction = terms.direction if terms.indicator else None
    action.window_months = terms.window_months
    action.decided_by_id, action.decided_on = by.id, story.today(now)
    action.status = ActionStatus.DECIDED
    return story.written(session, action, "decide_action", by, now, f"échéance {day(terms.due_on)}")


def _check_terms(terms: Terms, today: date) -> None:
    typed_days.expect_to_come(terms.due_on, today, "une échéance", "due_on")
    if not terms.expected.strip():
        raise Refused("Écrivez l’effet attendu avant de décider : il servira à juger l’action.")
    if not terms.expected_proof.strip():
        raise Refused("Écrivez quelle preuve montrera que c’est fait.", "expected_proof")
    effects.check_terms(terms.indicator, terms.direction, terms.window_months)


def refuse(session: Session, action: Action, reason: str, by: User, now: datetime) -> Action:
    """Not this one, and why."""
    steps.check("refuse", action, by)
    action.reason = story.said(session, action, "refuse", reason, by, now)
    action.status, action.closed_on = ActionStatus.REFUSED, story.today(now)
    return story.written(session, action, "refuse_action", by, now)


# ---------------------------------------------------------------- carry out


def start(session: Session, action: Action, by: User, now: datetime) -> Action:
    """The owner sets to work; whoever sets to work has said yes."""
    steps.check("start", action, by)
    if action.is_unanswered:
        owners.accept(session, action, by, now)
    action.status = ActionStatus.IN_PROGRESS
    return story.written(session, action, "start_action", by, now)


def note(session: Session, action: Action, text: str, by: User, now: datetime) -> Action:
    """Say how far it is; also what breaks the silence."""
    steps.check("note", action, by)
    story.said(session, action, "note", text, by, now)
    return story.written(session, action, "note_action", by, now)


def fix(session: Session, action: Action, text: str, by: User, now: datetime) -> Action:
    """What was done at once for the people concerned; the action itself deals with the cause."""
    steps.check("fix", action, by)
    action.immediate_fix = story.said(session, action, "fix", text, by, now)
    return story.written(session, action, "fix_action", by, now)


def suspend(
    session: Session, action: Action, reason: str, until: date, by: User, now: datetime
) -> Action:
    """Put it aside, until a day that is said."""
    steps.check("suspend", action, by)
    typed_days.expect_to_come(until, story.today(now), "une date de reprise", "until")
    action.reason = story.said(session, action, "suspend", reason, by, now)
    action.status, action.suspended_until = ActionStatus.SUSPENDED, until
    return story.written(session, action, "suspend_action", by, now, f"jusqu’au {day(until)}")


def resume(session: Session, action: Action, by: User, now: datetime) -> Action:
    """Take it up again."""
    steps.check("resume", action, by)
    action.status, action.suspended_until, action.reason = ActionStatus.IN_PROGRESS, None, ""
    return story.written(session, action, "resume_action", by, now)


def postpone(
    session: Session, action: Action, due_on: date, reason: str, by: User, now: datetime
) -> Action:
    """Change the due date: counted, and never in silence."""
    steps.check("postpone", action, by)
    typed_days.expect_to_come(due_on, story.today(now), "une échéance", "due_on")
    if due_on == action.due_on:
        raise Refused("C’est déjà l’échéance de cette action : choisissez-en une autre.")
    story.said(session, action, "postpone", reason, by, now)
    before = day(action.due_on) if action.due_on else "–"
    action.due_on, action.due_changes = due_on, action.due_changes + 1
    return story.written(session, action, "postpone_action", by, now, f"{before} → {day(due_on)}")


def finish(session: Session, action: Action, proof: str, by: User, now: datetime) -> Action:
    """Done, with a proof at least: in words, or attached. Done is not effective: somebody else will look at the effect."""
    steps.check("finish", action, by)
    milestones.check_all_ended(action)
    if not proof.strip() and (attached := proofs.valid(session, action)):
        proof = proofs.said(attached)
    action.proof = story.said(session, action, "finish", proof, by, now)
    action.status, action.done_on = ActionStatus.DONE, story.today(now)
    return story.written(session, action, "finish_action", by, now)


def abandon(session: Session, action: Action, reason: str, by: User, now: datetime) -> Action:
    """Stop it before it is done, and say why."""
    steps.check("abandon", action, by)
    action.reason = story.said(session, action, "abandon", reason, by, now)
    action.status, action.closed_on = ActionStatus.ABANDONED, story.today(now)
    return story.written(session, action, "abandon_action", by, now)


# ---------------------------------------------------------------- reading


def visible_to(user: User) -> Any:
    """Condition on Action: the same rule as `steps.may_see`, for lists and searches."""
    if not may(user, Right.PROPOSE_ACTIONS):
        return sa.false()
    if user.role in (Role.QUALITY_OFFICER, Role.MANAGEMENT):
        return sa.true()
    followed = sa.select(col(Follower.action_id)).where(col(Follower.user_id) == user.id)
    own = [
        col(Action.owner_id) == user.id,
        col(Action.proposed_by_id) == user.id,
        col(Action.id).in_(followed),
    ]
    if places := leading.ties(user):
        own.append(col(Action.department_id).in_(places))
    return or_(*own)

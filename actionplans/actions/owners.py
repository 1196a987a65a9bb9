"""Who carries an action: named by a decision, accepts or declines, is replaced; never left to one who is gone."""

from datetime import date, datetime

from sqlmodel import Session

from actionplans.actions import steps, story
from actionplans.models import CARRIED, Action
from actionplans.my_work import withdrawing
from core.errors import Refused
from organisation import leading
from organisation.models import Role, User
from organisation.rights import Right, may
from organisation.words import DEEDS

DEEDS.update(
    {
        "accept_action": "action acceptée par la personne chargée",
        "decline_action": "action déclinée par la personne chargée",
        "assign_action": "action confiée à quelqu’un d’autre",
    }
)


def check(action: Action, owner: User, by: User, now: datetime) -> None:
    """Refused unless this person may be given this action by `by`."""
    if not may(owner, Right.CARRY_OUT_ACTIONS) or not owner.may_sign_in(story.today(now)):
        raise Refused(
            "Choisissez une autre personne : celle-ci ne peut pas être chargée d’une action."
        )
    if by.role is not Role.MANAGEMENT and not leading.belongs(owner, action.department_id):
        raise Refused(
            "Choisissez quelqu’un de votre service : au-delà, c’est la direction qui décide."
        )


def name(action: Action, owner: User, by: User, now: datetime) -> None:
    """Put the action in somebody's hands; whoever names themselves has accepted."""
    action.owner_id, action.owner = owner.id, owner
    action.accepted_on = story.today(now) if owner.id == by.id else None
    action.suggested_owner_id = None


def accept(session: Session, action: Action, by: User, now: datetime) -> Action:
    """Say yes, in one click."""
    steps.check("accept", action, by)
    action.accepted_on = story.today(now)
    return story.written(session, action, "accept_action", by, now)


def decline(
    session: Session, action: Action, reason: str, suggested: User | None, by: User, now: datetime
) -> Action:
    """Say no, why, and who could do it; the decider is asked to name somebody else."""
    steps.check("decline", action, by)
    if suggested is not None and suggested.id == by.id:
        raise Refused("Proposez quelqu’un d’autre que vous, ou personne.", "suggested")
    story.said(session, action, "decline", reason, by, now)
    action.owner_id = action.owner = action.accepted_on = None
    action.suggested_owner_id = suggested.id if suggested else None
    withdrawing.withdraw(session, by, f"/actions/{action.id}")
    return story.written(session, action, "decline_action", by, now)


def assign(
    session: Session, action: Action, owner: User, reason: str, by: User, now: datetime
) -> Action:
    """Give the action to somebody else; what was about to remind the former owner does not leave."""
    steps.check("assign", action, by)
    if owner.id == action.owner_id:
        raise Refused("Choisissez quelqu’un d’autre : cette personne est déjà chargée de l’action.")
    return _give(session, action, owner, reason, by, now)


def hand_on(session: Session, action: Action, owner: User, by: User, now: datetime) -> Action:
    """Give on an action that is in nobody's hands: by who decides of it, or by the officer, who does not decide but sees it
    waits. The person named answers, as always."""
    why = needs_somebody(action, story.today(now))
    if not why:
        raise Refused("Cette action est entre les mains de quelqu’un : seul son responsable la confie à une autre personne.")  # fmt: skip
    if by.role is not Role.QUALITY_OFFICER:
        steps.check("assign", action, by)
    return _give(session, action, owner, why, by, now)


def _give(
    session: Session, action: Action, owner: User, reason: str, by: User, now: datetime
) -> Action:
    check(action, owner, by, now)
    story.said(session, action, "assign", reason, by, now)
    if action.owner is not None:
        withdrawing.withdraw(session, action.owner, f"/actions/{action.id}")
    name(action, owner, by, now)
    return story.written(session, action, "assign_action", by, now)


def has_left(action: Action, today: date) -> bool:
    """Whether the person in charge can no longer sign in, or no longer may carry out an action."""
    if action.owner is None or action.status.is_closed:
        return False
    gone = not action.owner.may_sign_in(today)
    return gone or not may(action.owner, Right.CARRY_OUT_ACTIONS)


def needs_somebody(action: Action, today: date) -> str:
    """Why the decider must name somebody, in a sentence; empty when nothing is wrong."""
    if action.is_orphan:
        return "La personne nommée a décliné : nommez quelqu’un d’autre."
    if action.status in CARRIED and has_left(action, today):
        return "La personne chargée n’a plus de compte ouvert : nommez quelqu’un d’autre."
    return ""

"""Two actions that are one: causes and followers go to the one that stays; the other says where it went."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from actionplans.actions import actions, steps, story
from actionplans.models import CARRIED, Action, ActionStatus, Cause, Follower
from actionplans.my_work import withdrawing
from core.errors import Missing, Refused
from core.keys import key
from organisation.models import User
from organisation.words import DEEDS

DEEDS.update(
    {
        "merge_action": "action réunie à une autre",
        "receive_action": "une autre action lui est réunie",
    }
)

LISTED = 60
OPEN_TO_OTHERS = (ActionStatus.PROPOSED, *CARRIED)


def candidates(session: Session, action: Action, user: User) -> list[Action]:
    """The actions that this one may join: open, seen by this person, its own department first."""
    own_first = col(Action.department_id) != action.department_id
    found = (
        select(Action)
        .where(
            col(Action.status).in_(OPEN_TO_OTHERS),
            Action.id != action.id,
            actions.visible_to(user),
        )
        .options(joinedload(Action.department))  # type: ignore[arg-type]
        .order_by(own_first, col(Action.id).desc())
    )
    return list(session.exec(found.limit(LISTED)))


def merge(
    session: Session, action: Action, into: Action, reason: str, by: User, now: datetime
) -> Action:
    """Join this action to another that goes on. It ends here; no circle can be made, since what is
    merged is closed and only an open action receives."""
    steps.check("merge", action, by)
    if into.id == action.id:
        raise Refused("Choisissez une autre action que celle-ci.", "into")
    if not steps.may_see(into, by):
        raise Missing("Cette action n’existe pas, ou n’est pas de votre service.")
    if into.status not in OPEN_TO_OTHERS:
        raise Refused(
            f"Choisissez une action qui continue : celle-ci est {into.status.label}.", "into"
        )
    action.reason = story.said(session, action, "merge", reason, by, now)
    for origin in session.exec(select(Cause).where(Cause.action_id == action.id)).all():
        _copy(session, origin, into)
    _take_followers(session, action, into)
    if action.owner is not None:
        withdrawing.withdraw(session, action.owner, f"/actions/{action.id}")
    action.status, action.closed_on = ActionStatus.MERGED, story.today(now)
    action.merged_into_id = key(into)
    story.written(session, into, "receive_action", by, now, f"action {action.id}")
    return story.written(session, action, "merge_action", by, now, f"dans l’action {into.id}")


LINKS = (
    "topic_decision_id",
    "malfunction_id",
    "rating_id",
    "idea_id",
    "commitment_id",
    "finding_key",
)


def _copy(session: Session, origin: Cause, into: Action) -> None:
    """The cause goes to the action that stays; a cause that it has already is not there twice."""
    link: dict[str, Any] = {name: getattr(origin, name) for name in LINKS}
    same = [getattr(Cause, name) == value for name, value in link.items() if value]
    if session.exec(select(Cause).where(Cause.action_id == into.id, *same)).first() is None:
        session.add(Cause(action_id=key(into), finding_said=origin.finding_said, **link))


def _take_followers(session: Session, action: Action, into: Action) -> None:
    people = {one.user_id for one in action.followers} | {action.proposed_by_id}
    if action.owner_id:
        people.add(action.owner_id)
    known = {one.user_id for one in into.followers} | {into.proposed_by_id, into.owner_id}
    for number in sorted(people - known):
        into.followers.append(Follower(action_id=key(into), user_id=number))
    session.flush()


# ---------------------------------------------------------------- follow


def follows(action: Action, user: User) -> bool:
    """Whether this person asked to be told."""
    return any(one.user_id == user.id for one in action.followers)


def followed(session: Session, user: User) -> frozenset[int]:
    """The keys of all the actions this person asked to be told of."""
    found = select(Follower.action_id).where(Follower.user_id == user.id)
    return frozenset(session.exec(found))


def follow(session: Session, action: Action, by: User, now: datetime) -> Action:
    """Be told when it is done, closed or stopped. Twice is once."""
    if not steps.may_see(action, by):
        raise Missing("Cette action n’existe pas, ou n’est pas de votre service.")
    if not follows(action, by):
        action.followers.append(Follower(action_id=key(action), user_id=key(by)))
        session.flush()
    return action


def unfollow(session: Session, action: Action, by: User, now: datetime) -> Action:
    """No longer be told."""
    for one in [one for one in action.followers if one.user_id == by.id]:
        action.followers.remove(one)
        session.delete(one)
    session.flush()
    return action

"""What happened to an action, told the next morning to those whom the step concerns, in their one digest (improvement §4.2).

Proposed, suspended, its day moved, done: the officer. Decided, refused, closed: those at its origin. Closed: its owner, and without
an effect the head. Opened again: its owner. Whoever took the step is not told of it; who proposed or follows an action is told of its end
by `notices`.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from actionplans.actions import effects
from actionplans.actions.notices import TOLD_ON, People
from actionplans.models import Action, ActionNote, ActionStatus, Cause, Idea, Malfunction
from actionplans.my_work.notices import Days, Notice
from core import french
from core.clock import PARIS
from core.keys import key
from organisation.models import User

Told = tuple[int | None, str]
"""Who, and what they read."""
CLOSED = (ActionStatus.EFFECTIVE, ActionStatus.WITHOUT_EFFECT)


@dataclass(frozen=True)
class Origin:
    """Somebody whose report or idea led to an action, and the page of it that is open to them."""

    user_id: int
    title: str
    path: str


def about_news(session: Session, days: Days) -> Iterator[Notice]:
    """Every line of every digest about a step taken the day before."""
    people = People(session, days.today)
    taken = _taken(session, days)
    origins = _origins(session, [action for action in taken if _is_for_origins(action, days)])
    for action in taken:
        for who, said in _told(action, days, people):
            if who is not None:
                yield Notice(who, action.title, said, f"/actions/{action.id}", _day(action))
        for one in origins.get(key(action), ()):
            said = f"L’action qui en est née est {action.status.label} : « {action.title} »."
            yield Notice(one.user_id, one.title, said, one.path, _day(action))
    yield from _noted(session, days, people)


def _day(action: Action) -> date:
    days = (action.closed_on, action.done_on, action.decided_on)
    return next((day for day in days if day), action.proposed_at.astimezone(PARIS).date())


def _happened(on: date | None, days: Days) -> bool:
    """Whether it is told this morning."""
    return on is not None and days.hold(on + TOLD_ON)


# ---------------------------------------------------------------- dated steps


def _taken(session: Session, days: Days) -> Sequence[Action]:
    """The actions of which something dated happened on the days that are told."""
    first, last = days.last, days.today - TOLD_ON
    since, until = _moments(first, last)
    happened = [
        col(day).between(first, last)
        for day in (Action.decided_on, Action.done_on, Action.closed_on)
    ]
    found = select(Action).where(sa.or_(col(Action.proposed_at).between(since, until), *happened))
    with_place = found.options(joinedload(Action.department))  # type: ignore[arg-type]
    return session.exec(with_place.order_by(col(Action.id))).all()


def _moments(first: date, last: date) -> tuple[datetime, datetime]:
    """From the first minute of a day to the last of another, in Paris."""
    return (
        datetime.combine(first, time(), PARIS),
        datetime.combine(last + timedelta(days=1), time(), PARIS) - timedelta(microseconds=1),
    )


def _told(action: Action, days: Days, people: People) -> Iterator[Told]:
    if action.status is ActionStatus.PROPOSED:
        if _happened(action.proposed_at.astimezone(PARIS).date(), days):
            said = f"Proposée au service {action.department.name}."
            yield from _others(people.officers, action.proposed_by_id, said)
    elif action.status is ActionStatus.DONE and _happened(action.done_on, days):
        first = french.day(effects.verifiable_on(action))
        said = f"Déclarée réalisée ; son effet se vérifie à partir du {first}."
        yield from _others(people.officers, action.owner_id, said)
    elif action.status in CLOSED and _happened(action.closed_on, days):
        yield from _closed(action, people)
    elif action.status is not ActionStatus.REFUSED and _happened(action.decided_on, days):
        yield from _decided(action)


def _decided(action: Action) -> Iterator[Told]:
    knows = (action.owner_id, action.decided_by_id)
    if action.proposed_by_id not in knows and action.due_on is not None:
        said = f"Vous l’aviez proposée : elle est décidée, pour le {french.day(action.due_on)}."
        yield action.proposed_by_id, said


def _closed(action: Action, people: People) -> Iterator[Told]:
    said = f"Elle est {action.status.label}."
    if action.owner_id != action.verified_by_id:
        yield action.owner_id, said
    if action.status is ActionStatus.WITHOUT_EFFECT:
        heads = people.heads.get(action.department_id, [])
        yield from _others([one for one in heads if one.id != action.owner_id], action.verified_by_id, f"{said} Ce qui vient ensuite est écrit sur sa page.")  # fmt: skip


def _others(people: Sequence[User], taken_by: int | None, said: str) -> Iterator[Told]:
    for person in people:
        if person.id != taken_by:
            yield person.id, said


# ---------------------------------------------------------------- steps that leave a word


def _noted(session: Session, days: Days, people: People) -> Iterator[Notice]:
    """Suspended, moved, opened again: these leave no date on the action, but their reason does."""
    since, until = _moments(days.last, days.today - TOLD_ON)
    found = session.exec(
        select(ActionNote, Action)
        .join(Action)
        .where(col(ActionNote.step).in_(SAID), col(ActionNote.at).between(since, until))
        .order_by(col(ActionNote.id))
    )
    for note, action in found:
        told = people.officers if note.step != "reopen" else []
        who = {one.id for one in told} | ({action.owner_id} if note.step == "reopen" else set())
        on = note.at.astimezone(PARIS).date()
        for number in sorted(one for one in who if one is not None and one != note.by_id):
            said = SAID[note.step](action)
            yield Notice(number, action.title, said, f"/actions/{action.id}", on)


def _suspended(action: Action) -> str:
    until = action.suspended_until
    return f"Suspendue jusqu’au {french.day(until)}." if until else "Elle avait été suspendue."


def _moved(action: Action) -> str:
    if action.due_on is None:
        return "Son échéance a changé."
    n = french.count(action.due_changes, "changement")
    return f"Son échéance a changé, pour le {french.day(action.due_on)} : {n} en tout."


def _opened_again(action: Action) -> str:
    return f"Rouverte, pour le {french.day(action.due_on)}." if action.due_on else "Rouverte."


SAID: dict[str, Callable[[Action], str]] = {
    "suspend": _suspended,
    "postpone": _moved,
    "reopen": _opened_again,
}


# ---------------------------------------------------------------- those at its origin


def _is_for_origins(action: Action, days: Days) -> bool:
    """Decided, refused or closed: what whoever told the trouble waits to hear."""
    if action.status in (*CLOSED, ActionStatus.REFUSED):
        return _happened(action.closed_on, days)
    return _happened(action.decided_on, days)


def _origins(session: Session, actions: Sequence[Action]) -> dict[int, list[Origin]]:
    """Those who told under a name the reports, and had the ideas, of these actions; each goes to what they told."""
    numbers = [key(action) for action in actions]
    if not numbers:
        return {}
    found: dict[int, list[Origin]] = {}
    told = session.exec(
        select(Cause.action_id, Malfunction)
        .join(Malfunction, col(Malfunction.id) == col(Cause.malfunction_id))
        .where(col(Cause.action_id).in_(numbers), col(Malfunction.reporter_id).is_not(None))
    )
    for number, report in told:
        origin = Origin(report.reporter_id or 0, f"Votre signalement {report.number}", f"/signalements/{report.id}")  # fmt: skip
        found.setdefault(number, []).append(origin)
    had = session.exec(
        select(Cause.action_id, Idea)
        .join(Idea, col(Idea.id) == col(Cause.idea_id))
        .where(col(Cause.action_id).in_(numbers))
    )
    for number, idea in had:
        origin = Origin(idea.author_id, f"Votre idée {idea.number}", f"/idees/{idea.id}")
        found.setdefault(number, []).append(origin)
    return found

"""What goes from a department that closes to the one it joins, and what stays under its old name.

Goes what is still going on: people at work, actions not yet closed, reports and ideas not yet answered for good, reasons not to
act until their review, proofs still valid; the department that is joined takes up the activities, and its plan the actions of a plan that
nobody had approved yet (`drafts`). Stays what is over, and what was signed or frozen: assessments, approved plans, reviews, requests of members, what members said. Headships of the closed department end the day
before; nobody leads the other one for having been the deputy of this one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from actionplans.ideas import steps as idea_steps
from actionplans.malfunctions import malfunctions
from actionplans.mergers import drafts
from actionplans.models import (
    Action,
    ActionStatus,
    Evidence,
    EvidenceState,
    Idea,
    IdeaStatus,
    Malfunction,
    RecurrenceDecision,
)
from actionplans.plans.candidates import UNFINISHED
from core.french import count
from core.keys import key
from organisation.models import Activity, Department, Headship, Merger, Role, User

A_DAY = timedelta(days=1)
Condition = Callable[[date], Any]


@dataclass(frozen=True)
class Part:
    """One kind of things that move: their words, how the journal names one, and which of them."""

    words: tuple[str, str]
    subject: str
    model: Any
    going_on: Condition

    def said(self, n: int) -> str:
        """« 3 actions en cours »."""
        return count(n, *self.words)


PARTS: dict[str, Part] = {
    "people": Part(
        ("personne", "personnes"), "user", User, lambda day: col(User.is_active).is_(True)
    ),
    "actions": Part(
        ("action en cours", "actions en cours"),
        "action",
        Action,
        lambda day: col(Action.status).in_((*UNFINISHED, ActionStatus.DONE)),
    ),
    "malfunctions": Part(
        ("signalement ouvert", "signalements ouverts"),
        "malfunction",
        Malfunction,
        lambda day: col(Malfunction.status).in_(malfunctions.OPEN),
    ),
    "ideas": Part(
        ("idée en cours", "idées en cours"),
        "idea",
        Idea,
        lambda day: col(Idea.status).in_((IdeaStatus.SUBMITTED, *idea_steps.TALKED_OF)),
    ),
    "refusals": Part(
        ("raison de ne pas agir", "raisons de ne pas agir"),
        "recurrence",
        RecurrenceDecision,
        lambda day: col(RecurrenceDecision.review_on) > day,
    ),
    "evidence": Part(
        ("preuve encore valable", "preuves encore valables"),
        "evidence",
        Evidence,
        lambda day: sa.and_(
            col(Evidence.valid_to) >= day, col(Evidence.state) != EvidenceState.REFUSED
        ),
    ),
}


def _of(part: Part, place: Department, day: date) -> Any:
    return sa.and_(part.model.department_id == key(place), part.going_on(day))


def counts(session: Session, place: Department, day: date) -> list[tuple[str, int]]:
    """What would move that day, as it stands now: the words of each part, and how many; one query a part."""
    found = []
    for part in PARTS.values():
        counted = sa.select(sa.func.count()).select_from(part.model).where(_of(part, place, day))
        n = int(session.connection().execute(counted).scalar_one())
        found.append((part.said(n), n))
    return [*found, drafts.counted(session, place)]


# ---------------------------------------------------------------- there


def move(session: Session, merger: Merger) -> dict[str, Any]:
    """Move everything, and say what was moved, so that it can be put back."""
    moved: dict[str, Any] = {name: _move(session, part, merger) for name, part in PARTS.items()}
    moved["heads"] = _heads(session, merger, moved["people"])
    moved["headships"] = _end_headships(session, merger)
    moved["activities"] = _take_up(merger.department, merger.into)
    session.flush()
    moved["plans"] = drafts.move(session, merger)
    return moved


def _move(session: Session, part: Part, merger: Merger) -> list[int]:
    rows: Sequence[Any] = session.exec(
        select(part.model).where(_of(part, merger.department, merger.day)).order_by(part.model.id)
    ).all()
    _put(rows, merger.into)
    return [key(row) for row in rows]


def _put(rows: Sequence[Any], place: Department) -> None:
    for row in rows:
        row.department_id, row.department = place.id, place


def _heads(session: Session, merger: Merger, people: Sequence[int]) -> list[int]:
    """Heads of the closed department become collaborators of the other, unless they are to lead it too."""
    if merger.heads_lead:
        return []
    found = select(User).where(col(User.id).in_(people), User.role == Role.HEAD)
    heads = session.exec(found).all()
    for head in heads:
        head.role = Role.COLLABORATOR
    return [key(head) for head in heads]


def _end_headships(session: Session, merger: Merger) -> list[tuple[int, str | None]]:
    last = merger.day - A_DAY
    found = select(Headship).where(
        Headship.department_id == merger.department_id,
        sa.or_(col(Headship.until_day).is_(None), col(Headship.until_day) > last),
    )
    ended = [(one, one.until_day) for one in session.exec(found)]
    for one, _ in ended:
        one.until_day = last
    return [(key(one), until.isoformat() if until else None) for one, until in ended]


def new_activities(place: Department, into: Department) -> list[Activity]:
    """The activities that the department joined did not carry yet."""
    known = {one.code for one in into.activities}
    return [one for one in place.activities if one.code not in known]


def _take_up(place: Department, into: Department) -> list[str]:
    new = new_activities(place, into)
    into.activities.extend(new)
    return [one.code for one in new]


# ---------------------------------------------------------------- and back


def put_back(session: Session, merger: Merger) -> None:
    """Everything where it was, as it was."""
    moved = merger.moved
    drafts.put_back(session, moved.get("plans", ()))
    for name, part in PARTS.items():
        rows = session.exec(select(part.model).where(part.model.id.in_(moved[name]))).all()
        _put(rows, merger.department)
    for head in session.exec(select(User).where(col(User.id).in_(moved["heads"]))):
        head.role = Role.HEAD
    before = dict(moved["headships"])
    for one in session.exec(select(Headship).where(col(Headship.id).in_(before))):
        until = before[key(one)]
        one.until_day = date.fromisoformat(until) if until else None
    taken: set[str] = set(moved["activities"])
    merger.into.activities = [one for one in merger.into.activities if one.code not in taken]
    session.flush()


def subjects(merger: Merger) -> list[str]:
    """How the journal names all that moved."""
    things = [
        f"{part.subject} {number}" for name, part in PARTS.items() for number in merger.moved[name]
    ]
    return [*things, *drafts.subjects(merger.moved.get("plans", ()))]

"""Replies with what they may say of where they come from: never who, never the day.

A reply never changes: whoever corrects theirs takes it away and writes another (`survey.answering.correcting`). So a process
reads each of them once, and asks each time which are there; what was worked out of them is kept with them. That is of
ticked answers alone, without their author and without a word of theirs, the same for everybody: what somebody may see of it is
decided after. A set of replies is forgotten when one of them has gone or come, when six other sets were read since, and
when the process ends; a reply, with the last set it is in.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Any, TypeVar, cast
from weakref import WeakValueDictionary

import sqlalchemy as sa
from sqlmodel import Session, col

from survey import replies
from survey.models import Answer, EventKind, Mode, Reply
from survey.questions.base import Given
from survey.replies import Scope
from survey.sending import waves

SETS = 6  # this year and the year before of two moments of life, and the quarter before
FEW = 500  # keys named in a query; beyond, all the replies in scope are read

T = TypeVar("T")
Place = tuple[str, Any]
"""Of which database, and what of it."""


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Answered:
    """One reply: the quarter of sending (its first day), its mode, its department, its questionnaire."""

    quarter: date
    kind: EventKind
    mode: Mode
    department_id: int | None
    questionnaire_id: int
    given: dict[str, Given]


class Replies(tuple[Answered, ...]):
    """A set of replies, and what was worked out of it."""

    keys: tuple[str, ...]
    """Of those in scope, the ones that answered nothing included."""
    found: dict[Hashable, Any]


def once(known: Sequence[Answered], what: Hashable, work_out: Callable[[], T]) -> T:
    """What is worked out of replies and of what is named in `what` alone: once for a set that is kept, else each time."""
    if not isinstance(known, Replies):
        return work_out()
    if what not in known.found:
        known.found[what] = work_out()
    return cast(T, known.found[what])


def answered(session: Session, scope: Scope) -> Replies:
    """All the replies in scope that answered something, in no particular order; at most three queries."""
    place = (str(session.get_bind().engine.url), scope)
    keys = tuple(_keys(session, scope))
    kept = _sets.get(place)
    if kept is None or kept.keys != keys:
        kept = _gathered(session, place, keys)
    _keep(place, kept)
    return kept


# ---------------------------------------------------------------- what this process has read

_one_at_a_time = Lock()
_sets: OrderedDict[Place, Replies] = OrderedDict()
_known: WeakValueDictionary[Place, Answered] = WeakValueDictionary()


def _keep(place: Place, read: Replies) -> None:
    with _one_at_a_time:  # pages are made in several threads
        _sets[place] = read
        _sets.move_to_end(place)
        while len(_sets) > SETS:
            _sets.popitem(last=False)


def _gathered(session: Session, place: Place, keys: tuple[str, ...]) -> Replies:
    """The set of these replies: those that are known, and the others read."""
    database, scope = place
    known = {key: one for key in keys if (one := _known.get((database, key)))}
    missing = [key for key in keys if key not in known]
    if missing:
        named = [col(Reply.id).in_(missing)] if len(missing) <= FEW else []
        known |= dict(_read(session, [*replies.conditions(scope), *named]))
    made = Replies(known[key] for key in keys if key in known)
    made.keys, made.found = keys, {}
    for key, one in known.items():
        _known[database, key] = one
    return made


# ---------------------------------------------------------------- reading


def _keys(session: Session, scope: Scope) -> Iterable[str]:
    found = sa.select(col(Reply.id)).where(*replies.conditions(scope)).order_by(col(Reply.id))
    return session.connection().execute(found).scalars()


def _read(session: Session, wanted: Sequence[Any]) -> Iterator[tuple[str, Answered]]:
    """Replies that answered something, by their keys; two queries."""
    lines = (
        sa.select(col(Answer.reply_id), col(Answer.question_code), col(Answer.part), col(Answer.value))
        .join(Reply, col(Answer.reply_id) == Reply.id)
        .where(*wanted)
    )  # fmt: skip
    given: dict[str, list[replies.Line]] = {}
    for reply_id, code, part, value in session.connection().execute(lines):
        given.setdefault(reply_id, []).append((code, part, value))
    about = sa.select(
        col(Reply.id), col(Reply.period_start), col(Reply.kind), col(Reply.mode), col(Reply.department_id),
        col(Reply.questionnaire_id),
    ).where(*wanted)  # fmt: skip
    for reply_id, start, kind, mode, department, version in session.connection().execute(about):
        if reply_id in given:
            quarter, said = waves.quarter_start(start), replies.gathered(given[reply_id])
            yield reply_id, Answered(quarter, kind, mode, department, version, said)

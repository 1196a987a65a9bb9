"""Whom a department is given to, and whose stand-in begins or ends: told in the day's one digest, never by a message of its own.

What somebody did (named, moved a last day, took back) is read in the journal: a line withdrawn before its day leaves nothing else.
"""

from collections.abc import Collection, Iterator
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from actionplans.my_work.notices import Days, Notice
from core.clock import PARIS
from core.french import day
from core.keys import key
from organisation import leading
from organisation.models import Department, Headship, HeadshipKind, JournalEntry, User

A_DAY = timedelta(days=1)
BEFORE_THE_END = timedelta(days=3)
SAID = {
    "name_head": (
        "Un service vous est confié",
        "Ce que vous y ferez portera votre nom. Vos services sont dans « Mon compte ».",
    ),
    "move_headship": ("Le dernier jour d’un service confié a changé", ""),
    "withdraw_headship": (
        "Un service ne vous est plus confié",
        "Ce que vous y avez fait reste signé de votre nom.",
    ),
}
PATH = "/mon-compte"


def about_headships(session: Session, days: Days) -> Iterator[Notice]:
    """A line for who was given a department, or no longer is; for a deputy and the heads as a term begins or draws to its end."""
    written = list(_written(session, days))
    yield from written
    yield from _dated(session, days, {one.user_id for one in written})


def _written(session: Session, days: Days) -> Iterator[Notice]:
    """What was done the day before, one line a deed; whoever did it to themselves knows."""
    since = datetime.combine(days.last, time(), PARIS)
    until = datetime.combine(days.today, time(), PARIS)
    found = select(JournalEntry).where(
        col(JournalEntry.deed).in_(SAID),
        col(JournalEntry.at) >= since,
        col(JournalEntry.at) < until,
    )
    with_by = found.options(joinedload(JournalEntry.by))  # type: ignore[arg-type]
    for entry in session.exec(with_by.order_by(col(JournalEntry.id))):
        title, more = SAID[entry.deed]
        number = int(entry.subject.removeprefix("user "))
        if number != entry.by_id:
            by = f", par {entry.by.name}" if entry.by else ""
            what = entry.details[:1].upper() + entry.details[1:]
            on = entry.at.astimezone(PARIS).date()
            yield Notice(number, title, f"{what}{by}. {more}".strip(), PATH, on)


def _dated(session: Session, days: Days, told: Collection[int]) -> Iterator[Notice]:
    """Those that begin today, when nothing was `told` of them above; those that end in three days."""
    soon = days.today + BEFORE_THE_END
    near = select(Headship).where(
        sa.or_(
            col(Headship.from_day).between(days.last + A_DAY, days.today),
            col(Headship.until_day).between(days.last + A_DAY + BEFORE_THE_END, soon),
        )
    )
    whole = near.options(joinedload(Headship.user), joinedload(Headship.department))  # type: ignore[arg-type]
    found = session.exec(whole.order_by(col(Headship.id))).all()
    heads = leading.heads(session, days.today) if found else {}
    for one in found:
        begins = days.hold(one.from_day) and one.holds(days.today)
        if begins and one.user_id not in told:
            said = "C’est à partir d’aujourd’hui que vous y agissez."
            yield Notice(key(one.user), _title(one), said, PATH, one.from_day)
        if one.until_day is not None and days.last < one.until_day - BEFORE_THE_END <= days.today:
            yield from _ending(one, heads.get(one.department_id, []), days.today)


def _ending(one: Headship, heads: list[User], today: date) -> Iterator[Notice]:
    assert one.until_day is not None
    said = f"Se termine le {day(one.until_day)}, ce jour compris."
    yield Notice(key(one.user), _title(one), said, PATH, one.until_day)
    if one.kind is not HeadshipKind.DEPUTY:
        return
    for head in heads:
        if head.id != one.user_id and one.department_id in leading.headed(head, today):
            title = f"{one.user.name} vous remplace, {_place(one.department)}"
            todo = f"{said} Prolongez cette suppléance si elle doit durer."
            yield Notice(key(head), title, todo, "/suppleants/", one.until_day)


def _title(one: Headship) -> str:
    return f"Vous êtes {one.kind.label}, {_place(one.department)}"


def _place(department: Department) -> str:
    return f"service {department.name}"

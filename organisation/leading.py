"""Which departments a person leads, works in, may act in: the one rule that every page and deed asks.

A right is always asked of the present: nobody asks whether somebody had it last week. That is why this module
reads the clock where deeds are given theirs (decision 0010).
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from core import clock
from organisation.models import Department, Headship, HeadshipKind, Role, User

MAY_LEAD = (Role.COLLABORATOR, Role.HEAD, Role.QUALITY_OFFICER)
"""Management approves what departments prepare, readers read, the administrator sees no content: none of them leads."""
FOR_THE_HEAD = "pour le responsable"


WITH_LED = (
    joinedload(User.department).joinedload(Department.absorbed),  # type: ignore[arg-type]
    joinedload(User.headships)  # type: ignore[arg-type]
    .joinedload(Headship.department)  # type: ignore[arg-type]
    .joinedload(Department.absorbed),  # type: ignore[arg-type]
)
"""What is read with a person, in the same query, where it is to be asked what they lead; the rows are made `unique`."""


def holding(user: User, on: date | None = None) -> list[Headship]:
    """The headships of this person in force that day (today), the oldest first."""
    if user.role not in MAY_LEAD:
        return []
    on = on or clock.today()
    return [one for one in user.headships if one.holds(on)]


def led(user: User, on: date | None = None) -> frozenset[int]:
    """The departments this person leads: their own for a head, and those given to them, that day (today)."""
    own = _own(user, on) if user.role is Role.HEAD else set()
    return frozenset(own.union(*(_given(one, on) for one in holding(user, on))))


def headed(user: User, on: date | None = None) -> frozenset[int]:
    """Those of them that this person leads for themselves, not in a head's stead."""
    own = _own(user, on) if user.role is Role.HEAD else set()
    as_head = [one for one in holding(user, on) if one.kind is HeadshipKind.HEAD]
    return frozenset(own.union(*(_given(one, on) for one in as_head)))


def _own(user: User, on: date | None) -> set[int]:
    return _reach(user.department_id, user.department, on) if user.department_id else set()


def _given(one: Headship, on: date | None) -> set[int]:
    return _reach(one.department_id, one.department, on)


def _reach(number: int, department: Department | None, on: date | None) -> set[int]:
    """A department, and those regrouped into it by that day: it answers for their past."""
    found = {number}
    for one in department.absorbed if department else []:
        if one.is_closed(on or clock.today()):
            found |= _reach(one.id or 0, one, on)
    return found


def is_closed(department: Department) -> bool:
    """Whether this department is no more today."""
    return department.is_closed(clock.today())


def leads(user: User, department_id: int | None) -> bool:
    """Whether this person answers today for this department, as its head or in the head's stead."""
    return department_id is not None and department_id in led(user)


def belongs(user: User, department_id: int | None) -> bool:
    """Whether this person works in this department or leads it: what it does is their own work."""
    return department_id is not None and department_id in ties(user)


def ties(user: User) -> frozenset[int]:
    """The departments this person works in or leads, with those that were regrouped into them."""
    return led(user) | _own(user, None)


def places(user: User) -> list[tuple[Department, str]]:
    """The departments this person leads today, in what quality; their own first, the others by name."""
    held = [(one.department, one.kind.label) for one in holding(user)]
    held.sort(key=lambda place: place[0].name)
    own = user.department if user.role is Role.HEAD else None
    return [*([(own, HeadshipKind.HEAD.label)] if own else []), *held]


def several(user: User) -> list[Department]:
    """Those a person chooses between, on the pages where each is shown apart; empty when there is nothing to choose."""
    mine = [department for department, _ in places(user)]
    works_elsewhere = user.department_id is not None and not leads(user, user.department_id)
    return mine if len(mine) + works_elsewhere > 1 else []


def has_led(user: User, department_id: int, since: date) -> bool:
    """Whether this person had a headship of this department at any time since that day."""
    return any(
        one.department_id == department_id and (one.until_day is None or one.until_day >= since)
        for one in user.headships
        if one.from_day <= clock.today()
    )


def deputises(user: User, department_id: int | None, on: date | None = None) -> bool:
    """Whether what this person does in this department that day (today) is done in the head's stead."""
    if department_id is None or (user.role is Role.HEAD and department_id in _own(user, on)):
        return False
    kinds = {one.kind for one in holding(user, on) if department_id in _given(one, on)}
    return kinds == {HeadshipKind.DEPUTY}


def said(user: User, department_id: int | None, on: date | None = None) -> str:
    """The person's name, with « pour le responsable » when they acted in the head's stead."""
    return f"{user.name}, {FOR_THE_HEAD}" if deputises(user, department_id, on) else user.name


def of(department_id: int) -> Any:
    """Condition on User: the people of this department, those who lead it today included."""
    named = _named(clock.today()).where(col(Headship.department_id) == department_id)
    return sa.or_(col(User.department_id) == department_id, col(User.id).in_(named))


Heads = dict[int | None, list[User]]


def heads(session: Session, on: date | None = None) -> Heads:
    """Who leads each department that day (today) and has an account open: heads by name, then deputies. One query."""
    on = on or clock.today()
    wanted = select(User).where(
        sa.or_(col(User.role) == Role.HEAD, col(User.id).in_(_named(on))), col(User.is_active)
    )
    people = session.exec(wanted.options(*WITH_LED).order_by(col(User.name))).unique()
    return _by_department([one for one in people if one.may_sign_in(on)], on)


def without_head(session: Session, found: Heads, on: date | None = None) -> list[Department]:
    """The departments that are open that day (today) and led by nobody but deputies, if at all, by name; `found` by `heads`."""
    on = on or clock.today()
    alive = sa.or_(col(Department.closed_on).is_(None), col(Department.closed_on) > on)
    places = session.exec(select(Department).where(alive).order_by(col(Department.name)))
    return [
        one
        for one in places
        if all(deputises(person, one.id, on) for person in found.get(one.id, ()))
    ]


def _named(on: date) -> Any:
    return sa.select(col(Headship.user_id)).where(
        col(Headship.from_day) <= on,
        sa.or_(col(Headship.until_day).is_(None), col(Headship.until_day) >= on),
    )


def _by_department(people: Iterable[User], on: date) -> dict[int | None, list[User]]:
    found: dict[int | None, list[User]] = {}
    for person in people:
        for department_id in sorted(led(person, on)):
            found.setdefault(department_id, []).append(person)
    return {
        place: sorted(those, key=lambda one: deputises(one, place, on))
        for place, those in found.items()
    }

"""Builders: a valid object in one word. What a test writes is what matters to it."""

from __future__ import annotations

import itertools
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlmodel import Session

from organisation import charters, signing_in
from organisation.models import (
    Activity,
    Charter,
    Department,
    Headship,
    HeadshipKind,
    Role,
    User,
)
from tests.pages import PASSWORD

NUMBERS = itertools.count(1)


def saved(session: Session, row: Any) -> Any:
    session.add(row)
    session.flush()
    return row


def make_charter(session: Session, now: datetime) -> Charter:
    """The fund's charter, loaded by its own deed."""
    return charters.load(session, now, None)


def make_department(
    session: Session, name: str = "", activities: tuple[str, ...] = ()
) -> Department:
    department = Department(name=name or f"Service {next(NUMBERS)}")
    department.activities = [
        session.merge(Activity(code=code, label=charters.ACTIVITIES[code])) for code in activities
    ]
    return saved(session, department)


def make_user(
    session: Session,
    role: Role = Role.COLLABORATOR,
    department: Department | None = None,
    **more: Any,
) -> User:
    """A person with an account; the password is tests.pages.PASSWORD."""
    number = next(NUMBERS)
    user = User(
        password_hash=more.pop("password_hash", _password_hash()),
        email=more.pop("email", f"personne{number}@caisse.example"),
        name=more.pop("name", f"Camille {_surname(number)}"),
        role=role,
        department_id=department.id if department else None,
        **more,
    )
    return saved(session, user)


def make_headship(
    session: Session,
    user: User,
    department: Department,
    from_day: date,
    kind: HeadshipKind = HeadshipKind.DEPUTY,
    until_day: date | None = None,
) -> Headship:
    """A department given to somebody, whatever the rules say of the days."""
    made = Headship(
        user_id=user.id,
        department_id=department.id,
        kind=kind,
        from_day=from_day,
        until_day=until_day,
    )
    user.headships.append(made)
    made.department = department
    return saved(session, made)


def _surname(number: int) -> str:
    """A surname of letters alone: a digit could be taken for a count a page must not show."""
    return str(number).translate(str.maketrans("0123456789", "abcdefghij")).capitalize()


@cache
def _password_hash() -> str:
    """The password of tests, made unreadable once: it takes its time by design."""
    return signing_in.HASHER.hash(PASSWORD)

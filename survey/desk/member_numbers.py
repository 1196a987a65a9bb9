"""A member under one number: « 12345 » and « 0012345 » are one person, as the database writes them."""

from collections.abc import Iterable, Iterator, Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, select

from survey.models import LifeEvent, Suppression
from survey.registers.cells.numbers import same_member

ASKED_AT_ONCE = 500  # numbers in one query
COLUMNS = (LifeEvent.member_number, Suppression.member_number)


def writings(session: Session, numbers: Iterable[str]) -> dict[str, str]:
    """One writing a member, by what its writings have in common: the database's, else the longest given.

    Asks only about these numbers, padded to the lengths the database has: never about all members.
    """
    given = {same_member(number): number for number in sorted(numbers, key=len)}
    known = {found for column in COLUMNS for found in _known(session, column, list(given))}
    others = {same_member(found): found for found in sorted(known)}
    return {
        member: number if number in known else others.get(member, number)
        for member, number in given.items()
    }


def as_known(session: Session, number: str) -> str:
    """The number as the events write it; unknown, as it was typed."""
    return writings(session, [number])[same_member(number)] if number else number


def parts(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    """These keys, as many at a time as one query asks about."""
    for start in range(0, len(keys), ASKED_AT_ONCE):
        yield keys[start : start + ASKED_AT_ONCE]


def _known(session: Session, column: str, members: Sequence[str]) -> Iterator[str]:
    lengths = session.exec(select(sa.func.length(column)).distinct()).all()
    for part in parts(members):
        for length in lengths:
            padded = {member.zfill(length) for member in part if len(member) <= length}
            padded |= {number.lower() for number in padded}
            yield from session.exec(select(column).where(col(column).in_(padded)).distinct())

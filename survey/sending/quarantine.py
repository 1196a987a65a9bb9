"""Quarantine: a member whom the fund asks is left alone for a year, by our survey and its others alike."""

from collections.abc import Iterable
from datetime import date, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from survey.models import OtherMailing

YEAR = timedelta(days=365)


def days(session: Session, today: date) -> dict[str, list[date]]:
    """When each member is asked by another survey, as far as it still matters."""
    found: dict[str, list[date]] = {}
    still = select(OtherMailing).where(col(OtherMailing.asked_on) > today - YEAR)
    for row in session.exec(still):
        found.setdefault(row.member_number, []).append(row.asked_on)
    return found


def recent(session: Session, member_numbers: Iterable[str], today: date) -> set[str]:
    """Those of these members whom another survey asks within a year of today; one query."""
    theirs = select(OtherMailing.member_number).where(
        col(OtherMailing.member_number).in_(set(member_numbers)),
        col(OtherMailing.asked_on) > today - YEAR,
        col(OtherMailing.asked_on) < today + YEAR,
    )
    return set(session.exec(theirs))


def old(today: date) -> sa.Delete:
    """Those that matter no more, to be erased."""
    return sa.delete(OtherMailing).where(col(OtherMailing.asked_on) <= today - YEAR)

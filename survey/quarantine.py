"""Quarantine: a member whom the fund asks is left alone for a year, by our survey and its others alike."""

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


def is_recent(session: Session, member_number: str, today: date) -> bool:
    """Whether another survey asks this member within a year of today."""
    theirs = select(OtherMailing).where(
        col(OtherMailing.member_number) == member_number,
        col(OtherMailing.asked_on) > today - YEAR,
        col(OtherMailing.asked_on) < today + YEAR,
    )
    return session.exec(theirs).first() is not None


def old(today: date) -> sa.Delete:
    """Those that matter no more, to be erased."""
    return sa.delete(OtherMailing).where(col(OtherMailing.asked_on) <= today - YEAR)

"""Accounts whose last day draws near: those who can prolong them are told, before and not after."""

from collections.abc import Iterator
from datetime import timedelta

from sqlmodel import Session, col, select

from actionplans.my_work.notices import Days, Notice
from core.french import day
from core.keys import key
from organisation.models import Role, User

BEFORE = (14, 3)  # days
TOLD = (Role.QUALITY_OFFICER, Role.ADMINISTRATOR)


def about_accounts(session: Session, days: Days) -> Iterator[Notice]:
    """A line for the officer, who knows whether the reading goes on, and for the administrator, who prolongs it."""
    ending = _ending(session, days)
    if not ending:
        return
    told = select(User).where(col(User.role).in_(TOLD), col(User.is_active)).order_by(col(User.id))
    for person in session.exec(told).all():
        for account in ending:
            yield _notice(person, account)


def _ending(session: Session, days: Days) -> list[User]:
    """Open accounts whose last day is as many days away, on one of the days looked at."""
    lasts = [
        days.today - timedelta(days=n) + timedelta(days=before)
        for n in range((days.today - days.last).days)
        for before in BEFORE
    ]
    ending = select(User).where(
        col(User.expires_on).in_(lasts), col(User.expires_on) >= days.today, col(User.is_active)
    )
    return list(session.exec(ending.order_by(col(User.expires_on), col(User.id))))


def _notice(person: User, account: User) -> Notice:
    assert account.expires_on is not None
    said = f"Se termine le {day(account.expires_on)}."
    if person.role is Role.ADMINISTRATOR:
        path, todo = f"/comptes/{key(account)}", "Prolongez-le si le référent le demande."
    else:
        path, todo = "/mon-travail", "S’il doit durer, demandez à l’administrateur de le prolonger."
    title = f"Accès de {account.name} ({account.role.label.lower()})"
    return Notice(key(person), title, f"{said} {todo}", path, account.expires_on)

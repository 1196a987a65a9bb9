"""Accounts: open, change, close. Only the administrator does it, and sees no content."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload
from sqlmodel import Session, col, select

from core import french
from core.clock import PARIS
from core.errors import Missing, Refused
from organisation import journal, leaving, signing_in
from organisation.models import Department, Headship, Role, User


@dataclass(frozen=True)
class Account:
    """What an account is made of; an empty password leaves the present one."""

    name: str
    email: str
    role: Role
    department_id: int | None = None
    expires_on: date | None = None
    is_active: bool = True
    password: str = ""


def everybody(session: Session) -> Sequence[User]:
    """All accounts, by name, with what they lead."""
    whole = (
        joinedload(User.department),  # type: ignore[arg-type]
        selectinload(User.headships).joinedload(Headship.department),  # type: ignore[arg-type]
    )
    return session.exec(select(User).options(*whole).order_by(col(User.name))).all()


def of_address(session: Session, email: str) -> User:
    """The account of this address, or Missing."""
    user = session.exec(select(User).where(User.email == email.strip().lower())).first()
    if user is None:
        raise Missing("Aucun compte n’a cette adresse : vérifiez-la.")
    return user


def department_named(session: Session, name: str) -> Department:
    """The department of this name, or Missing."""
    found = session.exec(
        select(Department).where(Department.name == " ".join(name.split()))
    ).first()
    if found is None:
        raise Missing("Aucun service n’a ce nom : écrivez-le comme sur la page des services.")
    return found


def by_address(session: Session, email: str) -> User:
    """The open account of this address; Missing when there is none."""
    found = session.exec(select(User).where(User.email == email.strip().lower())).first()
    if found is None or not found.is_active:
        raise Missing(f"Aucun compte ouvert n’a l’adresse « {email} » : vérifiez-la.")
    return found


def open_account(session: Session, account: Account, by: User | None, now: datetime) -> User:
    """Open an account; its address must be new, and it needs a password."""
    user = User(name=account.name, email=account.email.strip().lower(), role=account.role)
    if not account.password:
        raise Refused("Donnez un premier mot de passe à ce compte.", "password")
    session.add(user)
    return _fill(session, user, account, by, now, "open_account")


def change(session: Session, user: User, account: Account, by: User | None, now: datetime) -> User:
    """Change an account. The last administrator cannot be closed, moved or given a last day."""
    stays = account.role is Role.ADMINISTRATOR and account.is_active and not account.expires_on
    if user.role is Role.ADMINISTRATOR and not stays and not _others(session, user):
        raise Refused("C’est le dernier administrateur : nommez-en un autre d’abord.", "role")
    return _fill(session, user, account, by, now, "change_account")


def _fill(
    session: Session, user: User, account: Account, by: User | None, now: datetime, deed: str
) -> User:
    email = account.email.strip().lower()
    same = select(User).where(User.email == email, col(User.id) != user.id)
    with session.no_autoflush:
        if session.exec(same).first():
            raise Refused("Un compte existe déjà avec cette adresse.", "email")
    user.name, user.email, user.role = account.name, email, account.role
    _check_last_day(user, account, now.astimezone(PARIS).date())
    user.department_id = account.department_id
    user.expires_on, user.is_active = account.expires_on, account.is_active
    if account.password:
        signing_in.set_password(user, account.password)
    session.flush()
    if not user.may_sign_in(now.astimezone(PARIS).date()):
        leaving.silence(session, user)
    journal.write(session, now, by, deed, f"user {user.id}", account.role.label)
    return user


def _check_last_day(user: User, account: Account, today: date) -> None:
    """A last day already gone is not typed for an account that is open; one that has passed since stays."""
    last = account.expires_on
    if last is not None and account.is_active and last != user.expires_on and last < today:
        raise Refused(f"Choisissez un dernier jour à venir, ou fermez le compte : le {french.day(last)} est passé.", "expires_on")  # fmt: skip


def _others(session: Session, user: User) -> Sequence[User]:
    """The other administrators who may sign in, without a last day."""
    others = select(User).where(
        User.role == Role.ADMINISTRATOR,
        col(User.is_active),
        col(User.expires_on).is_(None),
        col(User.id) != user.id,
    )
    return session.exec(others).all()


def open_departments(session: Session, today: date) -> Sequence[Department]:
    """Those to which something may be given that day, by name: not those regrouped into another."""
    wanted = select(Department).where(
        sa.or_(col(Department.closed_on).is_(None), col(Department.closed_on) > today)
    )
    return session.exec(wanted.order_by(col(Department.name))).all()


def departments(session: Session) -> Sequence[Department]:
    """All departments, by name, those that are no more included: what they did is still found."""
    return session.exec(select(Department).order_by(col(Department.name))).all()

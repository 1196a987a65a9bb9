"""Passwords, lock-out, sign-in. Never says which of the two was wrong, nor whether an account exists."""

import functools
from datetime import date, datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from sqlmodel import Session, select

from core.clock import PARIS
from core.errors import Refused
from core.french import day
from organisation import journal
from organisation.models import User

AT_MOST = 5
LOCKED_FOR = timedelta(minutes=15)
SHORTEST = 12
# OWASP's recommendation for Argon2id: 19 MiB, two passes, one lane.
HASHER = PasswordHasher(memory_cost=19 * 1024, time_cost=2, parallelism=1)
WRONG = (
    "Adresse ou mot de passe inconnus. Vérifiez-les, puis réessayez. Après cinq essais, "
    "attendez un quart d’heure."
)


def set_password(user: User, password: str) -> None:
    """Give the account a new password, at least twelve characters long."""
    if len(password) < SHORTEST:
        raise Refused(f"Choisissez un mot de passe d’au moins {SHORTEST} caractères.", "password")
    user.password_hash = HASHER.hash(password)


def sign_in(session: Session, email: str, password: str, now: datetime) -> User | None:
    """The account, or None; five failures lock it for a quarter of an hour. Refused past its last day.

    A locked account answers as a wrong password does, in the same time: nobody learns that it exists.
    """
    user = session.exec(select(User).where(User.email == email.strip().lower())).first()
    if user is None or (user.locked_until and now < user.locked_until):
        _is_right(_nobody(), password)  # takes as long as for an account that is open
        return None
    if not _is_right(user.password_hash, password) or not user.is_active:
        _count_failure(session, user, now)
        return None
    if user.expires_on and user.expires_on < _day(now):
        raise Refused(ended(user.expires_on), "email")  # told to whoever has the password alone
    user.failed_attempts, user.locked_until = 0, None
    journal.write(session, now, user, "sign_in", f"user {user.id}")
    return user


def ended(on: date) -> str:
    """What is said to a person whose access has a last day, that is over."""
    return f"Demandez à l’administrateur de prolonger votre accès : il s’est terminé le {day(on)}."


def _count_failure(session: Session, user: User, now: datetime) -> None:
    user.failed_attempts += 1
    if user.failed_attempts >= AT_MOST:
        user.failed_attempts, user.locked_until = 0, now + LOCKED_FOR
        journal.write(session, now, None, "account_locked", f"user {user.id}")
    session.flush()


def _is_right(password_hash: str, password: str) -> bool:
    try:
        return HASHER.verify(password_hash, password)
    except (Argon2Error, InvalidHashError):
        return False


@functools.cache
def _nobody() -> str:
    return HASHER.hash("nobody has this password")


def _day(now: datetime) -> date:
    return now.astimezone(PARIS).date()


def change_password(session: Session, user: User, present: str, wanted: str, now: datetime) -> None:
    """Change one's own password, knowing the present one."""
    if not _is_right(user.password_hash, present):
        raise Refused("Le mot de passe actuel n’est pas le bon.")
    set_password(user, wanted)
    journal.write(session, now, user, "change_password", f"user {user.id}")

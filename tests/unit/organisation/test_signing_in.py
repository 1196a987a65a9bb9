"""Passwords: kept unreadable, never told apart from an account that does not exist."""

import time
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session

from core.errors import Refused
from organisation import signing_in
from organisation.models import User
from tests.builders import make_user
from tests.pages import PASSWORD


def test_a_password_is_kept_as_argon2id_with_the_recommended_cost(session: Session) -> None:
    user = make_user(session)
    signing_in.set_password(user, PASSWORD)
    assert user.password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert PASSWORD not in user.password_hash


def test_twelve_characters_are_enough_and_eleven_are_not() -> None:
    user = User(email="x@caisse.example", name="Xavier", role="head")
    signing_in.set_password(user, "x" * 12)
    with pytest.raises(Refused, match="au moins 12"):
        signing_in.set_password(user, "x" * 11)


def test_an_account_without_password_opens_with_none(session: Session, now: Any) -> None:
    user = make_user(session, password_hash="")
    for password in ("", PASSWORD):
        assert signing_in.sign_in(session, user.email, password, now) is None


def test_an_unknown_address_takes_as_long_as_a_wrong_password(session: Session, now: Any) -> None:
    user = make_user(session)

    def seconds(email: str) -> float:
        took = []
        for _ in range(3):
            start = time.perf_counter()
            signing_in.sign_in(session, email, "pas le bon", now)
            took.append(time.perf_counter() - start)
        return min(took)

    signing_in.sign_in(session, "nobody@caisse.example", "x", now)  # its first hash is made once
    assert 0.3 < seconds("nobody@caisse.example") / seconds(user.email) < 3


def test_a_right_password_does_not_open_an_account_that_was_closed_and_counts_as_a_failure(
    session: Session, now: Any
) -> None:
    user = make_user(session, is_active=False)
    assert signing_in.sign_in(session, user.email, PASSWORD, now) is None
    assert user.failed_attempts == 1


def test_trying_a_locked_account_does_not_lock_it_for_longer(session: Session, now: Any) -> None:
    user = make_user(session)
    for _ in range(5):
        signing_in.sign_in(session, user.email, "pas le bon", now)
    until = user.locked_until
    for minutes in (1, 14):
        later = now + timedelta(minutes=minutes)
        assert signing_in.sign_in(session, user.email, "non", later) is None
        assert signing_in.sign_in(session, user.email, PASSWORD, later) is None
    assert user.locked_until == until == now + signing_in.LOCKED_FOR

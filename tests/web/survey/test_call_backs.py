"""Members ask to be called back; staff call, and the number is erased."""

from datetime import timedelta

import pytest
from sqlmodel import select

from core.errors import Refused
from organisation.models import Role
from survey.answering import calling_back, objecting
from survey.models import CallBack
from survey.privacy import retention
from tests.builders import make_user


@pytest.fixture
def asked(session, now):
    wanted = objecting.ask_call_back(session, "06 12 34 56 78", "Ma pension n'arrive pas", now)
    session.commit()
    return wanted


def test_whoever_asked_is_called_and_forgotten(visitor, session, asked):
    user = make_user(session)
    session.commit()
    visitor.sign_in(user).open("/rappels/")
    assert "1 personne à rappeler" in visitor.text
    assert "+33 6 12 34 56 78" in visitor.text
    visitor.submit("Appel passé")
    visitor.follow()
    assert "Aucune demande n’attend." in visitor.text
    session.expire_all()
    kept = session.exec(select(CallBack)).one()
    assert (kept.phone, kept.about) == ("", "")
    assert kept.done_on is not None


def test_a_call_made_twice_is_refused(session, now, asked):
    user = make_user(session)
    calling_back.done(session, asked, user, now)
    with pytest.raises(Refused, match="déjà"):
        calling_back.done(session, asked, user, now)


@pytest.mark.parametrize("role", [Role.READER, Role.MANAGEMENT, Role.ADMINISTRATOR])
def test_others_do_not_see_the_numbers(visitor, session, asked, role):
    user = make_user(session, role)
    session.commit()
    visitor.sign_in(user).open("/rappels/", expect=403)


def test_a_request_whose_number_was_erased_no_longer_waits(session, now, asked):
    asked.asked_on = now.date() - timedelta(days=retention.CALL_BACKS_KEPT_DAYS + 1)
    session.flush()
    assert list(calling_back.waiting(session)) == [asked]
    retention.erase_expired(session, now)
    assert list(calling_back.waiting(session)) == []

"""An access with a last day ends on a session that is open, and says so."""

from datetime import date, timedelta

from core import clock
from organisation.models import Role, User
from tests.builders import make_user
from tests.pages import PASSWORD, Visitor

SAID = "Demandez à l’administrateur de prolonger votre accès"


def reader(session, **more):
    made = make_user(session, Role.READER, **more)
    session.commit()
    return made


def a_day_later(monkeypatch, now):
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=1))


def test_a_reader_past_their_last_day_is_refused_at_once_on_the_session_they_have(
    session, visitor, now, monkeypatch
):
    visitor.sign_in(reader(session, expires_on=now.date()))
    visitor.open("/indicateurs/")
    a_day_later(monkeypatch, now)
    visitor.open("/indicateurs/", expect=302)
    visitor.follow()
    assert SAID in visitor.text
    assert "le 15 mars 2027" in visitor.text


def test_a_file_too_is_refused_past_the_last_day(session, visitor, now, monkeypatch):
    visitor.sign_in(reader(session, expires_on=now.date()))
    a_day_later(monkeypatch, now)
    visitor.open("/indicateurs/indicateurs.csv", expect=302)


def test_a_last_day_brought_forward_ends_the_session_at_the_next_page(session, visitor, now):
    made = reader(session)
    visitor.sign_in(made)
    session.get(User, made.id).expires_on = now.date() - timedelta(days=1)
    session.commit()
    visitor.open("/charte/", expect=302)


def test_an_account_that_was_closed_is_not_told_that_it_ended(session, visitor, now):
    made = reader(session, expires_on=now.date())
    visitor.sign_in(made)
    session.get(User, made.id).is_active = False
    session.commit()
    visitor.open("/charte/", expect=302)
    assert SAID not in visitor.follow().get_text()


def test_signing_in_past_the_last_day_says_so_to_whoever_has_the_password(session, app, now):
    made = reader(session, expires_on=date(2027, 3, 14))
    visitor = Visitor(app)
    visitor.open("/connexion")
    visitor.submit(email=made.email, password=PASSWORD, expect=422)
    assert SAID in visitor.text
    visitor.submit(email=made.email, password="une autre phrase", expect=422)
    assert SAID not in visitor.text

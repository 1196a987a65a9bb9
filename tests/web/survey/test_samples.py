"""Samples of the messages to oneself, and a test address that everything goes to."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from core import mail
from core.errors import Refused
from core.models import OutgoingMessage
from organisation.models import Role
from survey.models import EventKind, Invitation
from survey.sending import samples
from tests.builders import make_user
from tests.sending_builders import publish


@pytest.fixture
def officer(visitor, session):
    publish(session)
    user = make_user(session, Role.QUALITY_OFFICER)
    session.commit()
    return visitor.sign_in(user), user


def test_the_three_messages_of_a_moment_come_to_whoever_asks(officer, session):
    visitor, user = officer
    visitor.open("/envois/")
    visitor.submit("Affiliation")
    visitor.follow()
    assert "3 exemples partent" in visitor.text
    session.rollback()
    found = session.exec(select(OutgoingMessage).order_by(OutgoingMessage.id)).all()
    assert {message.to_address for message in found} == {user.email}
    assert [message.subject.startswith("[Exemple] ") for message in found] == [True] * 3
    assert session.exec(select(Invitation)).all() == []
    link = next(word for word in found[0].text.split() if "/essai/" in word)
    session.rollback()
    visitor.open(link[link.index("/essai/") :])
    assert "rien n’est enregistré" in visitor.text


def test_samples_are_not_a_toy(session, now):
    publish(session)
    user = make_user(session, Role.QUALITY_OFFICER)
    for minute in range(10):
        samples.send(session, EventKind.AFFILIATION, user, now + timedelta(minutes=minute))
    with pytest.raises(Refused, match="Assez d’exemples"):
        samples.send(session, EventKind.AFFILIATION, user, now + timedelta(minutes=11))


def test_a_sample_of_a_moment_without_questionnaire_is_refused(session, now):
    user = make_user(session, Role.QUALITY_OFFICER)
    with pytest.raises(Refused):
        samples.send(session, EventKind.RETIREMENT, user, now)


def test_with_a_test_address_nobody_else_is_written_to(settings, now):
    message = OutgoingMessage(
        id=7, key="x", to_address="membre@ex.fr", subject="Votre avis", text="Bonjour", written_at=now
    )  # fmt: skip
    tried = mail.as_email(message, replace(settings, TEST_ADDRESS="essai@caisse.example"))
    assert (tried["To"], tried["Subject"]) == ("essai@caisse.example", "[Essai] Votre avis")
    assert "membre@ex.fr" not in tried.as_string()
    usual = mail.as_email(message, settings)
    assert (usual["To"], usual["Subject"]) == ("membre@ex.fr", "Votre avis")


def test_the_page_of_sendings_tells_the_test_address(officer, monkeypatch, settings):
    visitor, _ = officer
    told = replace(settings, TEST_ADDRESS="essai@caisse.example")
    monkeypatch.setattr(mail, "fund", lambda: told)
    visitor.open("/envois/")
    assert "tous les messages partent vers essai@caisse.example" in visitor.text

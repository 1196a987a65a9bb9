"""The outbox: written with the deed, delivered later, erased once it has left."""

from datetime import timedelta

import pytest
from sqlmodel import select

from core import jobs, mail
from core.errors import Refused
from core.models import MessageStatus, OutgoingMessage


@pytest.fixture
def waiting(app, session, now) -> OutgoingMessage:
    """A message in the outbox."""
    message = mail.write(
        session,
        OutgoingMessage(
            key="a message",
            to_address="camille@exemple.example",
            subject="Bonjour",
            text="Un lien secret",
            html="<p>Un lien secret</p>",
            unsubscribe_url="https://caisse.example/r/secret/opposition",
            written_at=now,
        ),
    )
    session.commit()
    return message


def drained(app, session, message: OutgoingMessage) -> OutgoingMessage:
    jobs.drain(app.extensions["engine"])
    session.refresh(message)
    return message


def stored_bytes(settings) -> bytes:
    return b"".join(file.read_bytes() for file in settings.HOME.glob("sillage.db*"))


def test_once_it_has_left_its_text_and_links_are_erased(app, session, waiting, settings):
    message = drained(app, session, waiting)
    assert message.status is MessageStatus.SENT
    assert (message.text, message.html, message.unsubscribe_url) == ("", "", "")
    assert message.key == "a message"
    assert message.sent_at is not None
    (file,) = (settings.HOME / "outgoing").glob("*.eml")
    assert b"Un lien secret" in file.read_bytes()


def test_the_file_that_left_carries_one_click_unsubscription(app, session, waiting, settings):
    drained(app, session, waiting)
    (file,) = (settings.HOME / "outgoing").glob("*.eml")
    head = file.read_text()
    assert "List-Unsubscribe: <https://caisse.example/r/secret/opposition>" in head
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click" in head


def test_a_cancelled_message_is_erased_and_never_leaves(app, session, waiting, settings):
    assert mail.cancel(session, "a message")
    session.commit()
    message = drained(app, session, waiting)
    assert (message.status, message.text) == (MessageStatus.CANCELLED, "")
    assert not (settings.HOME / "outgoing").exists()


def test_a_veto_cancels_for_good(app, session, waiting, monkeypatch):
    monkeypatch.setattr(mail, "VETOES", [lambda *_: True])
    assert drained(app, session, waiting).status is MessageStatus.CANCELLED


def test_a_hold_keeps_it_waiting_and_it_leaves_once_released(app, session, waiting, monkeypatch):
    monkeypatch.setattr(mail, "HOLDS", [lambda *_: True])
    message = drained(app, session, waiting)
    assert (message.status, message.attempts) == (MessageStatus.WAITING, 0)
    assert message.text
    monkeypatch.setattr(mail, "HOLDS", [])
    mail.deliver(session, message.written_at + timedelta(minutes=15), message.id)
    assert message.status is MessageStatus.SENT


def test_held_twice_in_a_quarter_of_an_hour_it_is_put_off_once(
    app, session, waiting, now, monkeypatch
):
    asked: list[str] = []
    monkeypatch.setattr(mail, "HOLDS", [lambda *_: True])
    monkeypatch.setattr(jobs, "enqueue", lambda s, job, key, **_: asked.append(key))
    for minutes in (0, 5, 20):
        mail.deliver(session, now + timedelta(minutes=minutes), waiting.id)
    assert len(asked) == 3
    assert len(set(asked)) == 2


def test_only_a_message_given_up_is_tried_again(app, session, waiting):
    with pytest.raises(Refused, match="rien à renvoyer"):
        mail.retry(session, waiting)
    waiting.status, waiting.attempts = MessageStatus.FAILED, mail.AT_MOST
    mail.retry(session, waiting)
    session.commit()
    assert drained(app, session, waiting).status is MessageStatus.SENT


def test_delivered_twice_it_leaves_once(app, session, waiting, settings, now):
    drained(app, session, waiting)
    mail.deliver(session, now, waiting.id)
    assert len(list((settings.HOME / "outgoing").glob("*.eml"))) == 1
    assert session.exec(select(OutgoingMessage)).one().attempts == 1

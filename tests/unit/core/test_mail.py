"""The outbox: written with the deed, delivered later, erased once it has left."""

import smtplib
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes

import pytest
import sqlalchemy as sa
from sqlmodel import select

from core import jobs, mail
from core.errors import Refused
from core.models import MessageStatus, OutgoingMessage
from core.settings import Settings


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


# ---------------------------------------------------------------- writing


def a_message(now, **more) -> OutgoingMessage:
    values = {
        "key": "another",
        "to_address": "zoé@exemple.example",
        "subject": "Été : où en est-on ?",
    }
    return OutgoingMessage(**(values | {"text": "Bonjour", "written_at": now} | more))


def test_a_deed_rolled_back_sends_nothing(app, session, now):
    mail.write(session, a_message(now))
    session.rollback()
    assert jobs.drain(app.extensions["engine"]) == 0
    assert session.exec(select(OutgoingMessage)).all() == []


def test_the_same_message_cannot_be_written_twice(session, waiting, now):
    with pytest.raises(sa.exc.IntegrityError):
        mail.write(session, a_message(now, key="a message"))
    session.rollback()


def test_what_has_left_cannot_be_stopped(app, session, waiting):
    drained(app, session, waiting)
    assert not mail.cancel(session, "a message")
    assert not mail.cancel(session, "no such message")


# ---------------------------------------------------------------- as it travels


def test_a_long_unsubscription_link_stays_on_one_line(now):
    link = "https://avis.caisse-de-retraite-complementaire.example/r/" + "x" * 200 + "/opposition"
    raw = mail.as_email(a_message(now, id=1, unsubscribe_url=link), Settings()).as_bytes()
    assert f"\r\nList-Unsubscribe: <{link}>\r\n".encode() in raw


def test_french_words_arrive_as_they_were_written(now):
    text = "L’été prochain : 12 € d’œufs, « peut-être »."
    raw = mail.as_email(a_message(now, id=1, text=text), Settings()).as_bytes()
    received = message_from_bytes(raw, policy=mail.POLICY)
    assert received["Subject"] == "Été : où en est-on ?"
    assert received.get_content().strip() == text


def test_a_subject_cannot_add_a_header(now):
    forged = a_message(now, id=1, subject="Bonjour\r\nBcc: x@exemple.example")
    with pytest.raises(ValueError, match="linefeed or carriage return"):
        mail.as_email(forged, Settings())


def test_its_number_is_the_same_at_each_attempt_and_another_for_another_message(now):
    settings = Settings(MAIL_FROM="La caisse <enquete@caisse.example>")
    first, again, other = (
        mail.as_email(a_message(now, id=number, attempts=tries), settings)["Message-ID"]
        for number, tries in ((7, 0), (7, 3), (8, 0))
    )
    assert first == again == "<sillage-7@caisse.example>"
    assert other != first


# ---------------------------------------------------------------- attempts


class Failing:
    """A mail server that answers always the same thing."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def send(self, message: object) -> None:
        raise self.error


def failing(monkeypatch, error: Exception) -> list[timedelta]:
    """Each delivery meets this error; the waits asked for come back in the list."""
    waits: list[timedelta] = []
    monkeypatch.setattr(mail, "mailer", lambda _: Failing(error))
    monkeypatch.setattr(jobs, "enqueue", lambda *_, wait, **__: waits.append(wait))
    return waits


def test_the_wait_doubles_from_two_minutes_and_the_eighth_failure_is_the_last(
    session, waiting, now, monkeypatch
):
    waits = failing(monkeypatch, ConnectionRefusedError(111, "Connection refused"))
    for _ in range(8):
        mail.deliver(session, now, waiting.id)
    assert waits == [timedelta(minutes=2**n) for n in range(1, 8)]
    assert (waiting.status, waiting.attempts) == (MessageStatus.FAILED, mail.AT_MOST)
    assert waiting.text == "Un lien secret"  # kept: a person may send it again
    assert waiting.last_error.startswith("ConnectionRefusedError")


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (smtplib.SMTPRecipientsRefused({"a@b.example": (550, b"no")}), MessageStatus.FAILED),
        (smtplib.SMTPRecipientsRefused({"a@b.example": (450, b"later")}), MessageStatus.WAITING),
        (smtplib.SMTPDataError(554, b"content"), MessageStatus.FAILED),
        (smtplib.SMTPDataError(452, b"full"), MessageStatus.WAITING),
        (smtplib.SMTPSenderRefused(550, b"who?", "a@b.example"), MessageStatus.FAILED),
        (smtplib.SMTPServerDisconnected("cut"), MessageStatus.WAITING),
        (smtplib.SMTPAuthenticationError(535, b"wrong password"), MessageStatus.WAITING),
        (TimeoutError("timed out"), MessageStatus.WAITING),
        (OSError(28, "No space left on device"), MessageStatus.WAITING),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else str(value),
)
def test_only_what_concerns_the_message_itself_is_final(
    session, waiting, now, monkeypatch, error, status
):
    failing(monkeypatch, error)
    mail.deliver(session, now, waiting.id)
    assert waiting.status is status


@pytest.mark.parametrize(
    ("unsubscribe_url", "status"),
    [
        ("", MessageStatus.SENT),  # to staff: made again, under the same number
        (
            "https://caisse.example/r/secret/opposition",
            MessageStatus.FAILED,
        ),  # to a member: a doubt
    ],
)
def test_a_delivery_killed_at_the_server_is_never_made_again_to_a_member(
    app, session, waiting, settings, now, monkeypatch, unsubscribe_url, status
):
    waiting.unsubscribe_url = unsubscribe_url
    session.commit()

    class Killed(BaseException):
        pass

    with monkeypatch.context() as killing:
        failing(killing, Killed())
        with pytest.raises(Killed):
            mail.deliver(session, now, waiting.id)
    session.rollback()
    session.refresh(waiting)
    assert (waiting.status, waiting.attempts) == (MessageStatus.SENDING, 1)
    session.commit()
    assert drained(app, session, waiting).status is status
    files = [file.stem for file in (settings.HOME / "outgoing").glob("*.eml")]
    assert files == ([f"sillage-{waiting.id}"] if status is MessageStatus.SENT else [])


# ---------------------------------------------------------------- which way


def test_without_a_server_messages_are_files(tmp_path):
    assert mail.mailer(Settings(HOME=tmp_path)) == mail.FolderMailer(tmp_path / "outgoing")


def test_a_demonstration_sends_nothing_even_with_a_server(tmp_path):
    settings = Settings(HOME=tmp_path, SMTP="smtp.caisse.example:25", DEMONSTRATION=True)
    assert isinstance(mail.mailer(settings), mail.FolderMailer)


def test_with_a_server_they_go_to_it_under_its_account():
    settings = Settings(SMTP="smtp.caisse.example:587", SMTP_USER="sillage", SMTP_PASSWORD="secret")
    expected = mail.SmtpMailer("smtp.caisse.example", 587, "sillage", "secret")
    assert mail.mailer(settings) == expected
    assert mail.mailer(replace(settings, DEMONSTRATION=True)) != expected


def test_a_folder_never_shows_half_a_message(tmp_path, now):
    mailer = mail.FolderMailer(tmp_path)
    mailer.send(mail.as_email(a_message(now, id=3), Settings()))
    assert [file.name for file in tmp_path.iterdir()] == ["sillage-3.eml"]

"""Mail: write a message to the outbox, deliver what waits there.

A deed writes the message and its delivery job in its own transaction, so a rolled-back deed sends
nothing. A message to a member leaves at most once: where a crash or a dead line leaves a doubt, it waits
for a person, who looks in the mail server's own log. Any other (a reminder to staff) is tried again, always
with the same Message-ID, which mail programs show once.
"""

import os
import smtplib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from pathlib import Path
from typing import Any, Protocol

from sqlmodel import Session, col, select

from core import jobs
from core.errors import Refused
from core.models import MessageStatus, OutgoingMessage
from core.settings import Settings

# The default policy folds List-Unsubscribe, which some mail programs then fail to read.
POLICY = SMTP.clone(max_line_length=900)
AT_MOST = 8
FIRST_WAIT = timedelta(minutes=2)
HELD = timedelta(minutes=15)
DOUBTFUL = "Doubtful"
INTERRUPTED = f"{DOUBTFUL}: the worker stopped while the message was leaving"


class Mailer(Protocol):
    """What takes a message away."""

    def send(self, message: EmailMessage) -> None:
        """Hand the message over, or raise OSError or smtplib.SMTPException."""


@dataclass(frozen=True)
class FolderMailer:
    """Writes each message as a file: for the demonstration, development and tests."""

    folder: Path

    def send(self, message: EmailMessage) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        name = str(message["Message-ID"]).strip("<>").partition("@")[0]
        draft = self.folder / f".{name}"
        draft.write_bytes(message.as_bytes())
        os.replace(draft, self.folder / f"{name}.eml")


@dataclass(frozen=True)
class SmtpMailer:
    """Hands each message to the fund's mail server, over TLS when it offers it."""

    host: str
    port: int
    user: str = ""
    password: str = ""

    def send(self, message: EmailMessage) -> None:
        server = _Server(self.host, self.port, timeout=20)
        try:
            if server.has_extn("starttls"):
                server.starttls()
            if self.user:
                server.login(self.user, self.password)
            server.send_message(message)
            with suppress(OSError, smtplib.SMTPException):
                server.quit()  # the message is taken by now: whatever is answered changes nothing
        finally:
            server.close()


class Doubtful(smtplib.SMTPException):
    """The line died while the text was handed over: the server has it, or not; only its log knows."""


class _Server(smtplib.SMTP):
    """Tells a line that died before the text, which is safe to try again, from one that died during it."""

    def data(self, msg: Any) -> tuple[int, bytes]:
        try:
            return super().data(msg)
        except (OSError, smtplib.SMTPServerDisconnected) as error:
            raise Doubtful(f"{type(error).__name__}: {error}") from error


def mailer(settings: Settings) -> Mailer:
    """SMTP when it is set and this is no demonstration, else the folder."""
    if settings.DEMONSTRATION or not settings.SMTP:
        return FolderMailer(settings.HOME / "outgoing")
    host, _, port = settings.SMTP.rpartition(":")
    return SmtpMailer(host, int(port), settings.SMTP_USER, settings.SMTP_PASSWORD)


# ---------------------------------------------------------------- writing


def write(session: Session, message: OutgoingMessage) -> OutgoingMessage:
    """Put a message in the outbox, with the job that will deliver it. Sends nothing itself."""
    session.add(message)
    session.flush()
    _enqueue(session, message, f"{message.id}-1")
    return message


def cancel(session: Session, key: str) -> bool:
    """Stop a message that has not left, or was given up; False when it has, or never was."""
    message = session.exec(select(OutgoingMessage).where(OutgoingMessage.key == key)).first()
    if message is None or message.status not in (MessageStatus.WAITING, MessageStatus.FAILED):
        return False
    _cancel(message)
    return True


def retry(session: Session, message: OutgoingMessage) -> None:
    """Try once more to deliver a message that was given up."""
    if message.status is not MessageStatus.FAILED:
        raise Refused("Ce message n’est pas en échec : il n’y a rien à renvoyer.")
    message.status, message.last_error = MessageStatus.WAITING, ""
    _enqueue(session, message, f"{message.id}-{message.attempts + 1}")


def take_as_sent(session: Session, message: OutgoingMessage, now: datetime) -> None:
    """A person found a message in doubt in the mail server's log: it left, and is not sent again."""
    if not is_doubtful(message):
        raise Refused("Ce message n’est pas en doute\u00a0: rechargez la page.")
    _sent(message, now)
    session.flush()


def is_doubtful(message: OutgoingMessage) -> bool:
    """Whether nobody but the mail server knows if this message left."""
    return message.status is MessageStatus.FAILED and message.last_error.startswith(DOUBTFUL)


def _sent(message: OutgoingMessage, now: datetime) -> None:
    message.status, message.sent_at = MessageStatus.SENT, now
    _erase(message)


def _leaves_once(message: OutgoingMessage) -> bool:
    """Whether a second copy is worse than a wait: true of what is written to members, who may unsubscribe."""
    return bool(message.unsubscribe_url)


def _cancel(message: OutgoingMessage) -> None:
    message.status = MessageStatus.CANCELLED
    _erase(message)


def _erase(message: OutgoingMessage) -> None:
    """Forget what was written: it may hold a personal link, and nobody needs it any more."""
    message.text = message.html = message.unsubscribe_url = ""


def _enqueue(
    session: Session, message: OutgoingMessage, key: str, wait: timedelta | None = None
) -> None:
    jobs.enqueue(session, DELIVER, key, wait=wait, message_id=message.id)


# ---------------------------------------------------------------- delivering

Veto = Callable[[Session, OutgoingMessage, datetime], bool]
VETOES: list[Veto] = []
"""Asked just before a message leaves: True stops it for good (the person died, objected…)."""
HOLDS: list[Veto] = []
"""Asked just after: True keeps it waiting a quarter of an hour (everything is suspended)."""

_settings: list[Settings] = []


def init(settings: Settings) -> None:
    """Say, once, with which settings this process delivers."""
    _settings[:] = [settings]


def fund() -> Settings:
    """The fund in whose name this process writes: its name, telephone, hours and address."""
    return _settings[0] if _settings else Settings()


def link(path: str) -> str:
    """The whole address of one of our pages, for the text of a message."""
    return fund().PUBLIC_URL.rstrip("/") + path


def deliver(session: Session, now: datetime, message_id: int) -> None:
    """Send one message, or put it off, or give up after eight attempts, saying why.

    Once it has left, its text and its links are erased; its key, address and dates stay for a time.
    """
    message = session.get(OutgoingMessage, message_id)
    ended = (MessageStatus.SENT, MessageStatus.CANCELLED)
    if message is None or message.status in ended or is_doubtful(message):
        return
    if message.status is MessageStatus.SENDING and _leaves_once(message):
        # An attempt was begun and never ended: its worker died, perhaps after the server said yes.
        message.status, message.last_error = MessageStatus.FAILED, INTERRUPTED
        session.commit()
        return
    if any(veto(session, message, now) for veto in VETOES):
        _cancel(message)
        session.commit()
        return
    if any(hold(session, message, now) for hold in HOLDS):
        _hold(session, message, now)
        session.commit()
        return
    message.status, message.attempts = MessageStatus.SENDING, message.attempts + 1
    session.commit()  # the lock is not held while the mail server takes its time
    try:
        mailer(_settings[0]).send(as_email(message, _settings[0]))
    except (OSError, smtplib.SMTPException) as error:
        _put_off(session, message, error)
    else:
        _sent(message, now)
    session.commit()


def _hold(session: Session, message: OutgoingMessage, now: datetime) -> None:
    # The key holds the quarter of an hour: held twice in one, it is delivered once.
    slot = int(now.timestamp() // HELD.total_seconds())
    _enqueue(session, message, f"{message.id}-held-{slot}", HELD)


def _put_off(session: Session, message: OutgoingMessage, error: Exception) -> None:
    message.last_error = f"{type(error).__name__}: {error}"[:300]
    in_doubt = isinstance(error, Doubtful) and _leaves_once(message)
    if message.attempts >= AT_MOST or _is_final(error) or in_doubt:
        message.status = MessageStatus.FAILED
        return
    message.status = MessageStatus.WAITING
    wait = FIRST_WAIT * 2 ** (message.attempts - 1)
    _enqueue(session, message, f"{message.id}-{message.attempts + 1}", wait)


def _is_final(error: Exception) -> bool:
    """Whether the server refuses for good: trying again would change nothing."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    return isinstance(error, smtplib.SMTPResponseException) and error.smtp_code in (550, 553, 554)


def as_email(message: OutgoingMessage, settings: Settings) -> EmailMessage:
    """The message as it travels; its Message-ID is the same at each attempt."""
    email = EmailMessage(policy=POLICY)
    sender = parseaddr(settings.MAIL_FROM)[1]
    to, subject = message.to_address, message.subject
    if settings.TEST_ADDRESS:  # nobody else is written to; who it was for is not told
        to, subject = settings.TEST_ADDRESS, f"[Essai] {subject}"
    email["From"], email["To"] = settings.MAIL_FROM, to
    email["Subject"] = subject
    email["Date"] = format_datetime(message.written_at)
    email["Message-ID"] = f"<sillage-{message.id}@{sender.partition('@')[2]}>"
    if message.unsubscribe_url:  # RFC 8058: one click, by POST only
        email["List-Unsubscribe"] = f"<{message.unsubscribe_url}>"
        email["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    email.set_content(message.text)
    if message.html:
        email.add_alternative(message.html, subtype="html")
    return email


def undelivered(session: Session) -> list[OutgoingMessage]:
    """Messages given up, oldest first, for a person to look at."""
    failed = select(OutgoingMessage).where(OutgoingMessage.status == MessageStatus.FAILED)
    return list(session.exec(failed.order_by(col(OutgoingMessage.written_at))))


DELIVER = jobs.Job("deliver_message", deliver, own_commits=True)

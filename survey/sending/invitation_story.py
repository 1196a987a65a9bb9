"""What became of one invitation: each message and letter, left or not, in order."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, select

from core import french
from core.clock import PARIS
from core.models import MessageStatus, OutgoingMessage
from survey.channels.email import messages, read_key
from survey.models import Invitation, Letter
from survey.sending import bounces

STEPS = ("invitation", "première relance", "dernière relance")
MESSAGE_STATES = {
    MessageStatus.WAITING: "attend de partir",
    MessageStatus.SENDING: "en train de partir",
    MessageStatus.CANCELLED: "arrêté avant de partir",
    MessageStatus.FAILED: "non remis",
}


@dataclass(frozen=True)
class Moment:
    """One thing that happened to an invitation."""

    on: date
    words: str


def lived(session: Session, invitation: Invitation) -> list[Moment]:
    """What left, and what did not, in order."""
    letters = session.exec(select(Letter).where(Letter.invitation_id == invitation.id)).all()
    told = [_of_message(message) for message in messages(session, invitation)]
    told += [_of_letter(letter) for letter in letters]
    return sorted(told, key=lambda moment: moment.on)


def _of_message(message: OutgoingMessage) -> Moment:
    found = read_key(message.key)
    what = f"Courriel, {STEPS[found[1] if found else 0]}"
    if message.sent_at is not None:
        left_on = message.sent_at.astimezone(PARIS).date()
        return Moment(left_on, f"{what} : parti le {french.moment(message.sent_at)}")
    state = MESSAGE_STATES[message.status]
    if message.attempts:
        state = f"non remis. {bounces.cause(message)}"
    return Moment(message.written_at.astimezone(PARIS).date(), f"{what} : {state}")


def _of_letter(letter: Letter) -> Moment:
    what = f"Lettre, {STEPS[letter.step]}"
    if letter.printed_on is None:
        return Moment(letter.written_on, f"{what} : attend d’être imprimée")
    return Moment(letter.printed_on, f"{what} : imprimée le {french.day(letter.printed_on)}")

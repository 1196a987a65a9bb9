"""Addresses in error: the e-mail came back, a letter goes instead; the letter came back, it ends there."""

from datetime import date, datetime

from sqlmodel import Session, col, select

from core import jobs, mail
from core.clock import PARIS
from core.errors import Refused
from core.models import MessageStatus, OutgoingMessage
from organisation import journal
from organisation.models import User
from organisation.words import DEEDS
from survey.channels import CHANNELS
from survey.channels.base import FIRST
from survey.channels.email import read_key
from survey.desk import status_changes
from survey.models import Invitation, InvitationStatus, LeftOut, Letter
from survey.paper import addressing

DEEDS.update(
    {
        "address_in_error": "adresse en erreur",
        "retry_message": "message remis à l’envoi",
        "found_sent": "message en doute retrouvé, parti",
    }
)
REFUSED_ADDRESS = "SMTPRecipientsRefused"  # how core.mail names the server's refusal
CAUSES = {
    REFUSED_ADDRESS: "Le serveur refuse cette adresse.",
    mail.INTERRUPTED: "Le travailleur s’est arrêté pendant l’envoi : le message est peut-être parti.",
    mail.DOUBTFUL: "La liaison a été coupée pendant l’envoi : le message est peut-être parti.",
    "SMTPDataError": "Le serveur refuse le contenu du message.",
    "SMTPSenderRefused": "Le serveur refuse notre adresse d’expéditeur.",
    "SMTPAuthenticationError": "Le serveur refuse notre mot de passe.",
}


def take_up(session: Session, now: datetime) -> int:
    """Go on by letter for each address the mail server refused; return how many.

    A server that was down says nothing of the address: such messages wait for a person to decide.
    """
    done = 0
    for message in refused(session):
        found = read_key(message.key)
        invitation = session.get(Invitation, found[0]) if found else None
        if invitation is not None and _still_by_email(invitation):
            address_in_error(session, invitation, None, now)
            done += 1
    return done


def refused(session: Session) -> list[OutgoingMessage]:
    """Messages to members given up because the address itself was refused."""
    found = select(OutgoingMessage).where(
        col(OutgoingMessage.status) == MessageStatus.FAILED,
        col(OutgoingMessage.key).startswith("invitation-"),
        col(OutgoingMessage.last_error).startswith(REFUSED_ADDRESS),
    )
    return list(session.exec(found.order_by(col(OutgoingMessage.id))))


def _still_by_email(invitation: Invitation) -> bool:
    is_open = invitation.status is InvitationStatus.SENT
    return is_open and invitation.channel == "email" and invitation.bounced_on is None


def address_in_error(
    session: Session, invitation: Invitation, by: User | None, now: datetime
) -> None:
    """The address is wrong: from e-mail to letter; from letter, or without address, to the end."""
    if invitation.status is not InvitationStatus.SENT:
        raise Refused("Cet envoi n’attend plus de réponse : il n’y a rien à changer.")
    was = invitation.channel
    if was == "email" and addressing.has_address(invitation.event):
        _go_on_by_letter(session, invitation, now)
    else:
        status_changes.take_back(session, invitation)
        invitation.status = InvitationStatus.CANCELLED
        invitation.cancelled_because = LeftOut.NO_CHANNEL
    invitation.bounced_on = _day(now)
    session.flush()
    label = CHANNELS[was].label
    journal.write(session, now, by, "address_in_error", f"invitation {invitation.id}", label)


def _go_on_by_letter(session: Session, invitation: Invitation, now: datetime) -> None:
    """A letter now, unless one is on its way: the first they get says what the first one says."""
    status_changes.take_back_messages(session, invitation)
    invitation.channel, invitation.last_sent_on = "letter", _day(now)
    letters = select(Letter.id).where(Letter.invitation_id == invitation.id)
    if session.exec(letters).first() is None:
        CHANNELS["letter"].invite(session, invitation, FIRST, now)


def cause(message: OutgoingMessage) -> str:
    """Why a message was given up, in words."""
    known = (words for start, words in CAUSES.items() if message.last_error.startswith(start))
    return next(known, "Le serveur de messagerie n’a pas répondu.")


def retry(session: Session, message: OutgoingMessage, by: User | None, now: datetime) -> None:
    """Hand a message that was given up to the mail server once more."""
    mail.retry(session, message)
    session.flush()
    journal.write(session, now, by, "retry_message", f"message {message.id}")


def left_after_all(
    session: Session, message: OutgoingMessage, by: User | None, now: datetime
) -> None:
    """Somebody found a message in doubt in the mail server's log: it is not sent again."""
    mail.take_as_sent(session, message, now)
    journal.write(session, now, by, "found_sent", f"message {message.id}")


def _day(now: datetime) -> date:
    return now.astimezone(PARIS).date()


TAKE_UP = jobs.Job("take_up_bounces", take_up)

"""A member's state changes: they died, object, are protected, in dispute. Nothing more is sent to them."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session, col, select

from core import mail
from core.clock import PARIS
from core.errors import Refused
from core.models import MessageStatus
from organisation import journal
from organisation.models import User
from organisation.words import DEEDS
from survey.channels.email import messages
from survey.desk import member_numbers
from survey.models import (
    Draft,
    Invitation,
    InvitationStatus,
    LeftOut,
    Letter,
    LifeEvent,
    Suppression,
)
from survey.sending.stopping import GRAVEST

DEEDS.update(
    {
        "suppress_member": "adhérent à ne plus solliciter",
        "lift_suppression": "interdiction d’écrire levée",
        "cancel_invitation": "envoi arrêté",
    }
)
OPEN = (InvitationStatus.PLANNED, InvitationStatus.SENT)
LONGEST_NUMBER = 20


def suppress(
    session: Session,
    member_number: str,
    reason: LeftOut,
    since_on: date,
    by: User | None,
    now: datetime,
) -> int:
    """Never write to this member again, and stop what is under way; return how many invitations.

    Kept even when the member's events are erased. Said twice, it is done once. An answer already
    sent stays: it was given freely.
    """
    number = member_numbers.as_known(session, member_number.strip())
    return suppress_known(session, number, reason, since_on, by, now)


def suppress_known(
    session: Session,
    number: str,
    reason: LeftOut,
    since_on: date,
    by: User | None,
    now: datetime,
) -> int:
    """The same, under a number written as the database writes it."""
    if not 0 < len(number) <= LONGEST_NUMBER:
        raise Refused("Indiquez le numéro d’adhérent tel que le registre l’écrit.")
    if reason not in GRAVEST:
        raise Refused("Choisissez un décès, une protection, une opposition ou un litige.")
    if session.get(Suppression, (number, reason)) is None:
        session.add(Suppression(member_number=number, reason=reason, since_on=since_on))
        session.flush()
        journal.write(session, now, by, "suppress_member", "suppressions", reason.label)
    return stop_all(session, number, reason)


def lift(
    session: Session, member_number: str, reason: LeftOut, by: User | None, now: datetime
) -> None:
    """The dispute is over, the line was a mistake: write to this member again, about new events."""
    line = session.get(Suppression, (member_number, reason))
    if line is None:
        raise Refused("Cette ligne n’existe plus : rechargez la page.")
    session.delete(line)
    session.flush()
    journal.write(session, now, by, "lift_suppression", "suppressions", reason.label)


def cancel(
    session: Session, invitation: Invitation, reason: LeftOut, by: User | None, now: datetime
) -> None:
    """Stop one invitation by hand; a reason that is true of the member holds for all their events."""
    if invitation.status not in OPEN:
        raise Refused("Cet envoi est déjà terminé : il n’y a rien à arrêter.")
    if reason in GRAVEST:
        today = now.astimezone(PARIS).date()
        suppress(session, invitation.event.member_number, reason, today, by, now)
    elif reason is LeftOut.CANCELLED:
        halt(session, invitation, reason)
        session.flush()
    else:
        raise Refused("Choisissez pourquoi cet envoi s’arrête.")
    journal.write(
        session, now, by, "cancel_invitation", f"invitation {invitation.id}", reason.label
    )


def stop_all(session: Session, member_number: str, reason: LeftOut) -> int:
    """Stop all that is planned or open for this member; return how many invitations."""
    theirs = open_invitations(session, member_number)
    for invitation in theirs:
        halt(session, invitation, reason)
    session.flush()
    return len(theirs)


def open_invitations(session: Session, member_number: str) -> Sequence[Invitation]:
    """What is planned for this member, or waits for their answer."""
    theirs = (
        select(Invitation)
        .join(LifeEvent)
        .where(
            col(LifeEvent.member_number) == member_number,
            col(Invitation.status).in_(OPEN),
        )
    )
    return session.exec(theirs).all()


def halt(session: Session, invitation: Invitation, reason: LeftOut) -> None:
    """Stop one invitation: what has not left does not leave, an answer not sent is erased."""
    invitation.status, invitation.cancelled_because = InvitationStatus.CANCELLED, reason
    if take_back(session, invitation):
        invitation.sent_on = invitation.last_sent_on = invitation.closes_on = None
    if (draft := session.get(Draft, invitation.id)) is not None:
        session.delete(draft)


def take_back(session: Session, invitation: Invitation) -> bool:
    """Take back what waits in the outbox and on the pile of letters; return whether it was all there was."""
    letters = session.exec(select(Letter).where(Letter.invitation_id == invitation.id)).all()
    waiting = [letter for letter in letters if letter.printed_on is None]
    for letter in waiting:
        session.delete(letter)
    cancelled, went = take_back_messages(session, invitation)
    has_left = went or len(waiting) < len(letters)
    return (cancelled or bool(waiting)) and not has_left


def take_back_messages(session: Session, invitation: Invitation) -> tuple[bool, bool]:
    """Take back what waits in the outbox; return whether some did, and whether some had left."""
    written = messages(session, invitation)
    cancelled = [mail.cancel(session, message.key) for message in written]
    gone = (MessageStatus.SENT, MessageStatus.SENDING)
    return any(cancelled), any(message.status in gone for message in written)

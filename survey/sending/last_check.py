"""The last check, at the instant an e-mail leaves: between writing and leaving, life went on."""

from datetime import datetime

from sqlmodel import Session

from core.clock import PARIS
from core.models import OutgoingMessage
from survey.channels.email import read_key
from survey.desk import status_changes
from survey.models import Draft, Invitation, InvitationStatus
from survey.sending import stopping


def must_not_leave(session: Session, message: OutgoingMessage, now: datetime) -> bool:
    """Whether a message to a member is out of place by now; its invitation is stopped when it must be."""
    found = read_key(message.key)
    if found is None:
        return False  # another room's message
    invitation = session.get(Invitation, found[0])
    if invitation is None:
        return True
    reason = stopping.reason(session, invitation.event)
    if reason is not None and invitation.status is InvitationStatus.SENT:
        status_changes.halt(session, invitation, reason)
    return not still_expects(session, invitation, now)


def still_expects(session: Session, invitation: Invitation, now: datetime) -> bool:
    """Whether an answer is still hoped for, by e-mail: open, not answered, no other way taken."""
    is_open = invitation.closes_on is not None and (
        invitation.closes_on >= now.astimezone(PARIS).date()
    )
    if invitation.status is not InvitationStatus.SENT or not is_open or invitation.bounced_on:
        return False
    draft = session.get(Draft, invitation.id)
    return draft is None or not draft.counts

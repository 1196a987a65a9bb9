"""Who no longer signs in: their account was closed, or their last day is past; nothing is asked of them any more.

What they did stays under their name. What they held is found by `actionplans.cockpit.unheld` and given on from there. Like `leading`,
it speaks of the present unless a day is given (decision 0010).
"""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from core import clock
from core.models import MessageStatus, OutgoingMessage
from organisation.models import User


def at_work(on: date | None = None) -> Any:
    """Condition on User, the same rule as `User.may_sign_in`: an account open that day (today)."""
    on = on or clock.today()
    return sa.and_(
        col(User.is_active), sa.or_(col(User.expires_on).is_(None), col(User.expires_on) >= on)
    )


def silence(session: Session, person: User) -> int:
    """Cancel the messages that wait to leave for somebody whose account has just been closed; how many."""
    waiting = select(OutgoingMessage).where(
        OutgoingMessage.to_address == person.email,
        OutgoingMessage.status == MessageStatus.WAITING,
    )
    found = session.exec(waiting).all()
    for message in found:
        message.status = MessageStatus.CANCELLED
    session.flush()
    return len(found)

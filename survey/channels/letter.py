"""By post: a line in the pile of letters to print; the PDF is made with its batch."""

from datetime import datetime

from sqlmodel import Session, col, select

from core.clock import PARIS
from core.keys import key
from survey.models import Invitation, Letter, LifeEvent
from survey.paper import addressing


class PostalLetter:
    """A letter with a code, a QR code and the telephone; with the last reminder, a questionnaire."""

    name = "letter"
    label = "courrier"

    def can_reach(self, event: LifeEvent) -> bool:
        return addressing.has_address(event)

    def invite(self, session: Session, invitation: Invitation, step: int, now: datetime) -> None:
        """Put a letter on the pile, unless this one is there or was printed."""
        same = select(Letter.id).where(
            col(Letter.invitation_id) == invitation.id, col(Letter.step) == step
        )
        if session.exec(same).first() is not None:
            return
        today = now.astimezone(PARIS).date()
        session.add(Letter(invitation_id=key(invitation), step=step, written_on=today))
        session.flush()

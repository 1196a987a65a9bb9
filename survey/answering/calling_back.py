"""Call back: who asked to be called, and who did it. Nothing ties a request to an answer."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from core.clock import PARIS
from core.errors import Refused
from organisation import journal
from organisation.models import User
from organisation.words import DEEDS
from survey.models import CallBack

DEEDS.update({"call_back": "personne rappelée"})


def waiting(session: Session) -> Sequence[CallBack]:
    """Those not called yet, the longest waiting first; without those whose number has served its time."""
    found = select(CallBack).where(col(CallBack.done_on).is_(None), col(CallBack.phone) != "")
    return session.exec(found.order_by(col(CallBack.asked_on), col(CallBack.id))).all()


def done(session: Session, wanted: CallBack, by: User | None, now: datetime) -> None:
    """Somebody called: the number and the words are erased, only the fact is kept."""
    if wanted.done_on is not None:
        raise Refused("Cette personne a déjà été rappelée.")
    wanted.done_on = now.astimezone(PARIS).date()
    wanted.phone, wanted.about = "", ""
    session.flush()
    journal.write(session, now, by, "call_back", f"call back {wanted.id}")

"""What is done by itself, each morning: last month's note prepared on the first working day, and turned into a proof once read."""

from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from actionplans.models import MonthlyNote
from actionplans.notes import notes, proofs
from core import working_days
from core.clock import PARIS
from core.errors import Refused
from core.jobs import Job
from organisation.models import User
from organisation.rights import RIGHTS, Right

READ_WITHIN = timedelta(days=15)
"""After that, whoever meant to read has read: the figures go with the proof."""


def prepare_due(session: Session, now: datetime) -> None:
    """Last month's note, unless it is there; proofs of those sent fifteen days ago. A day missed is caught up."""
    today = now.astimezone(PARIS).date()
    month = notes.last_month(today)
    is_day = today >= first_working_day(today)
    if is_day and notes.at(session, month) is None and _somebody_sends(session, today):
        notes.prepare(session, month, None, now)
    waiting = select(MonthlyNote).where(
        col(MonthlyNote.sent_at) <= now - READ_WITHIN, col(MonthlyNote.proven_on).is_(None)
    )
    for note in session.exec(waiting.order_by(col(MonthlyNote.month))).all():
        _prove(session, note, now)


def first_working_day(today: date) -> date:
    """Of this day's month."""
    return working_days.first_from(today.replace(day=1))


def _somebody_sends(session: Session, today: date) -> bool:
    """A note that nobody could send would only pile up."""
    roles = [role for role, rights in RIGHTS.items() if Right.ANIMATE in rights]
    officers = session.exec(select(User).where(col(User.role).in_(roles)))
    return any(user.may_sign_in(today) for user in officers)


def _prove(session: Session, note: MonthlyNote, now: datetime) -> None:
    try:
        proofs.prove(session, note, now)
    except Refused:
        return  # no charter, or no department it concerns: the page of the note says it, and tomorrow is another day


PREPARE = Job("prepare_note", prepare_due)

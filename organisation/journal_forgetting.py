"""The oldest lines of the journal, erased once the fund has said how many years it keeps them; by default, none ever is.

A line cannot be changed without breaking the chain, so nobody's name is taken out of it: the beginning goes, whole. The witness
says up to where, outside the database: whoever erases lines there without it is still told by the check.
"""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from core import french, mail
from core.clock import PARIS
from core.jobs import Job
from organisation import journal, journal_witness
from organisation.models import JournalEntry
from organisation.words import DEEDS

DEEDS["forget_journal"] = "début du journal effacé"


def forget(session: Session, now: datetime) -> int:
    """Erase every line before the first one young enough; how many. The newest line always stays."""
    years = mail.fund().JOURNAL_YEARS
    last = _last_too_old(session, _years_before(now, years)) if years else None
    if last is None:
        return 0
    number, day = last.id, french.day(last.at.astimezone(PARIS).date())
    journal_witness.note_forgotten(last, now)
    gone = sa.delete(JournalEntry).where(col(JournalEntry.id) <= number)
    erased = session.connection().execute(gone).rowcount
    session.expire_all()
    said = f"{french.count(erased, 'ligne')}, jusqu’au {day}"
    journal.write(session, now, None, "forget_journal", f"journal {number}", said)
    return int(erased)


def _last_too_old(session: Session, before: datetime) -> JournalEntry | None:
    """The line before the first that stays, even where a clock once went back."""
    first_kept = sa.select(sa.func.min(JournalEntry.id)).where(col(JournalEntry.at) >= before)
    old = select(JournalEntry).where(col(JournalEntry.id) < first_kept.scalar_subquery())
    return session.exec(old.order_by(col(JournalEntry.id).desc()).limit(1)).first()


def _years_before(now: datetime, years: int) -> datetime:
    """The same moment so many years earlier; a 29 February becomes a 28."""
    try:
        return now.replace(year=now.year - years)
    except ValueError:
        return now.replace(year=now.year - years, day=28)


FORGET = Job("forget_journal", forget)

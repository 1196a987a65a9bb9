"""What is late, and who is told: one digest a person and a day, at seven in the morning.

Each line is due on one day; a day on which nothing ran is caught up the next time, up to a week.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from actionplans.actions import news
from actionplans.actions import notices as action_notices
from actionplans.assessments import entrusted
from actionplans.assessments import notices as assessment_notices
from actionplans.ideas import notices as idea_notices
from actionplans.malfunctions import notices as report_notices
from actionplans.malfunctions import recurrence_notices
from actionplans.my_work import expiring, headless, standing_in
from actionplans.my_work.notices import Days, Notice
from actionplans.notes import notices as note_notices
from actionplans.returns import notices as return_notices
from core import french, mail
from core.clock import PARIS
from core.jobs import Job
from core.keys import key
from core.models import OutgoingMessage
from organisation.models import User

CAUGHT_UP = timedelta(days=7)
PREFIX = "digest-"

Source = Callable[[Session, Days], Iterable[Notice]]
SOURCES: list[Source] = [
    action_notices.about_actions,
    news.about_news,
    assessment_notices.about_assessments,
    assessment_notices.about_campaigns,
    assessment_notices.about_frozen,
    assessment_notices.about_evidence,
    entrusted.about_entrusted_rows,
    report_notices.about_reports,
    recurrence_notices.about_recurrences,
    return_notices.about_returns,
    idea_notices.about_ideas,
    note_notices.about_notes,
    expiring.about_accounts,
    standing_in.about_headships,
    headless.about_departments,
]
"""All that may put a line in a digest."""


def tell(session: Session, now: datetime) -> int:
    """Write today's digests to the outbox; return how many. A second run on one day writes none."""
    today = now.astimezone(PARIS).date()
    lines = _lines(session, Days(_last_told(session, today), today))
    told = set(session.exec(select(OutgoingMessage.key).where(*_of_day(today))))
    people = session.exec(select(User).where(col(User.id).in_(lines)).order_by(col(User.id)))
    written = 0
    for person in people.all():
        if person.may_sign_in(today) and digest_key(person, today) not in told:
            mail.write(session, _digest(person, lines[key(person)], now))
            written += 1
    return written


def digest_key(person: User, today: date) -> str:
    """What makes a second digest on one day impossible: the key is unique in the outbox."""
    return f"{PREFIX}{person.id}-{today}"


def _lines(session: Session, days: Days) -> dict[int, list[Notice]]:
    lines: dict[int, list[Notice]] = {}
    for source in SOURCES:
        for notice in source(session, days):
            mine = lines.setdefault(notice.user_id, [])
            if notice not in mine:  # a head told as owner too, days caught up
                mine.append(notice)
    return lines


def _of_day(today: date) -> tuple[sa.ColumnElement[bool], ...]:
    return col(OutgoingMessage.key).startswith(PREFIX), col(OutgoingMessage.key).endswith(
        f"-{today}"
    )


def _last_told(session: Session, today: date) -> date:
    """The last day a digest was written before today; since then there was nothing, or no run."""
    starts, is_todays = _of_day(today)
    digests = select(OutgoingMessage.written_at).where(starts, sa.not_(is_todays))
    newest = session.exec(digests.order_by(col(OutgoingMessage.written_at).desc()).limit(1)).first()
    yesterday = today - timedelta(days=1)
    if newest is None:
        return yesterday
    return max(min(newest.astimezone(PARIS).date(), yesterday), today - CAUGHT_UP)


def _digest(person: User, notices: list[Notice], now: datetime) -> OutgoingMessage:
    lines = sorted(notices, key=lambda notice: (notice.due_on, notice.title))
    today = now.astimezone(PARIS).date()
    said = "\n\n".join(
        f"- {french.typeset(line.title)}\n  {line.reason}\n  {mail.link(line.path)}"
        for line in lines
    )
    about = lines[0].title if len(lines) == 1 else f"{len(lines)} choses à suivre"
    return OutgoingMessage(
        key=digest_key(person, today),
        to_address=person.email,
        subject=f"Sillage : {about}"[:200],
        text=f"Bonjour {person.name},\n\nAu {french.day(today)} :\n\n{said}\n\n"
        "Un message par jour au plus, et seulement quand il y a quelque chose à dire.\n"
        f"Tout est dans « Mon travail » : {mail.link('/mon-travail')}\n",
        written_at=now,
    )


TELL = Job("tell_deadlines", tell)

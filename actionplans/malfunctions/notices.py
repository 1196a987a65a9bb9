"""What the digest says of reports: to whoever holds one, that its day has come; to whoever told one, what becomes of it.

A report is never quoted in a message: its number alone leaves, and leads to its page.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from actionplans.actions.notices import People
from actionplans.models import Malfunction, MalfunctionStatus, ReportMode
from actionplans.my_work.notices import Days, Notice
from core import french
from core.keys import key
from organisation.models import User

A_DAY, EVERY, ESCALATED = timedelta(days=1), 7, timedelta(days=7)
S = MalfunctionStatus
TO_DO = {
    S.REPORTED: "à qualifier",
    S.QUALIFIED: "à prendre en charge",
    S.IN_HAND: "à résoudre",
    S.RESOLVED: "retour à faire",
}
WITH_OFFICER = (S.REPORTED, S.RESOLVED)
DROPPED = "Il n’aura pas de suite : le motif est écrit sur sa page."
SATISFIED = "Le retour est fait : êtes-vous satisfait de la suite ?"


def about_reports(session: Session, days: Days) -> Iterator[Notice]:
    """Every line of every digest that speaks of a report."""
    people = People(session, days.today)
    waiting = session.exec(
        select(Malfunction)
        .where(col(Malfunction.status).in_(TO_DO), col(Malfunction.due_on) <= days.today)
        .order_by(col(Malfunction.due_on), col(Malfunction.id))
    )
    for report in waiting:
        assert report.due_on is not None
        if _is_day_to_say(report.due_on, days):
            when = french.due(report.due_on, days.today)
            for person in _holders(report, days, people):
                yield _notice(key(person), report, f"Il est {TO_DO[report.status]} : {when}.", report.due_on)  # fmt: skip
    yield from _to_reporters(session, days)


def _is_day_to_say(due_on: date, days: Days) -> bool:
    """On its day, then every week."""
    late = (days.today - due_on).days
    return days.hold(due_on + timedelta(days=late - late % EVERY))


def _holders(report: Malfunction, days: Days, people: People) -> Sequence[User]:
    """The officer, or the heads of its department; a week late, management too when it is the most serious."""
    mine = people.officers
    if report.status not in WITH_OFFICER:
        mine = people.heads.get(report.department_id) or people.officers
    assert report.due_on is not None
    is_grave = report.severity == 1 and days.today >= report.due_on + ESCALATED
    return [*mine, *(people.management if is_grave else [])]


def _to_reporters(session: Session, days: Days) -> Iterator[Notice]:
    """The morning after it was looked at, then answered; a joined report follows the one it was joined to."""
    first, last = days.last, days.today - A_DAY
    followed = aliased(Malfunction)
    qualified = sa.func.coalesce(followed.qualified_on, col(Malfunction.qualified_on))
    closed = sa.func.coalesce(followed.closed_on, col(Malfunction.closed_on))
    told = session.exec(
        select(Malfunction, qualified, closed)
        .outerjoin(followed, col(followed.id) == col(Malfunction.joined_to_id))
        .where(
            Malfunction.mode != ReportMode.ANONYMOUS,
            col(Malfunction.reporter_id).is_not(None),
            sa.or_(qualified.between(first, last), closed.between(first, last)),
        )
        .order_by(col(Malfunction.id))
    )
    for report, qualified_on, closed_on in told:
        assert report.reporter_id is not None
        if closed_on is not None and days.hold(closed_on + A_DAY):
            is_dropped = report.status is S.NOT_PURSUED
            yield _notice(
                report.reporter_id, report, DROPPED if is_dropped else SATISFIED, closed_on
            )
        elif qualified_on is not None and days.hold(qualified_on + A_DAY):
            said = "Il a été regardé : la suite se lit sur sa page."
            yield _notice(report.reporter_id, report, said, qualified_on)


def _notice(user_id: int, report: Malfunction, why: str, on: date) -> Notice:
    return Notice(user_id, f"Signalement {report.number}", why, f"/signalements/{report.id}", on)

"""Regroup a department into another: decide it for a day, give it up before, do it on its day, undo it while nothing came after."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from actionplans.mergers import moving
from core.clock import PARIS
from core.errors import Missing, Refused
from core.french import day as said_day
from core.jobs import Job
from core.keys import key
from organisation import journal
from organisation.models import Department, JournalEntry, Merger, MergerStatus, User
from organisation.rights import Right, may
from organisation.words import DEEDS

IN_ADVANCE = timedelta(days=366)
HARMLESS = ("sign_in", "sign_out", "change_password", "account_locked", "make_calendar")
"""What people do to their own account hinders nothing."""
FINAL = ("open_campaign", "drop_assessment")
"""What counted on the departments as they were since."""

DEEDS.update(
    {
        "plan_merger": "regroupement d’un service prévu",
        "cancel_merger": "regroupement d’un service abandonné",
        "merge_departments": "service regroupé dans un autre",
        "undo_merger": "regroupement d’un service défait",
    }
)


# ---------------------------------------------------------------- reading


def of(session: Session, department: Department) -> Sequence[Merger]:
    """All that was ever decided of this department, the newest first."""
    found = select(Merger).where(Merger.department_id == department.id)
    whole = found.options(joinedload(Merger.into), joinedload(Merger.decided_by))  # type: ignore[arg-type]
    return session.exec(whole.order_by(col(Merger.id).desc())).all()


def standing(session: Session, department: Department) -> Merger | None:
    """The one that is planned or done, if there is one."""
    in_force = (MergerStatus.PLANNED, MergerStatus.DONE)
    return next((one for one in of(session, department) if one.status in in_force), None)


def find(session: Session, department: Department, status: MergerStatus) -> Merger:
    """The one in this state, or Missing."""
    one = standing(session, department)
    if one is None or one.status is not status:
        raise Missing("Ce regroupement n’existe pas, ou plus.")
    return one


# ---------------------------------------------------------------- deeds


def check(
    session: Session, department: Department, into: Department, day: date, today: date
) -> None:
    """Refused unless this department may be regrouped into that one on that day."""
    if department.merged_into_id is not None:
        raise Refused("Ce regroupement est déjà décidé : abandonnez-le d’abord pour en changer.")
    if into.id == department.id:
        raise Refused("Choisissez un autre service : un service ne se regroupe pas dans lui-même.", "into")  # fmt: skip
    if into.merged_into_id is not None:
        raise Refused("Choisissez un service qui reste : celui-ci doit lui-même être regroupé.", "into")  # fmt: skip
    if not today <= day <= today + IN_ADVANCE:
        raise Refused("Choisissez un jour à partir d’aujourd’hui, dans l’année qui vient.", "day")
    joining = select(Department).where(Department.merged_into_id == department.id)
    waiting = [one.name for one in session.exec(joining) if not one.is_closed(today)]
    if waiting:
        raise Refused(f"Abandonnez d’abord le regroupement prévu de {', '.join(waiting)} dans ce service.")  # fmt: skip


def plan(
    session: Session,
    department: Department,
    into: Department,
    day: date,
    heads_lead: bool,
    by: User | None,
    now: datetime,
) -> Merger:
    """Decide it; what is for today is done at once. `by` is None from the command line."""
    _expect_manager(by)
    today = now.astimezone(PARIS).date()
    check(session, department, into, day, today)
    merger = Merger(
        department_id=key(department),
        into_id=key(into),
        day=day,
        heads_lead=heads_lead,
        decided_by_id=by.id if by else None,
        decided_at=now,
    )
    merger.department, merger.into, merger.decided_by = department, into, by
    department.closed_on, department.merged_into = day, into
    session.add(merger)
    session.flush()
    if day <= today:
        carry_out(session, merger, now)
    else:
        _note(session, now, by, "plan_merger", merger, f"le {said_day(day)}")
    return merger


def cancel(session: Session, merger: Merger, by: User | None, now: datetime) -> None:
    """Give it up before its day: nothing had moved."""
    _expect_manager(by)
    if merger.status is not MergerStatus.PLANNED:
        raise Refused("Ce regroupement n’est plus prévu : il n’y a rien à abandonner.")
    _reopen(merger, MergerStatus.CANCELLED)
    session.flush()
    _note(session, now, by, "cancel_merger", merger)


def carry_out(session: Session, merger: Merger, now: datetime) -> None:
    """Move all that goes on; one line in the journal says how much of what."""
    counted = moving.counts(session, merger.department, merger.day)
    merger.moved = moving.move(session, merger)
    merger.status = MergerStatus.DONE
    said = ", ".join(words for words, n in counted if n) or "rien à déplacer"
    entry = _note(session, now, merger.decided_by, "merge_departments", merger, said)
    merger.entry_id = key(entry)
    session.flush()


def carry_out_due(session: Session, now: datetime) -> int:
    """Each morning: those whose day has come. A day on which nothing ran is caught up."""
    today = now.astimezone(PARIS).date()
    due = select(Merger).where(Merger.status == MergerStatus.PLANNED, col(Merger.day) <= today)
    found = session.exec(due.order_by(col(Merger.day), col(Merger.id))).all()
    for merger in found:
        carry_out(session, merger, now)
    return len(found)


MERGE = Job("merge_departments", carry_out_due)


def undo(session: Session, merger: Merger, by: User | None, now: datetime) -> None:
    """Put everything back where it was; refused once something was done since."""
    _expect_manager(by)
    if why := objection(session, merger):
        raise Refused(why)
    moving.put_back(session, merger)
    _reopen(merger, MergerStatus.UNDONE)
    session.flush()
    _note(session, now, by, "undo_merger", merger)


def objection(session: Session, merger: Merger) -> str:
    """Why it cannot be undone; empty when it can."""
    if merger.status is not MergerStatus.DONE or merger.entry_id is None:
        return "Ce regroupement n’est pas fait : il n’y a rien à défaire."
    touched = sa.and_(
        col(JournalEntry.subject).in_(moving.subjects(merger)),
        col(JournalEntry.deed).not_in(HARMLESS),
    )
    places = [f"department {number}" for number in (merger.department_id, merger.into_id)]
    around = sa.or_(col(JournalEntry.subject).in_(places), col(JournalEntry.deed).in_(FINAL))
    later = select(JournalEntry).where(
        col(JournalEntry.id) > merger.entry_id, sa.or_(touched, around)
    )
    first = session.exec(later.order_by(col(JournalEntry.id)).limit(1)).first()
    if first is None:
        return ""
    since = said_day(first.at.astimezone(PARIS).date())
    return (
        f"Ce qui a été déplacé a servi depuis (le {since}) : confiez plutôt chaque chose à la main."
    )


# ---------------------------------------------------------------- pieces


def _expect_manager(by: User | None) -> None:
    if by is not None and not may(by, Right.WRITE_CHARTER):
        raise Refused("Seul le référent qualité tient la liste des services.")


def _reopen(merger: Merger, status: MergerStatus) -> None:
    merger.department.closed_on = merger.department.merged_into = None
    merger.status = status


def _note(
    session: Session, now: datetime, by: User | None, deed: str, merger: Merger, said: str = ""
) -> JournalEntry:
    names = f"{merger.department.name} dans {merger.into.name}"
    details = ", ".join(filter(None, (names, said)))
    return journal.write(session, now, by, deed, f"department {merger.department_id}", details)

"""Reports that come back: three of one theme in one department within ninety days call for an action, or for a reason not to.

A report counts until something answers it: an action that has it among its causes and goes on, or that was done after it
was told; a decision not to act, until its day of review. While an action born of as many reports goes on, nothing more is proposed;
once it is done, what is told afterwards counts anew, and that action is named to be opened again. A report joined to an earlier
one counts where the earlier one is. Only days and numbers are read here: no text, no author.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload
from sqlmodel import Session, col, select

from actionplans.models import (
    Action,
    ActionStatus,
    Cause,
    Malfunction,
    MalfunctionStatus,
    RecurrenceDecision,
)
from analysis.themes.themes import OTHER, Theme, themes
from core.clock import PARIS
from core.errors import Missing
from core.keys import key
from organisation import leading
from organisation.models import Department, User
from organisation.rights import EVERYWHERE

REPORTS, WINDOW = 3, timedelta(days=90)
NOT_COUNTED = (MalfunctionStatus.REDIRECTED, MalfunctionStatus.NOT_PURSUED)
DEAD = (ActionStatus.REFUSED, ActionStatus.ABANDONED, ActionStatus.MERGED)
TIME_TO_DECIDE = timedelta(days=30)  # from the report that makes the rule true, as for an action

Pair = tuple[str, int]
"""A theme and a department."""


@dataclass(frozen=True)
class Report:
    """What is read of one: its number and its days."""

    id: int
    number: str
    reported_on: date
    commitment_id: int | None


@dataclass(frozen=True)
class Recurrence:
    """Reports of one theme, in one department, that nothing answers yet; the oldest first."""

    theme: Theme
    department: Department
    reports: tuple[Report, ...]
    going_on: tuple[Action, ...] = ()
    """Actions under way that some reports of this kind already led to."""
    again: Action | None = None
    """The action that was done about it, after which it came back."""

    @property
    def since(self) -> date:
        return self.reports[0].reported_on

    @property
    def fired_on(self) -> date:
        """The day on which there were enough of them."""
        return self.reports[REPORTS - 1].reported_on

    @property
    def decide_by(self) -> date:
        return self.fired_on + TIME_TO_DECIDE

    @property
    def commitment_id(self) -> int | None:
        """The commitment most of them touch; the newest one's where they differ as much."""
        told = [one.commitment_id for one in reversed(self.reports) if one.commitment_id]
        return max(told, key=told.count, default=None)


def concern(user: User, department_id: int | None) -> bool:
    """Whether what comes back there is this person's to settle: officer, management, who leads it."""
    return user.role in EVERYWHERE or leading.leads(user, department_id)


def of_user(session: Session, user: User, today: date) -> list[Recurrence]:
    """Those this person may settle, the most numerous first."""
    return [one for one in found(session, today) if concern(user, one.department.id)]


def named(session: Session, theme: str, department_id: int, user: User, today: date) -> Recurrence:
    """One of them, or Missing once something answers it, and for whoever has no part in it."""
    for one in of_user(session, user, today):
        if (one.theme.code, one.department.id) == (theme, department_id):
            return one
    raise Missing("Rien ne revient ici : une action ou une décision y répond déjà.")


def found(session: Session, today: date) -> list[Recurrence]:
    """Everything that calls for an action today; four queries at most."""
    told = _told(session, today)
    enough = {pair: reports for pair, reports in told.items() if len(reports) >= REPORTS}
    if not enough:
        return []
    acted, refused = _acted(session, enough), _refused(session, today)
    places = session.exec(
        select(Department).where(col(Department.id).in_([place for _, place in enough]))
    )
    known = {key(one): one for one in places}
    titles = {theme.code: theme for theme in themes()}
    recurrences = [
        _left(titles[pair[0]], known[pair[1]], reports, acted.get(pair, {}))
        for pair, reports in enough.items()
        if pair not in refused
    ]
    kept = [one for one in recurrences if one is not None]
    return sorted(kept, key=lambda one: (-len(one.reports), one.theme.title, one.department.name))


# ---------------------------------------------------------------- what was told


def _place() -> tuple[Any, Any, Any]:
    """The theme and the department where a report counts, and the earlier report it may be joined to."""
    earlier = aliased(Malfunction)
    theme = sa.func.coalesce(earlier.theme, col(Malfunction.theme))
    return theme, sa.func.coalesce(earlier.department_id, col(Malfunction.department_id)), earlier


def _told(session: Session, today: date) -> dict[Pair, list[Report]]:
    theme, department_id, earlier = _place()
    wanted = (
        sa.select(
            theme,
            department_id,
            col(Malfunction.id),
            col(Malfunction.number),
            col(Malfunction.reported_on),
            sa.func.coalesce(col(Malfunction.commitment_id), earlier.commitment_id),
        )
        .outerjoin(earlier, earlier.id == col(Malfunction.joined_to_id))
        .where(
            col(Malfunction.reported_on) > today - WINDOW,
            col(Malfunction.reported_on) <= today,
            col(Malfunction.status).not_in(NOT_COUNTED),
            theme.not_in(("", OTHER)),
            department_id.is_not(None),
        )
        .order_by(col(Malfunction.reported_on), col(Malfunction.id))
    )
    told: dict[Pair, list[Report]] = {}
    codes = {one.code for one in themes()}
    for code, place, *report in session.connection().execute(wanted):
        if code in codes:
            told.setdefault((code, place), []).append(Report(*report))
    return told


# ---------------------------------------------------------------- what answers it


def _acted(
    session: Session, pairs: Iterable[Pair]
) -> dict[Pair, dict[int, tuple[Action, set[int]]]]:
    """The actions that reports of these pairs led to, each with those reports, whenever they were told."""
    theme, department_id, earlier = _place()
    caused = (
        select(Action, theme, department_id, Malfunction.id)
        .join(Cause, col(Cause.action_id) == col(Action.id))
        .join(Malfunction, col(Malfunction.id) == col(Cause.malfunction_id))
        .outerjoin(earlier, earlier.id == col(Malfunction.joined_to_id))
        .where(
            col(Action.status).not_in(DEAD),
            theme.in_({code for code, _ in pairs}),
            department_id.in_({place for _, place in pairs}),
        )
        .options(joinedload(Action.owner))  # type: ignore[arg-type]
    )
    acted: dict[Pair, dict[int, tuple[Action, set[int]]]] = {}
    for action, code, place, report_id in session.exec(caused):
        of_pair = acted.setdefault((code, place), {})
        of_pair.setdefault(key(action), (action, set()))[1].add(report_id or 0)
    return acted


def _refused(session: Session, today: date) -> set[Pair]:
    """Where it was decided not to act, until a day still to come."""
    holding = select(RecurrenceDecision.theme, RecurrenceDecision.department_id).where(
        col(RecurrenceDecision.review_on) > today
    )
    return set(session.exec(holding))


def ended_on(action: Action) -> date | None:
    """The day from which it is no longer under way: closed, or done and waiting to be looked at."""
    if action.status.is_closed:
        return action.closed_on
    return action.done_on if action.status is ActionStatus.DONE else None


def _left(
    theme: Theme,
    department: Department,
    reports: Sequence[Report],
    acted: dict[int, tuple[Action, set[int]]],
) -> Recurrence | None:
    """What no action answers; None where one under way was born of it, or too few are left."""
    under_way = [one for one in acted.values() if ended_on(one[0]) is None]
    if any(len(causes) >= REPORTS for _, causes in under_way):
        return None
    left = tuple(one for one in reports if not any(_answered(one, acted.values())))
    if len(left) < REPORTS:
        return None
    done = [action for action, _ in acted.values() if ended_on(action) is not None]
    again = max(done, key=lambda one: (ended_on(one), key(one)), default=None)
    return Recurrence(theme, department, left, tuple(action for action, _ in under_way), again)


def _answered(report: Report, acted: Iterable[tuple[Action, set[int]]]) -> Iterator[bool]:
    """By each action: one of its causes while it is under way; told before it was done, by one born of as many."""
    for action, causes in acted:
        ended = ended_on(action)
        is_cause = report.id in causes
        if ended is None:
            yield is_cause
        else:
            yield report.reported_on <= ended and (is_cause or len(causes) >= REPORTS)


def decided(session: Session, theme: str, department_id: int) -> Sequence[RecurrenceDecision]:
    """What was already decided there, the newest first."""
    same = select(RecurrenceDecision).where(
        RecurrenceDecision.theme == theme, RecurrenceDecision.department_id == department_id
    )
    newest = same.options(joinedload(RecurrenceDecision.decided_by))  # type: ignore[arg-type]
    return session.exec(newest.order_by(col(RecurrenceDecision.id).desc())).all()


def decided_on(one: RecurrenceDecision) -> date:
    """Its day in Paris."""
    return one.decided_at.astimezone(PARIS).date()

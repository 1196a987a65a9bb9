"""Delays promised by the charter, judged from raw dates: what is kept, late, or still within its time.

Pure rules, no table. Days are calendar days, the day of receipt is day 0, both maxima are included:
Saturdays, Sundays and holidays count, as members count them. A request still open beyond its limit is
a breach, otherwise the worst would be the ones that never show; one still open within it is left out
of the figures until it is known (improvement.md, 3.4).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from math import ceil
from statistics import median
from typing import NamedTuple

from actionplans.assessments.levels import ENOUGH, Measure
from actionplans.models import RequestChannel, RequestKind
from analysis.statistics import Interval, wilson

LIMITS = {RequestChannel.ELECTRONIC: 7, RequestChannel.POSTAL: 14}
"""Days the charter gives to acknowledge a request, by the way it came in."""
# The charter promises each request; below all of them, this is the fund's own tolerance, shown as such.
TARGET = 0.95


class Dates(NamedTuple):
    """What is known of one request."""

    channel: RequestChannel
    kind: RequestKind
    received_on: date
    acknowledged_on: date | None = None
    announced_on: date | None = None
    """The day by which the member was told to expect the answer."""
    answered_on: date | None = None

    @property
    def acknowledged_by(self) -> date:
        """The last day on which its acknowledgement is in time."""
        return self.received_on + timedelta(days=LIMITS[self.channel])


class Outcome(StrEnum):
    """What became of a promise made to one request."""

    KEPT = "kept"
    BREACHED = "breached"
    PENDING = "pending"  # open within the limit: nothing can be said yet


class Judgement(NamedTuple):
    """One request held against one promise."""

    outcome: Outcome
    due_on: date
    days: int
    """From receipt to the deed; while it is open, to the day the file was extracted: at least so many."""
    is_open: bool
    late: int
    """Days beyond the limit; 0 when it is kept or pending."""


@dataclass(frozen=True)
class Promise:
    """How one commitment is judged. Whom it counts is said on screen by `counted`."""

    code: str
    counted: str
    counts: Callable[[Dates], bool]
    due_on: Callable[[Dates], date]
    done_on: Callable[[Dates], date | None]
    is_dated: bool = True
    """False: kept whenever it is done; the limit only serves to judge what is still open."""
    is_timed: bool = True
    """Whether the days from receipt to the deed are known."""

    def judge(self, dates: Dates, known_on: date) -> Judgement | None:
        """The verdict on one request as it stood on `known_on`; None when it is not counted."""
        if not self.counts(dates):
            return None
        due_on, done_on = self.due_on(dates), self.done_on(dates)
        end = known_on if done_on is None else done_on
        outcome = self._outcome(due_on, done_on, known_on)
        late = (end - due_on).days if outcome is Outcome.BREACHED else 0
        return Judgement(outcome, due_on, (end - dates.received_on).days, done_on is None, late)

    def _outcome(self, due_on: date, done_on: date | None, known_on: date) -> Outcome:
        if done_on is None:
            return Outcome.BREACHED if known_on > due_on else Outcome.PENDING
        return Outcome.KEPT if not self.is_dated or done_on <= due_on else Outcome.BREACHED


def _acknowledged_by(dates: Dates) -> date:
    return dates.acknowledged_by


def _acknowledged_on(dates: Dates) -> date | None:
    return dates.acknowledged_on


def _answered_on(dates: Dates) -> date | None:
    return dates.answered_on


def _announced_on(dates: Dates) -> date:
    assert dates.announced_on is not None
    return dates.announced_on


PROMISES = {
    promise.code: promise
    for promise in (
        Promise(
            "DEL-01",
            "affiliations, demandes de retraite et autres demandes, hors réclamations",
            lambda dates: dates.kind is not RequestKind.CLAIM,
            _acknowledged_by,
            _acknowledged_on,
            is_dated=False,
        ),
        Promise(
            "DEL-02",
            "toutes les demandes reçues par voie électronique",
            lambda dates: dates.channel is RequestChannel.ELECTRONIC,
            _acknowledged_by,
            _acknowledged_on,
        ),
        Promise(
            "DEL-03",
            "toutes les demandes reçues par courrier",
            lambda dates: dates.channel is RequestChannel.POSTAL,
            _acknowledged_by,
            _acknowledged_on,
        ),
        # No file says on which day a date was announced: having one, or the answer, is what counts.
        Promise(
            "DEL-05",
            "toutes les demandes",
            lambda dates: True,
            _acknowledged_by,
            lambda dates: dates.answered_on or dates.announced_on,
            is_dated=False,
            is_timed=False,
        ),
        Promise(
            "DEL-06",
            "demandes auxquelles une date a été annoncée, hors réclamations",
            lambda dates: dates.announced_on is not None and dates.kind is not RequestKind.CLAIM,
            _announced_on,
            _answered_on,
        ),
        Promise(
            "DEL-07",
            "réclamations auxquelles une date a été annoncée",
            lambda dates: dates.announced_on is not None and dates.kind is RequestKind.CLAIM,
            _announced_on,
            _answered_on,
        ),
    )
}
"""The commitments measured from requests, by code."""


class Verdict(StrEnum):
    """What a figure says of the promise."""

    MET = "atteint"
    FRAGILE = "fragile"
    UNDETERMINED = "indéterminé"
    MISSED = "non atteint"


@dataclass(frozen=True)
class Figure:
    """One promise over a group of requests: counts, and days from receipt, open breaches included."""

    kept: int
    breached: int
    pending: int
    days: tuple[int, ...] = ()

    @property
    def n(self) -> int:
        """The requests judged: kept or breached."""
        return self.kept + self.breached

    @property
    def share(self) -> float | None:
        """Kept among those judged, from 0 to 1; None when there is none."""
        return self.kept / self.n if self.n else None

    @property
    def interval(self) -> Interval | None:
        """Wilson's 95 % interval of the share."""
        return wilson(self.kept, self.n) if self.n else None

    @property
    def median(self) -> float | None:
        """The median of the days."""
        return median(self.days) if self.days else None

    @property
    def ninetieth(self) -> int | None:
        """The 90th percentile of the days, by the nearest rank: nine in ten waited no longer."""
        return percentile(self.days, 90) if self.days else None

    @property
    def verdict(self) -> Verdict:
        """Met at the target; fragile when below it by no more than chance explains (the interval)."""
        if self.share is None or self.interval is None or self.n < ENOUGH:
            return Verdict.UNDETERMINED
        if self.share >= TARGET:
            return Verdict.MET
        return Verdict.FRAGILE if self.interval.high >= TARGET else Verdict.MISSED

    @property
    def measure(self) -> Measure | None:
        """The figure as the level of a commitment wants it."""
        if self.share is None:
            return None
        return Measure(is_met=self.share >= TARGET, share_kept=self.share, cases=self.n)


def percentile(values: Sequence[int], percent: int) -> int:
    """The smallest value that at least `percent` in a hundred do not exceed (nearest rank, 1 to 100)."""
    ordered = sorted(values)
    return ordered[ceil(percent * len(ordered) / 100) - 1]


def figure(promise: Promise, judgements: Iterable[Judgement]) -> Figure:
    """Count these judgements of one promise."""
    found = list(judgements)
    judged = [one for one in found if one.outcome is not Outcome.PENDING]
    kept = sum(one.outcome is Outcome.KEPT for one in judged)
    days = tuple(one.days for one in judged) if promise.is_timed else ()
    return Figure(kept, len(judged) - kept, len(found) - len(judged), days)

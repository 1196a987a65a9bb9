"""Whether something changed: indicators chosen before, windows fixed before, one stated rule after.

The rule (improvement §3.4.7-8): shares of replies over two windows of the same length, one before
the action was decided, one after it was done; what lies between is a transition and is left out.
Thirty answers at least in each window, else « données insuffisantes ». Newcombe's 95 % interval of
the difference decides the word. The mean mark of a theme is a series of months: six at least in each
window, judged by `series.shift`. It shows a change, never its cause.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean

from sqlmodel import Session

from actionplans.actions import indicators as yardsticks
from actionplans.actions import series
from actionplans.actions.indicators import MARK, Indicator, indicators, is_known
from actionplans.actions.series import Point
from actionplans.models import Action, Direction, Verdict
from analysis.indicators import measures
from analysis.indicators.measures import Measure, month_start
from analysis.statistics import newcombe
from core.errors import Refused
from core.french import NBSP, count, number, percent

__all__ = ["Indicator", "indicators"]

SMALLEST_WINDOW = 30  # answers in each window (improvement §3.4.7)
WAIT = timedelta(days=90)  # after it is done; guards against a flash in the pan (§4.2)
WINDOWS = (3, 6, 12)
DEFAULT_WINDOW = 6


def check_terms(indicator: str, direction: Direction | None, window_months: int) -> None:
    """Refused unless the effect is fixed beforehand, whole: indicator, direction, window."""
    if window_months not in WINDOWS:
        raise Refused("Choisissez une fenêtre de 3, 6 ou 12 mois.")
    if not indicator:
        return
    if not is_known(indicator):
        raise Refused("Cet indicateur n’est pas au catalogue : choisissez-en un de la liste.")
    if direction is None:
        raise Refused("Dites dans quel sens l’indicateur doit évoluer.")
    if indicator.startswith(MARK) and window_months < series.FEWEST:
        raise Refused("Choisissez 6 ou 12 mois : une note suivie mois par mois en demande six.")


# ---------------------------------------------------------------- windows


@dataclass(frozen=True)
class Period:
    """Whole months: first and last day."""

    since: date
    until: date


def window_before(action: Action) -> Period:
    """The months before the one in which the action was decided."""
    assert action.decided_on is not None
    first = month_start(action.decided_on, -action.window_months)
    return Period(first, month_start(action.decided_on) - timedelta(days=1))


def window_after(action: Action) -> Period:
    """The months after the one in which the action was done."""
    assert action.done_on is not None
    first = month_start(action.done_on, 1)
    return Period(first, month_start(first, action.window_months) - timedelta(days=1))


def verifiable_on(action: Action) -> date:
    """The day from which its effect may be judged: ninety days on, and its window over.

    A verdict drawn before the end of the window fixed beforehand could be drawn on the day that
    suits best. Without an indicator there is no window to wait for.
    """
    assert action.done_on is not None
    waited = action.done_on + WAIT
    if not action.indicator:
        return waited
    return max(waited, window_after(action).until + timedelta(days=1))


# ---------------------------------------------------------------- the rule


@dataclass(frozen=True)
class Mean:
    """The mean mark of a run of months, out of ten; `n` counts the months, `answers` the members."""

    label: str
    value: float | None
    n: int
    answers: int

    @property
    def share(self) -> float | None:
        """On the scale of the measures: what `difference` subtracts."""
        return self.value


Measured = Measure | Mean


def said(measured: Measured) -> str:
    """« 34 % », « 6,2 sur 10 »; « – » for nothing."""
    if isinstance(measured, Mean):
        value = measured.value
        return "–" if value is None else f"{number(value, 1)}{NBSP}sur{NBSP}10"
    return percent(measured.share)


def counted(measured: Measured) -> str:
    """« 12 sur 40 », « 6 mois, 120 voix »."""
    if isinstance(measured, Mean):
        return f"{measured.n}{NBSP}mois, {count(measured.answers, 'voix')}"
    return f"{measured.x} sur {measured.n}"


@dataclass(frozen=True)
class Effect:
    """Two measures, the interval of their difference (after minus before), the word for it.

    The difference of shares lies between -1 and 1; that of means is in marks out of ten, and taken
    against the trend before. `is_short`: so few points that the interval is surely too narrow.
    """

    before: Measured
    after: Measured
    verdict: Verdict
    low: float | None = None
    high: float | None = None
    gap: float | None = None
    is_short: bool = False

    @property
    def is_series(self) -> bool:
        return isinstance(self.before, Mean)

    @property
    def difference(self) -> float | None:
        """After minus before; None where a window is empty."""
        if self.gap is not None:
            return self.gap
        if self.before.share is None or self.after.share is None:
            return None
        return self.after.share - self.before.share


def judge(before: Measure, after: Measure, direction: Direction) -> Effect:
    """The verdict of the stated rule on two measures.

    « Effet constaté » when the whole interval lies on the expected side of zero, « dégradation »
    on the other; across zero, « évolution favorable non démontrée » when the difference itself
    goes the expected way, else « pas d’effet visible ».
    """
    if min(before.n, after.n) < SMALLEST_WINDOW:
        return Effect(before, after, Verdict.NOT_ENOUGH)
    low, high = newcombe(after.x, after.n, before.x, before.n)
    # the same three numbers, turned so that upwards is what was hoped for
    ahead = 1 if direction is Direction.UP else -1
    worst, best = sorted((ahead * low, ahead * high))
    hoped = ahead * (after.x / after.n - before.x / before.n)
    return Effect(before, after, _word(worst, best, hoped), low, high)


def _word(worst: float, best: float, hoped: float) -> Verdict:
    if worst > 0:
        return Verdict.EFFECT
    if best < 0:
        return Verdict.WORSE
    return Verdict.FAVOURABLE if hoped > 0 else Verdict.NONE


def judge_series(
    label: str, before: Sequence[Point], after: Sequence[Point], direction: Direction
) -> Effect:
    """The verdict on a mean followed month by month; fewer than six months on a side is not enough."""
    means = mean_of(label, before), mean_of(label, after)
    found = series.shift(before, after)
    if found is None:
        return Effect(*means, Verdict.NOT_ENOUGH)
    ahead = 1 if direction is Direction.UP else -1
    worst, best = sorted((ahead * found.low, ahead * found.high))
    word = _word(worst, best, ahead * found.gap)
    return Effect(*means, word, found.low, found.high, found.gap, found.is_short)


def mean_of(label: str, points: Sequence[Point]) -> Mean:
    """The mean of the months, each counting once, as the regression takes them."""
    value = fmean(point.mean for point in points) if points else None
    return Mean(label, value, len(points), sum(point.n for point in points))


def baseline(session: Session, action: Action) -> Measured:
    """What was measured before the action was decided; it needs an indicator."""
    before = window_before(action)
    if action.indicator.startswith(MARK):
        label = indicators()[action.indicator].label
        return mean_of(label, yardsticks.points(session, action, before.since, before.until))
    return yardsticks.measure(session, action, before.since, before.until)


def effect_of(session: Session, action: Action) -> Effect | None:
    """What the rule says of an action that is done; None without an indicator or before it is done."""
    if not action.indicator or action.direction is None or action.done_on is None:
        return None
    return effect_over(session, action, window_after(action))


def effect_over(session: Session, action: Action, after: Period) -> Effect:
    """What the rule says of these months, held against those before the action was decided."""
    assert action.direction is not None
    before = window_before(action)
    if action.indicator.startswith(MARK):
        label = indicators()[action.indicator].label
        was = yardsticks.points(session, action, before.since, before.until)
        became = yardsticks.points(session, action, after.since, after.until)
        return judge_series(label, was, became, action.direction)
    return judge(
        yardsticks.measure(session, action, before.since, before.until),
        yardsticks.measure(session, action, after.since, after.until),
        action.direction,
    )


def was_read_alike(session: Session, action: Action) -> bool:
    """Whether one version of the reader gave the themes of both windows (§3.4.9); true of questions."""
    if not action.indicator.startswith((measures.THEME, MARK)) or action.done_on is None:
        return True
    before, after = window_before(action), window_after(action)
    versions = [
        measures.reader_versions(session, period.since, period.until) for period in (before, after)
    ]
    return len(versions[0] | versions[1]) < 2

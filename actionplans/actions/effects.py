"""Whether something changed: indicators chosen before, windows fixed before, one stated rule after.

The rule (improvement §3.4.7-8): shares of replies over two windows of the same length, one before
the action was decided, one after it was done; what lies between is a transition and is left out.
Thirty answers at least in each window, else « données insuffisantes ». Newcombe's 95 % interval of
the difference decides the word. It shows a change, never its cause.
"""

import functools
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session

from actionplans.models import Action, Direction, Verdict
from analysis import measures
from analysis.measures import Measure, month_start
from analysis.statistics import newcombe
from analysis.themes import OTHER, themes
from core.errors import Refused

SMALLEST_WINDOW = 30  # answers in each window (improvement §3.4.7)
WAIT = timedelta(days=90)  # after it is done; guards against a flash in the pan (§4.2)
WINDOWS = (3, 6, 12)
DEFAULT_WINDOW = 6


@dataclass(frozen=True)
class Indicator:
    """Something measured all the time, by which an action may be judged; `good` is its good way."""

    key: str
    label: str
    good: Direction


@functools.cache
def indicators() -> dict[str, Indicator]:
    """The catalogue: the shares of the survey, then the share of comments on each theme."""
    shares = [Indicator(key, measures.label(key), Direction.UP) for key in measures.SHARES]
    keys = [f"{measures.THEME}{theme.code}" for theme in themes() if theme.code != OTHER]
    spoken = [Indicator(key, measures.label(key), Direction.DOWN) for key in keys]
    return {indicator.key: indicator for indicator in [*shares, *spoken]}


def check_terms(indicator: str, direction: Direction | None, window_months: int) -> None:
    """Refused unless the effect is fixed beforehand, whole: indicator, direction, window."""
    if window_months not in WINDOWS:
        raise Refused("Choisissez une fenêtre de 3, 6 ou 12 mois.")
    if not indicator:
        return
    if indicator not in indicators():
        raise Refused("Cet indicateur n’est pas au catalogue : choisissez-en un de la liste.")
    if direction is None:
        raise Refused("Dites dans quel sens l’indicateur doit évoluer.")


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
class Effect:
    """Two measures, the interval of their difference (after minus before, 0 to 1), the word for it."""

    before: Measure
    after: Measure
    verdict: Verdict
    low: float | None = None
    high: float | None = None

    @property
    def difference(self) -> float | None:
        """After minus before, between -1 and 1; None where a window is empty."""
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


def baseline(session: Session, action: Action) -> Measure:
    """What was measured before the action was decided; it needs an indicator."""
    before = window_before(action)
    return measures.measure(session, action.indicator, before.since, before.until)


def effect_of(session: Session, action: Action) -> Effect | None:
    """What the rule says of an action that is done; None without an indicator or before it is done."""
    if not action.indicator or action.direction is None or action.done_on is None:
        return None
    after = window_after(action)
    return judge(
        baseline(session, action),
        measures.measure(session, action.indicator, after.since, after.until),
        action.direction,
    )


def was_read_alike(session: Session, action: Action) -> bool:
    """Whether one version of the reader gave the themes of both windows (§3.4.9); true of questions."""
    if not action.indicator.startswith(measures.THEME) or action.done_on is None:
        return True
    before, after = window_before(action), window_after(action)
    versions = [
        measures.reader_versions(session, period.since, period.until) for period in (before, after)
    ]
    return len(versions[0] | versions[1]) < 2

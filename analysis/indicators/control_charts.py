"""The control chart of an indicator, and each of its signals said in a sentence."""

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.indicators import variation
from analysis.indicators.breakdowns import Breakdown, Slice
from analysis.indicators.indicators import Unit
from analysis.indicators.variation import FEWEST_POINTS, Limits, Signal
from analysis.statistics import Interval
from core import french

HUNDRED = 100.0
BASELINE = 8  # quarters before the first of January, whose limits hold for a whole year


@dataclass(frozen=True)
class Study:
    """The quarters that compare with the last one, the ordinary range around them, and what stands out."""

    quarters: Sequence[Slice]
    limits: Limits
    signals: dict[int, Signal]
    sentences: Sequence[str]
    basis: str
    """From which quarters the limits were computed."""


def study(found: Breakdown) -> Study | None:
    """The chart since the last break that forbids to compare; None while fewer than six quarters are shown."""
    since = max((at for at, one in enumerate(found.quarters) if one.broken and one.broken.forbids), default=0)  # fmt: skip
    told = _since_the_baseline([one for one in found.quarters[since:] if one.estimate])
    values = [one.estimate.value for one in told if one.estimate]
    limits = _limits(found, told, values, _baseline(told))
    if limits is None:
        return None
    signals = variation.signals(values, limits)
    return Study(told, limits, signals, _sentences(told, signals), _basis(told, limits))


def _since_the_baseline(told: Sequence[Slice]) -> Sequence[Slice]:
    """The quarters of this year and the eight before it."""
    before = _earlier(told)
    return told[max(0, before - BASELINE) :]


def _earlier(told: Sequence[Slice]) -> int:
    """How many quarters come before the year of the last one."""
    return sum(1 for one in told if one.since.year < told[-1].since.year) if told else 0


def _baseline(told: Sequence[Slice]) -> int:
    """How many quarters come before this year; all of them while they are too few to tell what is ordinary."""
    before = _earlier(told)
    return before if before >= FEWEST_POINTS else len(told)


def _limits(
    found: Breakdown, told: Sequence[Slice], values: Sequence[float], baseline: int
) -> Limits | None:
    """Of marks by their moving range, of shares by the number of answers; in the units of the indicator."""
    if found.formula.unit is Unit.MARK:
        return variation.xmr(values, baseline)
    counts = [
        (one.estimate.value / HUNDRED * one.estimate.n, one.estimate.n) for one in told if one.estimate
    ]  # fmt: skip
    shares = variation.p_chart(counts, baseline)
    if shares is None:
        return None
    ranges = tuple(Interval(HUNDRED * low, HUNDRED * high) for low, high in shares.ranges)
    return Limits(HUNDRED * shares.centre, ranges, shares.baseline)


def _sentences(told: Sequence[Slice], signals: dict[int, Signal]) -> list[str]:
    """One sentence a run of points that share a reason."""
    said = []
    places = list(signals)
    while places:
        run = [places.pop(0)]
        alone = signals[run[0]] is Signal.OUTSIDE
        while not alone and places and signals[places[0]] is signals[run[0]]:
            run.append(places.pop(0))
        when = told[run[0]].label
        if len(run) > 1:
            when = f"Du {when} au {told[run[-1]].label}"
        reason = signals[run[0]].value
        said.append(f"{when[0].upper()}{when[1:]} : {reason}. Cherchez ce qui a changé.")
    return said


def _basis(told: Sequence[Slice], limits: Limits) -> str:
    """What the limits were computed from, and until when they hold: they never move unsaid."""
    first, last = told[0].label, told[limits.baseline - 1].label
    said = f"sur {french.count(limits.baseline, 'trimestre')}, du {first} au {last}"
    year = told[-1].since.year
    if told[limits.baseline - 1].since.year < year:
        return f"Limites calculées {said}, fixées pour toute l’année {year}."
    return f"Limites provisoires, calculées {said} : elles seront fixées quand six trimestres précéderont l’année."


TOO_SHORT = f"Données insuffisantes : il faut {FEWEST_POINTS} trimestres comparables qui puissent être montrés."

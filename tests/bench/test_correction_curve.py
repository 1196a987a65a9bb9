"""Prints, and draws in docs/pictures/, what two hundred corrections are worth: in the order proposed, and in ten at random.

`pytest -m bench tests/bench/test_correction_curve.py -s`, about half an hour on one idle core. A person reads
sentences of the demonstration, which nobody learnt from, and says their theme. Every fifty the reading learns them and
all is read again, as the product does. Three hundred sentences are set apart and never read by the person: they say
what was learnt. Figures are written in docs/quality.md.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from random import Random
from statistics import mean

import pytest

from analysis import corpus
from analysis.charts import Across, Along, Chart, Curve, curves
from analysis.charts.base import Scale
from analysis.readers.base import Example, Reader, Reading
from analysis.statistics import Interval, wilson
from analysis.themes import learning

pytestmark = [pytest.mark.bench, pytest.mark.slow]
PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
APART, STEP, STEPS = 300, 50, 4
ORDERS = 10  # at random: one alone may be lucky
SENTENCES = Scale(STEP * STEPS, 0, "", ())

Order = Callable[[Sequence[Example], Sequence[Reading]], list[int]]
"""Which of these sentences to read first."""
Step = tuple[int, int]
"""Right on screen among those listed, right among those set apart."""


def queue(left: Sequence[Example], readings: Sequence[Reading]) -> list[int]:
    """The least certain first, as « à relire » shows them."""
    return sorted(range(len(left)), key=lambda row: readings[row].certainty)


def at_random(number: int) -> Order:
    """One order among many; always the same for a number."""
    chance = Random(number)
    return lambda left, readings: chance.sample(range(len(left)), len(left))


def test_the_order_proposed_is_worth_more_than_chance() -> None:
    listed, apart = _dealt(corpus.demonstration())
    print(f"\n{len(listed)} sentences to read, {len(apart)} set apart")
    ordered = list(_read("in order", listed, apart, queue))
    drawn = [
        list(_read(f"random {number}", listed, apart, at_random(number)))
        for number in range(ORDERS)
    ]
    for place, what in enumerate(("on screen", "never read")):
        _say(what, drawn, (len(listed), len(apart))[place], place)
    _draw("correction-shown", "Phrases bien classées à l’écran", ordered, drawn, len(listed), 0)
    _draw("correction-learnt", "Phrases jamais relues, bien classées", ordered, drawn, len(apart), 1)  # fmt: skip
    assert ordered[-1][0] > max(curve[-1][0] for curve in drawn)


def _dealt(examples: Sequence[Example]) -> tuple[list[Example], list[Example]]:
    order = sorted(examples, key=lambda one: blake2b(one.text.encode()).digest())
    return order[APART:], order[:APART]


def _read(
    name: str, listed: Sequence[Example], apart: Sequence[Example], order: Order
) -> Iterator[Step]:
    """After each step: right on screen among those listed, right among those set apart."""
    left, known = list(listed), list[Example]()
    for step in range(STEPS + 1):
        reader = _learnt(tuple(known))
        readings = reader.read(left)
        shown = len(known) + _right(left, readings)
        learnt = _right(apart, reader.read(apart))
        print(
            f"{name:9} {len(known):4} read: on screen {_rate(shown, len(listed))}, of those left "
            f"{_rate(_right(left, readings), len(left))}, never read {_rate(learnt, len(apart))}",
            flush=True,
        )
        yield shown, learnt
        if step < STEPS:
            taken = set(order(left, readings)[:STEP])
            known += [_put_right(one) for row, one in enumerate(left) if row in taken]
            left = [one for row, one in enumerate(left) if row not in taken]


@lru_cache(maxsize=1)  # all begin with the reading of the first day
def _learnt(known: tuple[Example, ...]) -> Reader:
    return learning.learn([*corpus.starter(), *known])


def _put_right(one: Example) -> Example:
    """A person says the main theme alone."""
    return Example(one.text, one.event, one.satisfaction, one.themes[:1])


def _right(examples: Sequence[Example], readings: Sequence[Reading]) -> int:
    return sum(
        reading.themes[0] == one.themes[0] for one, reading in zip(examples, readings, strict=True)
    )


def _rate(x: int, n: int) -> str:
    low, high = wilson(x, n)
    return f"{x / n:.3f} [{low:.3f} – {high:.3f}]"


def _say(what: str, drawn: Sequence[Sequence[Step]], n: int, place: int) -> None:
    for at in range(STEPS + 1):
        low, mean, high = _spread(drawn, at, place)
        print(f"at random, {STEP * at:3} read, {what}: {mean / n:.3f} on average, {low / n:.3f} to {high / n:.3f}")  # fmt: skip


def _spread(drawn: Sequence[Sequence[Step]], at: int, place: int) -> tuple[float, float, float]:
    right = [curve[at][place] for curve in drawn]
    return min(right), mean(right), max(right)


def _draw(
    name: str, title: str, ordered: Sequence[Step], drawn: Sequence[Sequence[Step]], n: int, place: int
) -> None:  # fmt: skip
    """The order proposed, and the mean of the orders at random in the band of all of them."""
    steps = range(STEPS + 1)
    band = [_along(STEP * at, *_spread(drawn, at, place), n) for at in steps]
    lines = [
        Curve("Les moins sûres d’abord", [Along(STEP * at, 100 * ordered[at][place] / n) for at in steps]),
        Curve(f"Au hasard, {ORDERS} ordres", band, banded=True),
    ]  # fmt: skip
    marks = tuple(float(STEP * at) for at in steps)
    across = Across(0, STEP * STEPS, marks, "phrases relues par une personne", SENTENCES)
    chart: Chart = curves(title, lines, across, (70, 100))
    (PICTURES / f"{name}.svg").write_text(chart.svg + "\n", encoding="utf-8")


def _along(read: int, low: float, middle: float, high: float, n: int) -> Along:
    return Along(read, 100 * middle / n, Interval(100 * low / n, 100 * high / n))

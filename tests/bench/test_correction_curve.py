"""Prints, and draws in docs/pictures/, what two hundred corrections are worth: in the order proposed, and at random.

`pytest -m bench tests/bench/test_correction_curve.py -s`, about ten minutes on one idle core. A person reads
sentences of the demonstration, which nobody learnt from, and says their theme. Every fifty the reading learns them and
all is read again, as the product does. Three hundred sentences are set apart and never read by the person: they say
what was learnt. Figures are written in docs/quality/comparison.md.
"""

from collections.abc import Callable, Iterator, Sequence
from hashlib import blake2b
from pathlib import Path
from random import Random

import pytest

from analysis import corpus, learning
from analysis.charts import Across, Along, Chart, Curve, curves
from analysis.charts.base import Scale
from analysis.readers.base import Example, Reading
from analysis.statistics import Interval, wilson

pytestmark = [pytest.mark.bench, pytest.mark.slow]
PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
APART, STEP, STEPS = 300, 50, 4
SENTENCES = Scale(STEP * STEPS, 0, "", ())

Order = Callable[[Sequence[Example], Sequence[Reading]], list[int]]
"""Which of these sentences to read first."""


def queue(left: Sequence[Example], readings: Sequence[Reading]) -> list[int]:
    """The least certain first, as « à relire » shows them."""
    return sorted(range(len(left)), key=lambda row: readings[row].certainty)


def at_random(left: Sequence[Example], readings: Sequence[Reading]) -> list[int]:
    return Random(0).sample(range(len(left)), len(left))


def test_the_order_proposed_is_worth_more_than_chance() -> None:
    listed, apart = _dealt(corpus.demonstration())
    print(f"\n{len(listed)} sentences to read, {len(apart)} set apart")
    found = {
        name: list(_read(listed, apart, order))
        for name, order in (("Les moins sûres d’abord", queue), ("Au hasard", at_random))
    }
    _draw("correction-shown", "Phrases bien classées à l’écran", found, len(listed), 0, (70, 100))
    _draw("correction-learnt", "Phrases jamais relues, bien classées", found, len(apart), 1, (70, 100))  # fmt: skip
    ordered, drawn = (curve[-1][0] for curve in found.values())
    assert ordered > drawn


def _dealt(examples: Sequence[Example]) -> tuple[list[Example], list[Example]]:
    order = sorted(examples, key=lambda one: blake2b(one.text.encode()).digest())
    return order[APART:], order[:APART]


def _read(
    listed: Sequence[Example], apart: Sequence[Example], order: Order
) -> Iterator[tuple[int, int]]:
    """After each step: right on screen among those listed, right among those set apart."""
    left, known = list(listed), list[Example]()
    for step in range(STEPS + 1):
        reader = learning.learn([*corpus.starter(), *known])
        readings = reader.read(left)
        shown = len(known) + _right(left, readings)
        learnt = _right(apart, reader.read(apart))
        print(
            f"{order.__name__:10} {len(known):4} read: on screen {_rate(shown, len(listed))}, of those left "
            f"{_rate(_right(left, readings), len(left))}, never read {_rate(learnt, len(apart))}",
            flush=True,
        )
        yield shown, learnt
        if step < STEPS:
            taken = set(order(left, readings)[:STEP])
            known += [_put_right(one) for row, one in enumerate(left) if row in taken]
            left = [one for row, one in enumerate(left) if row not in taken]


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


def _draw(
    name: str, title: str, found: dict[str, list[tuple[int, int]]], n: int, place: int,
    upright: tuple[float, float],
) -> None:  # fmt: skip
    drawn = [
        Curve(label, [_along(STEP * at, step[place], n) for at, step in enumerate(curve)])
        for label, curve in found.items()
    ]
    steps = tuple(float(STEP * at) for at in range(STEPS + 1))
    across = Across(0, STEP * STEPS, steps, "phrases relues par une personne", SENTENCES)
    chart: Chart = curves(title, drawn, across, upright)
    (PICTURES / f"{name}.svg").write_text(chart.svg + "\n", encoding="utf-8")


def _along(read: int, right: int, n: int) -> Along:
    low, high = wilson(right, n)
    return Along(read, 100 * right / n, Interval(100 * low, 100 * high))

"""Share whole things out: by weights, or so that rows and columns both come out right."""

from collections.abc import Sequence
from random import Random

ROUNDS = 60  # of proportional fitting; after some thirty nothing moves any more


def shared(total: int, weights: Sequence[float]) -> list[int]:
    """`total` things shared by these weights: whole numbers that sum to it, largest remainders first."""
    whole = sum(weights)
    exact = [total * weight / whole if whole else 0.0 for weight in weights]
    parts = [int(part) for part in exact]
    left = total - sum(parts) if whole else 0
    for place in sorted(range(len(parts)), key=lambda p: parts[p] - exact[p])[:left]:
        parts[place] += 1
    return parts


def some(chance: Random, expected: float) -> int:
    """A whole number near this one, right on average: 0.3 is 1 three times in ten."""
    return int(expected) + (chance.random() < expected % 1)


def fitted(
    leanings: Sequence[Sequence[float]], rows: Sequence[int], columns: Sequence[int]
) -> list[list[int]]:
    """Whole numbers close to these leanings whose sums are `rows` and `columns` (of equal totals).

    Iterative proportional fitting (Deming and Stephan 1940), then rounding column by column; what a
    row gained or lost by it is made up for in the next columns.
    """
    table = [list(row) for row in leanings]
    for _ in range(ROUNDS):
        for row, wanted in zip(table, rows, strict=True):
            _scale(row, wanted)
        for place, wanted in enumerate(columns):
            column = [row[place] for row in table]
            _scale(column, wanted)
            for row, value in zip(table, column, strict=True):
                row[place] = value
    return _rounded(table, rows, columns)


def _scale(values: list[float], wanted: float) -> None:
    total = sum(values)
    values[:] = [value * wanted / total if total else 0.0 for value in values]


def _rounded(
    table: Sequence[Sequence[float]], rows: Sequence[int], columns: Sequence[int]
) -> list[list[int]]:
    left, owed = list(rows), [0.0] * len(rows)
    given: list[list[int]] = [[] for _ in rows]
    for place, wanted in enumerate(columns):
        owed = [debt + row[place] for debt, row in zip(owed, table, strict=True)]
        for part in _one_by_one(owed, left, wanted):
            owed[part] -= 1
            left[part] -= 1
        for number, row in enumerate(given):
            row.append(rows[number] - left[number] - sum(row))
    return given


def _one_by_one(owed: Sequence[float], left: Sequence[int], wanted: int) -> list[int]:
    """Which rows give one thing each, again and again, the most owed first."""
    owed, left = list(owed), list(left)
    chosen = []
    for _ in range(wanted):
        best = max((p for p in range(len(left)) if left[p]), key=lambda p: owed[p])
        owed[best] -= 1
        left[best] -= 1
        chosen.append(best)
    return chosen

"""What may be shown: no figure of a group too small, nor one from which such a group could be worked out.

Used by everything that leaves (screen, CSV, chart, PDF). « Six answers a department and a month: whoever
knows the member knows the answer. »
"""

from collections.abc import Collection, Hashable, Mapping, Sequence
from enum import IntEnum
from itertools import chain
from types import MappingProxyType
from typing import Any, TypeVar

from analysis.results.isolating import ROUNDING, Sum, smallest_group

K = TypeVar("K", bound=Hashable)
C = TypeVar("C", bound=Hashable)


class Audience(IntEnum):
    """Who looks; its value is the smallest number of answers they may see a figure of."""

    PUBLIC = 10
    INTERNAL = 5


def may_show(n: int, audience: Audience) -> bool:
    """Whether a figure that rests on `n` answers may be shown, looked at alone."""
    return n >= audience


def hidden(
    counts: Mapping[K, int],
    sums: Sequence[Sum[K]],
    audience: Audience,
    never: Collection[K] = (),
    known: Collection[K] = (),
    worth: Mapping[K, int] = MappingProxyType({}),
) -> frozenset[K]:
    """The groups whose figures must not be shown, `counts` being the number of answers in each.

    First those under the threshold (an empty group tells nothing of anybody and may be shown), and those
    that are `never` shown. Then, as long as adding and subtracting what is shown would give a group under
    the threshold, one that helps is hidden too, the one least worth showing, then the smallest: complementary
    suppression. The sums are those the reader knows of. What is `known` already cannot be taken back:
    others are hidden instead.
    """
    away = {key for key, n in counts.items() if 0 < n < audience and key not in known}
    away |= set(never)
    totals = {one.total for one in sums}

    def cost(key: K) -> tuple[int, bool, int, str]:
        return (worth.get(key, 0), key in totals, counts[key], str(key))

    while helping := _helping(counts, sums, away, audience) - set(known):
        away.add(min(helping, key=cost))
    return frozenset(away)


def withheld(
    cells: Mapping[C, int],
    groups: Mapping[K, Collection[C]],
    audience: Audience,
    known: Collection[K] = (),
    worth: Mapping[K, int] = MappingProxyType({}),
) -> frozenset[K]:
    """The same for groups that overlap: years that roll, quarters, modes, departments of the same replies.

    Each group is made of cells, which are never shown alone; `cells` holds how many answered in each. Whoever
    knows in which cells there is nobody subtracts one group from another: that is tried for all of them.
    """
    alike = _alike(cells, groups)
    counts: dict[Any, int] = {("cell", signs): n for signs, n in alike.items()}
    place = {key: at for at, key in enumerate(groups)}
    parts: dict[int, list[tuple[str, frozenset[int]]]] = {at: [] for at in place.values()}
    for signs in alike:
        for at in signs:
            parts[at].append(("cell", signs))
    sums: list[Sum[Any]] = []
    for at, made_of in parts.items():
        counts[at] = sum(counts[part] for part in made_of)
        sums.append(Sum(at, tuple(made_of)))
    never = [key for key in counts if isinstance(key, tuple)]
    prices = {place[key]: price for key, price in worth.items() if key in place}
    away = hidden(counts, sums, audience, never, [place[key] for key in known], prices)
    return frozenset(key for key, at in place.items() if at in away)


def _alike(cells: Mapping[C, int], groups: Mapping[K, Collection[C]]) -> dict[frozenset[int], int]:
    """Cells that are in the same groups count as one: nothing shown can tell them apart."""
    inside: dict[C, list[int]] = {}
    for place, group in enumerate(groups.values()):
        for cell in group:
            inside.setdefault(cell, []).append(place)
    found: dict[frozenset[int], int] = {}
    for cell, n in cells.items():
        if n and cell in inside:
            signs = frozenset(inside[cell])
            found[signs] = found.get(signs, 0) + n
    return found


def _helping(
    counts: Mapping[K, int], sums: Sequence[Sum[K]], away: set[K], audience: Audience
) -> set[K]:
    """What is shown and lets a group under the threshold be worked out; empty when all is safe."""
    kept = [key for key in counts if key in away and counts[key]]
    combination = smallest_group(counts, sums, kept, audience)
    if combination is None:
        return set()
    used = [one for one, share in zip(sums, combination, strict=True) if abs(share) > ROUNDING]
    seen = set(chain.from_iterable((one.total, *one.parts) for one in used))
    return {key for key in seen if key not in away and counts[key]}

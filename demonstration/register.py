"""The fund's register: who is affiliated or retires each month, and the rows in which it is told."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from demonstration import dirt
from demonstration.back_office import Cells, row
from demonstration.calendar import MONTHS, Calendar
from demonstration.members import Member, new_member, numbers
from demonstration.sharing import shared, some
from survey.models import EventKind

# Members written to in eighteen months; a little over 2 000 events once all the others are counted.
WRITTEN_TO = {EventKind.AFFILIATION: 985, EventKind.RETIREMENT: 1215}
SEASONS = {
    EventKind.AFFILIATION: {1: 1.4, 8: 0.6, 9: 1.25},
    EventKind.RETIREMENT: {1: 1.35, 4: 1.2, 7: 1.25, 10: 1.2, 8: 0.8},
}
# Other rows, as shares of the members written to.
SPOILT = ((0.08, dirt.EXCLUDED), (0.018, dirt.DOUBTFUL), (0.015, dirt.REJECTED))
RECTIFIED, DEAD, SENT_AGAIN, REPEATED = 0.012, 0.008, 0.02, 0.015


@dataclass
class Month:
    """One export: the members it brings who will be written to, and all its rows."""

    number: int
    members: list[Member]
    rows: list[Cells] = field(default_factory=list)


def members(chance: Random, calendar: Calendar, scale: float) -> list[Month]:
    """Eighteen months of members; each export tells the events of the month before."""
    unused = numbers(chance)
    months = [Month(number, []) for number in range(MONTHS)]
    for kind in EventKind:
        starts = [calendar.month(month.number - 1) for month in months]
        weights = [SEASONS[kind].get(start.month, 1.0) for start in starts]
        sizes = shared(round(WRITTEN_TO[kind] * scale), weights)
        for month, start, size in zip(months, starts, sizes, strict=True):
            month.members += [new_member(chance, next(unused), kind, start) for _ in range(size)]
    for month in months:
        chance.shuffle(month.members)
    return months


def write_rows(
    chance: Random, calendar: Calendar, months: Sequence[Month], answering: Mapping[str, object]
) -> None:
    """The rows of each export, with all that goes wrong in them.

    `answering` holds the numbers of those who will answer: they must stay alive until then.
    """
    others = [f"{number:07d}" for number in chance.sample(range(200_000, 900_000), 9_000)]
    before: Sequence[Cells] = ()
    silent: Sequence[Member] = ()
    for month in months:
        usual = [row(chance, member) for member in month.members]
        size, start = len(usual), calendar.month(month.number - 1)
        spoilt = [
            dirt.spoilt(
                chance,
                ways,
                new_member(chance, others.pop(), chance.choice(list(EventKind)), start),
            )
            for share, ways in SPOILT
            for _ in range(some(chance, share * size))
        ]
        rows = [
            *usual,
            *spoilt,
            *chance.sample(before, min(len(before), some(chance, SENT_AGAIN * size))),
            *_told_of(chance, silent, RECTIFIED * size, dirt.rectified),
            *_told_of(chance, silent, DEAD * size, dirt.dead_since),
        ]
        chance.shuffle(rows)
        month.rows = rows + chance.sample(rows, min(len(rows), some(chance, REPEATED * size)))
        before, silent = usual, [m for m in month.members if m.number not in answering]


def _told_of(
    chance: Random,
    members: Sequence[Member],
    expected: float,
    way: Callable[[Random, Member], Cells],
) -> list[Cells]:
    """Some of these members told of once more, in this way."""
    number = min(len(members), some(chance, expected))
    return [way(chance, member) for member in chance.sample(members, number)]

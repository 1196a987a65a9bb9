"""Which results of a moment of life may be shown: one decision for screens, files, figures, reports and the public page.

Groups overlap: years that roll from quarter to quarter, the quarters themselves, modes, departments. Years are decided in the
order in which they were published, and what was shown once stays known: it is the newer figure that gives way. At the end of each,
the public page is decided first, at ten, so that neither the public nor those who know all that was shown inside work out anything;
then what is shown inside, at five, beside it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache

from analysis import measures
from analysis.answered import Answered
from analysis.disclosure import Audience, withheld
from analysis.indicators import FORMULAS, Formula
from survey.models import Mode

REMEMBERED = 36  # months of replies, over which a year rolls from quarter to quarter

WORTH = {"mode": 0, "department": 1, "quarter": 2, "year": 3}
"""Of two figures that give a small group away, the one least worth is withheld."""

Key = tuple[str, date, str]
"""What a figure is of: its sort, the day it ends before (of a year) or begins (a quarter), and which one."""
Cell = tuple[date, Mode, int | None]


def year_key(until: date) -> Key:
    return ("year", until, "")


def quarter_key(since: date) -> Key:
    return ("quarter", since, "")


def mode_key(until: date, mode: Mode) -> Key:
    return ("mode", until, mode.value)


def department_key(until: date, department_id: int | None) -> Key:
    return ("department", until, str(department_id))


def shown(
    formula: Formula, replies: Sequence[Answered], until: date, audience: Audience
) -> frozenset[Key]:
    """The figures of an indicator that may be shown, of the replies of one moment of life.

    `replies` go back three years before `until`. An indicator that others are worked out from, with what is
    shown beside it, is shown only where they are.
    """
    found = _decided(formula, replies, until, audience)
    for code in formula.made_of:
        found &= _decided(FORMULAS[code], replies, until, audience)
    return found


def _decided(
    formula: Formula, replies: Iterable[Answered], until: date, audience: Audience
) -> frozenset[Key]:
    counted = Counter(
        (one.quarter, one.mode, one.department_id) for one in replies if formula.brings(one.given)
    )
    public: frozenset[Key] = frozenset()
    inside: frozenset[Key] = frozenset()
    years = (REMEMBERED - 12) // 3
    for end in (measures.month_start(until, -3 * back) for back in range(years, -1, -1)):
        cells = tuple(sorted((cell for cell in counted.items() if cell[0][0] < end), key=str))
        year = _new(cells, end, Audience.PUBLIC, Audience.PUBLIC, public)
        public |= year & _new(cells, end, Audience.PUBLIC, Audience.INTERNAL, inside)
        inside |= public
        inside |= _new(cells, end, Audience.INTERNAL, Audience.INTERNAL, inside)
    return public if audience is Audience.PUBLIC else inside


@lru_cache(maxsize=8192)
def _new(
    cells: tuple[tuple[Cell, int], ...],
    end: date,
    published_to: Audience,
    reader: Audience,
    known: frozenset[Key],
) -> frozenset[Key]:
    """What is published at the end of a year without telling anything to a reader who knows the rest already."""
    counts = dict(cells)
    groups = _groups(counts, end, published_to)
    past = {key: _members(counts, key) for key in known if key not in groups}
    worth = {key: WORTH[key[0]] for key in groups}
    away: frozenset[Key] = withheld(counts, past | groups, reader, known, worth)
    return frozenset(groups) - away


def _groups(
    counts: Mapping[Cell, int], until: date, audience: Audience
) -> dict[Key, frozenset[Cell]]:
    """What is published at the end of a year; to the public, the year alone."""
    keys = [year_key(until)]
    if audience is not Audience.PUBLIC:
        starts = [measures.month_start(until, -3 * back) for back in range(4, 0, -1)]
        modes = [mode_key(until, mode) for mode in Mode]
        places = sorted({str(place) for _, _, place in counts})
        departments: list[Key] = [("department", until, place) for place in places]
        keys = [*modes, *departments, *map(quarter_key, starts), *keys]
    return {key: _members(counts, key) for key in keys}


def _members(counts: Mapping[Cell, int], key: Key) -> frozenset[Cell]:
    """The cells that a figure is of."""
    sort, day, which = key
    if sort == "quarter":
        return frozenset(cell for cell in counts if cell[0] == day)
    since = measures.month_start(day, -12)
    inside = [cell for cell in counts if since <= cell[0] < day]
    if sort == "year":
        return frozenset(inside)
    place = 1 if sort == "mode" else 2
    return frozenset(cell for cell in inside if str(cell[place]) == which)

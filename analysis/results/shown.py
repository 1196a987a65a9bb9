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
from itertools import chain

from analysis.indicators import measures
from analysis.indicators.answered import Answered, once
from analysis.indicators.indicators import FORMULAS, Formula
from analysis.results.disclosure import Audience, withheld
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
    formula: Formula, replies: Sequence[Answered], until: date, audience: Audience
) -> frozenset[Key]:
    what = ("decided", formula, until, audience)
    return once(replies, what, lambda: _decide(formula, replies, until, audience))


def _decide(
    formula: Formula, replies: Iterable[Answered], until: date, audience: Audience
) -> frozenset[Key]:
    counted = Counter(
        (one.quarter, one.mode, one.department_id) for one in replies if formula.brings(one.given)
    )
    in_order = sorted(counted.items(), key=str)
    public: frozenset[Key] = frozenset()
    inside: frozenset[Key] = frozenset()
    years = (REMEMBERED - 12) // 3
    for end in (measures.month_start(until, -3 * back) for back in range(years, -1, -1)):
        cells = tuple(cell for cell in in_order if cell[0][0] < end)
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
    listed = _listed(counts)
    groups = {key: _members(listed, key) for key in _keys(counts, end, published_to)}
    # In order: a set of words has another one in each process, and two workers must withhold the same figures.
    past = {key: _members(listed, key) for key in sorted(known) if key not in groups}
    worth = {key: WORTH[key[0]] for key in groups}
    away: frozenset[Key] = withheld(counts, past | groups, reader, known, worth)
    return frozenset(groups) - away


def _keys(counts: Iterable[Cell], until: date, audience: Audience) -> list[Key]:
    """What is published at the end of a year; to the public, the year alone."""
    if audience is Audience.PUBLIC:
        return [year_key(until)]
    starts = [measures.month_start(until, -3 * back) for back in range(4, 0, -1)]
    modes = [mode_key(until, mode) for mode in Mode]
    places = sorted({str(place) for _, _, place in counts})
    departments: list[Key] = [("department", until, place) for place in places]
    return [*modes, *departments, *map(quarter_key, starts), year_key(until)]


Listed = Mapping[tuple[str, str], Mapping[date, Sequence[Cell]]]
"""The cells of each mode, of each department and of all (both words empty), by quarter."""


def _listed(counts: Iterable[Cell]) -> Listed:
    found: dict[tuple[str, str], dict[date, list[Cell]]] = {("", ""): {}}
    for cell in counts:
        quarter, mode, place = cell
        for which in (("", ""), ("mode", str(mode)), ("department", str(place))):
            found.setdefault(which, {}).setdefault(quarter, []).append(cell)
    return found


def _members(listed: Listed, key: Key) -> frozenset[Cell]:
    """The cells that a figure is of."""
    sort, day, which = key
    if sort == "quarter":
        return frozenset(listed["", ""].get(day, ()))
    since = measures.month_start(day, -12)
    quarters = listed.get(("", "") if sort == "year" else (sort, which), {})
    inside = (cells for quarter, cells in quarters.items() if since <= quarter < day)
    return frozenset(chain.from_iterable(inside))

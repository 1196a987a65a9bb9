"""Rows with more cells than the header: has a separator inside a cell pushed the others aside?"""

import re
from collections.abc import Callable, Mapping, Sequence

from survey.registers.cells import dates, events, flags, names, numbers
from survey.registers.cells.text import fold, says_nothing
from survey.registers.columns import Header

MOST_EXTRA = 3  # cells; beyond, no reading of the row is worth trying
DIGIT = re.compile(r"\d")


def _is_date(cell: str) -> bool:
    return dates.read(cell, newest_year=2099).fault is not dates.Fault.UNREADABLE


def _is_phone(cell: str) -> bool:
    return len(DIGIT.findall(cell)) >= 4 and "@" not in cell


def _is_postcode(cell: str) -> bool:
    return len(cell) <= 8 and bool(DIGIT.search(cell))


def _is_word(cell: str) -> bool:
    return "@" not in cell and not DIGIT.search(re.sub(r"CEDEX.*", "", cell.upper()))


def _is_flag(cell: str) -> bool:
    return flags.says_yes(cell) is not None


# Whether a text could stand in a column of this field. Fields left out take any text.
FITS: Mapping[str, Callable[[str], bool]] = {
    "member_number": lambda cell: numbers.member_number(cell).value is not None,
    "event": lambda cell: not any("_unknown" in r.code for r in events.event(cell).remarks),
    "event_date": _is_date,
    "birth_date": _is_date,
    "death_date": _is_date,
    "email": lambda cell: "@" in cell,
    "phone": _is_phone,
    "postcode": _is_postcode,
    "city": _is_word,
    "last_name": _is_word,
    "first_name": _is_word,
    "civility": lambda cell: fold(cell) in names.CIVILITIES,
    "deceased": _is_flag,
    "protection": _is_flag,
    "objection": _is_flag,
    "dispute": _is_flag,
}


def joined_emails(header: Header, cells: list[str]) -> list[str]:
    """« a@ex.fr;b@ex.fr » written without quotes in a `;` file: two e-mails side by side are one cell."""
    if len(cells) <= header.width:
        return cells
    for place in header.places.get("email", ()):
        pair = cells[place : place + 2]
        if len(pair) == 2 and all("@" in cell for cell in pair):
            return [*cells[:place], "; ".join(pair), *cells[place + 2 :]]
    return cells


def has_slipped(header: Header, cells: Sequence[str]) -> bool:
    """Whether the row reads better once some neighbouring cells are put together again."""
    extra = len(cells) - header.width
    if len(cells) <= len(header.titles) or not 0 < extra <= MOST_EXTRA + len(header.titles):
        return False
    now = _misfits(header, cells)
    return now > 0 and any(_misfits(header, other) < now for other in _mended(cells, header.width))


def _mended(cells: Sequence[str], width: int) -> list[list[str]]:
    """The row with one, two or three separators taken for text, wherever that could be."""
    return [
        [*cells[:place], " ".join(cells[place : place + many + 1]), *cells[place + many + 1 :]]
        for many in range(1, MOST_EXTRA + 1)
        for place in range(min(width, len(cells) - many))
    ]


def _misfits(header: Header, cells: Sequence[str]) -> int:
    return sum(
        not fits(cells[place])
        for field, fits in FITS.items()
        for place in header.places.get(field, ())
        if place < len(cells) and not says_nothing(cells[place])
    )

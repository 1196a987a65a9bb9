"""What only shows when the rows are seen together: shared mailboxes, odd widths, orders of dates."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date

from survey.registers.cells.dates import shown, swapped
from survey.registers.cells.numbers import same_member
from survey.registers.cells.text import fold
from survey.registers.remarks import Remark
from survey.registers.repeats import Repeats
from survey.registers.rows import Row

# Share of the numbers that must have one width before another width is worth a remark.
USUAL = 0.7
FEWEST_NUMBERS = 3
# One date with the month first is a slip; these make it the habit of the file.
FEWEST_AMERICAN = 2
ENOUGH_AMERICAN = 0.2  # of the rows
ABOUT_PERSON = ("excluded_deceased", "excluded_protected", "excluded_objection", "excluded_dispute")


def seen_together(rows: Sequence[Row]) -> list[Row]:
    """The same rows with what their neighbours say of them. Needs all of them; order is kept."""
    crowd, repeats = Crowd(rows), Repeats()
    return [repeats.compare(crowd.look(row)) for row in rows]


class Crowd:
    """What is usual in this file, and who shares what: counted once over all rows."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.members_of: defaultdict[str, set[str]] = defaultdict(set)
        self.names_of: defaultdict[str, dict[str, str]] = defaultdict(dict)
        self.excluded: set[str] = set()
        for row in rows:
            if row.values.member_number:
                self._count(row, same_member(row.values.member_number))
        self.width = _usual_width([row.values.member_number or "" for row in rows])
        self.has_american_dates = _has_american_dates(rows)

    def _count(self, row: Row, member: str) -> None:
        if row.values.email:
            self.members_of[row.values.email].add(member)
        if row.values.last_name:
            self.names_of[member].setdefault(fold(row.values.last_name), row.values.last_name)
        if row.says(*ABOUT_PERSON):
            self.excluded.add(member)

    def look(self, row: Row) -> Row:
        """The row, with what the file says around it."""
        number = row.values.member_number
        if number is None:
            return row
        if width := self._width(number):
            row = row.without("member_number_short")
        said = [
            *width,
            *self._mailbox(row.values.email),
            *self._names(row.values.last_name, same_member(number)),
            *self._order(row.values.event_date),
        ]
        if row.is_imported and same_member(number) in self.excluded:
            said.append(Remark("member_excluded_elsewhere"))
        return row.with_more(said)

    def _width(self, number: str) -> list[Remark]:
        if not self.width or not number.isdigit() or len(number) == self.width:
            return []
        return [Remark("member_number_width", number, number.lstrip("0").zfill(self.width))]

    def _mailbox(self, address: str | None) -> list[Remark]:
        members = len(self.members_of.get(address, ())) if address else 0
        return [Remark("shared_mailbox", address or "", str(members))] if members > 1 else []

    def _names(self, name: str | None, member: str) -> list[Remark]:
        own = fold(name or "")
        others = [other for folded, other in self.names_of[member].items() if folded != own]
        return [Remark("number_two_names", others[0])] if own and others else []

    def _order(self, day: date | None) -> list[Remark]:
        other = swapped(day) if day and self.has_american_dates else None
        return [Remark("date_order_doubtful", shown(day), shown(other))] if day and other else []


def _usual_width(numbers: Sequence[str]) -> int:
    """The width most numbers have, 0 when none stands out."""
    widths = Counter(len(number) for number in numbers if number.isdigit())
    if widths.total() < FEWEST_NUMBERS:
        return 0
    width, times = widths.most_common(1)[0]
    return width if times / widths.total() >= USUAL else 0


def _has_american_dates(rows: Sequence[Row]) -> bool:
    """Whether the month comes first in most dates that can be read one way alone, and in enough rows."""
    american = sum(row.says("event_date_us_order") for row in rows)
    if american < FEWEST_AMERICAN or american < ENOUGH_AMERICAN * len(rows):
        return False
    return american > sum((row.values.event_date or date.min).day > 12 for row in rows)

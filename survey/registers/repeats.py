"""The same event met twice in one file: repeated as it was, or with another date."""

from dataclasses import replace
from datetime import date

from survey.registers.cells.dates import months_before, shown
from survey.registers.cells.numbers import same_member
from survey.registers.remarks import Outcome, Remark
from survey.registers.rows import Row

RECTIFIED_WITHIN = 12  # months between two dates of one event, at most


class Repeats:
    """The events met so far. Rows are compared with those above them that will be imported."""

    def __init__(self) -> None:
        self._met: dict[tuple[str, str], list[tuple[date, Row]]] = {}

    def compare(self, row: Row) -> Row:
        """The row, told a duplicate or a rectification where it is one."""
        values = row.values
        if not (row.is_imported and values.member_number and values.event and values.event_date):
            return row
        met = self._met.setdefault((same_member(values.member_number), values.event), [])
        if twin := next((other for day, other in met if day == values.event_date), None):
            return row.with_more(_twin(row, twin), Outcome.DUPLICATE)
        before = next((day for day, _ in reversed(met) if are_near(day, values.event_date)), None)
        met.append((values.event_date, row))
        if before is None:
            return row
        return row.with_more([Remark("rectified_event", shown(before), shown(values.event_date))])


def _twin(row: Row, first: Row) -> list[Remark]:
    line = str(first.excel_row)
    said = [Remark("duplicate_event", line)]
    same = replace(row.values, member_number=first.values.member_number) == first.values
    return said if same else [*said, Remark("duplicate_differs", line)]


def are_near(one: date, other: date) -> bool:
    """Whether two dates of one event are a provisional and a final one, not two events."""
    earlier, later = sorted((one, other))
    return months_before(later, RECTIFIED_WITHIN) <= earlier

"""The rows of one register judged one after the other, each alone."""

from survey.registers import alignment, shapes
from survey.registers.columns import Header
from survey.registers.delimited import Record
from survey.registers.fields import Fields
from survey.registers.remarks import Outcome, outcome_of
from survey.registers.rows import Row, Rules
from survey.registers.safety import Safety
from survey.registers.values import Values

SLIPPED = frozenset({"cells_extra", "wrong_separator"})


class Reader:
    """Judges the rows of one register. What only neighbours show is not seen here."""

    def __init__(self, header: Header, rules: Rules) -> None:
        self.header = header
        self.rules = rules
        self.safety = Safety(header)

    def judge(self, record: Record, number: int, excel_row: int) -> Row:
        """The verdict on a row, with all its faults."""
        if reason := shapes.skipped(self.header, record.cells):
            return Row(number, record.line, Outcome.SKIPPED, (reason,), Values(), excel_row)
        record = record._replace(cells=alignment.joined_emails(self.header, record.cells))
        faults = shapes.faults(self.header, record)
        fields = Fields(self.header, self.rules, *self.safety.cells(record.cells))
        if any(fault.code in SLIPPED for fault in faults):
            # Beyond the three fields that identify the event, no cell can be trusted.
            known = fields.identity()
            return Row(number, record.line, Outcome.REJECTED, faults, known, excel_row)
        values = fields.bounded(fields.values())
        said = tuple(dict.fromkeys((*faults, *fields.remarks)))
        outcome = outcome_of(said, fields.is_identified)
        return Row(number, record.line, outcome, said, values, excel_row)

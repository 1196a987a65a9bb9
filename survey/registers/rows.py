"""The verdict on one row, and what verdicts depend on besides the row."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from survey.registers.remarks import Outcome, Remark, outcome_of
from survey.registers.values import Values

MONTHS = 24  # an older event is no longer asked about


@dataclass(frozen=True, slots=True)
class Row:
    """The verdict on one row. `record` counts rows after the header, `line` is the physical line."""

    record: int
    line: int
    outcome: Outcome
    reasons: tuple[Remark, ...]
    values: Values
    excel_row: int = 0  # where a spreadsheet shows it: quoted newlines do not count there

    @property
    def is_imported(self) -> bool:
        return self.outcome in (Outcome.ACCEPTED, Outcome.CORRECTED)

    def says(self, *codes: str) -> bool:
        """Whether one of these reasons was given."""
        return any(reason.code in codes for reason in self.reasons)

    def without(self, code: str) -> "Row":
        """The same row, this reason taken back; its outcome stays."""
        return replace(self, reasons=tuple(r for r in self.reasons if r.code != code))

    def with_more(self, remarks: Iterable[Remark], imposed: Outcome | None = None) -> "Row":
        """The same row with further reasons; a row that was not going to be imported stays so."""
        added = tuple(remark for remark in remarks if remark not in self.reasons)
        if not added:
            return self
        raised = outcome_of(added, identified=True)
        is_raised = self.is_imported and raised is not Outcome.ACCEPTED
        outcome = imposed or (raised if is_raised else self.outcome)
        return replace(self, reasons=self.reasons + added, outcome=outcome)


@dataclass(frozen=True, slots=True)
class Rules:
    """What the verdicts depend on besides the row."""

    today: date
    months: int = MONTHS
    departments: Mapping[str, str] = field(default_factory=dict)  # folded name to name; empty: any
    codes: Mapping[str, str] = field(default_factory=dict)  # folded code of an event to its meaning

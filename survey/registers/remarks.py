"""What is said of a cell, a row or a file: a stable code, a level, a sentence that says what to do."""

from collections.abc import Iterable
from dataclasses import dataclass

from survey.registers.kinds import Kind, Level, Outcome
from survey.registers.sentences.members import MEMBERS
from survey.registers.sentences.rows import ROWS
from survey.registers.sentences.whole_files import WHOLE_FILES

__all__ = ["KINDS", "Kind", "Level", "Outcome", "Remark", "outcome_of"]

LONGEST_QUOTE = 60  # characters of a cell repeated in a sentence
KINDS = ROWS | WHOLE_FILES | MEMBERS


@dataclass(frozen=True, slots=True)
class Remark:
    """A reason given once, with what was read (`old`) and what is kept or proposed (`new`).

    Texts held here were already rid of refused values; they are plain text, never HTML.
    """

    code: str
    old: str = ""
    new: str = ""

    @property
    def kind(self) -> Kind:
        return KINDS[self.code]

    @property
    def level(self) -> Level:
        return self.kind.level

    @property
    def sentence(self) -> str:
        return self.kind.template.format(old=_quoted(self.old), new=_quoted(self.new))


def _quoted(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= LONGEST_QUOTE else f"{flat[: LONGEST_QUOTE - 1]}…"


def outcome_of(remarks: Iterable[Remark], identified: bool) -> Outcome:
    """What becomes of a row from everything said about it.

    A row whose member, event and day are known is excluded before its other faults count: there
    is no point asking for the address of somebody who must not be written to.
    """
    imposed = {remark.kind.outcome for remark in remarks}
    if identified and Outcome.EXCLUDED in imposed:
        return Outcome.EXCLUDED
    order = (Outcome.SKIPPED, Outcome.REJECTED, Outcome.EXCLUDED, Outcome.DUPLICATE)
    for outcome in (*order, Outcome.CORRECTED):
        if outcome in imposed:
            return outcome
    return Outcome.ACCEPTED

"""Member numbers: text, with their leading zeros, six to ten figures or letters."""

import re

from survey.registers.cells.cleaned import Cleaned
from survey.registers.cells.text import is_error, says_nothing, tidy
from survey.registers.remarks import Remark

SHORTEST, LONGEST = 6, 10
SCIENTIFIC = re.compile(r"[+-]?\d+(?:[.,]\d+)?E[+-]?\d+", re.IGNORECASE)
AS_DECIMAL = re.compile(r"(\d+)[.,]0{1,2}")  # 12345.0, as a number column is exported
AS_DATE = re.compile(r"\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/\d{4}")  # a cell formatted as a date
LABEL = re.compile(r"(?:n ?[°ºo]|num(?:éro)?|adh(?:érent)?)[.\s:]*(?=\d)", re.IGNORECASE)
INNER_SIGNS = re.compile(r"[\s.\-/]+")


def member_number(text: str) -> Cleaned[str]:
    """The number as written, less its spaces. Nothing is padded: see `member_number_width`."""
    written = tidy(text)
    if says_nothing(written):
        return Cleaned(None, (Remark("member_number_missing"),))
    if SCIENTIFIC.fullmatch(written) or AS_DATE.fullmatch(written) or is_error(written):
        return Cleaned(None, (Remark("member_number_damaged", written),))
    number = _bare(written)
    if not _is_possible(number):
        return Cleaned(None, (Remark("member_number_invalid", written),))
    remarks = [Remark("member_number_tidied", written, number)] if number != written else []
    if len(number) < SHORTEST:
        remarks.append(Remark("member_number_short", number))
    return Cleaned(number, tuple(remarks))


def _bare(written: str) -> str:
    if match := AS_DECIMAL.fullmatch(written):
        return match[1]
    return INNER_SIGNS.sub("", LABEL.sub("", written, count=1))


def _is_possible(number: str) -> bool:
    """Shorter numbers pass when they are figures alone: a spreadsheet may have eaten their zeros."""
    if not (number.isascii() and number.isalnum() and number.strip("0")):
        return False
    if not any(sign.isdigit() for sign in number):
        return False
    return len(number) <= LONGEST and (len(number) >= SHORTEST or number.isdigit())


def same_member(number: str) -> str:
    """What two writings of one number have in common: 12346, 0012346."""
    return number.upper().lstrip("0")

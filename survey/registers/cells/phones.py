"""Telephone numbers: ten figures for France, international form for elsewhere."""

import re

import phonenumbers

from survey.registers.cells.cleaned import Cleaned
from survey.registers.cells.numbers import SCIENTIFIC
from survey.registers.cells.text import is_error, says_nothing, tidy
from survey.registers.remarks import Remark

FRENCH = re.compile(r"0[1-9]\d{8}")
WITHOUT_ZERO = re.compile(r"[1-9]\d{8}")
SIGNS = re.compile(r"[\s.\-()_]")
BETWEEN = re.compile(r"[;,/|\n]| ou | et |\s{2,}")


def phone(text: str) -> Cleaned[str]:
    """The first usable number of the cell; what is damaged or invalid is left out and said."""
    written = tidy(text)
    if says_nothing(written) or not written.strip("0-. "):
        return Cleaned()
    if SCIENTIFIC.fullmatch(written.replace(" ", "")) or is_error(written):
        return Cleaned(None, (Remark("phone_damaged", written),))
    if found := _one(written):
        return _kept(written, found)
    several = [number for part in BETWEEN.split(written) if (number := _one(part))]
    if several:
        return Cleaned(several[0], (Remark("phone_several", written, several[0]),))
    return Cleaned(None, (Remark("phone_invalid", written),))


def _kept(written: str, found: str) -> Cleaned[str]:
    if WITHOUT_ZERO.fullmatch(SIGNS.sub("", written).removesuffix(",0")):
        return Cleaned(found, (Remark("phone_zero", written, found),))
    return Cleaned(found)


def _one(text: str) -> str | None:
    """One number, or nothing. French numbers pass by their plan alone: ranges open every year."""
    bare = SIGNS.sub("", text)
    if FRENCH.fullmatch(bare):
        return bare
    try:
        number = phonenumbers.parse(text, "FR")
    except phonenumbers.NumberParseException:
        return None
    if number.country_code == 33:
        national = f"0{number.national_number}"
        return national if FRENCH.fullmatch(national) else None
    if not phonenumbers.is_valid_number(number):
        return None
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))

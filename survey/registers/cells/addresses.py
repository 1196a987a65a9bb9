"""Postal addresses: their lines, the postcode and its lost zero, whether a letter can be sent there."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from survey.registers.cells.text import fold, says_nothing, tidy, tidy_lines
from survey.registers.remarks import Remark

LONGEST_LINE = 38  # characters of a line of a French postal address
FRENCH = re.compile(r"0[1-9]\d{3}|[1-8]\d{4}|9[0-8]\d{3}")
FOUR = re.compile(r"[1-9]\d{3}")
WRAPPED = re.compile(r"(?:FR?[- ]?)?(\d{2}) ?(\d{2,3})(?:[.,]0)?(?: ?CEDEX.*)?", re.IGNORECASE)
# A postcode and a town at the end of a line, or alone in the cell of the town.
AT_THE_END = re.compile(
    r"(?:^|[\s,;–-])(?:F[- ])?(\d{5}) +([^\W\d][^\d\n]*(?:CEDEX ?\d{0,2})?)$", re.IGNORECASE
)
FRANCE = frozenset(
    {"", "france", "fr", "f", "fra", "france metropolitaine", "republique francaise"}
)


@dataclass(frozen=True, slots=True)
class Address:
    """Where a letter would go; empty texts where nothing was given."""

    lines: str = ""  # separated by newlines
    postcode: str = ""
    city: str = ""
    country: str = ""
    remarks: tuple[Remark, ...] = ()

    @property
    def is_usable(self) -> bool:
        """A street, and a postcode, a town or another country to find it in."""
        abroad = fold(self.country) not in FRANCE
        return bool(self.lines and (self.postcode or self.city or abroad))

    @property
    def is_begun(self) -> bool:
        return bool(self.lines or self.postcode or self.city)


def address(lines: Sequence[str], postcode: str, city: str, country: str) -> Address:
    """Everything the row says of where the person lives, put in order."""
    street = "\n".join(tidy_lines(line) for line in lines if not says_nothing(line))
    town, land = _written(city), _written(country)
    code, remarks = _postcode(postcode, land)
    if not code and fold(land) in FRANCE:
        street, code, town, found = _looked_for(street, town)
        remarks = found or remarks
    long = [line for line in street.split("\n") if len(line) > LONGEST_LINE]
    remarks = [*remarks, *(Remark("postal_line_long", line) for line in long[:1])]
    return Address(street, code, town, land, tuple(remarks))


def _written(text: str) -> str:
    return "" if says_nothing(text) else tidy(text)


def _postcode(text: str, country: str) -> tuple[str, list[Remark]]:
    """Five figures in France; abroad, as written."""
    written = _written(text)
    if fold(country) not in FRANCE or FRENCH.fullmatch(written) or not written:
        return written, []
    bare = written.replace(" ", "")
    match = WRAPPED.fullmatch(written)
    figures = "".join(match.groups()) if match else bare
    if FOUR.fullmatch(figures) and FRENCH.fullmatch(f"0{figures}"):
        return f"0{figures}", [Remark("postcode_zero", written, f"0{figures}")]
    if FRENCH.fullmatch(figures):
        return figures, [Remark("postcode_tidied", written, figures)]
    return "", [Remark("postcode_invalid", written)]


def _looked_for(street: str, town: str) -> tuple[str, str, str, list[Remark]]:
    """The postcode written before the town, or the whole address in one cell."""
    if (match := AT_THE_END.search(town)) and FRENCH.fullmatch(match[1]):
        return street, match[1], match[2].strip(), [_found(town, match)]
    match = AT_THE_END.search(street)
    if match and not town and FRENCH.fullmatch(match[1]):
        return (
            street[: match.start()].strip(" ,;–-\n"),
            match[1],
            match[2].strip(),
            [_found(street, match)],
        )
    return street, "", town, []


def _found(text: str, match: re.Match[str]) -> Remark:
    return Remark("postcode_found", text, f"{match[1]} {match[2].strip()}")

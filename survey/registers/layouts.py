"""How a register is laid out, as somebody has said it; what nobody said is found out from the file."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

NOT_READ = ""  # the field of a column that nobody reads
NOT_PLAIN = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Layout:
    """What somebody said of a file. Empty, or 0: to be found out."""

    encoding: str = ""  # as Python names it; text files
    separator: str = ""  # text files
    sheet: str = ""  # workbooks
    header_row: int = 0  # as a spreadsheet numbers it
    columns: Mapping[str, str] = field(default_factory=dict)
    """Bare title to the field it is, or NOT_READ."""
    codes: Mapping[str, str] = field(default_factory=dict)
    """Folded code of an event to what it stands for (a key of survey.registers.cells.events.MEANINGS)."""

    def plain(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return asdict(self)


NOTHING_SAID = Layout()


def bare(title: str) -> str:
    """A title less its accents and signs: the same whatever encoding the file was read in."""
    return NOT_PLAIN.sub("", title.lower())


def signature(titles: Sequence[str]) -> str:
    """By which the files of one source know each other: the same titles in the same order."""
    said = "\x1f".join(filter(None, map(bare, titles)))
    return hashlib.sha256(said.encode()).hexdigest()

"""The address on an envelope: six lines of 38 characters, and a seventh for another country (AFNOR XP Z10-011).

What is longer is folded: lines are wrapped between words, then short lines are put side by side. No word is ever lost: what cannot
be folded is told, and its letter is set aside for a person.
"""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

LONGEST_LINE = 38
MOST_LINES = 7
IN_FRANCE = 6
BESIDE = ", "


@dataclass(frozen=True)
class PostalBlock:
    """An address as it is printed. `is_whole` is False when it does not fit: it must not be printed then."""

    lines: tuple[str, ...]
    remarks: tuple[str, ...] = ()
    is_whole: bool = True


def postal_block(lines: Sequence[str]) -> PostalBlock:
    """All the words of an address in the lines of an envelope, or why they do not fit."""
    written = [" ".join(line.split()) for line in lines if line.strip()]
    if _fits(written):
        return PostalBlock(tuple(written))
    folded = _folded(written)
    if folded is None:
        return PostalBlock(tuple(written), (_set_aside(written),), is_whole=False)
    remark = f"Adresse repliée pour l’enveloppe\u00a0: «\u00a0{' / '.join(folded)}\u00a0»."
    return PostalBlock(tuple(folded), (remark,))


def room(lines: Sequence[str]) -> int:
    """How many lines there may be: one more when the last names a country, which holds no figure."""
    is_country = bool(lines) and not any(sign.isdigit() for sign in lines[-1])
    return MOST_LINES if is_country else IN_FRANCE


def _fits(lines: Sequence[str]) -> bool:
    return len(lines) <= room(lines) and all(len(line) <= LONGEST_LINE for line in lines)


def _folded(lines: Sequence[str]) -> list[str] | None:
    """The same words in fewer or shorter lines; the town and the country stay alone, at the end."""
    last = 2 if room(lines) == MOST_LINES else 1
    above, below = lines[:-last], lines[-last:]
    wrapped = [piece for line in above for piece in _wrapped(line)]
    for candidate in (wrapped, _side_by_side(wrapped), _run_on(above)):
        if _fits([*candidate, *below]):
            return [*candidate, *below]
    return None


def _wrapped(line: str) -> list[str]:
    return textwrap.wrap(line, LONGEST_LINE, break_long_words=False, break_on_hyphens=False)


def _side_by_side(lines: Sequence[str]) -> list[str]:
    """Short neighbours on one line; the first line, the person's name, is left alone."""
    packed: list[str] = list(lines[:1])
    for line in lines[1:]:
        beside = f"{packed[-1]}{BESIDE}{line}"
        if len(packed) > 1 and len(beside) <= LONGEST_LINE:
            packed[-1] = beside
        else:
            packed.append(line)
    return packed


def _run_on(lines: Sequence[str]) -> list[str]:
    """The last resort: everything under the name as one text, broken wherever a line is full."""
    return [*lines[:1], *_wrapped(BESIDE.join(lines[1:]))]


def _set_aside(lines: Sequence[str]) -> str:
    return (
        f"Lettre mise de côté\u00a0: son adresse ({len(lines)} lignes) ne tient pas sur une enveloppe. "
        "Corrigez-la dans le logiciel de gestion et importez-la de nouveau, ou arrêtez cet envoi."
    )

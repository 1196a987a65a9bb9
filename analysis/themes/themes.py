"""The fifteen themes members speak of: their codes, their French titles, the commitments behind them."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

LISTED = Path(__file__).resolve().parents[1] / "corpus" / "themes.yaml"

# The theme of answers without content, of the law and of the survey itself.
OTHER = "autre"


@dataclass(frozen=True)
class Theme:
    """One of the subjects that stay the same from year to year."""

    code: str
    title: str
    """What a person reads."""
    about: str
    """The sorts of remarks that belong to it, in French."""
    commitments: tuple[str, ...]
    """Codes of the charter's commitments it points to, the closest first; sometimes none."""


@cache
def themes() -> tuple[Theme, ...]:
    """All themes, in the order in which people see them; `autre` is the last."""
    listed = yaml.safe_load(LISTED.read_text(encoding="utf-8"))["themes"]
    return tuple(
        Theme(one["code"], one["title"], one["about"], tuple(one["commitments"])) for one in listed
    )


@cache
def codes() -> tuple[str, ...]:
    """The codes in alphabetical order: that of the columns of every table of scores."""
    return tuple(sorted(theme.code for theme in themes()))

"""What the tool knows by itself of a commitment about the tool: a sentence, a measure where there is one, and its limit."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session

from actionplans.assessments.levels import Measure
from actionplans.models import Campaign

Address = tuple[str, dict[str, Any]]
"""Endpoint and its arguments, for `url_for`."""
# The charter promises each member and each year; below all of them, this is the fund's own tolerance, said as such.
TARGET = 0.95


@dataclass(frozen=True)
class Fact:
    """What the data show of one commitment, in one department or in the whole fund."""

    sentence: str
    url: Address
    measure: Measure | None = None
    """Every case there is, not a sample. None: the data conclude nothing, whatever they show."""
    is_in_part: bool = False
    """They show a part of the promise: never above B without a proof."""
    limit: str = ""
    """What they cannot show, said beside what they do."""

    @property
    def words(self) -> str:
        """The fact and its limit."""
        return f"{self.sentence} {self.limit}".strip()


Facts = dict[int | None, Fact]
"""By department; None for the whole fund, and for whoever has nothing of its own."""
Check = Callable[[Session, Campaign, date], Facts]


def of_all(kept: int, cases: int) -> Measure | None:
    """So many kept among all there are; None of nothing."""
    if cases == 0:
        return None
    share = kept / cases
    return Measure(is_met=share >= TARGET, share_kept=share, cases=cases, is_whole=True)


def of_one(is_met: bool) -> Measure:
    """A single thing, done or not."""
    return Measure(is_met=is_met, share_kept=float(is_met), cases=1, is_whole=True)


def of_departments(own: Facts, words: str, url: Address) -> Fact:
    """The whole fund, from its departments: how many keep it, among those of which something is known."""
    known = [fact for fact in own.values() if fact.measure is not None]
    kept = sum(fact.measure.is_met for fact in known if fact.measure)
    limit = ""
    if len(known) < len(own):
        limit = f"Rien ne permet encore d’en juger pour {len(own) - len(known)} d’entre eux."
    return Fact(
        f"{words} : {kept} sur {len(own)}.", url, of_all(kept, len(known)), limit=limit
    )  # fmt: skip

"""What every rule is given and what it gives: the evidence of a quarter, and findings with theirs."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from analysis.indicators.breakdowns import Breakdown
from analysis.indicators.indicators import Formula, Unit
from analysis.indicators.measures import Voices
from analysis.statistics import Estimate, Interval
from analysis.themes.marks import Marks, ThemeMark
from analysis.themes.themes import Theme
from core import french
from survey.models import EventKind

STRONGEST = (
    3.0  # beyond three margins, more is not stronger: it would let one figure hide all others
)


@dataclass(frozen=True)
class GrownTopic:
    """A topic that is new, or that grew beyond chance, in a theme."""

    id: int
    name: str
    theme: Theme
    sentences: int
    is_new: bool


@dataclass(frozen=True)
class Evidence:
    """All that the rules look at, for the quarter that begins on `since`; only what may be shown inside."""

    since: date
    until: date  # excluded
    breakdowns: Sequence[Breakdown]
    marks: Sequence[Marks]
    marks_before: Sequence[Marks]
    """The same, a year earlier."""
    spoken: Mapping[str, Voices]
    spoken_before: Mapping[str, Voices]
    commented: int
    commented_before: int
    topics: Sequence[GrownTopic]
    theme_of: Mapping[str, str]
    """The theme of the question behind an indicator, by the code of the indicator."""
    promises: Mapping[str, str]
    """The commitment of that question, likewise."""

    @property
    def quarter(self) -> str:
        return french.quarter(self.since)


@dataclass(frozen=True)
class Finding:
    """One sentence with its evidence. `key` is the same whenever it is found again.

    `score` is how many margins of error it stands from what was expected, three at most, times the share of
    members it concerns. `subject` is an indicator's code or a theme's.
    """

    key: str
    rule: str
    sentence: str
    proof: str
    score: float
    subject: str
    theme: str = ""
    commitments: tuple[str, ...] = ()
    topic: int | None = None
    is_good: bool = False


Find = Callable[[Evidence], Iterator[Finding]]


@dataclass(frozen=True)
class Rule:
    """One reason to look. `about` says it to people; `find` gives what meets it, and nothing under the thresholds."""

    key: str
    label: str
    about: str
    find: Find


def key(rule: str, evidence: Evidence, subject: str, kind: EventKind | None = None) -> str:
    """« low_theme.delai.affiliation.2026-07-01 »."""
    parts = (rule, subject, kind.value if kind else "", evidence.since.isoformat())
    return ".".join(part for part in parts if part)


def score(gap: float, margin: float, reach: float) -> float:
    """How strongly a gap leaves its margin, times the share of members concerned."""
    return min(STRONGEST, abs(gap) / margin if margin else STRONGEST) * min(1.0, reach)


def half(interval: Interval) -> float:
    """Half the width of an interval."""
    return (interval.high - interval.low) / 2


def value(formula: Formula, estimate: Estimate) -> str:
    """« 4,3 sur 10 (4,0 à 4,7) », « 59 % (55 à 64) »."""
    decimals, unit = (1, "sur 10") if formula.unit is Unit.MARK else (0, "%")
    low, high = (french.number(bound, decimals) for bound in estimate.interval)
    return f"{french.number(estimate.value, decimals)} {unit} ({low} à {high})"


def mark(estimate: Estimate) -> str:
    """« 3,7 sur 10 (2,5 à 4,9) »."""
    low, high = (french.number(bound, 1) for bound in estimate.interval)
    return f"{french.number(estimate.value, 1)} sur 10 ({low} à {high})"


def speakers(one: ThemeMark, found: Marks) -> str:
    """« 51 voix sur 270, octobre 2025 à septembre 2026 »."""
    return f"{french.count(one.all.n, 'voix', 'voix')} sur {french.number(found.members)}, {found.label}"


def answers(found: Breakdown) -> str:
    """« 291 réponses, octobre 2025 à septembre 2026 »."""
    return f"{french.count(found.year.n, 'réponse')}, {found.year.label}"

"""The parts of a monthly note, in order; each is a text of a line a fact, and an empty one is left out."""

from dataclasses import dataclass
from datetime import date, timedelta

from analysis.indicators.measures import month_start
from core import french

LONGEST = 4000


@dataclass(frozen=True)
class Section:
    """One part: its key, its title in the note, what the officer is told beside it."""

    key: str
    title: str
    hint: str = ""


WORD = "word"
SECTIONS = {
    one.key: one
    for one in (
        Section(WORD, "Le mot du référent", "Deux ou trois phrases, à votre nom."),
        Section("voices", "Ce que disent les adhérents"),
        Section("decided", "Ce qui a été décidé"),
        Section("done", "Ce qui a été fait"),
        Section("verified", "Ce qui a été vérifié"),
        Section("reports", "Signalements et retours", "Retirez ce qui permettrait de reconnaître quelqu’un."),
        Section("ideas", "Idées des collaborateurs"),
        Section("ahead", "Ce qui vient"),
    )
}  # fmt: skip


@dataclass(frozen=True)
class Month:
    """The month that a note tells: first and last day, both included."""

    since: date
    until: date

    @classmethod
    def of(cls, day: date) -> "Month":
        """The month this day is in."""
        first = month_start(day)
        return cls(first, month_start(first, 1) - timedelta(days=1))

    @property
    def following(self) -> "Month":
        return Month.of(self.until + timedelta(days=1))

    def holds(self, day: date | None) -> bool:
        return day is not None and self.since <= day <= self.until


def of_month(day: date) -> str:
    """« de mars 2026 », « d’avril 2026 »."""
    said = french.month(day)
    return f"d’{said}" if said.startswith(("a", "o")) else f"de {said}"


def shortened(text: str, longest: int = 300) -> str:
    """What somebody wrote at length, cut at a word; « … » says that it goes on elsewhere."""
    text = " ".join(text.split())
    return text if len(text) <= longest else f"{text[:longest].rsplit(' ', 1)[0]}…"


def lines(text: str) -> list[str]:
    """The facts of a section, one a line; a dash typed before one is taken off."""
    found = (line.strip().lstrip("-•–").strip() for line in text.splitlines())
    return [line for line in found if line]

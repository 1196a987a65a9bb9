"""A fund whose members think the same for three years, drawn by chance: whatever is found in it is a false alarm."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

import numpy as np

from analysis.finding_rules import Evidence
from analysis.findings import FOLLOWED
from analysis.indicators import breakdowns, measures
from analysis.indicators.answered import Answered
from analysis.indicators.breakdowns import Source
from analysis.indicators.indicators import FORMULAS
from analysis.indicators.measures import Voices
from analysis.models import Voice
from analysis.results.disclosure import Audience
from analysis.themes import marks as theme_marks
from analysis.themes.marks import Speaker
from analysis.themes.themes import OTHER, themes
from survey.models import EventKind, Mode
from survey.replies import Ledger

UNTIL = date(2027, 1, 1)
NO_LEDGER = Ledger(0, {}, 0, 0, 0, 0, 0, {}, 0)
CODES = [theme.code for theme in themes() if theme.code != OTHER]
MARKS = {"good": 10.0, "medium": 5.0, "bad": 0.0}


@dataclass(frozen=True)
class Opinion:
    """What members think: the chances of each answer, and of speaking of each theme."""

    content: tuple[float, float, float] = (0.70, 0.22, 0.08)  # good, medium, bad
    clear: tuple[float, ...] = (0.02, 0.04, 0.14, 0.40, 0.40)  # from 1 to 5
    reached: float = 0.9
    writes: float = 0.6
    speaks: float = 0.09  # of each theme, by who writes


class Fund:
    """Replies and comments of twelve quarters, in which opinion may be changed quarter by quarter."""

    def __init__(
        self, seed: int, a_quarter: int = 80, changed: dict[int, Opinion] | None = None
    ) -> None:
        self.chance = np.random.default_rng(seed)
        self.replies: list[Answered] = []
        self.speakers: list[Speaker] = []
        for back in range(12):
            opinion = (changed or {}).get(back, Opinion())
            for kind in EventKind:
                for _ in range(self.chance.poisson(a_quarter)):
                    self._answer(kind, measures.month_start(UNTIL, -3 * (back + 1)), opinion)

    def _answer(self, kind: EventKind, quarter: date, opinion: Opinion) -> None:
        mark = str(self.chance.choice(list(MARKS), p=opinion.content))
        given = {
            "satisfaction": mark,
            "comprehension": str(self.chance.choice(5, p=opinion.clear) + 1),
            "contact_tried": ["phone"] if self.chance.random() < 0.6 else ["none"],
            "effort": str(self.chance.choice(5, p=opinion.clear[::-1]) + 1),
        }
        if "phone" in given["contact_tried"]:
            given["contact_reached"] = {"phone": "yes" if self.chance.random() < opinion.reached else "no"}  # type: ignore[assignment]  # fmt: skip
            given["contact_satisfaction"] = {"phone": given["comprehension"]}  # type: ignore[assignment]
        self.replies.append(Answered(quarter, kind, Mode.WEB, 1, 1, given))  # type: ignore[arg-type]
        if self.chance.random() < opinion.writes:
            self._write(kind, quarter, MARKS[mark], opinion)

    def _write(self, kind: EventKind, quarter: date, mark: float, opinion: Opinion) -> None:
        spoken = [code for code in CODES if self.chance.random() < opinion.speaks] or [CODES[0]]
        boxes = [Voice.PRAISE if self.chance.random() < 0.4 else Voice.SUGGESTION for _ in spoken]
        said = {code: frozenset({box}) for code, box in zip(spoken, boxes, strict=True)}
        self.speakers.append(Speaker(kind, quarter, mark, said))

    def evidence(self, until: date = UNTIL) -> Evidence:
        since, before = measures.month_start(until, -3), measures.month_start(until, -6)
        known = [one for one in self.replies if one.quarter < until]
        cut = [
            breakdowns.breakdown(FORMULAS[code], source(kind, until, known), Audience.INTERNAL)
            for kind in EventKind
            for code in FOLLOWED
        ]
        return Evidence(
            since, until, cut,
            theme_marks.of_year(self.speakers, until),
            theme_marks.of_year(self.speakers, measures.month_start(until, -12)),
            self.voices(since), self.voices(before), self.commented(since), self.commented(before), [], {}, {},
        )  # fmt: skip

    def voices(self, quarter: date) -> dict[str, Voices]:
        counted = Counter(
            code for one in self.speakers if one.quarter == quarter for code in one.said
        )
        return {code: Voices(n) for code, n in counted.items()}

    def commented(self, quarter: date) -> int:
        return sum(1 for one in self.speakers if one.quarter == quarter)


def source(kind: EventKind, until: date, known: list[Answered]) -> Source:
    inside = [one for one in known if one.kind is kind]
    return Source(kind, until, inside, {}, {}, {1: "Affiliation"}, NO_LEDGER)

"""The indicators of satisfaction: the six of « Je donne mon avis » by its exact formulas, effort, and per person.

Formulas and thresholds: survey.md, 2.2 and 2.3 (`get-observatoire-stats.ts`, `ObservatoireStats.tsx`).
A reply is a mapping from question code to what was answered, as `survey.replies.answers` gives it:
`satisfaction` good, medium or bad; `comprehension` and `effort` from "1" to "5" (or "na");
`contact_tried` a list of channels, or of "none" alone; `contact_reached` yes or no for each channel tried;
`contact_satisfaction` from "1" to "5" for each channel reached. What is missing or unknown is not counted.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain

from analysis import statistics
from analysis.statistics import Estimate, Interval

Given = str | list[str] | dict[str, str]
Reply = Mapping[str, Given]

TOP = 10.0
SATISFACTION = {"good": 10.0, "medium": 5.0, "bad": 0.0}
FIVE_STEPS = {"5": 10.0, "4": 7.5, "3": 5.0, "2": 2.5, "1": 0.0}
EFFORT = {"1": 10.0, "2": 7.5, "3": 5.0, "4": 2.5, "5": 0.0}  # much effort is a bad mark
NO_HELP_NEEDED = "none"
NO_DATA = "Aucune donnée pour calculer cette note"


class Unit(StrEnum):
    """What the value of an indicator is out of."""

    MARK = "/10"
    PERCENT = "%"


class Tone(StrEnum):
    """The state beside the word, as the pages colour it."""

    GOOD = "good"
    WATCH = "watch"
    BAD = "bad"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Level:
    """A word for a value; `is_firm` when the whole interval gets the same word."""

    word: str
    tone: Tone
    is_firm: bool


@dataclass(frozen=True, slots=True)
class Scale:
    """From which value each word holds, the highest first."""

    steps: tuple[tuple[float, str, Tone], ...]

    def level(self, estimate: Estimate) -> Level:
        word, tone = self._word(estimate.value)
        bounds = {self._word(bound)[0] for bound in estimate.interval}
        return Level(word, tone, is_firm=bounds == {word})

    def _word(self, value: float) -> tuple[str, Tone]:
        return next((word, tone) for start, word, tone in self.steps if value >= start)


OF_MARKS = Scale(((8, "Bien", Tone.GOOD), (5, "Moyen", Tone.WATCH), (0, "Pas bien", Tone.BAD)))
OF_REACHING = Scale(
    ((85, "Optimal", Tone.GOOD), (70, "Moyen", Tone.WATCH), (0, "Faible", Tone.BAD))
)


@dataclass(frozen=True, slots=True)
class Formula:
    """How an indicator is computed: the mean of what each reply brings, nothing, one figure or several.

    `brings` gives marks out of ten, or 1 and 0 for a percentage; `counted` is the word for what its n counts, one and many.
    `of_everybody` is whether all those invited could have answered: only then is the population known.
    `made_of` names the indicators from which this one could be worked out, and the other way round;
    `commitment` is the code of the one the question is about, for the fund's own questions.
    """

    code: str
    label: str
    unit: Unit
    counted: tuple[str, str]
    brings: Callable[[Reply], Sequence[float]]
    of_everybody: bool = True
    scale: Scale | None = None
    made_of: tuple[str, ...] = ()
    commitment: str = ""

    def estimate(self, replies: Sequence[Reply], invited: int | None = None) -> Estimate | None:
        """The figure, out of ten or in percent, whatever its n; None when nobody answered."""
        return self.figure(list(chain.from_iterable(map(self.brings, replies))), invited)

    def figure(self, found: Sequence[float], invited: int | None = None) -> Estimate | None:
        """The same, from all that the replies bring."""
        if not found:
            return None
        population = invited if self.of_everybody else None
        if self.unit is Unit.MARK:
            return statistics.mean(found, TOP, population)
        share = statistics.proportion(round(sum(found)), len(found), population)
        low, high = share.interval
        return Estimate(100 * share.value, Interval(100 * low, 100 * high), share.n)


@dataclass(frozen=True, slots=True)
class Indicator:
    """A figure with its margin and its size. Under the threshold it holds nothing but its n.

    `value` and `interval` are out of ten or in percent, unrounded (screens show one decimal); `n` counts
    what `counted` names; `invited` is the number of people asked, None when unknown.
    """

    code: str
    label: str
    value: float | None
    unit: Unit
    n: int
    invited: int | None
    interval: Interval | None
    shown: bool
    level: Level | None
    counted: tuple[str, str]


# ---------------------------------------------------------------- what one reply brings


def _mark(code: str, marks: Mapping[str, float]) -> Callable[[Reply], list[float]]:
    def brings(reply: Reply) -> list[float]:
        given = reply.get(code)
        return [marks[given]] if isinstance(given, str) and given in marks else []

    return brings


def _by_channel(reply: Reply, code: str, marks: Mapping[str, float]) -> list[float]:
    given = reply.get(code)
    values = given.values() if isinstance(given, dict) else ()
    return [marks[value] for value in values if value in marks]


def _reached(reply: Reply) -> list[float]:
    """For each channel that was tried, 1 when somebody answered."""
    return _by_channel(reply, "contact_reached", {"yes": 1.0, "no": 0.0})


def _reached_once(reply: Reply) -> list[float]:
    """For a person who tried, 1 when one channel at least answered."""
    return [max(tries)] if (tries := _reached(reply)) else []


def _helped(reply: Reply) -> list[float]:
    """The mark of each help received."""
    return _by_channel(reply, "contact_satisfaction", FIVE_STEPS)


def _contact(reply: Reply) -> list[float]:
    """The mark of each help received, and 0 for each channel that did not answer."""
    return _helped(reply) + _by_channel(reply, "contact_reached", {"no": 0.0})


def _autonomous(reply: Reply) -> list[float]:
    """1 for who needed no help, among those who answered on help."""
    given = reply.get("contact_tried")
    return [float(NO_HELP_NEEDED in given)] if isinstance(given, list) and given else []


# ---------------------------------------------------------------- the catalogue

REPLIES = ("réponse", "réponses")
CHANNELS = ("canal essayé", "canaux essayés")

ALL = (
    Formula(
        "satisfaction",
        "Satisfaction",
        Unit.MARK,
        REPLIES,
        _mark("satisfaction", SATISFACTION),
        scale=OF_MARKS,
    ),
    Formula(
        "comprehension",
        "Simplicité du langage",
        Unit.MARK,
        REPLIES,
        _mark("comprehension", FIVE_STEPS),
        scale=OF_MARKS,
    ),
    Formula(
        "contact_reached",
        "Aide joignable",
        Unit.PERCENT,
        CHANNELS,
        _reached,
        of_everybody=False,
        scale=OF_REACHING,
    ),
    Formula(
        "contact_reached_by_person",
        "Aide joignable, par personne",
        Unit.PERCENT,
        ("personne", "personnes"),
        _reached_once,
        of_everybody=False,
        scale=OF_REACHING,
    ),
    Formula(
        "contact_satisfaction",
        "Aide efficace",
        Unit.MARK,
        ("aide reçue", "aides reçues"),
        _helped,
        of_everybody=False,
        scale=OF_MARKS,
    ),
    # Kept to compare with the open data of the State: it mixes units, and who tried three weighs three.
    Formula(
        "contact",
        "Contact, joignable et efficace",
        Unit.MARK,
        CHANNELS,
        _contact,
        of_everybody=False,
        made_of=("contact_reached", "contact_satisfaction"),
    ),
    Formula("autonomy", "Niveau d’autonomie", Unit.PERCENT, REPLIES, _autonomous),
    Formula(
        "effort",
        "Facilité de la démarche",
        Unit.MARK,
        REPLIES,
        _mark("effort", EFFORT),
    ),
)
FORMULAS = {formula.code: formula for formula in ALL}
OURS = frozenset({"contact_reached_by_person", "effort"})
"""Not in « Je donne mon avis »; all others are « calcul identique à Je donne mon avis »."""


def indicator(
    formula: Formula, replies: Sequence[Reply], invited: int | None, is_shown: bool
) -> Indicator:
    """One indicator; withheld, it says only its n. Whether it is shown is decided by `analysis.results.shown`."""
    found = formula.estimate(replies, invited)
    n = found.n if found else 0
    if not is_shown:
        found = None
    return Indicator(
        code=formula.code,
        label=formula.label,
        value=found.value if found else None,
        unit=formula.unit,
        n=n,
        invited=invited,
        interval=found.interval if found else None,
        shown=found is not None,
        level=formula.scale.level(found) if found and formula.scale else None,
        counted=formula.counted,
    )

"""The level of a commitment: what the facts propose, and how high one may go. Pure rules, no table."""

from dataclasses import dataclass

from actionplans.models import Level
from core.french import percent

POINTS = {Level.A: 100, Level.B: 70, Level.C: 35, Level.D: 0}
"""What a level weighs in a score; stamped into each frozen assessment."""
ENOUGH = 10  # below ten cases or answers nothing is concluded
BY = 10  # answers of members are told by tens beside an assessment: twice what is withheld inside the fund
SATISFIED_ENOUGH = 0.75
TOLERANCE = 0.75  # a breached threshold still kept in three cases out of four is « en partie »

CEILING_WHY = {
    Level.C: "Le seuil n’est pas tenu sur la période : pas plus haut que C.",
    Level.B: "Sans preuve valable sur la période, pas plus haut que B.",
}


@dataclass(frozen=True)
class Measure:
    """An operational indicator held against the commitment's threshold."""

    is_met: bool
    share_kept: float
    """Share of the cases within the threshold, between 0 and 1."""
    cases: int
    is_whole: bool = False
    """Every case there is, not a sample of them: it is judged however few they are."""


@dataclass(frozen=True)
class Opinion:
    """What members said on the question tied to the commitment."""

    satisfied: int
    answers: int

    @property
    def share(self) -> float:
        """Satisfied among the answers; 0 when there is none."""
        return self.satisfied / self.answers if self.answers else 0.0

    @property
    def is_enough(self) -> bool:
        return self.answers >= ENOUGH

    @property
    def is_good(self) -> bool:
        return self.share >= SATISFIED_ENOUGH

    @property
    def told_share(self) -> float:
        """The share as it may be told: a whole percentage."""
        return round(100 * self.share) / 100

    @property
    def told_answers(self) -> int:
        """Their number as it may be told: « au moins 60 ». Exact, the year of a campaign less the quarters that the pages
        of indicators show would give the quarter they withhold."""
        return self.answers // BY * BY


@dataclass(frozen=True)
class Facts:
    """All that is known of one commitment in one department over the assessed period."""

    is_due: bool = True
    is_concerned: bool = True
    measure: Measure | None = None
    opinion: Opinion | None = None
    is_proven: bool = False
    is_in_part: bool = False
    """The tool's own data show a part of it."""

    @property
    def judged(self) -> Measure | None:
        """The measure, when it rests on enough cases to be held against the threshold."""
        if self.measure is None:
            return None
        enough = self.measure.is_whole or self.measure.cases >= ENOUGH
        return self.measure if enough else None


@dataclass(frozen=True)
class Proposal:
    """What the machine proposes: a level or none, the highest level allowed, and why."""

    level: Level | None
    ceiling: Level
    why: str


def propose(facts: Facts) -> Proposal:
    """The proposed level, by the first source able to speak: the threshold, a proof, the members.

    Not yet due and not concerned come before any of them. Members' satisfaction alone never goes
    above B.
    """
    if not facts.is_due:
        return Proposal(
            Level.NOT_DUE, Level.NOT_DUE, "Promesse datée : pas encore exigible en fin de période."
        )
    top = ceiling(facts)
    if not facts.is_concerned:
        why = "Le service n’exerce aucune des activités visées."
        return Proposal(Level.NOT_CONCERNED, top, why)
    if facts.judged:
        return Proposal(*_by_threshold(facts.judged, top))
    if facts.is_proven:
        return Proposal(Level.A, top, "Une preuve est valable sur la période.")
    if facts.is_in_part:
        why = "Les données de l’outil le montrent en partie ; le reste demande une preuve."
        return Proposal(Level.B, top, why)
    if facts.opinion and facts.opinion.is_enough:
        return Proposal(*_by_opinion(facts.opinion, top))
    return Proposal(None, top, "Ni mesure, ni preuve, ni assez d’avis : à vous de dire.")


def ceiling(facts: Facts) -> Level:
    """The highest level that may be declared: C once a threshold is breached, B without proof."""
    if facts.judged:
        return Level.A if facts.judged.is_met else Level.C
    return Level.A if facts.is_proven else Level.B


def _by_threshold(measure: Measure, top: Level) -> tuple[Level, Level, str]:
    if measure.is_met:
        return Level.A, top, "Le seuil est tenu sur la période."
    kept = percent(measure.share_kept)
    if measure.share_kept >= TOLERANCE:
        return Level.C, top, f"Le seuil n’est pas tenu, mais {kept} des cas le respectent."
    return Level.D, top, f"Le seuil n’est pas tenu : {kept} des cas seulement le respectent."


def _by_opinion(opinion: Opinion, top: Level) -> tuple[Level, Level, str]:
    said = f"{percent(opinion.share)} d’adhérents satisfaits"
    if opinion.is_good:
        return Level.B, top, f"{said}, mais aucune preuve."
    return Level.C, top, f"{said} : moins de {percent(SATISFIED_ENOUGH)}."


def discordance(facts: Facts) -> str:
    """A sentence when what is delivered and what is felt disagree; empty when they do not."""
    if not (facts.is_due and facts.opinion and facts.opinion.is_enough):
        return ""
    is_kept = facts.judged.is_met if facts.judged else facts.is_proven
    if is_kept and not facts.opinion.is_good:
        return "Tenu, mais peu ressenti par les adhérents."
    if facts.judged and not is_kept and facts.opinion.is_good:
        return "Bien ressenti par les adhérents, mais le seuil n’est pas tenu."
    return ""


def is_scored(level: Level | None) -> bool:
    """Whether this level counts in a score (A to D)."""
    return level in POINTS


def is_above(level: Level | None, other: Level | None) -> bool:
    """Whether a level is strictly higher than another; levels without points compare to nothing."""
    if level not in POINTS or other not in POINTS:
        return False
    return POINTS[level] > POINTS[other]


def up_to(top: Level) -> list[Level]:
    """The scored levels that do not pass this one, best first."""
    return [level for level in POINTS if not is_above(level, top)]

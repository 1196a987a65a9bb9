"""Delivered beside perceived, as a figure and the table below it: of the fund, for its page and its review, and of one department."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from actionplans.assessments.delivered import KEPT, Delivered, Quadrant, quadrant_of
from actionplans.assessments.levels import SATISFIED_ENOUGH, TOLERANCE, Opinion, is_scored
from actionplans.models import Level
from analysis.charts import Spot, delivered_perceived, level_perceived, place
from analysis.results import figures
from analysis.results.figures import Figure as Drawing
from analysis.statistics import Interval
from core import french, proportions
from core.documents import Cell, Column, Figure, Heading, Paragraph, Part, Table

SAID = (
    Column("Satisfaits", "percent", 0, "Adhérents satisfaits, parmi ceux qui ont répondu à la question sur cet engagement."),
    Column("De", "percent", 0, "Borne basse de l’intervalle à 95 % (Wilson)."),
    Column("À", "percent", 0, "Borne haute de l’intervalle à 95 % (Wilson)."),
    Column("Réponses, au moins", "number", about="De toute la caisse, à la dizaine inférieure ; il en faut dix.", unit="réponses"),
    Column("Lecture", about="Ce que les deux faits disent ensemble."),
)  # fmt: skip
OF_FUND = (
    Column("Engagement", about="Code et titre."),
    Column("Le tiennent", "number", about="Services au niveau A ou B."),
    Column("Sur", "number", about="Services cotés de A à D."),
    *SAID,
)
OF_DEPARTMENT = (
    Column("Engagement", about="Code et titre."),
    Column("Niveau", about="Niveau validé du service."),
    *SAID,
)
NOTHING = "Rien à mettre côte à côte : aucun engagement coté n’a encore dix réponses d’adhérents."
MEANING = (
    "Urgent : ni tenu, ni ressenti. À expliquer : tenu, peu ressenti. Fragile : ressenti, pas tenu. "
    "Réussite : tenu et ressenti."
)
TITLE = "Ce qui est tenu, ce qui est perçu"


@dataclass(frozen=True)
class Rated:
    """One commitment of a department: its level, and the members content with it in the whole fund."""

    code: str
    title: str
    level: Level
    opinion: Opinion

    @property
    def quadrant(self) -> Quadrant:
        return quadrant_of(self.level in KEPT, self.opinion)


def rated(rows: Sequence[Mapping[str, Any]], opinions: Mapping[str, Opinion]) -> list[Rated]:
    """The rows of an assessment that have both facts, the most pressing first."""
    found = [
        Rated(row["code"], row["title"], Level(row["validated"]), opinions[row["code"]])
        for row in rows
        if row["validated"] and is_scored(Level(row["validated"]))
        if row["code"] in opinions and opinions[row["code"]].is_enough
    ]
    order = list(Quadrant)
    return sorted(found, key=lambda one: (order.index(one.quadrant), one.code))


# ---------------------------------------------------------------- the figures


def drawn(found: Sequence[Delivered]) -> Drawing:
    """The four quarters of the fund, a point a commitment."""
    spots = [_spot(one.commitment.code, 100 * one.share, one.opinion) for one in found]
    middle = (100 * TOLERANCE, 100 * SATISFIED_ENOUGH)
    title = "Tenu et perçu"
    return figures.kept(
        ["delivered", title, spots, middle],
        lambda width: delivered_perceived(title, spots, middle, width),
    )


def drawn_of_department(found: Sequence[Rated]) -> Drawing:
    """The same of one department: across, its level."""
    ranks = Counter[Level]()
    spots = []
    for one in sorted(found, key=lambda one: (one.opinion.share, one.code)):
        spots.append(_spot(one.code, place(one.level.value, ranks[one.level]), one.opinion))
        ranks[one.level] += 1
    title, enough = "Niveau et perçu", 100 * SATISFIED_ENOUGH
    return figures.kept(
        ["level", title, spots, enough],
        lambda width: level_perceived(title, spots, enough, width),
    )


def _spot(code: str, across: float, opinion: Opinion) -> Spot:
    share, answers = opinion.told_share, opinion.told_answers
    low, high = proportions.wilson(share, answers)
    said = f"au moins {french.count(answers, 'réponse')}"
    return Spot(code, across, 100 * share, None, Interval(100 * low, 100 * high), said)


# ---------------------------------------------------------------- in a review


def of_fund(found: Sequence[Delivered]) -> Iterator[Part]:
    """Part of the fund's review."""
    rows = [
        (f"{one.commitment.code} {one.commitment.title}", one.kept, one.judged, *_said(one.opinion, one.quadrant))
        for one in found
    ]  # fmt: skip
    across = "En travers, la part des services qui tiennent l’engagement (niveaux A et B)"
    yield from _parts(rows, OF_FUND, across, lambda: drawn(found))


def of_department(found: Sequence[Rated]) -> Iterator[Part]:
    """Part of a department's review."""
    rows = [
        (f"{one.code} {one.title}", one.level.value, *_said(one.opinion, one.quadrant))
        for one in found
    ]
    across = "En travers, le niveau validé du service"
    yield from _parts(rows, OF_DEPARTMENT, across, lambda: drawn_of_department(found))


def _said(opinion: Opinion, quadrant: Quadrant) -> tuple[Cell, ...]:
    """The interval is that of the answers told, a little wider than theirs."""
    share, answers = opinion.told_share, opinion.told_answers
    return (share, *proportions.wilson(share, answers), answers, quadrant.label)


def _parts(
    rows: Sequence[tuple[Cell, ...]],
    columns: tuple[Column, ...],
    across: str,
    draw: Callable[[], Drawing],
) -> Iterator[Part]:
    yield Heading(TITLE, 2)
    if not rows:
        yield Paragraph(NOTHING)
        return
    caption = (
        f"{across} ; en hauteur, les adhérents satisfaits dans toute la caisse, avec l’intervalle à 95 %. "
        f"Seuil à {french.percent(SATISFIED_ENOUGH)}. Source : auto-évaluations validées, réponses au questionnaire."
    )
    drawing = draw()
    table = Table("Engagement par engagement", columns, tuple(rows), MEANING)
    yield Figure(drawing.wide.encode(), drawing.alternative, caption, table)

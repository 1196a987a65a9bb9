"""Reports: the results of a year beside the year before, as a document; whole, or the block for the director's report.

The charter asks for indicators of performance and of satisfaction on the site and, yearly, in the director's report (RES-01 and
RES-02). What may be shown is decided where it is computed (`analysis.results.disclosure`): a report holds what the screens hold,
and nothing more.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from analysis import statistics
from analysis.indicators import breakdowns, measures
from analysis.indicators.breakdowns import Breakdown
from analysis.indicators.indicators import Indicator, Unit
from analysis.reports import drawn, participation, spoken
from analysis.results import figures, results
from analysis.results.disclosure import Audience
from analysis.results.results import Year
from analysis.themes import marks as theme_marks
from analysis.themes.voices import Period
from core import french
from core.documents import Cell, Column, Document, Figure, Heading, Paragraph, Part, Table
from core.settings import Settings
from survey.models import EventKind

METHOD = (
    "Les notes et les parts viennent des réponses de tous les adhérents concernés, par internet, sur papier, par téléphone ou "
    "au guichet. L’intervalle est à 95 % (Wilson pour les parts, Student pour les notes), avec correction de population finie ; "
    "il ne dit que le hasard des réponses, pas l’avis de ceux qui n’ont pas répondu. Sous {k} réponses, un chiffre n’est pas "
    "montré. Les formules sont celles de « Je donne mon avis » ; ses répondants, eux, sont volontaires : un écart avec ses "
    "moyennes n’est pas à lui seul une différence de qualité."
)
INDICATORS = (
    Column("Indicateur", about="Ce qui est mesuré ; formules de « Je donne mon avis »."),
    Column("Valeur", "number", 1, "Note sur 10, ou part en pour cent ; vide sous le seuil de publication.", unit="celle de la colonne « Unité »"),
    Column("Unité", about="/10 ou %."),
    Column("De", "number", 1, "Borne basse de l’intervalle à 95 %.", unit="celle de la colonne « Unité »"),
    Column("À", "number", 1, "Borne haute de l’intervalle à 95 %.", unit="celle de la colonne « Unité »"),
    Column("Effectif", "number", about="Réponses, ou canaux, sur quoi porte la valeur.", unit="réponses ou canaux"),
    Column("Un an avant", "number", 1, "La même valeur, douze mois plus tôt.", unit="celle de la colonne « Unité »"),
    Column("Comparaison", about="Différence établie ou non entre les deux années, à 95 %."),
)  # fmt: skip
BESIDE_EACH_OTHER = ("satisfaction", "effort")  # what is said of the whole, and of its ease


@dataclass(frozen=True)
class Pair:
    """A year of one moment of life, and the year before."""

    now: Year
    before: Year


def pairs(session: Session, today: date, audience: Audience) -> list[Pair]:
    """For each moment of life, the last twelve closed months and the twelve before them."""
    earlier = measures.month_start(today, -12)
    return [
        Pair(
            results.year(session, kind, today, audience),
            results.year(session, kind, earlier, audience),
        )
        for kind in EventKind
    ]


def of_the_year(session: Session, today: date, audience: Audience, settings: Settings) -> Document:
    """The whole report: who answered, indicators, what weighs, themes and topics of the last quarter, method."""
    found = pairs(session, today, audience)
    parts = [
        *_at_a_glance([pair.now for pair in found]),
        *(part for pair in found for part in _of_one(pair)),
        *(_inside(session, today, audience) if audience is Audience.INTERNAL else ()),
        *method(audience),
    ]
    title = "Ce que disent les adhérents, en un an"
    return _document(title, found, parts, settings)


def _inside(session: Session, today: date, audience: Audience) -> Iterator[Part]:
    """What never leaves the fund: quarters, what weighs, what is spoken of."""
    yield from moments_beside(breakdowns.every(session, today, audience), BESIDE_EACH_OTHER)
    for one in theme_marks.marks(session, today):
        yield from drawn.what_weighs(one)
    last = measures.quarter_of(measures.month_start(measures.quarter_of(today)[0], -1))
    yield from spoken.of_quarter(session, Period(*last))


def moments_beside(found: Sequence[Sequence[Breakdown]], codes: Sequence[str]) -> Iterator[Part]:
    """Small multiples: the same indicator in each moment of life."""
    told = [
        part
        for code in codes
        for part in drawn.side_by_side(
            [one for each in found for one in each if one.formula.code == code]
        )
    ]
    if told:
        yield Heading("D’un moment de vie à l’autre")
        yield from told


def block(session: Session, today: date, audience: Audience, settings: Settings) -> Document:
    """What goes into the director's report as it is: a sentence, figures, their tables, the method."""
    found = pairs(session, today, audience)
    years = [pair.now for pair in found]
    parts = [
        Paragraph(" ".join(_sentence(pair) for pair in found)),
        *(part for part in _at_a_glance(years) if isinstance(part, Figure)),
        *(_indicators(pair) for pair in found),
        *method(audience),
    ]
    return _document("Satisfaction des adhérents", found, parts, settings)


def _document(
    title: str, found: Sequence[Pair], parts: Sequence[Part], settings: Settings
) -> Document:
    now = found[0].now
    answers = sum(pair.now.answers for pair in found)
    sent = sum(pair.now.ledger.sent for pair in found)
    return Document(
        title=title,
        subtitle=now.label.capitalize(),
        about=(
            ("Réponses", f"{french.number(answers)} sur {french.number(sent)} envois"),
            ("Taux de réponse", french.percent(answers / sent if sent else None)),
            ("Modes", french.listed(_modes(found)) or "aucun"),
        ),
        parts=tuple(parts),
        sender=settings.FUND_NAME,
        telephone=settings.FUND_PHONE,
    )


def _modes(found: Sequence[Pair]) -> list[str]:
    return list(
        dict.fromkeys(mode.label for pair in found for mode, n in pair.now.modes.items() if n)
    )


def _of_one(pair: Pair) -> Iterator[Part]:
    year = pair.now
    yield Heading(year.kind.label.capitalize())
    yield Paragraph(_sentence(pair))
    yield from participation.of_year(year.kind, year.ledger, year.label)
    yield _indicators(pair)


def _sentence(pair: Pair) -> str:
    now = _named(pair.now, "satisfaction")
    moment = pair.now.kind.label
    if now.value is None or now.interval is None:
        return f"Pour « {moment} », les réponses sont trop peu nombreuses pour donner une note."
    low, high = (french.number(bound, 1) for bound in now.interval)
    return (
        f"Pour « {moment} », la satisfaction est de {french.number(now.value, 1)} sur 10 "
        f"(intervalle de {low} à {high}, {french.count(now.n, 'réponse')}) : "
        f"{_compared(now, _named(pair.before, 'satisfaction'))} par rapport à l’année d’avant."
    )


def _named(year: Year, code: str) -> Indicator:
    return next(one for one in year.indicators if one.code == code)


def _compared(now: Indicator, before: Indicator) -> str:
    return statistics.change(_estimate(before), _estimate(now)).value


def _estimate(one: Indicator) -> statistics.Estimate | None:
    if one.value is None or one.interval is None:
        return None
    return statistics.Estimate(one.value, one.interval, one.n)


def _indicators(pair: Pair) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for one in pair.now.indicators:
        before = _named(pair.before, one.code)
        low, high = one.interval or (None, None)
        unit = "/10" if one.unit is Unit.MARK else "%"
        rows.append((one.label, one.value, unit, low, high, one.n, before.value, _compared(one, before)))  # fmt: skip
    caption = f"{pair.now.kind.label.capitalize()} : indicateurs, {pair.now.label}"
    return Table(caption, INDICATORS, tuple(rows))


def _at_a_glance(years: Sequence[Year]) -> Iterator[Part]:
    """All indicators at once; their numbers are in the tables that follow, moment by moment."""
    if not any(one.shown for year in years for one in year.indicators):
        return
    yield Heading("En un coup d’œil")
    below = "Les mêmes nombres sont dans les tableaux qui suivent."
    for caption, figure in (
        ("Notes sur 10, avec leur intervalle à 95 %", figures.marks(years)),
        ("Parts en pour cent, avec leur intervalle à 95 %", figures.percents(years)),
    ):
        said = f"{caption}. Source : réponses au questionnaire, {years[0].label}. {below}"
        yield Figure(figure.wide.encode(), figure.alternative, said)


def method(audience: Audience) -> list[Part]:
    return [Heading("Méthode"), Paragraph(METHOD.format(k=int(audience)), is_soft=True)]

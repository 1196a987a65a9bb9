"""Reports of a quarter and of a department: the figures of the screens, as a document.

What may be shown was decided by `analysis.results.shown`, for all slices together: a report of a department
and the report of the year, put side by side, tell nothing that one of them withholds.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from sqlmodel import Session

from analysis import noticing
from analysis.finding_rules.base import Finding
from analysis.indicators import breakdowns, measures
from analysis.indicators.breakdowns import Breakdown, Slice
from analysis.indicators.indicators import Formula, Unit
from analysis.reports import drawn, participation, spoken
from analysis.reports.reports import INDICATORS, method, moments_beside
from analysis.results import results
from analysis.results.disclosure import Audience
from analysis.statistics import Estimate
from analysis.themes.voices import Period
from core import french
from core.documents import Bullets, Cell, Column, Document, Heading, Paragraph, Part, Table
from core.settings import Settings
from organisation.models import Department

SATISFACTION = "satisfaction"
WITHHELD = "Une valeur absente repose sur trop peu de réponses pour être montrée, ou se déduirait d’une autre."
OF_A_QUARTER = (
    *INDICATORS[:6],
    Column(
        "Trimestre d’avant",
        "number",
        1,
        "La même valeur, trois mois plus tôt.",
        unit="celle de la colonne « Unité »",
    ),
    Column("Comparaison", about="Différence établie ou non entre les deux trimestres, à 95 %."),
)
OF_A_DEPARTMENT = (
    *INDICATORS[:6],
    Column(
        "Toute la caisse",
        "number",
        1,
        "La même valeur, tous services ensemble.",
        unit="celle de la colonne « Unité »",
    ),
    Column("Comparaison", about="Le service comparé à tous les autres ensemble, à 95 %."),
)


def of_the_quarter(
    session: Session, since: date, audience: Audience, settings: Settings
) -> Document:
    """One quarter beside the one before: indicators, themes, what deserves attention."""
    until = measures.month_start(since, 3)
    period = Period(*measures.quarter_of(since))
    found = breakdowns.every(session, until, audience)
    parts = [
        *(part for one in found for part in _quarter_of_one(session, one, since)),
        *moments_beside(found, ("effort",)),
        *spoken.of_quarter(session, period),
        *_findings(noticing.found(session, since).findings),
        *method(audience),
    ]
    return _document("Ce que disent les adhérents", period.label, parts, settings)


def of_the_department(
    session: Session, department: Department, today: date, audience: Audience, settings: Settings
) -> Document:
    """One department over twelve closed months, beside all the others."""
    found = breakdowns.every(session, today, audience)
    since, until = results.last_year(today)
    period = f"{french.month(since)} à {french.month(measures.month_start(until, -1))}"
    told = [part for one in found for part in _department_of_one(session, one, department, today)]
    nothing = Paragraph("Aucune réponse de ces douze mois ne concerne ce service.")
    title = f"Ce que disent les adhérents : {department.name}"
    return _document(title, period, [*(told or [nothing]), *method(audience)], settings)


def _document(title: str, subtitle: str, parts: Sequence[Part], settings: Settings) -> Document:
    return Document(
        title=title,
        subtitle=subtitle[0].upper() + subtitle[1:],
        about=(),
        parts=tuple(parts),
        sender=settings.FUND_NAME,
        telephone=settings.FUND_PHONE,
    )


# ---------------------------------------------------------------- a quarter


def _quarter_of_one(session: Session, found: Sequence[Breakdown], since: date) -> Iterator[Part]:
    rows = []
    for one in found:
        now = next((cut for cut in one.quarters if cut.since == since), None)
        before = measures.month_start(since, -3)
        was = next((cut for cut in one.quarters if cut.since == before), None)
        if now is not None and now.n:
            words = now.change.value if now.change else ""
            rows.append(_row(one.formula, now, was.estimate if was else None, words))
    kind = found[0].kind
    label = kind.label
    yield Heading(label[0].upper() + label[1:])
    yield from participation.of_quarter(session, kind, since)
    if rows:
        yield Table(f"{label.capitalize()} : indicateurs du trimestre", OF_A_QUARTER, tuple(rows), WITHHELD)  # fmt: skip
    else:
        yield Paragraph("Aucune réponse sur ce trimestre.")
    for one in _satisfaction(found):
        yield from drawn.history(one)


def _satisfaction(found: Sequence[Breakdown]) -> list[Breakdown]:
    return [one for one in found if one.formula.code == SATISFACTION]


def _row(formula: Formula, now: Slice, other: Estimate | None, words: str) -> tuple[Cell, ...]:
    """One indicator: its value and interval, what it is set beside, and how they compare in words."""
    unit = "/10" if formula.unit is Unit.MARK else "%"
    if now.estimate is None:
        return (formula.label, None, unit, None, None, None, None, "non montré")
    low, high = now.estimate.interval
    beside = other.value if other else None
    return (formula.label, now.estimate.value, unit, low, high, now.n, beside, words)


def _findings(found: Sequence[Finding]) -> Iterator[Part]:
    for title, good in (("Ce qui appelle l’attention", False), ("Ce qui est à valoriser", True)):
        lines = tuple(
            f"{one.sentence.removesuffix('.')} : {one.proof}."
            for one in found
            if one.is_good is good
        )
        if lines:
            yield Heading(title)
            yield Bullets(lines)
    if not found:
        yield Heading("Ce qui appelle l’attention")
        yield Paragraph("Rien ne dépasse ce que le hasard produit d’ordinaire.")


# ---------------------------------------------------------------- a department


def _department_of_one(
    session: Session, found: Sequence[Breakdown], department: Department, today: date
) -> Iterator[Part]:
    rows = [
        _row(one.formula, cut, one.year.estimate, cut.change.beside if cut.change else "")
        for one in found
        for cut in one.departments
        if cut.label == department.name
    ]
    if not rows:
        return
    kind = found[0].kind
    label = kind.label
    yield Heading(label[0].upper() + label[1:])
    yield from participation.of_department(session, kind, department, today)
    yield Table(f"{label.capitalize()} : indicateurs du service", OF_A_DEPARTMENT, tuple(rows), WITHHELD)  # fmt: skip
    for one in _satisfaction(found):
        yield from drawn.departments(one)

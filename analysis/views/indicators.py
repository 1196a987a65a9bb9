"""Indicators of the last twelve months, by moment of life, with their margins, as figures and as tables."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from analysis import dictionaries
from analysis.indicators import breakdowns, control_charts
from analysis.indicators.breakdowns import Breakdown
from analysis.indicators.indicators import OURS, Formula
from analysis.results import figures, results, tables
from analysis.results.disclosure import Audience
from analysis.themes import marks as theme_marks
from core import clock
from core.database import db
from core.downloads import dictionary_file
from core.errors import Missing
from organisation.access import requires
from organisation.rights import Right
from survey.models import EventKind

blueprint = Blueprint(
    "indicators", __name__, template_folder="../templates", url_prefix="/indicateurs"
)


def years() -> list[results.Year]:
    return [results.year(db, kind, clock.today(), Audience.INTERNAL) for kind in EventKind]


@blueprint.get("/")
@requires(Right.READ_RESULTS)
def index() -> ResponseReturnValue:
    found = years()
    return render_template(
        "analysis/indicators/index.html",
        years=found,
        marks=figures.marks(found),
        percents=figures.percents(found),
        own=figures.own(found),
        flows=[figures.who_answered(year) for year in found],
        rows=tables.rows(found),
        ours=OURS,
    )


@blueprint.get("/par-theme")
@requires(Right.READ_RESULTS)
def by_theme() -> ResponseReturnValue:
    found = theme_marks.marks(db, clock.today())
    drawn = {one.kind: figures.what_weighs(one) for one in found}
    return render_template("analysis/indicators/by_theme.html", found=found, drawn=drawn)


@blueprint.get("/par-theme.csv")
@requires(Right.READ_RESULTS)
def by_theme_file() -> ResponseReturnValue:
    rows = tables.theme_rows(theme_marks.marks(db, clock.today()))
    return dictionary_file(dictionaries.BY_THEME, rows)


@blueprint.get("/<code>")
@requires(Right.READ_RESULTS)
def show(code: str) -> ResponseReturnValue:
    formula = results.formulas(db).get(code)
    if formula is None:
        raise Missing("Cet indicateur n’existe pas. Revenez à la liste des indicateurs.")
    found = broken_down(formula)
    studies = {one.kind: control_charts.study(one) for one in found}
    return render_template(
        "analysis/indicators/show.html",
        formula=formula,
        found=found,
        studies=studies,
        too_short=control_charts.TOO_SHORT,
        figures=figures,
        words=tables,
    )


def broken_down(formula: Formula) -> list[Breakdown]:
    """The indicator in its slices, for each moment of life where somebody answered."""
    today = clock.today()
    sources = [breakdowns.source(db, kind, today) for kind in EventKind]
    found = [breakdowns.breakdown(formula, one, Audience.INTERNAL) for one in sources]
    return [one for one in found if one.has_answers]


@blueprint.get("/indicateurs.csv")
@requires(Right.READ_RESULTS)
def export() -> ResponseReturnValue:
    return dictionary_file(dictionaries.IN_FULL, tables.cells(tables.rows(years())))

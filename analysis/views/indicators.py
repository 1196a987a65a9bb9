"""Indicators of the last twelve months, by moment of life, with their margins, as figures and as tables."""

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from analysis import figures, results, tables
from analysis.disclosure import Audience
from analysis.indicators import FORMULAS, OURS
from core import clock
from core.database import db
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
        flows=[figures.who_answered(year) for year in found],
        rows=tables.rows(found),
        ours=OURS,
    )


@blueprint.get("/<code>")
@requires(Right.READ_RESULTS)
def show(code: str) -> ResponseReturnValue:
    if code not in FORMULAS:
        raise Missing("Cet indicateur n’existe pas. Revenez à la liste des indicateurs.")
    formula = FORMULAS[code]
    by_kind = {
        kind: results.quarters(db, kind, code, clock.today(), Audience.INTERNAL)
        for kind in EventKind
    }
    charts = {
        kind: figures.history(f"{formula.label}, {kind.label}", code, quarters)
        for kind, quarters in by_kind.items()
    }
    return render_template(
        "analysis/indicators/show.html", formula=formula, by_kind=by_kind, charts=charts
    )


@blueprint.get("/indicateurs.csv")
@requires(Right.READ_RESULTS)
def export() -> ResponseReturnValue:
    body = tables.as_csv(tables.rows(years()))
    headers = {"Content-Disposition": "attachment; filename=indicateurs.csv"}
    return Response(body, mimetype="text/csv", headers=headers)

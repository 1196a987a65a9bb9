"""The public page: results with their margins, and « vous avez dit, nous avons fait »."""

from flask import Blueprint, Response, current_app, render_template
from flask.typing import ResponseReturnValue

from actionplans.tracing import poster as posters
from actionplans.tracing import publishing
from analysis import figures, results, tables
from analysis.disclosure import Audience
from core import clock, mail
from core.database import db
from organisation.access import public
from survey.models import EventKind

blueprint = Blueprint("results", __name__, template_folder="../templates")


def years() -> list[results.Year]:
    return [results.year(db, kind, clock.today(), Audience.PUBLIC) for kind in EventKind]


@blueprint.get("/")
@public
def index() -> ResponseReturnValue:
    found = years()
    return render_template(
        "actionplans/results/index.html",
        years=found,
        has_answers=any(one.shown for year in found for one in year.indicators),
        marks=figures.marks(found),
        percents=figures.percents(found),
        rows=tables.rows(found),
        changes=publishing.published(db),
    )


@blueprint.get("/affiche.pdf")
@public
def poster() -> ResponseReturnValue:
    """The same page on a sheet for the premises."""
    settings = current_app.config["SETTINGS"]
    sheet = posters.pdf(publishing.published(db), years(), mail.link("/"), settings)
    response = Response(sheet, mimetype="application/pdf")
    response.headers["Content-Disposition"] = "inline; filename=affiche.pdf"
    return response


@blueprint.get("/resultats.csv")
@public
def export() -> ResponseReturnValue:
    body = tables.as_csv(tables.rows(years()))
    headers = {"Content-Disposition": "attachment; filename=resultats.csv"}
    return Response(body, mimetype="text/csv", headers=headers)

"""The public page: results with their margins, and « vous avez dit, nous avons fait »."""

from flask import Blueprint, Response, current_app, jsonify, render_template, url_for
from flask.typing import ResponseReturnValue

from actionplans.tracing import open_data, publishing
from actionplans.tracing import poster as posters
from analysis.dictionaries import OPEN_DATA
from analysis.results import figures, results, tables
from analysis.results.disclosure import Audience
from core import clock, mail
from core.database import db
from core.dictionary import said_type
from core.downloads import dictionary_file
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


# ---------------------------------------------------------------- open data


@blueprint.get("/donnees")
@public
def data() -> ResponseReturnValue:
    """The file, what each of its columns holds, its licence, its protections."""
    return render_template(
        "actionplans/results/data.html",
        dictionary=OPEN_DATA,
        said_type=said_type,
        licence=open_data.LICENCE,
        frequency=open_data.FREQUENCY,
    )


@blueprint.get("/resultats.csv")
@public
def export() -> ResponseReturnValue:
    return dictionary_file(OPEN_DATA, tables.cells(tables.rows(years())))


@blueprint.get("/resultats.schema.json")
@public
def schema() -> ResponseReturnValue:
    return jsonify(OPEN_DATA.table_schema())


@blueprint.get("/datapackage.json")
@public
def package() -> ResponseReturnValue:
    address = mail.link(url_for(".export"))
    return jsonify(open_data.package(current_app.config["SETTINGS"], address))

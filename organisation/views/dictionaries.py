"""« Dictionnaire »: what each column of each CSV holds, to read and for machines."""

from flask import Blueprint, Response, current_app, jsonify, render_template
from flask.typing import ResponseReturnValue

from core.dictionary import Dictionary, said_type
from core.errors import Missing
from organisation.access import signed_in

blueprint = Blueprint(
    "dictionaries", __name__, template_folder="../templates", url_prefix="/dictionnaire"
)


def find(name: str) -> Dictionary:
    """The dictionary of this name, among those of `app.py`."""
    known: dict[str, Dictionary] = current_app.config["DICTIONARIES"]
    if name not in known:
        raise Missing("Ce fichier n’a pas de dictionnaire. Choisissez-en un dans la liste.")
    return known[name]


@blueprint.get("/")
@signed_in
def index() -> ResponseReturnValue:
    found = current_app.config["DICTIONARIES"].values()
    return render_template("organisation/dictionaries/index.html", dictionaries=found)


@blueprint.get("/<name>")
@signed_in
def show(name: str) -> ResponseReturnValue:
    return render_template(
        "organisation/dictionaries/show.html", dictionary=find(name), said_type=said_type
    )


@blueprint.get("/<name>.json")
@signed_in
def schema(name: str) -> Response:
    """The Table Schema of the file."""
    return jsonify(find(name).table_schema())

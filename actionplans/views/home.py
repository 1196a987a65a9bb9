"""« Mon travail »: what waits for the person signed in."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from organisation.access import signed_in

blueprint = Blueprint("home", __name__, template_folder="../templates")


@blueprint.get("/mon-travail")
@signed_in
def index() -> ResponseReturnValue:
    return render_template("actionplans/home/index.html")

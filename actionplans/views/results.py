"""The public page: results, and what was done of what was said."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from organisation.access import public

blueprint = Blueprint("results", __name__, template_folder="../templates")


@blueprint.get("/")
@public
def index() -> ResponseReturnValue:
    return render_template("actionplans/results/index.html")

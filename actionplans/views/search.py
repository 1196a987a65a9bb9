"""Find an action, a commitment, a report or a theme by its words."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from organisation.access import signed_in

blueprint = Blueprint("search", __name__, template_folder="../templates")


@blueprint.get("/recherche")
@signed_in
def index() -> ResponseReturnValue:
    return render_template("actionplans/search/index.html", words=request.args.get("q", ""))

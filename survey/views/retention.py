"""« Ce que nous gardons »: what is kept, how long, and what erases it; made of the constants themselves."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from organisation.access import signed_in
from survey.privacy import retention

blueprint = Blueprint("retention", __name__, template_folder="../templates")


@blueprint.get("/conservation")
@signed_in
def index() -> ResponseReturnValue:
    return render_template("survey/retention/index.html", kept=retention.kept())

"""The member's path: open a link or type a code, answer, review, send."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from organisation.access import public

blueprint = Blueprint("answering", __name__, template_folder="../templates")


@blueprint.get("/code")
@public
def code() -> ResponseReturnValue:
    return render_template("survey/answering/code.html")

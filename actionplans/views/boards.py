"""The board of actions: the same as the list, in columns by state, each card with what moves it."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from actionplans.actions import boards, steps
from actionplans.views.actions import narrowing, wanted
from core import clock
from core.database import db
from organisation.access import me, requires
from organisation.rights import Right

blueprint = Blueprint("boards", __name__, template_folder="../templates", url_prefix="/actions")


@blueprint.get("/tableau")
@requires(Right.PROPOSE_ACTIONS)
def show() -> ResponseReturnValue:
    today = clock.today()
    return render_template(
        "actionplans/actions/board.html",
        columns=boards.board(db, me(), wanted(), today),
        steps=steps.STEPS,
        **narrowing(today),
    )

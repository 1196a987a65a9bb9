"""The calendar of actions: the same as the list, on twelve months, with what slips and what is late."""

from datetime import date

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from actionplans.actions import bars, month_by_month, timelines
from actionplans.views.actions import link, narrowing, wanted
from core import clock
from core.database import db
from organisation.access import me, requires
from organisation.rights import Right

blueprint = Blueprint("timelines", __name__, template_folder="../templates", url_prefix="/actions")
STEP = 6  # months that « plus tôt » and « plus tard » move by


@blueprint.get("/calendrier")
@requires(Right.PROPOSE_ACTIONS)
def show() -> ResponseReturnValue:
    today = clock.today()
    window = bars.window(request.args.get("depuis", ""), today)
    page = request.args.get("page", 1, int)
    found = timelines.timeline(db, me(), wanted(), window, page, today)
    return render_template(
        "actionplans/actions/timeline.html",
        found=found,
        months=month_by_month.by_month(found, today),
        earlier=moved(window.first, -STEP),
        later=moved(window.first, STEP),
        **narrowing(today),
    )


def moved(first: date, months: int) -> str:
    """This page, so many months later or earlier."""
    return link(depuis=f"{bars.shifted(first, months):%Y-%m}")

"""Where a promise stands: what departments declared of it, what was reported, what is being done."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from actionplans.tracing.standing import standing
from core.database import db
from core.errors import Missing
from organisation import charters
from organisation.access import me, requires
from organisation.rights import Right

blueprint = Blueprint("standing", __name__, template_folder="../templates")


@blueprint.get("/charte/<code>/suivi")
@requires(Right.READ_RESULTS)
def show(code: str) -> ResponseReturnValue:
    commitment = charters.by_code(db).get(code)
    if commitment is None:
        raise Missing("Cet engagement n’est pas dans la charte en vigueur.")
    return render_template(
        "actionplans/standing/show.html",
        commitment=commitment,
        standing=standing(db, me(), code),
    )

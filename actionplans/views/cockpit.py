"""« Pilotage »: the cockpit of the quality officer, their deputy and management."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from actionplans.cockpit import cockpit
from actionplans.views.places import href
from core import clock
from core.database import db
from organisation.access import me, requires
from organisation.rights import Right

blueprint = Blueprint("cockpit", __name__, template_folder="../templates")


@blueprint.get("/pilotage")
@requires(Right.SEE_COCKPIT)
def index() -> ResponseReturnValue:
    blocks = cockpit.blocks(db, me(), clock.today())
    return render_template("actionplans/cockpit/index.html", blocks=blocks, href=href)

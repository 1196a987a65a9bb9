"""Find an action, a commitment, a report or a theme by its words."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from actionplans.my_work import searching
from actionplans.my_work.searching import Found
from actionplans.views.places import href
from core.database import db
from core.errors import Refused
from organisation.access import me, signed_in

blueprint = Blueprint("search", __name__, template_folder="../templates")


@blueprint.get("/recherche")
@signed_in
def index() -> ResponseReturnValue:
    words = request.args.get("q", "").strip()
    found: list[Found] = []
    refused, code = "", 200
    if words:
        try:
            searching.check(words)
            found = searching.find(db, me(), words)
        except Refused as error:
            refused, code = str(error), 422
    page = render_template(
        "actionplans/search/index.html",
        words=words,
        found=found,
        total=sum(kind.total for kind in found),
        refused=refused,
        href=href,
    )
    return page, code

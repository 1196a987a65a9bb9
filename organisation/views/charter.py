"""The charter in force, as everybody may read it."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from core.database import db
from core.errors import Missing
from organisation import charter_changes, charter_drafts, charters
from organisation.access import requires
from organisation.rights import Right

blueprint = Blueprint("charter", __name__, template_folder="../templates", url_prefix="/charte")


@blueprint.get("/")
@requires(Right.READ_CHARTER)
def index() -> ResponseReturnValue:
    charter = charters.current(db)
    return render_template(
        "organisation/charter/index.html",
        charter=charter,
        themes=charters.themes(db, charter),
        commitments=charters.commitments(db, charter),
        activities=charters.ACTIVITIES,
        has_draft=charter_drafts.draft(db) is not None,
    )


@blueprint.get("/versions/")
@requires(Right.READ_CHARTER)
def versions() -> ResponseReturnValue:
    published = charters.published(db)
    pairs = zip(published, [*published[1:], None], strict=True)
    told = [
        (later, charter_changes.between(db, earlier, later) if earlier else None)
        for later, earlier in pairs
    ]
    return render_template("organisation/charter/versions.html", versions=told)


@blueprint.get("/<code>")
@requires(Right.READ_CHARTER)
def show(code: str) -> ResponseReturnValue:
    commitment = charters.by_code(db).get(code)
    if commitment is None:
        raise Missing("Cet engagement n’est pas dans la charte en vigueur.")
    return render_template(
        "organisation/charter/show.html", commitment=commitment, activities=charters.ACTIVITIES
    )

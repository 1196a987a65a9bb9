"""The files attached to a report: saved by whoever may read it, erased by the officer or by its author."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from actionplans.malfunctions import attaching, reporting
from actionplans.malfunctions.attaching import Prepared
from actionplans.models import MalfunctionFile, ReportMode
from actionplans.views import uploads
from actionplans.views.malfunctions import done, find
from core import clock, downloads
from core.database import db
from organisation.access import me, requires
from organisation.rights import Right

blueprint = Blueprint(
    "report_files",
    __name__,
    template_folder="../templates",
    url_prefix="/signalements/<int:malfunction_id>/pieces/<int:rank>",
)


@blueprint.get("")
@requires(Right.REPORT_MALFUNCTIONS)
def show(malfunction_id: int, rank: int) -> ResponseReturnValue:
    malfunction = find(malfunction_id)
    file = attaching.find(db, malfunction, rank)
    name = MalfunctionFile.name_of(file.rank, file.kind)
    return downloads.brought_file(name, file.media_type, attaching.opened(malfunction, file))


@blueprint.post("/effacer")
@requires(Right.REPORT_MALFUNCTIONS)
def erase(malfunction_id: int, rank: int) -> ResponseReturnValue:
    malfunction = find(malfunction_id)
    officer = None if reporting.is_reporter(malfunction, me()) else me()
    attaching.erase(db, malfunction, rank, clock.now(), officer)
    return done(malfunction, "Pièce jointe effacée.")


# ---------------------------------------------------------------- brought with a form

AGAIN = "Choisissez de nouveau votre fichier : le navigateur ne le garde pas."


def brought(mode: ReportMode) -> Prepared | None:
    """The file sent with this form, screened and cleaned; None without one. Nobody waits for the database meanwhile."""
    file = request.files.get("file")
    if not file:
        return None
    db.rollback()
    return attaching.prepared(uploads.taken(file), mode)


def again() -> str:
    """What to add to a refusal that is about something else than the file sent with it."""
    return f" {AGAIN}" if request.files.get("file") else ""

"""The dossier for the label: what it holds, what it lacks, and the archive in one press."""

from flask import Blueprint, Response, current_app, render_template
from flask.typing import ResponseReturnValue

from actionplans.label import archive, pieces
from actionplans.views.places import href
from core import clock
from core.database import db
from organisation.access import me, requires
from organisation.rights import Right

blueprint = Blueprint("label", __name__, template_folder="../templates", url_prefix="/label")


@blueprint.get("/")
@requires(Right.PUBLISH, Right.VERIFY_ACTIONS)
def index() -> ResponseReturnValue:
    today = clock.today()
    found = pieces.pieces(db, today, current_app.config["SETTINGS"])
    return render_template(
        "actionplans/label/index.html",
        said=pieces.in_words(found, today),
        rows=[(piece, href(piece.url) if piece.url else None) for piece in found],
    )


@blueprint.post("/dossier.zip")
@requires(Right.PUBLISH, Right.VERIFY_ACTIONS)
def download() -> ResponseReturnValue:
    today = clock.today()
    dossier = archive.gathered(db, current_app.config["SETTINGS"], me(), clock.now(), today)
    db.commit()
    sent = Response(archive.archive(dossier), mimetype="application/zip")
    sent.headers["Content-Disposition"] = f'attachment; filename="dossier-label-{today}.zip"'
    return sent

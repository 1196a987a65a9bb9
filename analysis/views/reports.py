"""Reports: read on a page, or taken away as PDF, Word, OpenDocument or a spreadsheet."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue

from analysis import reports
from analysis.disclosure import Audience
from core import clock
from core.database import db
from core.documents import FORMATS, Document
from core.downloads import document_file
from organisation.access import requires
from organisation.rights import Right

blueprint = Blueprint("reports", __name__, template_folder="../templates", url_prefix="/rapports")


@dataclass(frozen=True)
class Report:
    """One of the documents offered: its words, who may be shown what, and what writes it."""

    label: str
    about: str
    audience: Audience
    make: Callable[..., Document]


OFFERED = {
    "annee": Report(
        "Rapport de l’année",
        "Qui a répondu, les indicateurs comparés à l’année d’avant, les thèmes du dernier trimestre. Pour l’intérieur de la caisse.",
        Audience.INTERNAL,
        reports.of_the_year,
    ),
    "rapport-du-directeur": Report(
        "Bloc pour le rapport du directeur",
        "Une phrase, un tableau par moment de vie, deux figures, la méthode. Prêt à coller, au seuil de publication.",
        Audience.PUBLIC,
        reports.block,
    ),
}


def written(name: str) -> Document:
    offered = OFFERED[name]
    return offered.make(db, clock.today(), offered.audience, current_app.config["SETTINGS"])


@blueprint.get("/")
@requires(Right.READ_RESULTS)
def index() -> ResponseReturnValue:
    return render_template("analysis/reports/index.html", offered=OFFERED, formats=FORMATS.values())


@blueprint.get("/<any('annee', 'rapport-du-directeur'):name>")
@requires(Right.READ_RESULTS)
def show(name: str) -> ResponseReturnValue:
    return render_template(
        "analysis/reports/show.html", document=written(name), name=name, formats=FORMATS.values()
    )


@blueprint.get("/<any('annee', 'rapport-du-directeur'):name>.<extension>")
@requires(Right.READ_RESULTS)
def download(name: str, extension: str) -> ResponseReturnValue:
    return document_file(name, extension, written(name))

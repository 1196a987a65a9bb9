"""Reports: read on a page, or taken away as PDF, Word, OpenDocument or a spreadsheet."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, current_app, render_template, url_for
from flask.typing import ResponseReturnValue

from analysis import findings
from analysis.reports import periods as period_reports
from analysis.reports import reports
from analysis.results.disclosure import Audience
from core import clock
from core.database import db, get_or_missing
from core.documents import FORMATS, Document
from core.downloads import document_file
from core.errors import Missing
from organisation import people
from organisation.access import requires
from organisation.models import Department
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
        "Qui a répondu, les indicateurs comparés à l’année d’avant, ce qui pèse, les thèmes et les sujets du dernier trimestre. Pour l’intérieur de la caisse.",
        Audience.INTERNAL,
        reports.of_the_year,
    ),
    "rapport-du-directeur": Report(
        "Bloc pour le rapport du directeur",
        "Une phrase, deux figures, un tableau par moment de vie, la méthode. Prêt à coller, au seuil de publication.",
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
    return render_template(
        "analysis/reports/index.html",
        offered=OFFERED,
        formats=FORMATS.values(),
        quarters=findings.last_quarters(clock.today()),
        departments=people.departments(db),
    )


def page(document: Document, address: Callable[[str], str]) -> ResponseReturnValue:
    """A document read on the screen, with the address of each of its files."""
    files = [(form, address(form.extension)) for form in FORMATS.values()]
    return render_template("analysis/reports/show.html", document=document, files=files)


@blueprint.get("/<any('annee', 'rapport-du-directeur'):name>")
@requires(Right.READ_RESULTS)
def show(name: str) -> ResponseReturnValue:
    return page(written(name), lambda ext: url_for(".download", name=name, extension=ext))


@blueprint.get("/<any('annee', 'rapport-du-directeur'):name>.<extension>")
@requires(Right.READ_RESULTS)
def download(name: str, extension: str) -> ResponseReturnValue:
    return document_file(name, extension, written(name))


# ---------------------------------------------------------------- a quarter


def of_quarter(day: str) -> Document:
    """The report of a quarter that is over, named by its first day."""
    wanted = next((d for d in findings.last_quarters(clock.today()) if d.isoformat() == day), None)
    if wanted is None:
        raise Missing("Ce trimestre n’a pas de rapport : choisissez-en un dans la liste.")
    return period_reports.of_the_quarter(db, wanted, Audience.INTERNAL, current_app.config["SETTINGS"])  # fmt: skip


@blueprint.get("/trimestre/<day>")
@requires(Right.READ_RESULTS)
def quarter(day: str) -> ResponseReturnValue:
    return page(of_quarter(day), lambda ext: url_for(".quarter_file", day=day, extension=ext))


@blueprint.get("/trimestre/<day>.<extension>")
@requires(Right.READ_RESULTS)
def quarter_file(day: str, extension: str) -> ResponseReturnValue:
    return document_file(f"trimestre-{day}", extension, of_quarter(day))


# ---------------------------------------------------------------- a department


def of_department(department_id: int) -> Document:
    found = get_or_missing(Department, department_id)
    return period_reports.of_the_department(
        db, found, clock.today(), Audience.INTERNAL, current_app.config["SETTINGS"]
    )


@blueprint.get("/service/<int:department_id>")
@requires(Right.READ_RESULTS)
def department(department_id: int) -> ResponseReturnValue:
    return page(
        of_department(department_id),
        lambda ext: url_for(".department_file", department_id=department_id, extension=ext),
    )


@blueprint.get("/service/<int:department_id>.<extension>")
@requires(Right.READ_RESULTS)
def department_file(department_id: int, extension: str) -> ResponseReturnValue:
    return document_file(f"service-{department_id}", extension, of_department(department_id))

"""« Registre des traitements »: on screen, as a table, as a document."""

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from core import clock, mail
from core.documents import FORMATS
from core.downloads import dictionary_file, document_file
from organisation.access import requires
from organisation.rights import Right
from survey import dictionaries
from survey.privacy import processing

blueprint = Blueprint(
    "processing", __name__, template_folder="../templates", url_prefix="/conservation/registre"
)
NAME = "registre-des-traitements"


@blueprint.get("/")
@requires(Right.READ_JOURNAL)
def index() -> ResponseReturnValue:
    document = processing.document(mail.fund(), clock.today())
    return render_template("survey/processing/index.html", document=document, formats=FORMATS)


@blueprint.get("/registre.csv")
@requires(Right.READ_JOURNAL)
def table() -> ResponseReturnValue:
    return dictionary_file(dictionaries.PROCESSING, processing.rows(mail.fund()))


@blueprint.get("/registre.<extension>")
@requires(Right.READ_JOURNAL)
def export(extension: str) -> Response:
    return document_file(NAME, extension, processing.document(mail.fund(), clock.today()))

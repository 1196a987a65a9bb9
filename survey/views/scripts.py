"""The text of the telephone of a questionnaire, beside its other previews: on screen, and on A4 paper."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from core.database import get_or_missing
from core.downloads import document_file
from organisation.access import requires
from organisation.rights import Right
from survey.entry import printed_script
from survey.models import Questionnaire

blueprint = Blueprint(
    "scripts", __name__, template_folder="../templates", url_prefix="/questionnaires"
)


@blueprint.get("/<int:questionnaire_id>/telephone")
@requires(Right.READ_RESULTS)
def show(questionnaire_id: int) -> ResponseReturnValue:
    questionnaire = get_or_missing(Questionnaire, questionnaire_id)
    document = printed_script.document(questionnaire)
    return render_template(
        "survey/scripts/show.html", questionnaire=questionnaire, document=document
    )


@blueprint.get("/<int:questionnaire_id>/telephone.pdf")
@requires(Right.READ_RESULTS)
def printed(questionnaire_id: int) -> ResponseReturnValue:
    questionnaire = get_or_missing(Questionnaire, questionnaire_id)
    name = f"telephone-{questionnaire.kind.value}-{questionnaire.version}"
    return document_file(name, "pdf", printed_script.document(questionnaire))

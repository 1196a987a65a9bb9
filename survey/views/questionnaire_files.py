"""A questionnaire as a file: taken away, or loaded as a version in preparation."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from core import clock
from core.database import db, get_or_missing
from core.downloads import save_as
from core.errors import Refused
from organisation.access import me, requires
from organisation.rights import Right
from survey.models import Questionnaire
from survey.questionnaires import files as questionnaire_files
from survey.questionnaires.files import WrongFile
from survey.questionnaires.forms import LoadForm

blueprint = Blueprint(
    "questionnaire_files", __name__, template_folder="../templates", url_prefix="/questionnaires"
)


@blueprint.get("/<int:questionnaire_id>/questionnaire.yaml")
@requires(Right.READ_RESULTS)
def export(questionnaire_id: int) -> ResponseReturnValue:
    questionnaire = get_or_missing(Questionnaire, questionnaire_id)
    response = Response(questionnaire_files.written(questionnaire), mimetype="application/yaml")
    save_as(response, questionnaire_files.name(questionnaire))
    return response


@blueprint.get("/charger")
@requires(Right.SEND_QUESTIONNAIRES)
def new() -> ResponseReturnValue:
    return page(LoadForm())


@blueprint.post("/charger")
@requires(Right.SEND_QUESTIONNAIRES)
def load() -> ResponseReturnValue:
    form = LoadForm()
    if not form.validate_on_submit():
        return page(form)
    content, replacing = form.file.data.read(), bool(form.replacing.data)
    try:
        draft = questionnaire_files.load(db, content, me(), clock.now(), replacing)
    except WrongFile as error:
        return page(form, error)
    except Refused as error:
        form.refuse(error)
        return page(form)
    db.commit()
    flash("Questionnaire chargé. Rien ne change pour les adhérents avant sa publication.")
    return redirect(url_for("drafting.edit", questionnaire_id=draft.id), code=303)


def page(form: LoadForm, error: WrongFile | None = None) -> ResponseReturnValue:
    faults = error.faults if error else []
    shown = render_template("survey/questionnaires/load.html", form=form, faults=faults)
    return shown, 422 if form.errors or faults else 200

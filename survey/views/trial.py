"""The trial link: a questionnaire tried by anybody, without account, exactly as a member answers; nothing is recorded."""

from typing import Any

from flask import Blueprint, g, render_template, request, url_for
from flask.typing import ResponseReturnValue

from core.database import get_or_missing
from core.pages import csrf
from organisation.access import public
from survey import answering, carrying, paging, presenting, trial
from survey.carrying import CarriedSheet
from survey.models import Questionnaire
from survey.views.answering import FOLDER, heading

blueprint = Blueprint("trial", __name__, template_folder="../templates", url_prefix="/essai")
csrf.exempt(blueprint)  # nothing is written


@blueprint.before_request
def dress_errors() -> None:
    """Errors look as they do to members."""
    g.error_template = f"{FOLDER}/error.html"


def sheet_of(token: str) -> CarriedSheet:
    questionnaire = get_or_missing(Questionnaire, trial.questionnaire_id(token))
    brought = carrying.carried(request.form.get("carried", ""), trial.ABOUT)
    return CarriedSheet(questionnaire, brought)


@blueprint.get("/<token>")
@public
def show(token: str) -> ResponseReturnValue:
    return question_page(sheet_of(token), token, 1, {}, [])


@blueprint.post("/<token>")
@public
def onward(token: str) -> ResponseReturnValue:
    sheet, go = sheet_of(token), request.form.get("go", "next")
    here = paging.pages(sheet.questionnaire, sheet.answers())
    number = min(max(1, request.args.get("page", 1, int)), len(here))
    faults = answering.save(sheet, here[number - 1], request.form)
    if "clear" in request.form:
        answering.clear(sheet, request.form["clear"])
        return question_page(sheet, token, number, {}, [])
    if go == "back":
        return question_page(sheet, token, max(1, number - 1), {}, [])
    if faults:
        return question_page(sheet, token, number, request.form, faults), 422
    if number < len(paging.pages(sheet.questionnaire, sheet.answers())):
        return question_page(sheet, token, number + 1, {}, [])
    return render_template("survey/trial/end.html", again=url_for(".show", token=token))


def question_page(
    sheet: CarriedSheet, token: str, number: int, typed: Any, faults: list[tuple[str, str]]
) -> str:
    answers = sheet.answers()
    here = paging.pages(sheet.questionnaire, answers)
    page = here[number - 1]
    numbers = presenting.numbers(sheet.questionnaire, answers)
    return render_template(
        "survey/trial/page.html",
        heading=heading(here, page),
        alone=False,
        place=f"Page {number} sur {len(here)}",
        intro=None,
        resumed=False,
        switch=None,
        questions=presenting.questions(page, numbers, answers, typed, faults),
        errors=[{"code": code, "sentence": sentence} for code, sentence in faults],
        action=url_for(".onward", token=token, page=number),
        hidden=[("carried", carrying.carry(answers, trial.ABOUT))],
        has_back=number > 1,
    )

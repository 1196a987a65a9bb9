"""The trial link: a questionnaire tried by anybody, without account, exactly as a member answers; nothing is recorded."""

from typing import Any

from flask import Blueprint, g, render_template, request, url_for
from flask.typing import ResponseReturnValue

from core.database import get_or_missing
from core.pages import csrf, may_be_framed
from organisation.access import public
from survey.answering import answering, carrying, paging, presenting, trial
from survey.answering.carrying import CarriedSheet
from survey.models import Questionnaire
from survey.views import ways
from survey.views.answering import FOLDER, heading

blueprint = Blueprint("trial", __name__, template_folder="../templates", url_prefix="/essai")
csrf.exempt(blueprint)  # nothing is written
blueprint.context_processor(ways.words)


@blueprint.before_request
def dress_errors() -> None:
    """Errors look as they do to members; the page of previews shows a trial in a frame."""
    g.error_template = f"{FOLDER}/error.html"
    may_be_framed()


def sheet_of(token: str) -> CarriedSheet:
    questionnaire = get_or_missing(Questionnaire, trial.questionnaire_id(token))
    brought = carrying.carried(request.form.get("carried", ""), trial.ABOUT)
    sheet = CarriedSheet(questionnaire, brought)
    paging.expect_path(ways.path(sheet))
    return sheet


@blueprint.get("/<token>")
@public
def show(token: str) -> ResponseReturnValue:
    return question_page(sheet_of(token), token, 1, {}, [])


@blueprint.post("/<token>")
@public
def onward(token: str) -> ResponseReturnValue:
    sheet, go = sheet_of(token), request.form.get("go", "next")
    here = ways.path(sheet)
    number = min(max(1, request.args.get("page", 1, int)), len(here))
    page = here[number - 1]
    faults = answering.save(sheet, page, request.form)
    if "clear" in request.form:
        answering.clear(sheet, request.form["clear"])
        return question_page(sheet, token, number, {}, [])
    if go == "back":
        return question_page(sheet, token, number - 1, {}, [])
    if go in ("one", "pages"):
        ways.turn(go)
        return question_page(sheet, token, ways.place(sheet, page.asked[0].code), {}, [])
    if faults:
        return question_page(sheet, token, number, request.form, faults), 422
    if number < len(ways.path(sheet)):
        return question_page(sheet, token, number + 1, {}, [])
    return render_template(
        "survey/trial/end.html", again=url_for(".show", token=token, **ways.kept())
    )


def question_page(
    sheet: CarriedSheet, token: str, number: int, typed: Any, faults: list[tuple[str, str]]
) -> str:
    answers, here, alone = sheet.answers(), ways.path(sheet), ways.is_alone()
    number = min(max(1, number), len(here))
    page = here[number - 1]
    numbers = presenting.numbers(sheet.questionnaire, answers)
    return render_template(
        "survey/trial/page.html",
        heading=page.asked[0].question.wording if alone else heading(here, page),
        alone=alone,
        place=f"{'Question' if alone else 'Page'} {number} sur {len(here)}",
        intro=None,
        resumed=False,
        switch=ways.switch() if number == 1 else None,
        questions=presenting.questions(page, numbers, answers, typed, faults),
        errors=[{"code": code, "sentence": sentence} for code, sentence in faults],
        action=url_for(".onward", token=token, page=number, **ways.kept()),
        hidden=[("carried", carrying.carry(answers, trial.ABOUT))],
        has_back=number > 1,
        # A link carries no answer: it is offered where nothing can be lost.
        easy_url=""
        if ways.is_easy() or answers
        else url_for(".show", token=token, facile=ways.CHOSEN),
    )

"""The telephone's script: words to say, questions read aloud page after page, and what comes of the call.

Nothing is kept before the last page: the page carries the answers, sealed, for this invitation alone.
"""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from core import clock, french
from core.database import db, get_or_missing
from core.errors import Refused, TooMany
from organisation.access import me, requires
from organisation.rights import Right
from survey.answering import (
    answering,
    carrying,
    codes,
    invitations,
    objecting,
    paging,
    presenting,
    promises,
)
from survey.answering.answering import GENERAL
from survey.answering.carrying import CarriedSheet
from survey.entry import calling, entry, script
from survey.models import CallOutcome, EventKind, Invitation, QuestionnaireStatus
from survey.questionnaires import questionnaires
from survey.sending.forms import CallForm

blueprint = Blueprint(
    "telephone", __name__, template_folder="../templates", url_prefix="/telephone"
)
FOLDER = "survey/telephone"
CALLS = "calls"  # we call; else the member does
NOTHING_COUNTS = "Sans réponse à la première question, rien ne compte : dites ci-dessous ce qu’il en est de cet appel."


@blueprint.get("/")
@requires(Right.ENTER_REPLIES)
def index() -> ResponseReturnValue:
    return code_page(CallForm(direction="called"))


def code_page(form: CallForm) -> ResponseReturnValue:
    in_force = [one for kind in EventKind for one in questionnaires.versions(db, kind)]
    rendered = render_template(
        f"{FOLDER}/index.html",
        form=form,
        scripts=[one for one in in_force if one.status is QuestionnaireStatus.PUBLISHED],
        most_calls=calling.MOST_CALLS,
    )
    return rendered, 422 if form.errors else 200


@blueprint.post("/")
@requires(Right.ENTER_REPLIES)
def open_() -> ResponseReturnValue:
    form = CallForm()
    if not form.validate_on_submit():
        return code_page(form)
    try:
        invitation = entry.find(db, form.code.data or "", me(), clock.now())
        may_begin(invitation, form.direction.data == CALLS)
    except (Refused, TooMany) as refusal:
        db.commit()  # a wrong code is counted
        form.code.errors = [str(refusal)]
        return code_page(form)
    return opening_page(invitation, form.direction.data == CALLS)


@blueprint.post("/appeler/<int:invitation_id>")
@requires(Right.SEND_QUESTIONNAIRES)
def call(invitation_id: int) -> ResponseReturnValue:
    """From the page of an invitation, where its telephone number is."""
    invitation = get_or_missing(Invitation, invitation_id)
    calls = request.form.get("direction") == CALLS
    may_begin(invitation, calls)
    return opening_page(invitation, calls)


def may_begin(invitation: Invitation, calls: bool) -> None:
    """Refused to the judged department and after closing; and when we call, too often."""
    if calls:
        calling.check(db, invitation, me(), clock.now())
    else:
        entry.check(invitation, me(), clock.today())


def opening_page(invitation: Invitation, calls: bool, fault: str = "") -> ResponseReturnValue:
    rendered = render_template(
        f"{FOLDER}/opening.html",
        invitation=invitation,
        calls=calls,
        hidden=carried_fields(invitation, calls),
        sentences=script.opening(invitation.questionnaire, promises.known(invitation), calls),
        attempts=calling.attempts(db, invitation),
        outcomes=list(CallOutcome),
        fault=fault,
    )
    return rendered, 422 if fault else 200


def carried_fields(invitation: Invitation, calls: bool, **more: Any) -> list[tuple[str, Any]]:
    """What each page hands to the next one: the code, who called, and what is given here."""
    code = codes.shown(invitations.code(invitation))
    return [("sheet_code", code), ("direction", CALLS if calls else "called"), *more.items()]


def here() -> tuple[Invitation, bool]:
    """The invitation whose page was sent, and whether we called."""
    invitation = entry.find(db, request.form.get("sheet_code", ""), me(), clock.now())
    return invitation, request.form.get("direction") == CALLS


# ---------------------------------------------------------------- the questions


def seal(invitation: Invitation) -> str:
    """What the answers on their way are sealed for."""
    return f"call {invitation.id}"


@blueprint.post("/questions")
@requires(Right.ENTER_REPLIES)
def onward() -> ResponseReturnValue:
    invitation, calls = here()
    said = carrying.carried(request.form.get("carried", ""), seal(invitation))
    sheet = CarriedSheet(invitation.questionnaire, said)
    go = request.form.get("go", "next")
    if go == "start":
        return question_page(invitation, sheet, calls, 1, {}, [])
    pages = paging.pages(sheet.questionnaire, sheet.answers())
    number = min(max(1, request.form.get("page", 1, type=int)), len(pages))
    faults = answering.save(sheet, pages[number - 1], request.form)
    if go == "back" and number == 1:
        return opening_page(invitation, calls)
    if go == "back":
        return question_page(invitation, sheet, calls, number - 1, {}, [])
    if go == "stop":
        return stop(invitation, sheet, calls)
    if faults:
        return question_page(invitation, sheet, calls, number, request.form, faults)
    if number < len(paging.pages(sheet.questionnaire, sheet.answers())):
        return question_page(invitation, sheet, calls, number + 1, {}, [])
    return finish(invitation, sheet)


def stop(invitation: Invitation, sheet: CarriedSheet, calls: bool) -> ResponseReturnValue:
    """The person hangs up: what was said counts, if the general question was answered."""
    if not sheet.answers().get(GENERAL):
        return opening_page(invitation, calls, NOTHING_COUNTS)
    return finish(invitation, sheet)


def question_page(
    invitation: Invitation,
    sheet: CarriedSheet,
    calls: bool,
    number: int,
    typed: Any,
    faults: list[tuple[str, str]],
) -> ResponseReturnValue:
    answers = sheet.answers()
    pages = paging.pages(sheet.questionnaire, answers)
    numbers = presenting.numbers(sheet.questionnaire, answers)
    carried = carrying.carry(answers, seal(invitation))
    rendered = render_template(
        f"{FOLDER}/questions.html",
        questions=script.spoken(pages[number - 1], numbers, answers, typed, faults),
        place=f"Page {number} sur {len(pages)}",
        is_last=number == len(pages),
        hidden=carried_fields(invitation, calls, carried=carried, page=number),
        faults=faults,
    )
    return rendered, 422 if faults else 200


def finish(invitation: Invitation, sheet: CarriedSheet) -> ResponseReturnValue:
    receipt = entry.enter_said(db, invitation, sheet.answers(), me(), clock.now())
    db.commit()
    return closing_page(receipt, invitation)


def closing_page(receipt: str, invitation: Invitation) -> ResponseReturnValue:
    assert invitation.closes_on is not None
    return render_template(
        f"{FOLDER}/closing.html",
        sentences=script.closing(french.day(invitation.closes_on)),
        receipt=codes.shown(receipt),
        spelled=script.spelled(receipt),
    )


# ---------------------------------------------------------------- no answer


@blueprint.post("/appel")
@requires(Right.ENTER_REPLIES)
def note() -> ResponseReturnValue:
    """The call came to nothing: absent, a refusal, an objection. Nothing else of it is kept."""
    invitation, calls = here()
    came_to = request.form.get("outcome", "")
    said = calling.end(db, invitation, came_to, calls, me(), clock.now())
    db.commit()
    flash(said)
    return redirect(url_for(".index"), code=303)


@blueprint.post("/rappel")
@requires(Right.ENTER_REPLIES)
def call_back() -> ResponseReturnValue:
    """The person wishes to be called back: the page that sends this knows nothing of the answer."""
    try:
        objecting.ask_call_back(
            db, request.form.get("phone", ""), request.form.get("about", ""), clock.now()
        )
    except Refused as refusal:
        return call_back_page(request.form, str(refusal)), 422
    db.commit()
    flash("Demande de rappel notée, à part de toute réponse.")
    return redirect(url_for(".index"), code=303)


@blueprint.get("/rappel")
@requires(Right.ENTER_REPLIES)
def ask() -> ResponseReturnValue:
    return call_back_page({}, "")


def call_back_page(typed: Any, fault: str) -> str:
    return render_template(f"{FOLDER}/call_back.html", typed=typed, fault=fault)

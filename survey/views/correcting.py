"""With a receipt: review, correct or withdraw one's answers, until closing."""

from typing import Any

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from core import clock, french, limits
from core.database import db
from core.errors import Refused
from core.pages import csrf
from organisation.access import public
from survey.answering import answering, codes, invitations, paging, presenting
from survey.answering.correcting import ReplySheet
from survey.models import Draft, Grain, Invitation, Reply
from survey.sending import waves
from survey.views import ways

blueprint = Blueprint("correcting", __name__, template_folder="../templates", url_prefix="/recu")
csrf.exempt(blueprint)
blueprint.context_processor(ways.words)

FOLDER = "survey/answering"
WRONG_RECEIPTS = "wrong_receipts"
WRONG_AN_HOUR = 100


@blueprint.before_request
def dress_errors() -> None:
    g.error_template = f"{FOLDER}/error.html"


@blueprint.get("/")
@public
def code() -> ResponseReturnValue:
    return code_page("", "")


def code_page(typed: str, error: str) -> str:
    return render_template(
        f"{FOLDER}/code.html",
        typed=typed,
        error=error,
        is_receipt=True,
        action=url_for(".enter", **ways.kept()),
        other_way="" if error else ways.other_words(),
    )


@blueprint.post("/")
@public
def enter() -> ResponseReturnValue:
    typed = request.form.get("code", "")[:80]
    try:
        found = find(typed)
    except Refused as error:
        db.commit()  # the wrong receipt is counted
        return code_page(typed, ways.wrong_code(str(error))), 422
    return choice_page(found, codes.read_receipt(typed))


def find(typed: str) -> "Draft | Reply":
    """What a receipt opens; wrong ones are counted for the whole site (a GET writes nothing)."""
    limits.check(db, WRONG_RECEIPTS, clock.now(), WRONG_AN_HOUR)
    receipt = codes.read_receipt(typed)
    try:
        return answering.by_receipt(db, receipt, clock.today())
    except Refused:
        if request.method == "POST":
            limits.count(db, WRONG_RECEIPTS, clock.now())
        raise


def choice_page(found: "Draft | Reply", receipt: str) -> ResponseReturnValue:
    if isinstance(found, Draft):
        invitation = db.get(Invitation, found.invitation_id)
        assert invitation is not None
        token = invitations.token(invitation)
        edit_url = url_for("answering.review", token=token, **ways.kept())
    else:
        edit_url = url_for(".review", receipt=receipt, **ways.kept())
    return render_template(
        f"{FOLDER}/correct.html",
        edit_url=edit_url,
        closes_on=french.day(closing(found)),
        action=url_for(".withdraw", **ways.kept()),
        hidden=[("receipt", receipt)],
    )


def closing(found: "Draft | Reply") -> Any:
    """The last day on which it may change."""
    if isinstance(found, Draft):
        invitation = db.get(Invitation, found.invitation_id)
        assert invitation is not None
        return invitation.closes_on
    months = 2 if found.grain is Grain.QUARTER else 0
    return waves.closes_on(waves.months_later(found.period_start, months))


@blueprint.post("/retirer")
@public
def withdraw() -> ResponseReturnValue:
    answering.withdraw(db, find(request.form.get("receipt", "")))
    db.commit()
    return render_template(f"{FOLDER}/withdrawn.html", answer_url=None)


# ---------------------------------------------------------------- a reply already apart


@blueprint.get("/<receipt>")
@public
def review(receipt: str) -> ResponseReturnValue:
    sheet = sheet_of(receipt)
    return render_template(
        f"{FOLDER}/review.html",
        answers=presenting.review(
            ways.path(sheet), sheet.answers(), lambda number: page_url(receipt, number)
        ),
        is_correction=True,
        errors=[],
        action=url_for(".code", **ways.kept()),
        hidden=[("code", receipt)],
    )


@blueprint.get("/<receipt>/<int:number>")
@public
def edit(receipt: str, number: int) -> ResponseReturnValue:
    return question_page(sheet_of(receipt), receipt, number, {}, [])


@blueprint.post("/<receipt>/<int:number>")
@public
def update(receipt: str, number: int) -> ResponseReturnValue:
    sheet = sheet_of(receipt)
    page = page_of(sheet, number)
    if "clear" in request.form:
        answering.save(sheet, page, request.form)  # what was typed beside it is kept
        answering.clear(sheet, request.form["clear"])
        db.commit()
        return redirect(page_url(receipt, number), code=303)
    faults = answering.save(sheet, page, request.form)
    if faults:
        db.rollback()
        return question_page(sheet_of(receipt), receipt, number, request.form, faults), 422
    db.commit()
    return redirect(url_for(".review", receipt=receipt, **ways.kept()), code=303)


def sheet_of(receipt: str) -> ReplySheet:
    found = find(receipt)
    if isinstance(found, Draft):
        raise Refused("Ouvrez le lien de notre message pour modifier ces réponses.")
    return ReplySheet(db, found)


def page_of(sheet: ReplySheet, number: int) -> paging.Page:
    here = ways.path(sheet)
    return here[min(max(1, number), len(here)) - 1]


def page_url(receipt: str, number: int) -> str:
    return url_for(".edit", receipt=receipt, number=number, **ways.kept())


def question_page(
    sheet: ReplySheet, receipt: str, number: int, typed: Any, faults: list[tuple[str, str]]
) -> str:
    page, answers = page_of(sheet, number), sheet.answers()
    numbers, alone = presenting.numbers(sheet.questionnaire, answers), ways.is_alone()
    easily = url_for(".edit", receipt=receipt, number=numbers[page.asked[0].code], facile=1)
    return render_template(
        f"{FOLDER}/page.html",
        heading=page.asked[0].question.wording if alone else "Corriger vos réponses",
        alone=alone,
        place="",
        intro=None,
        resumed=False,
        switch=None,
        questions=presenting.questions(page, numbers, answers, typed, faults),
        errors=[{"code": c, "sentence": sentence} for c, sentence in faults],
        action=page_url(receipt, page.number),
        hidden=[],
        has_back=False,
        easy_url="" if ways.is_easy() else easily,
    )

"""The member's path: open a link or type a code, answer, review, send, correct. No cookie, no script."""

from typing import Any

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from core import clock, french
from core.database import db
from core.errors import Missing, Refused
from core.pages import csrf
from organisation.access import public
from survey.answering import answering, codes, invitations, objecting, paging, presenting, promises
from survey.models import Invitation
from survey.views import ways

blueprint = Blueprint("answering", __name__, template_folder="../templates")
# The address itself is the secret; there is no cookie for another site to borrow.
csrf.exempt(blueprint)
blueprint.context_processor(ways.words)

FOLDER = "survey/answering"
HEADINGS = {1: "En général", 2: "Votre démarche", 3: "L’aide que vous avez cherchée"}
LAST_HEADING = "Vos remarques"


@blueprint.before_request
def dress_errors() -> None:
    """Every error page of this path carries the telephone number, not the staff frame."""
    g.error_template = f"{FOLDER}/error.html"


def is_a_link_with_something_over() -> bool:
    """It matches no page: its reader is a member all the same."""
    return request.endpoint is None and request.path.startswith(("/r/", "/code/", "/recu/"))


@blueprint.before_app_request
def dress_unknown_addresses() -> None:
    """They look as the rest of the path."""
    if is_a_link_with_something_over():
        dress_errors()


@blueprint.app_context_processor
def say_unknown_addresses() -> dict[str, Any]:
    """They speak as the rest of the path."""
    return ways.words() if request and is_a_link_with_something_over() else {}


@blueprint.errorhandler(Missing)
def unknown(error: Missing) -> ResponseReturnValue:
    page = render_template(
        f"{FOLDER}/unknown.html", sentence=str(error), code_url=url_for(".code", **ways.kept())
    )
    return page, 404


# ---------------------------------------------------------------- the code of a letter


@blueprint.get("/code")
@public
def code() -> ResponseReturnValue:
    return code_page("", "")


def code_page(typed: str, error: str) -> str:
    return render_template(
        f"{FOLDER}/code.html",
        typed=typed,
        error=error,
        action=url_for(".enter", **ways.kept()),
        other_way="" if error else ways.other_words(),
    )


@blueprint.post("/code")
@public
def enter() -> ResponseReturnValue:
    typed = request.form.get("code", "")[:80]
    try:
        invitation = invitations.by_code(db, typed, clock.now())
    except Refused as error:
        db.commit()  # the wrong code is counted
        return code_page(typed, ways.wrong_code(str(error))), 422
    return redirect(url_for(".show", token=invitations.token(invitation), **ways.kept()), code=303)


# ---------------------------------------------------------------- pages of questions


@blueprint.get("/r/<token>")
@public
def show(token: str) -> ResponseReturnValue:
    invitation = invitations.by_token(db, token)
    if (closed := closed_page(invitation)) is not None:
        return closed
    sheet = answering.open_sheet(db, invitation, clock.today())
    number = request.args.get("page", 1, int)
    return question_page(sheet, token, number, {}, [])


@blueprint.post("/r/<token>")
@public
def save(token: str) -> ResponseReturnValue:
    invitation = invitations.by_token(db, token)
    if (closed := closed_page(invitation)) is not None:
        return closed
    sheet = answering.open_sheet(db, invitation, clock.today())
    here = ways.path(sheet)
    number = min(max(1, request.args.get("page", 1, int)), len(here))
    page = here[number - 1]
    if "clear" in request.form:
        answering.save(sheet, page, request.form)
        answering.clear(sheet, request.form["clear"])
        db.commit()
        return redirect(ways.page_url(token, number), code=303)
    faults = answering.save(sheet, page, request.form)
    db.commit()
    return onward(sheet, token, number, page, faults)


def onward(
    sheet: answering.DraftSheet,
    token: str,
    number: int,
    page: paging.Page,
    faults: list[tuple[str, str]],
) -> ResponseReturnValue:
    """Back, the other way of answering, the next page, the review; or here again with the faults."""
    go = request.form.get("go", "next")
    if go == "back":
        return redirect(ways.page_url(token, max(1, number - 1)), code=303)
    if go in ("one", "pages"):
        return redirect(ways.other_way(sheet, token, page, go), code=303)
    if faults:
        return question_page(sheet, token, number, request.form, faults), 422
    if number < len(ways.path(sheet)):
        return redirect(ways.page_url(token, number + 1), code=303)
    return redirect(url_for(".review", token=token, **ways.kept()), code=303)


def question_page(
    sheet: answering.DraftSheet,
    token: str,
    number: int,
    typed: Any,
    faults: list[tuple[str, str]],
) -> str:
    answers, here = sheet.answers(), ways.path(sheet)
    number = min(max(1, number), len(here))
    page, alone = here[number - 1], ways.is_alone()
    numbers = presenting.numbers(sheet.questionnaire, answers)
    return render_template(
        f"{FOLDER}/page.html",
        heading=page.asked[0].question.wording if alone else heading(here, page),
        alone=alone,
        place=f"{'Question' if alone else 'Page'} {number} sur {len(here)}",
        intro=intro(sheet) if number == 1 else None,
        resumed=number == 1 and bool(answers) and not faults,
        switch=ways.switch() if number == 1 else None,
        questions=presenting.questions(page, numbers, answers, typed, faults),
        errors=[{"code": c, "sentence": sentence} for c, sentence in faults],
        action=ways.page_url(token, number),
        hidden=[],
        has_back=number > 1,
        links=links(token),
        easy_url="" if ways.is_easy() else ways.easy_url(sheet, token, page),
    )


def links(token: str) -> list[dict[str, str]]:
    """At the foot: our messages say that one objects there."""
    stop = "Arrêter de recevoir nos enquêtes" if ways.is_easy() else "Ne plus recevoir nos enquêtes"
    return [{"label": stop, "url": url_for(".objection", token=token, **ways.kept())}]


def heading(here: list[paging.Page], page: paging.Page) -> str:
    if page.number == len(here):
        return LAST_HEADING
    return HEADINGS.get(page.asked[0].question.page, "Votre avis")


def intro(sheet: answering.DraftSheet) -> dict[str, Any]:
    return {
        "known": promises.known(sheet.invitation),
        "effort": promises.effort_of(sheet.questionnaire),
        "promise": promises.PROMISE,
        "easy": promises.EASY if ways.is_easy() else (),
        "notice": promises.notice(),
    }


def closed_page(invitation: Invitation) -> ResponseReturnValue | None:
    """The page of a wave that is over, or None while it may be answered."""
    closes_on = invitation.closes_on
    if closes_on is None or closes_on >= clock.today():
        return None
    words = {"closed_on": french.day(closes_on), "public_url": url_for("results.index")}
    return render_template(f"{FOLDER}/closed.html", **words), 410


# ---------------------------------------------------------------- review, send


@blueprint.get("/r/<token>/verifier")
@public
def review(token: str) -> ResponseReturnValue:
    invitation = invitations.by_token(db, token)
    if (closed := closed_page(invitation)) is not None:
        return closed
    sheet = answering.open_sheet(db, invitation, clock.today())
    return review_page(sheet, token)


def review_page(sheet: answering.DraftSheet, token: str) -> ResponseReturnValue:
    draft = sheet.draft
    return render_template(
        f"{FOLDER}/review.html",
        answers=presenting.review(
            ways.path(sheet), sheet.answers(), lambda number: ways.page_url(token, number)
        ),
        is_correction=bool(draft and draft.is_submitted),
        errors=[],
        action=url_for(".send", token=token, **ways.kept()),
        hidden=[],
        links=links(token),
    )


@blueprint.post("/r/<token>/envoyer")
@public
def send(token: str) -> ResponseReturnValue:
    invitation = invitations.by_token(db, token)
    if (closed := closed_page(invitation)) is not None:
        return closed
    sheet = answering.open_sheet(db, invitation, clock.today())
    if request.form.get("go") == "back":
        return redirect(ways.page_url(token, len(ways.path(sheet))), code=303)
    if (lacking := answering.missing(sheet)) is not None:
        code = next(a.code for a in lacking.asked if a.question.required)
        page = next(p for p in ways.path(sheet) if code in {a.code for a in p.asked})
        faults = answering.lacking(page, sheet.answers())
        return question_page(sheet, token, page.number, {}, faults), 422
    receipt = answering.submit(sheet)
    db.commit()
    return receipt_page(receipt, invitation)


def receipt_page(receipt: str, invitation: Invitation) -> ResponseReturnValue:
    closes_on = invitation.closes_on
    return render_template(
        f"{FOLDER}/receipt.html",
        receipt=codes.shown(receipt),
        correct_url=url_for("correcting.code", **ways.kept()),
        closes_on=french.day(closes_on) if closes_on else "la clôture",
        next=promises.EASY_NEXT if ways.is_easy() else promises.NEXT,
        call_back_url=url_for("calling_back.ask", **ways.kept()),
        public_url=url_for("results.index"),
    )


# ---------------------------------------------------------------- object


@blueprint.get("/r/<token>/opposition")
@public
def objection(token: str) -> ResponseReturnValue:
    invitations.by_token(db, token)
    action = url_for(".object_", token=token, **ways.kept())
    return render_template(f"{FOLDER}/objection.html", is_done=False, action=action, hidden=[])


@blueprint.post("/r/<token>/opposition")
@public
def object_(token: str) -> ResponseReturnValue:
    objecting.object_to_surveys(db, invitations.by_token(db, token), clock.today())
    db.commit()
    return render_template(f"{FOLDER}/objection.html", is_done=True)

"""Entry: staff type the code of a sheet, then its answers, by the keys 1 to 9."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from core import clock, french
from core.database import db
from core.errors import Refused, TooMany
from organisation.access import me, requires
from organisation.rights import Right
from survey import codes, entry, presenting
from survey.models import Invitation, Mode
from survey.paging import Page
from survey.questions import KINDS
from survey.sending_forms import CodeForm

blueprint = Blueprint("entry", __name__, template_folder="../templates", url_prefix="/saisie")
FOLDER = "survey/entry"


@blueprint.get("/")
@requires(Right.ENTER_REPLIES)
def index() -> ResponseReturnValue:
    return code_page(CodeForm(mode=request.args.get("mode", Mode.PAPER.value)))


def code_page(form: CodeForm) -> ResponseReturnValue:
    rendered = render_template(f"{FOLDER}/index.html", form=form)
    return rendered, 422 if form.errors else 200


@blueprint.post("/")
@requires(Right.ENTER_REPLIES)
def open_() -> ResponseReturnValue:
    form = CodeForm()
    if not form.validate_on_submit():
        return code_page(form)
    try:
        invitation = entry.find(db, form.code.data or "", me(), clock.now())
    except (Refused, TooMany) as refusal:
        db.commit()  # a wrong code is counted
        form.code.errors = [str(refusal)]
        return code_page(form)
    return sheet_page(invitation, form.code.data or "", Mode(form.mode.data), MultiDict(), [])


def sheet_page(
    invitation: Invitation,
    code: str,
    mode: Mode,
    typed: Any,
    faults: list[tuple[str, str]],
) -> ResponseReturnValue:
    """Every question of the paper on one page; what was just typed is given back."""
    asked = entry.asked(invitation)
    kinds: dict[str, Any] = {one.code: KINDS[one.question.kind].read(one, typed) for one in asked}
    questions = presenting.questions(
        Page(1, asked), {one.code: n for n, one in enumerate(asked, start=1)}, kinds, typed, faults
    )
    rendered = render_template(
        f"{FOLDER}/sheet.html",
        event=invitation.event,
        questionnaire=invitation.questionnaire,
        code=codes.shown(codes.read_code(code)),
        mode=mode,
        questions=questions,
        faults=faults,
    )
    return rendered, 422 if faults else 200


@blueprint.post("/enregistrer")
@requires(Right.ENTER_REPLIES)
def create() -> ResponseReturnValue:
    code, mode = request.form.get("sheet_code", ""), request.form.get("sheet_mode", "")
    if mode not in {one.value for one in entry.MODES}:
        raise Refused("Dites si cette réponse est venue sur papier ou par téléphone.")
    invitation = entry.find(db, code, me(), clock.now())
    done = entry.enter(db, invitation, request.form, Mode(mode), me(), clock.now())
    if done.faults:
        db.rollback()
        invitation = entry.find(db, code, me(), clock.now())
        return sheet_page(invitation, code, Mode(mode), request.form, done.faults)
    db.commit()
    if Mode(mode) is Mode.PHONE:
        closes_on = invitation.closes_on
        return render_template(
            f"{FOLDER}/receipt.html",
            receipt=codes.shown(done.receipt),
            closes_on=french.day(closes_on) if closes_on else "",
        )
    flash("Réponse enregistrée. À la feuille suivante.")
    return redirect(url_for(".index", mode=mode), code=303)

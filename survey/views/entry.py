"""Entry: staff type the code of a sheet, then its answers, by the keys 1 to 9; some sheets are keyed twice."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from core import clock, french
from core.database import db
from core.errors import Refused, TooMany
from organisation.access import me, requires
from organisation.rights import Right
from survey.answering import codes, presenting
from survey.answering.paging import Page
from survey.entry import double_entry, entry, sampling, sheet_pile
from survey.entry.sheet_pile import Rest
from survey.models import Invitation, Mode, SecondEntry
from survey.questions import KINDS
from survey.sending.forms import CodeForm

blueprint = Blueprint("entry", __name__, template_folder="../templates", url_prefix="/saisie")
FOLDER = "survey/entry"
NEXT = "À la feuille suivante."
DRAWN = (
    "Réponse enregistrée. Cette feuille est tirée pour une seconde saisie : "
    "posez-la sur la pile des feuilles à saisir deux fois."
)


@blueprint.get("/")
@requires(Right.ENTER_REPLIES)
def index() -> ResponseReturnValue:
    return code_page(CodeForm(mode=request.args.get("mode", Mode.PAPER.value)))


def code_page(form: CodeForm) -> ResponseReturnValue:
    asked = request.args.get("reste", "")
    wanted = Rest(asked) if asked in set(Rest) else None
    counted = sheet_pile.counts(db, me())
    rendered = render_template(
        f"{FOLDER}/index.html",
        form=form,
        found=sheet_pile.waiting(db, me(), wanted, request.args.get("page", 1, type=int)),
        pile=sum(counted.values()),
        rests=rests(counted, wanted),
        rates=sampling.rates(db),
    )
    return rendered, 422 if form.errors else 200


def rests(counted: dict[Rest, int], wanted: Rest | None) -> list[tuple[str, str, bool, int | None]]:
    """What remains to be done, as links."""
    every = [("toutes", url_for(".index"), wanted is None, None)]
    return every + [
        (rest.label, url_for(".index", reste=rest.value), rest is wanted, number)
        for rest, number in counted.items()
    ]


@blueprint.post("/")
@requires(Right.ENTER_REPLIES)
def open_() -> ResponseReturnValue:
    form = CodeForm()
    if not form.validate_on_submit():
        return code_page(form)
    code = form.code.data or ""
    try:
        invitation, second = double_entry.find(db, code, me(), clock.now())
    except (Refused, TooMany) as refusal:
        db.commit()  # a wrong code is counted
        form.code.errors = [str(refusal)]
        return code_page(form)
    if second is not None and second.second is not None:
        return settling_page(invitation, second, code, MultiDict(), [])
    mode = Mode.PAPER if second else Mode(form.mode.data)
    return sheet_page(invitation, code, mode, MultiDict(), [], again=second is not None)


# ---------------------------------------------------------------- a whole sheet


def sheet_page(
    invitation: Invitation,
    code: str,
    mode: Mode,
    typed: Any,
    faults: list[tuple[str, str]],
    again: bool = False,
) -> ResponseReturnValue:
    """Every question of the paper on one page; what was just typed is given back."""
    asked = entry.asked(invitation)
    kinds: dict[str, Any] = {one.code: KINDS[one.question.kind].read(one, typed) for one in asked}
    questions = presenting.questions(Page(1, asked), numbers(invitation), kinds, typed, faults)
    rendered = render_template(
        f"{FOLDER}/sheet.html",
        event=invitation.event,
        questionnaire=invitation.questionnaire,
        code=codes.shown(codes.read_code(code)),
        mode=mode,
        again=again,
        questions=questions,
        faults=faults,
    )
    return rendered, 422 if faults else 200


def numbers(invitation: Invitation) -> dict[str, int]:
    """The numbers printed on the paper."""
    return {one.code: n for n, one in enumerate(entry.asked(invitation), start=1)}


@blueprint.post("/enregistrer")
@requires(Right.ENTER_REPLIES)
def create() -> ResponseReturnValue:
    code, mode = request.form.get("sheet_code", ""), request.form.get("sheet_mode", "")
    if mode not in {one.value for one in entry.MODES}:
        raise Refused("Dites si cette réponse est venue sur papier, par téléphone ou au guichet.")
    invitation = entry.find(db, code, me(), clock.now())
    done = entry.enter(db, invitation, request.form, Mode(mode), me(), clock.now())
    if done.faults:
        db.rollback()
        invitation = entry.find(db, code, me(), clock.now())
        return sheet_page(invitation, code, Mode(mode), request.form, done.faults)
    db.commit()
    if Mode(mode) is not Mode.PAPER:
        closes_on = invitation.closes_on
        return render_template(
            f"{FOLDER}/receipt.html",
            mode=mode,
            receipt=codes.shown(done.receipt),
            closes_on=french.day(closes_on) if closes_on else "",
        )
    flash(DRAWN if done.is_drawn else f"Réponse enregistrée. {NEXT}")
    return redirect(url_for(".index", mode=mode), code=303)


# ---------------------------------------------------------------- keyed twice


def found(code: str) -> tuple[Invitation, SecondEntry]:
    """A sheet that waits, by the code its page carries."""
    invitation, second = double_entry.find(db, code, me(), clock.now())
    if second is None:
        raise Refused(double_entry.GONE)
    return invitation, second


@blueprint.post("/seconde")
@requires(Right.ENTER_REPLIES)
def again() -> ResponseReturnValue:
    code = request.form.get("sheet_code", "")
    invitation, second = found(code)
    faults = double_entry.enter_again(db, invitation, second, request.form, me(), clock.now())
    if faults:
        return sheet_page(invitation, code, Mode.PAPER, request.form, faults, again=True)
    db.commit()
    if double_entry.differs(db, invitation):
        return settling_page(invitation, second, code, MultiDict(), [])
    flash(f"Les deux saisies disent la même chose. {NEXT}")
    return redirect(url_for(".index"), code=303)


def settling_page(
    invitation: Invitation,
    second: SecondEntry,
    code: str,
    typed: Any,
    faults: list[tuple[str, str]],
) -> ResponseReturnValue:
    """Only the questions that differ, what each person keyed, and what the paper must say."""
    keyed = double_entry.differing(invitation, second)
    page = Page(1, [one.asked for one in keyed])
    agreed = {
        one.asked.code: KINDS[one.asked.question.kind].read(one.asked, typed)
        if typed
        else one.agreed
        for one in keyed
    }
    shown = presenting.questions(page, numbers(invitation), agreed, typed, faults)
    rendered = render_template(
        f"{FOLDER}/settle.html",
        code=codes.shown(codes.read_code(code)),
        pairs=list(zip(keyed, shown, strict=True)),
        faults=faults,
    )
    return rendered, 422 if faults else 200


@blueprint.post("/trancher")
@requires(Right.ENTER_REPLIES)
def settle() -> ResponseReturnValue:
    code = request.form.get("sheet_code", "")
    invitation, second = found(code)
    if faults := double_entry.settle(db, invitation, second, request.form, me(), clock.now()):
        db.rollback()
        invitation, second = found(code)
        return settling_page(invitation, second, code, request.form, faults)
    db.commit()
    flash(f"La réponse dit ce que porte la feuille. {NEXT}")
    return redirect(url_for(".index"), code=303)

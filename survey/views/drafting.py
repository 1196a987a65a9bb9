"""A questionnaire being written: its questions added, worded, moved, checked, published; the library; the trial link."""

from collections import Counter

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from core import clock
from core.database import db, get_or_missing
from core.errors import Missing, Refused
from core.keys import key
from organisation import charters
from organisation.access import me, requires
from organisation.models import Commitment
from organisation.rights import Right
from survey.models import EventKind, Question, Questionnaire
from survey.questionnaires import changes as questionnaire_changes
from survey.questionnaires import checks as questionnaire_checks
from survey.questionnaires import clear_language, drafting, questionnaires
from survey.questionnaires import library as question_library
from survey.questionnaires.forms import NewQuestionForm, QuestionForm, TitleForm, held

blueprint = Blueprint(
    "drafting", __name__, template_folder="../templates", url_prefix="/questionnaires"
)
FOLDER = "survey/drafting"


def draft_or_refused(questionnaire_id: int) -> Questionnaire:
    draft = get_or_missing(Questionnaire, questionnaire_id)
    drafting.expect_draft(draft)
    return draft


def question_of(draft: Questionnaire, code: str) -> Question:
    found = next((question for question in draft.questions if question.code == code), None)
    if found is None:
        raise Missing("Cette question n’est pas dans ce questionnaire.")
    return found


def promises() -> dict[str, Commitment]:
    try:
        return charters.by_code(db)
    except Refused:
        return {}


def back(draft: Questionnaire, code: str = "") -> ResponseReturnValue:
    address = url_for(".edit", questionnaire_id=draft.id, _anchor=code or None)
    return redirect(address, code=303)


# ---------------------------------------------------------------- the whole


@blueprint.post("/commencer/<any(affiliation, retraite):kind>")
@requires(Right.SEND_QUESTIONNAIRES)
def begin(kind: str) -> ResponseReturnValue:
    empty = "empty" in request.form
    draft = drafting.begin(db, EventKind(kind), me(), clock.now(), empty)
    db.commit()
    flash(
        "La nouvelle version est commencée. Rien ne change pour les adhérents avant sa publication."
    )
    return back(draft)


@blueprint.get("/<int:questionnaire_id>/modifier")
@requires(Right.SEND_QUESTIONNAIRES)
def edit(questionnaire_id: int) -> ResponseReturnValue:
    draft = draft_or_refused(questionnaire_id)
    form = TitleForm(obj=draft)
    form.watch({"title": draft.title})
    return page(draft, form)


@blueprint.post("/<int:questionnaire_id>/modifier")
@requires(Right.SEND_QUESTIONNAIRES)
def entitle(questionnaire_id: int) -> ResponseReturnValue:
    draft, form = draft_or_refused(questionnaire_id), TitleForm()
    if not form.validate_on_submit() or form.changed_meanwhile({"title": draft.title}):
        return page(draft, form)
    seen = drafting.mark(draft.title)
    try:
        drafting.entitle(db, draft, form.title.data or "", seen, me(), clock.now())
    except Refused as error:
        db.rollback()
        form.refuse(error)
        return page(draft, form)
    db.commit()
    flash("Titre enregistré.")
    return back(draft)


def page(draft: Questionnaire, form: TitleForm) -> ResponseReturnValue:
    known = promises()
    changes = questionnaire_changes.changes(questionnaire_changes.before(db, draft), draft)
    shown = render_template(
        f"{FOLDER}/edit.html",
        draft=draft,
        form=form,
        questions=questionnaire_checks.in_order(draft),
        blocking=questionnaire_checks.blocking(draft),
        advised=[
            *questionnaire_changes.advised(changes),
            *questionnaire_checks.advised(draft, list(known)),
        ],
        changes=changes,
        promises=known,
    )
    return shown, 422 if form.errors else 200


@blueprint.post("/<int:questionnaire_id>/publier")
@requires(Right.SEND_QUESTIONNAIRES)
def publish(questionnaire_id: int) -> ResponseReturnValue:
    draft = draft_or_refused(questionnaire_id)
    questionnaires.publish(db, draft, me(), clock.now())
    db.commit()
    flash("Questionnaire publié : les prochains envois s’en serviront.")
    return redirect(url_for("questionnaires.show", questionnaire_id=questionnaire_id), code=303)


@blueprint.post("/<int:questionnaire_id>/abandonner")
@requires(Right.SEND_QUESTIONNAIRES)
def discard(questionnaire_id: int) -> ResponseReturnValue:
    drafting.discard(db, draft_or_refused(questionnaire_id), me(), clock.now())
    db.commit()
    flash("Le projet est abandonné. Le questionnaire en vigueur n’a pas changé.")
    return redirect(url_for("questionnaires.index"), code=303)


@blueprint.post("/<int:questionnaire_id>/retirer")
@requires(Right.SEND_QUESTIONNAIRES)
def retire(questionnaire_id: int) -> ResponseReturnValue:
    drafting.retire(db, get_or_missing(Questionnaire, questionnaire_id), me(), clock.now())
    db.commit()
    flash(
        "Questionnaire retiré : rien ne part plus pour ce moment. Les envois partis restent ouverts."
    )
    return redirect(url_for("questionnaires.index"), code=303)


# ---------------------------------------------------------------- one question


@blueprint.route("/<int:questionnaire_id>/questions/nouvelle", methods=["GET", "POST"])
@requires(Right.SEND_QUESTIONNAIRES)
def new(questionnaire_id: int) -> ResponseReturnValue:
    draft = draft_or_refused(questionnaire_id)
    form = NewQuestionForm()
    form.offer(draft, charters.offered(db))
    if form.validate_on_submit():
        code = form.code_given()
        try:
            drafting.add(db, draft, code, form.line(), me(), clock.now())
        except Refused as error:
            return again(form, error, questionnaire_id, "")
        db.commit()
        flash("Question ajoutée.")
        return back(draft, code)
    return question_page(form, questionnaire_id, "")


@blueprint.route("/<int:questionnaire_id>/questions/<code>", methods=["GET", "POST"])
@requires(Right.SEND_QUESTIONNAIRES)
def write(questionnaire_id: int, code: str) -> ResponseReturnValue:
    draft = draft_or_refused(questionnaire_id)
    if request.method == "POST" and all(one.code != code for one in draft.questions):
        return removed_meanwhile(draft, code)
    question = question_of(draft, code)
    form, now = QuestionForm(), held(question)
    form.offer(draft, charters.offered(db), code)
    if not form.is_submitted():
        form.show(now)
    if form.validate_on_submit() and not form.changed_meanwhile(now):
        seen = drafting.version(question)
        try:
            drafting.rewrite(db, question, form.line(), seen, me(), clock.now())
        except Refused as error:
            return again(form, error, questionnaire_id, code)
        db.commit()
        flash("Question enregistrée.")
        return back(draft, code)
    return question_page(form, questionnaire_id, code)


def removed_meanwhile(draft: Questionnaire, code: str) -> ResponseReturnValue:
    """Somebody took the question out while this person was writing it: what they wrote is offered as a new one."""
    form = NewQuestionForm()
    form.offer(draft, charters.offered(db), code)
    form.code.data = code
    said = "Quelqu’un a retiré cette question pendant que vous l’écriviez. Ce que vous aviez mis est resté : ajoutez-la de nouveau, ou laissez."
    return again(form, Refused(said, "wording"), key(draft), "")


def again(form: QuestionForm, error: Refused, number: int, code: str) -> ResponseReturnValue:
    """The form with what was typed and the reason; nothing of it is written."""
    db.rollback()
    form.refuse(error)
    return question_page(form, number, code)


def question_page(form: QuestionForm, number: int, code: str) -> ResponseReturnValue:
    written = (form.wording.data or "", form.hint.data or "", form.choices.data or "")
    shown = render_template(
        f"{FOLDER}/question.html",
        action=url_for(".write", questionnaire_id=number, code=code)
        if code
        else url_for(".new", questionnaire_id=number),
        form=form,
        questionnaire_id=number,
        code=code,
        remarks=clear_language.remarks("\n".join(written)),
    )
    return shown, 422 if form.errors else 200


@blueprint.post("/<int:questionnaire_id>/questions/<code>/<any(monter, descendre):way>")
@requires(Right.SEND_QUESTIONNAIRES)
def move(questionnaire_id: int, code: str, way: str) -> ResponseReturnValue:
    draft = draft_or_refused(questionnaire_id)
    drafting.move(db, question_of(draft, code), way == "monter", me(), clock.now())
    db.commit()
    return back(draft, code)


@blueprint.post("/<int:questionnaire_id>/questions/<code>/retirer")
@requires(Right.SEND_QUESTIONNAIRES)
def remove(questionnaire_id: int, code: str) -> ResponseReturnValue:
    draft = draft_or_refused(questionnaire_id)
    drafting.remove(db, question_of(draft, code), me(), clock.now())
    db.commit()
    flash("Question retirée de la nouvelle version.")
    return back(draft)


@blueprint.post("/clarte")
@requires(Right.SEND_QUESTIONNAIRES)
def gauge() -> ResponseReturnValue:
    """What to reword in what is being typed, as a piece of page; nothing is written."""
    text = request.form.get("text", "")[:4000]
    return render_template(f"{FOLDER}/_remarks.html", remarks=clear_language.remarks(text))


# ---------------------------------------------------------------- the library


@blueprint.get("/<int:questionnaire_id>/bibliotheque")
@requires(Right.SEND_QUESTIONNAIRES)
def library(questionnaire_id: int) -> ResponseReturnValue:
    draft = draft_or_refused(questionnaire_id)
    theme, wanted = request.args.get("theme", ""), request.args.get("q", "").strip()[:100]
    listed = question_library.matching(question_library.listed(db), wanted)
    themes = Counter(one.theme for one in listed)
    return render_template(
        f"{FOLDER}/library.html",
        draft=draft,
        theme=theme,
        wanted=wanted,
        total=len(listed),
        themes=themes,
        listed=[one for one in listed if not theme or one.theme == theme],
        taken={question.code for question in draft.questions},
    )


@blueprint.post("/<int:questionnaire_id>/bibliotheque/<code>")
@requires(Right.SEND_QUESTIONNAIRES)
def take(questionnaire_id: int, code: str) -> ResponseReturnValue:
    draft = draft_or_refused(questionnaire_id)
    found = question_library.find(db, code)
    drafting.add(db, draft, code, found.line, me(), clock.now())
    db.commit()
    flash("Question ajoutée au questionnaire.")
    return back(draft, code)

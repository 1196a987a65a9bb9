"""What is done to a report: qualified, joined, redirected, taken in hand, resolved, answered, reopened."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import select

from actionplans.actions import actions
from actionplans.malfunctions import attaching, malfunctions, proposing, reporting
from actionplans.malfunctions.forms import JoinForm, RedirectForm, TakeForm
from actionplans.malfunctions.malfunctions import Handling, Qualification
from actionplans.malfunctions.reading import READ
from actionplans.models import CauseFamily, Frequency, Malfunction
from actionplans.views import uploads
from actionplans.views.malfunctions import Typed, done, find, page, qualify_form
from actionplans.views.report_files import again, brought
from core import clock, jobs, typed_days
from core.database import db, get_or_missing
from core.errors import Refused
from core.forms import Form
from organisation import charters
from organisation.access import me, requires
from organisation.models import Department, Role
from organisation.rights import Right

blueprint = Blueprint(
    "malfunction_steps",
    __name__,
    template_folder="../templates",
    url_prefix="/signalements/<int:malfunction_id>",
)
uploads.limit(blueprint, uploads.OF_REPORTS)
HIDDEN = ("CSRFTokenField", "HiddenField")


# ---------------------------------------------------------------- the officer


@blueprint.post("/qualifier")
@requires(Right.QUALIFY_MALFUNCTIONS)
def qualify(malfunction_id: int) -> ResponseReturnValue:
    malfunction = find(malfunction_id)
    form = qualify_form(malfunction)

    def deed() -> None:
        judged = Qualification(
            int(form.severity.data or 0),
            get_or_missing(Department, int(form.department.data or 0)),
            form.theme.data or "",
            charters.by_code(db).get(form.commitment.data or ""),
            Frequency(form.frequency.data),
        )
        malfunctions.qualify(db, malfunction, judged, me(), clock.now())

    return filled_in(malfunction, "qualify", form, deed, "Signalement qualifié.")


@blueprint.post("/rattacher")
@requires(Right.QUALIFY_MALFUNCTIONS)
def join(malfunction_id: int) -> ResponseReturnValue:
    malfunction, form = find(malfunction_id), JoinForm(prefix="join-")

    def deed() -> None:
        wanted = select(Malfunction).where(Malfunction.number == form.number.data)
        earlier = db.exec(wanted).first()
        if earlier is None:
            raise Refused("Relisez ce numéro : aucun signalement ne le porte.", "number")
        malfunctions.join(db, malfunction, earlier, me(), clock.now())

    return filled_in(malfunction, "join", form, deed, f"Rattaché à {form.number.data}.")


@blueprint.post("/reorienter")
@requires(Right.QUALIFY_MALFUNCTIONS)
def redirect_(malfunction_id: int) -> ResponseReturnValue:
    malfunction, form = find(malfunction_id), RedirectForm(prefix="redirect-")

    def deed() -> None:
        malfunctions.redirect(db, malfunction, form.channel.data or "", me(), clock.now())

    done = "Signalement réorienté ; son contenu est effacé ici."
    return filled_in(malfunction, "redirect", form, deed, done)


@blueprint.post("/sans-suite")
@requires(Right.QUALIFY_MALFUNCTIONS)
def drop(malfunction_id: int) -> ResponseReturnValue:
    malfunction = find(malfunction_id)
    return told(
        malfunction,
        lambda why: malfunctions.drop(db, malfunction, why, me(), clock.now()),
        "Signalement sans suite ; le motif est donné à son auteur.",
    )


@blueprint.post("/clore")
@requires(Right.QUALIFY_MALFUNCTIONS)
def close(malfunction_id: int) -> ResponseReturnValue:
    malfunction = find(malfunction_id)
    return told(
        malfunction,
        lambda words: malfunctions.close(db, malfunction, words, me(), clock.now()),
        "Retour fait, signalement clos.",
    )


@blueprint.post("/auteur")
@requires(Right.QUALIFY_MALFUNCTIONS)
def reporter(malfunction_id: int) -> ResponseReturnValue:
    malfunction = find(malfunction_id)
    name = malfunctions.reporter_name(db, malfunction, me(), clock.now())
    said = f"Auteur du signalement : {name}. Cette consultation est inscrite au journal."
    return done(malfunction, said)


# ---------------------------------------------------------------- the department


@blueprint.post("/prendre")
@requires(Right.ANSWER_MALFUNCTIONS)
def take(malfunction_id: int) -> ResponseReturnValue:
    malfunction, form = find(malfunction_id), TakeForm()

    def deed() -> None:
        family = CauseFamily(form.family.data) if form.family.data else None
        how = Handling(family, form.analysis.data or "", form.announced_on.data)
        malfunctions.take_in_hand(db, malfunction, me(), clock.now(), how)

    said = typed_days.said("Signalement pris en charge.", form.announced_on.data)
    return filled_in(malfunction, "take", form, deed, said)


@blueprint.post("/resoudre")
@requires(Right.ANSWER_MALFUNCTIONS)
def resolve(malfunction_id: int) -> ResponseReturnValue:
    malfunction = find(malfunction_id)
    remains = "cause_remains" in request.form
    return told(
        malfunction,
        lambda fix: malfunctions.resolve(db, malfunction, fix, me(), clock.now(), remains),
        "Noté : le référent fera le retour à l’auteur du signalement.",
    )


@blueprint.post("/action")
@requires(Right.PROPOSE_ACTIONS)
def to_action(malfunction_id: int) -> ResponseReturnValue:
    malfunction = find(malfunction_id)
    if malfunction.department is None:
        raise Refused("Qualifiez d’abord ce signalement : une action a besoin d’un service.")
    title = request.form.get("title", "").strip() or malfunction.title
    try:
        action = actions.propose(db, title, malfunction.department, [malfunction], me(), clock.now())  # fmt: skip
    except Refused as refusal:
        return refused(malfunction, Typed("to_action", title, str(refusal)))
    db.commit()
    flash("Action proposée.")
    return redirect(url_for("actions.show", action_id=action.id), code=303)


# ---------------------------------------------------------------- its author


@blueprint.post("/rouvrir")
@requires(Right.REPORT_MALFUNCTIONS)
def reopen(malfunction_id: int) -> ResponseReturnValue:
    malfunction = find(malfunction_id)
    is_reporter = reporting.is_reporter(malfunction, me())
    if not (is_reporter or me().role is Role.QUALITY_OFFICER):
        raise Refused("Seul l’auteur du signalement, ou le référent, peut le rouvrir.")
    officer = None if is_reporter else me()
    return told(
        malfunction,
        lambda why: reporting.reopen(db, malfunction, why, clock.now(), officer),
        "Signalement rouvert.",
    )


@blueprint.post("/satisfait")
@requires(Right.REPORT_MALFUNCTIONS)
def satisfied(malfunction_id: int) -> ResponseReturnValue:
    malfunction = find(malfunction_id)
    _expect_author(malfunction, "Seul l’auteur du signalement dit s’il est satisfait de la suite.")
    reporting.say_satisfied(db, malfunction)
    return done(malfunction, "Merci : votre réponse est notée.")


@blueprint.post("/toucher")
@requires(Right.REPORT_MALFUNCTIONS)
def guess(malfunction_id: int) -> ResponseReturnValue:
    malfunction = find(malfunction_id)
    _expect_author(malfunction, "Seul l’auteur du signalement dit ce qu’il touche, à son avis.")
    proposing.take(db, malfunction, proposing.read(db, request.form.get("guess", "")))
    return done(malfunction, "Noté : le référent part de votre proposition.")


def _expect_author(malfunction: Malfunction, sentence: str) -> None:
    if not reporting.is_reporter(malfunction, me()):
        raise Refused(sentence)


@blueprint.post("/message")
@requires(Right.REPORT_MALFUNCTIONS)
def say(malfunction_id: int) -> ResponseReturnValue:
    malfunction = find(malfunction_id)
    from_reporter = reporting.is_reporter(malfunction, me())

    def step(word: str) -> None:
        file = brought(malfunction.mode) if from_reporter else None
        now = clock.now()
        attaching.add_word(db, malfunction, word, file, now, from_reporter=from_reporter)
        if from_reporter:
            jobs.enqueue(db, READ, f"{malfunction.number} {now:%Y%m%d%H%M%S%f}")

    return told(malfunction, step, "Message ajouté.")


# ---------------------------------------------------------------- refused, or done


def filled_in(
    malfunction: Malfunction, step: str, form: Form, deed: Callable[[], None], sentence: str
) -> ResponseReturnValue:
    """Take a step that is a form of several fields; refused, the page again with what was filled in, the fault beside its field."""
    if not form.validate_on_submit():
        return page(malfunction, {step: form}), 422
    try:
        deed()
    except Refused as refusal:
        if refusal.about in form:
            db.rollback()
            form.refuse(refusal)
            return page(find(malfunction.id or 0), {step: form}), 422
        written = [str(field.data) for field in form if field.type == "TextAreaField"]
        return refused(malfunction, Typed(step, "\n".join(written), str(refusal), is_over=True))
    return done(malfunction, sentence)


def told(
    malfunction: Malfunction, step: Callable[[str], object], sentence: str
) -> ResponseReturnValue:
    """Take a step that is said in a text; refused, the page again with the text as it was typed."""
    text = request.form.get("reason", "")
    try:
        step(text)
    except Refused as refusal:
        named = (request.endpoint or "").rpartition(".")[2]
        fault = str(refusal) if refusal.about == "file" else f"{refusal}{again()}"
        return refused(malfunction, Typed(named, text, fault, not refusal.about))
    return done(malfunction, sentence)


def refused(malfunction: Malfunction, typed: Typed) -> ResponseReturnValue:
    """The page as it is now, with why, and what was typed: beside its field, or to be copied when the step is over."""
    db.rollback()
    return page(find(malfunction.id or 0), {}, typed), 409 if typed.is_over else 422

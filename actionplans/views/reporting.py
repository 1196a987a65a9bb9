"""Tell a malfunction, with what is near shown first; follow an anonymous one by its code."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from actionplans.malfunctions import attaching, beside, feedback, naming, near, proposing, reporting
from actionplans.malfunctions.forms import CodeForm, ReportForm
from actionplans.malfunctions.reading import READ
from actionplans.malfunctions.reporting import Told
from actionplans.models import Malfunction, ReportMode
from actionplans.views import uploads
from actionplans.views.malfunctions import caused, file_words
from actionplans.views.report_files import AGAIN, again, brought
from core import clock, jobs
from core.database import db
from core.errors import Refused
from core.forms import choices
from organisation import people
from organisation.access import me, requires
from organisation.rights import Right
from survey.answering import codes

blueprint = Blueprint(
    "reporting", __name__, template_folder="../templates", url_prefix="/signalements"
)
uploads.limit(blueprint, uploads.OF_REPORTS)
FOLDER = "actionplans/malfunctions"
NO_CHOICE = ("", "Je ne sais pas")


# ---------------------------------------------------------------- telling


def report_form() -> ReportForm:
    form = ReportForm()
    rows = [(str(d.id), d.name) for d in people.open_departments(db, clock.today())]
    form.department.choices = choices([NO_CHOICE, *rows])
    return form


@blueprint.get("/nouveau")
@requires(Right.REPORT_MALFUNCTIONS)
def new() -> ResponseReturnValue:
    return report_page(report_form())


def report_page(form: ReportForm, looked: bool = False) -> str:
    """The form, and below what is near to it once it was sent a first time."""
    if form.file.data and not form.file.errors:
        form.file.errors = [AGAIN]
    text = form.what_happened.data or ""
    found = near.near(db, me(), text, clock.today()) if looked else []
    named = naming.named(db, text) if looked else []
    return render_template(
        f"{FOLDER}/new.html",
        form=form,
        near=found,
        named=named,
        looked=bool(found or named),
        proposal=proposing.proposed(db, text) if text else None,
        picked=request.form.get("guess", ""),
        kinds=file_words(ReportMode.SIGNED)["kinds"],
    )


@blueprint.post("/proches")
@requires(Right.REPORT_MALFUNCTIONS)
def near_ones() -> ResponseReturnValue:
    """What is near to a text being typed: read, told, forgotten."""
    text = request.form.get("text", "")
    return render_template(
        f"{FOLDER}/_near.html",
        near=near.near(db, me(), text, clock.today()),
        named=naming.named(db, text),
        proposal=proposing.proposed(db, text),
        picked=request.form.get("guess", ""),
    )


@blueprint.post("/nouveau")
@requires(Right.REPORT_MALFUNCTIONS)
def create() -> ResponseReturnValue:
    form = report_form()
    if not form.validate_on_submit():
        return report_page(form), 422
    if "looked" not in request.form and has_to_look(form.what_happened.data or ""):
        return report_page(form, looked=True)
    told = told_in(form)
    try:
        malfunction, code = keep(told)
    except Refused as refusal:
        db.rollback()
        form.refuse(refusal)
        return report_page(form), 422
    if code:
        return thanks(malfunction, code, told)
    flash(f"Signalement {malfunction.number} enregistré, merci.")
    return redirect(url_for("malfunctions.show", malfunction_id=malfunction.id), code=303)


def told_in(form: ReportForm) -> Told:
    guess = proposing.read(db, request.form.get("guess", ""))
    return Told(
        form.what_happened.data or "",
        ReportMode(form.mode.data),
        int(form.department.data) if form.department.data else None,
        form.touches_members.data,
        guess.theme,
        guess.commitment,
    )


def keep(told: Told) -> tuple[Malfunction, str]:
    """The report with its file, whole or not at all; its number and its code, empty unless anonymous."""
    file = brought(told.mode)
    malfunction, code = reporting.report(db, told, me(), clock.now())
    if file is not None:
        attaching.attach(db, malfunction, file, clock.now())
    if told.mode is not ReportMode.ANONYMOUS:  # its own job would tell the minute it was written
        jobs.enqueue(db, READ, malfunction.number)
    db.commit()
    return malfunction, code


def thanks(malfunction: Malfunction, code: str, told: Told) -> str:
    """The code of an anonymous report, shown once, and what it may touch unless its author said so."""
    has_said = told.theme or told.commitment
    return render_template(
        f"{FOLDER}/thanks.html",
        malfunction=malfunction,
        code=codes.shown(code),
        proposal=None if has_said else proposing.proposed(db, told.what_happened),
    )


def has_to_look(text: str) -> bool:
    """Whether something is near, or somebody named: shown once before it is sent, with the text as it was typed."""
    return bool(near.near(db, me(), text, clock.today()) or naming.named(db, text))


# ---------------------------------------------------------------- following an anonymous one


@blueprint.get("/suivre")
@requires(Right.REPORT_MALFUNCTIONS)
def follow() -> ResponseReturnValue:
    return render_template(f"{FOLDER}/follow.html", form=CodeForm(), malfunction=None)


@blueprint.post("/suivre")
@requires(Right.REPORT_MALFUNCTIONS)
def open_with_code() -> ResponseReturnValue:
    form, message = CodeForm(), request.form.get("message", "").strip()
    if not form.validate_on_submit():
        return not_opened(form, message)
    try:
        found = reporting.by_code(db, form.code.data or "")
    except Refused as error:
        form.code.errors = [str(error)]
        return not_opened(form, message)
    try:
        done = said_with_code(found, message)
    except Refused as refusal:
        db.rollback()
        fault = str(refusal) if refusal.about == "file" else f"{refusal}{again()}"
        return opened(form, found, message, fault), 422
    return opened(form, found, done=done)


def opened(
    form: CodeForm, found: Malfunction, message: str = "", fault: str = "", done: str = ""
) -> str:
    """What its author reads of it with the code, what was just done, or the word that was refused."""
    return render_template(
        f"{FOLDER}/follow.html",
        form=form,
        malfunction=found,
        message=message,
        fault=fault,
        done=done,
        words=reporting.words(db, found, is_author=True),
        files=attaching.attached(db, found),
        followed=beside.followed(db, found),
        proposal=proposing.for_author(db, found),
        ways=feedback.ways(db, found, caused(found)),
        **file_words(found.mode),
    )


def not_opened(form: CodeForm, message: str) -> ResponseReturnValue:
    """The code again, and the word already written, which waits for the right one."""
    form.code.errors = [" ".join(map(str, form.code.errors)) + again()]
    page = render_template(f"{FOLDER}/follow.html", form=form, malfunction=None, message=message)
    return page, 422


def said_with_code(found: Malfunction, message: str) -> str:
    """What the reporter does there: satisfied, not satisfied and why, what it touches, or a word with its file; said in a sentence."""
    done = ""
    if "satisfied" in request.form:
        reporting.say_satisfied(db, found)
        done = "Merci : votre réponse est notée."
    elif "again" in request.form:
        reporting.reopen(db, found, message, clock.now())
        done = "Signalement rouvert."
    elif "erase" in request.form:
        attaching.erase(db, found, request.form.get("erase", 0, int), clock.now())
        done = "Pièce jointe effacée."
    elif "guess" in request.form:
        proposing.take(db, found, proposing.read(db, request.form["guess"]))
        done = "Noté : le référent part de votre proposition."
    elif (file := brought(found.mode)) or message:
        attaching.add_word(db, found, message, file, clock.now(), from_reporter=True)
        done = "Message ajouté."
    db.commit()
    return done

"""Tell a malfunction, with what is near shown first; follow an anonymous one by its code."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from actionplans.malfunctions import malfunctions, naming, near, reporting
from actionplans.malfunctions.forms import CodeForm, ReportForm
from actionplans.malfunctions.reading import READ
from actionplans.malfunctions.reporting import Told
from actionplans.models import Malfunction, ReportMode
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
    text = form.what_happened.data or ""
    found = near.near(db, me(), text, clock.today()) if looked else []
    named = naming.named(db, text) if looked else []
    return render_template(
        f"{FOLDER}/new.html", form=form, near=found, named=named, looked=bool(found or named)
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
    )


@blueprint.post("/nouveau")
@requires(Right.REPORT_MALFUNCTIONS)
def create() -> ResponseReturnValue:
    form = report_form()
    if not form.validate_on_submit():
        return report_page(form), 422
    if "looked" not in request.form and has_to_look(form.what_happened.data or ""):
        return report_page(form, looked=True)
    told = Told(
        form.what_happened.data or "",
        ReportMode(form.mode.data),
        int(form.department.data) if form.department.data else None,
        form.touches_members.data,
    )
    malfunction, code = reporting.report(db, told, me(), clock.now())
    if told.mode is not ReportMode.ANONYMOUS:  # its own job would tell the minute it was written
        jobs.enqueue(db, READ, malfunction.number)
    db.commit()
    if code:
        return render_template(
            f"{FOLDER}/thanks.html", malfunction=malfunction, code=codes.shown(code)
        )
    flash(f"Signalement {malfunction.number} enregistré, merci.")
    return redirect(url_for("malfunctions.show", malfunction_id=malfunction.id), code=303)


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
    _said_with_code(found, message)
    return render_template(
        f"{FOLDER}/follow.html",
        form=form,
        malfunction=found,
        words=reporting.words(db, found),
        followed=malfunctions.followed(db, found),
    )


def not_opened(form: CodeForm, message: str) -> ResponseReturnValue:
    """The code again, and the word already written, which waits for the right one."""
    page = render_template(f"{FOLDER}/follow.html", form=form, malfunction=None, message=message)
    return page, 422


def _said_with_code(found: Malfunction, message: str) -> None:
    """What the reporter says there: satisfied, not satisfied and why, or a word."""
    if "satisfied" in request.form:
        reporting.say_satisfied(db, found)
    elif "again" in request.form:
        reporting.reopen(db, found, message, clock.now())
    elif message:
        reporting.add_word(db, found, message, clock.now(), from_reporter=True)
    db.commit()

"""The page where a department is regrouped into another: it shows what will move, then asks to confirm."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from actionplans.mergers import mergers, moving
from actionplans.mergers.forms import MergerForm
from core import clock
from core.database import db, get_or_missing
from core.errors import Refused
from core.forms import choices
from organisation import people
from organisation.access import me, requires
from organisation.models import Department, Merger, MergerStatus
from organisation.rights import Right

blueprint = Blueprint(
    "mergers",
    __name__,
    template_folder="../templates",
    url_prefix="/services/<int:department_id>/regrouper",
)
FOLDER = "actionplans/mergers"


@blueprint.get("/")
@requires(Right.WRITE_CHARTER)
def index(department_id: int) -> ResponseReturnValue:
    department = get_or_missing(Department, department_id)
    return page(department, merger_form(department))


@blueprint.post("/")
@requires(Right.WRITE_CHARTER)
def create(department_id: int) -> ResponseReturnValue:
    """First what would move is shown; the second press, with the same words, does it."""
    department = get_or_missing(Department, department_id)
    form = merger_form(department)
    if not form.validate_on_submit():
        return page(department, form)
    into, day = get_or_missing(Department, int(form.into.data)), form.day.data
    assert day is not None
    if "confirm" not in request.form:
        return to_confirm(department, into, day, form)
    try:
        merger = mergers.plan(db, department, into, day, form.heads_lead.data == "yes", me(), clock.now())  # fmt: skip
    except Refused as error:
        db.rollback()
        form.refuse(error)
        return page(department, form)
    done = merger.status is MergerStatus.DONE
    db.commit()
    flash("Service regroupé." if done else "Regroupement prévu.")
    return redirect(url_for(".index", department_id=department_id), code=303)


def to_confirm(
    department: Department, into: Department, day: date, form: MergerForm
) -> ResponseReturnValue:
    """The page that shows what will move, or the form again with why it may not."""
    try:
        mergers.check(db, department, into, day, clock.today())
    except Refused as error:
        form.refuse(error)
        return page(department, form)
    counted = moving.counts(db, department, day)
    return render_template(
        f"{FOLDER}/confirm.html", department=department, into=into, day=day, form=form,
        counted=counted, activities=moving.new_activities(department, into),
    )  # fmt: skip


@blueprint.post("/abandonner")
@requires(Right.WRITE_CHARTER)
def cancel(department_id: int) -> ResponseReturnValue:
    mergers.cancel(db, of_state(department_id, MergerStatus.PLANNED), me(), clock.now())
    db.commit()
    flash("Regroupement abandonné : rien n’avait été déplacé.")
    return redirect(url_for(".index", department_id=department_id), code=303)


@blueprint.post("/defaire")
@requires(Right.WRITE_CHARTER)
def undo(department_id: int) -> ResponseReturnValue:
    mergers.undo(db, of_state(department_id, MergerStatus.DONE), me(), clock.now())
    db.commit()
    flash("Regroupement défait : chaque chose est revenue où elle était.")
    return redirect(url_for(".index", department_id=department_id), code=303)


def of_state(department_id: int, status: MergerStatus) -> Merger:
    return mergers.find(db, get_or_missing(Department, department_id), status)


def merger_form(department: Department) -> MergerForm:
    form = MergerForm(day=clock.today(), heads_lead="no")
    known = people.open_departments(db, clock.today())
    others = [(str(one.id), one.name) for one in known if one.id != department.id]
    form.into.choices = choices([("", "Choisissez"), *others])
    return form


def page(department: Department, form: MergerForm) -> ResponseReturnValue:
    standing = mergers.standing(db, department)
    shown = render_template(
        f"{FOLDER}/index.html",
        department=department,
        form=form,
        standing=standing,
        objection=mergers.objection(db, standing) if standing else "",
        history=mergers.of(db, department),
    )
    return shown, 422 if form.errors else 200

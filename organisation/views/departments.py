"""The departments and what each does: by its activities, promises of the charter concern it."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from core import clock
from core.database import db, get_or_missing
from core.errors import Refused
from organisation import charters, departments
from organisation.access import me, requires
from organisation.charter_forms import DepartmentForm
from organisation.models import Department
from organisation.rights import Right

blueprint = Blueprint(
    "departments", __name__, template_folder="../templates", url_prefix="/services"
)


@blueprint.get("/")
@requires(Right.WRITE_CHARTER, Right.PUBLISH_CHARTER, Right.MANAGE_USERS)
def index() -> ResponseReturnValue:
    listed, promises = departments.listed(db), charters.commitments(db, charters.current(db))
    going_on = [one for one in listed if not one.is_closed(clock.today())]
    counts = {
        one.id: sum(charters.concerns(promise, one) for promise in promises) for one in listed
    }
    orphans = [line for line in promises if not any(charters.concerns(line, d) for d in going_on)]
    return render_template(
        "organisation/departments/index.html",
        departments=listed,
        going_on=len(going_on),
        counts=counts,
        orphans=orphans,
    )


@blueprint.route("/nouveau", methods=["GET", "POST"])
@requires(Right.WRITE_CHARTER)
def new() -> ResponseReturnValue:
    form = DepartmentForm()
    if form.validate_on_submit():
        try:
            departments.open_department(
                db, form.name.data or "", form.activities.data or [], me(), clock.now()
            )
        except Refused as error:
            return refused(form, error, "")
        db.commit()
        flash("Service créé.")
        return redirect(url_for(".index"), code=303)
    return page(form, "")


@blueprint.route("/<int:department_id>", methods=["GET", "POST"])
@requires(Right.WRITE_CHARTER)
def edit(department_id: int) -> ResponseReturnValue:
    department = get_or_missing(Department, department_id)
    present = [activity.code for activity in department.activities]
    form = DepartmentForm(name=department.name, activities=present)
    name, held = department.name, {"name": department.name, "activities": present}
    if not form.is_submitted():
        form.watch(held)
    if form.validate_on_submit() and not form.changed_meanwhile(held):
        typed, activities = form.name.data or "", form.activities.data or []
        try:
            departments.change(db, department, typed, activities, me(), clock.now())
        except Refused as error:
            return refused(form, error, name, department)
        db.commit()
        flash("Service enregistré. Les auto-évaluations déjà ouvertes gardent leurs engagements.")
        return redirect(url_for(".index"), code=303)
    return page(form, name, department)


def refused(
    form: DepartmentForm, error: Refused, name: str, department: Department | None = None
) -> ResponseReturnValue:
    """The form again, with what was typed and the reason; nothing of it is written."""
    db.rollback()
    form.refuse(error)
    return page(form, name, department)


def page(
    form: DepartmentForm, name: str, department: Department | None = None
) -> ResponseReturnValue:
    shown = render_template(
        "organisation/departments/edit.html", form=form, name=name, department=department
    )
    return shown, 422 if form.errors else 200

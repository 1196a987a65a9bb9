"""Accounts, for the administrator."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from core import clock
from core.database import db, get_or_missing
from core.errors import Refused
from core.forms import choices
from organisation import headships, people
from organisation.access import me, requires
from organisation.forms import PersonForm
from organisation.models import Role, User
from organisation.people import Account
from organisation.rights import Right

blueprint = Blueprint("people", __name__, template_folder="../templates", url_prefix="/comptes")


def person_form(user: User | None = None) -> PersonForm:
    form = PersonForm(obj=user, department=str(user.department_id or "") if user else "")
    today, own = clock.today(), user.department_id if user else None
    known = [one for one in people.departments(db) if not one.is_closed(today) or one.id == own]
    rows = [(str(department.id), department.name) for department in known]
    form.department.choices = choices([("", "Aucun"), *rows])
    return form


def held(person: User) -> dict[str, object]:
    """What the account says now, as the form holds it."""
    as_they_are = {
        name: getattr(person, name) for name in ("name", "email", "expires_on", "is_active")
    }
    return {**as_they_are, "role": person.role.value, "department": str(person.department_id or "")}


def account(form: PersonForm) -> Account:
    return Account(
        name=form.name.data or "",
        email=form.email.data or "",
        role=Role(form.role.data),
        department_id=int(form.department.data) if form.department.data else None,
        expires_on=form.expires_on.data,
        is_active=form.is_active.data,
        password=form.password.data or "",
    )


@blueprint.get("/")
@requires(Right.MANAGE_USERS)
def index() -> ResponseReturnValue:
    return render_template("organisation/people/index.html", people=people.everybody(db))


@blueprint.route("/nouveau", methods=["GET", "POST"])
@requires(Right.MANAGE_USERS)
def new() -> ResponseReturnValue:
    form = person_form()
    if form.validate_on_submit():
        try:
            people.open_account(db, account(form), me(), clock.now())
        except Refused as error:
            return refused(form, error)
        db.commit()
        flash("Compte ouvert.")
        return redirect(url_for(".index"), code=303)
    return form_page(form)


@blueprint.route("/<int:user_id>", methods=["GET", "POST"])
@requires(Right.MANAGE_USERS)
def edit(user_id: int) -> ResponseReturnValue:
    person = get_or_missing(User, user_id)
    form, now = person_form(person), held(person)
    if not form.is_submitted():
        form.watch(now)
    if form.validate_on_submit() and not form.changed_meanwhile(now):
        try:
            people.change(db, person, account(form), me(), clock.now())
        except Refused as error:
            return refused(form, error, person)
        db.commit()
        flash("Compte enregistré.")
        return redirect(url_for(".index"), code=303)
    return form_page(form, person)


def refused(form: PersonForm, error: Refused, person: User | None = None) -> ResponseReturnValue:
    """The form again, with what was typed and the reason; nothing of it is written."""
    db.rollback()
    form.refuse(error)
    return form_page(form, person)


def form_page(form: PersonForm, person: User | None = None) -> ResponseReturnValue:
    """The account, named as it is kept, and what it leads beside its own department."""
    page = render_template(
        "organisation/people/edit.html",
        form=form,
        person=person,
        name=person.name if person else None,
        found=headships.of(db, person) if person else [],
    )
    return page, 422 if form.errors else 200

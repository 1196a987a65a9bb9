"""The departments given to a person beside their own, and the deputies: for the administrator."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from core import clock
from core.database import db, get_or_missing
from core.errors import Refused
from core.forms import choices
from organisation import headships, people
from organisation.access import me, requires
from organisation.forms import HeadshipForm, LastDayForm
from organisation.headships import Term
from organisation.models import Department, HeadshipKind, User
from organisation.rights import Right

blueprint = Blueprint(
    "headships",
    __name__,
    template_folder="../templates",
    url_prefix="/comptes/<int:user_id>/services",
)


@blueprint.get("/")
@requires(Right.MANAGE_USERS)
def index(user_id: int) -> ResponseReturnValue:
    return page(get_or_missing(User, user_id), term_form())


@blueprint.post("/")
@requires(Right.MANAGE_USERS)
def create(user_id: int) -> ResponseReturnValue:
    person, form = get_or_missing(User, user_id), term_form()
    if not form.validate_on_submit():
        return page(person, form)
    try:
        headships.name(db, person, term(form), me(), clock.now())
    except Refused as error:
        db.rollback()
        form.refuse(error)
        return page(person, form)
    db.commit()
    return done(user_id, "Service confié.")


@blueprint.route("/<int:headship_id>/dernier-jour", methods=["GET", "POST"])
@requires(Right.MANAGE_USERS)
def move(user_id: int, headship_id: int) -> ResponseReturnValue:
    person = get_or_missing(User, user_id)
    one = headships.find(db, person, headship_id)
    form = LastDayForm(until_day=one.until_day)
    if form.validate_on_submit():
        try:
            headships.move(db, one, form.until_day.data, me(), clock.now())
        except Refused as error:
            form.refuse(error)
        else:
            db.commit()
            return done(user_id, "Dernier jour enregistré.")
    shown = render_template("organisation/headships/move.html", form=form, person=person, one=one)
    return shown, 422 if form.errors else 200


@blueprint.post("/<int:headship_id>/retirer")
@requires(Right.MANAGE_USERS)
def withdraw(user_id: int, headship_id: int) -> ResponseReturnValue:
    one = headships.find(db, get_or_missing(User, user_id), headship_id)
    headships.withdraw(db, one, me(), clock.now())
    db.commit()
    return done(user_id, "Service retiré.")


def term_form() -> HeadshipForm:
    form = HeadshipForm(from_day=clock.today())
    rows = [(str(one.id), one.name) for one in people.open_departments(db, clock.today())]
    form.department.choices = choices([("", "Choisissez"), *rows])
    return form


def term(form: HeadshipForm) -> Term:
    assert form.from_day.data is not None
    return Term(
        get_or_missing(Department, int(form.department.data)),
        HeadshipKind(form.kind.data),
        form.from_day.data,
        form.until_day.data,
    )


def done(user_id: int, said: str) -> ResponseReturnValue:
    flash(said)
    return redirect(url_for(".index", user_id=user_id), code=303)


def page(person: User, form: HeadshipForm) -> ResponseReturnValue:
    shown = render_template(
        "organisation/headships/index.html",
        person=person,
        form=form,
        found=headships.of(db, person),
    )
    return shown, 422 if form.errors else 200

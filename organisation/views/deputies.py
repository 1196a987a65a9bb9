"""« Vos suppléants »: a head says who stands in for them, from when until when, in the departments they lead."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from core import clock
from core.database import db, get_or_missing
from core.errors import Refused
from core.forms import choices, grouped
from core.french import day
from core.keys import key
from organisation import deputies, headships
from organisation.access import me, requires
from organisation.forms import DeputyForm, LastDayForm
from organisation.headships import Term
from organisation.models import Department, HeadshipKind, Role, User
from organisation.rights import Right

blueprint = Blueprint(
    "deputies", __name__, template_folder="../templates", url_prefix="/suppleants"
)


@blueprint.get("/")
@requires(Right.NAME_DEPUTIES)
def index() -> ResponseReturnValue:
    return page(deputy_form())


@blueprint.post("/")
@requires(Right.NAME_DEPUTIES)
def create() -> ResponseReturnValue:
    form = deputy_form()
    if not form.validate_on_submit():
        return page(form)
    person = get_or_missing(User, int(form.person.data))
    try:
        one = headships.name(db, person, term(form), me(), clock.now())
    except Refused as error:
        db.rollback()
        form.refuse(error)
        return page(form)
    db.commit()
    since = "dès maintenant" if one.holds(clock.today()) else f"à partir du {day(one.from_day)}"
    return done(f"Suppléance enregistrée : {person.name} agit à votre place {since} ; un message le lui dira demain matin.")  # fmt: skip


@blueprint.route("/<int:term_id>/dernier-jour", methods=["GET", "POST"])
@requires(Right.NAME_DEPUTIES)
def move(term_id: int) -> ResponseReturnValue:
    one = deputies.find(db, me(), term_id, clock.today())
    form = LastDayForm(until_day=one.until_day)
    if form.validate_on_submit():
        try:
            headships.move(db, one, form.until_day.data, me(), clock.now())
        except Refused as error:
            form.refuse(error)
        else:
            db.commit()
            return done("Dernier jour enregistré.")
    shown = render_template("organisation/deputies/move.html", form=form, one=one)
    return shown, 422 if form.errors else 200


@blueprint.post("/<int:term_id>/retirer")
@requires(Right.NAME_DEPUTIES)
def withdraw(term_id: int) -> ResponseReturnValue:
    one = deputies.find(db, me(), term_id, clock.today())
    name = one.user.name
    headships.withdraw(db, one, me(), clock.now())
    db.commit()
    return done(f"{name} n’agit plus à votre place. Ce qui a été fait reste signé de son nom.")


def deputy_form() -> DeputyForm:
    form, today = DeputyForm(), clock.today()
    places = [(str(one.id), one.name) for one in deputies.places(db, me(), today)]
    form.department.choices = choices(places if len(places) == 1 else [("", "Choisissez"), *places])
    people = [
        (one.department.name if one.department else "Sans service", str(one.id), said(one))
        for one in deputies.candidates(db, me(), today)
    ]
    form.person.choices = [*choices([("", "Choisissez")]), *grouped(people)]
    return form


def said(person: User) -> str:
    """« Inès Roy », « Inès Roy, responsable de service »: what they are already is worth knowing."""
    is_plain = person.role is Role.COLLABORATOR
    return person.name if is_plain else f"{person.name}, {person.role.label.lower()}"


def term(form: DeputyForm) -> Term:
    return Term(
        get_or_missing(Department, int(form.department.data)),
        HeadshipKind.DEPUTY,
        form.from_day.data or clock.today(),
        form.until_day.data,
    )


def done(said: str) -> ResponseReturnValue:
    flash(said)
    return redirect(url_for(".index"), code=303)


def page(form: DeputyForm) -> ResponseReturnValue:
    today = clock.today()
    places = deputies.places(db, me(), today)
    found = deputies.of(db, places)
    over = [one for one in found if one.until_day is not None and one.until_day < today]
    shown = render_template(
        "organisation/deputies/index.html",
        form=form,
        places=places,
        running={
            key(place): [one for one in found if one.department_id == place.id and one not in over]
            for place in places
        },
        over=over[: deputies.SHOWN_OVER],
        more=max(0, len(over) - deputies.SHOWN_OVER),
    )
    return shown, 422 if form.errors else 200

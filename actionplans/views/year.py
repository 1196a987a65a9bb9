"""« Calendrier »: the officer's year, month by month; a step moved, ended, added."""

from collections.abc import Callable
from datetime import date, datetime

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from actionplans.models import YearStep
from actionplans.views.places import href
from actionplans.year import moving, writing
from actionplans.year import year as calendar
from actionplans.year.forms import MoveForm, StepForm
from actionplans.year.moving import Step
from actionplans.year.year import FIRST_YEAR, LAST_YEAR
from core import clock, typed_days
from core.database import db
from core.documents import FORMATS
from core.downloads import document_file
from core.errors import Missing, Refused
from organisation.access import me, requires
from organisation.models import User
from organisation.rights import Right

blueprint = Blueprint("year", __name__, template_folder="../templates", url_prefix="/calendrier")
FOLDER = "actionplans/year"


@blueprint.get("/")
@requires(Right.SEE_COCKPIT)
def index() -> ResponseReturnValue:
    today = clock.today()
    asked = request.args.get("annee", today.year, int)
    number = asked if FIRST_YEAR <= asked <= LAST_YEAR else today.year
    found = calendar.items(db, number)
    return render_template(
        f"{FOLDER}/index.html",
        year=number,
        months=calendar.by_month(found),
        late=[item for item in found if item.is_late(today)],
        done=sum(1 for item in found if item.step and item.done_on),
        steps=sum(1 for item in found if item.step),
        href=href,
        formats=FORMATS.values(),
    )


@blueprint.get("/<int:year>.<extension>")
@requires(Right.SEE_COCKPIT)
def download(year: int, extension: str) -> ResponseReturnValue:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Missing("Cette année n’a pas de calendrier.")
    today, settings = clock.today(), current_app.config["SETTINGS"]
    made = writing.document(year, calendar.items(db, year), today, settings)
    return document_file(f"calendrier-{year}", extension, made)


@blueprint.route("/ajouter", methods=["GET", "POST"])
@requires(Right.ANIMATE)
def new() -> ResponseReturnValue:
    form = StepForm()
    if not form.validate_on_submit():
        code = 422 if form.is_submitted() else 200
        return render_template(f"{FOLDER}/new.html", form=form), code
    try:
        row = moving.add(db, form.title.data or "", chosen(form.on.data), me(), clock.now())
    except Refused as error:
        db.rollback()
        form.refuse(error)
        return render_template(f"{FOLDER}/new.html", form=form), 422
    db.commit()
    flash(typed_days.said("Étape ajoutée.", row.due_on))
    return redirect(url_for(".index", annee=row.year), code=303)


@blueprint.get("/<int:year>/<step>")
@requires(Right.ANIMATE)
def show(year: int, step: str) -> ResponseReturnValue:
    found = moving.find(db, year, step)
    form = MoveForm(formdata=None, on=found.due_on)
    return render_template(f"{FOLDER}/show.html", step=found, form=form)


@blueprint.post("/<int:year>/<step>/deplacer")
@requires(Right.ANIMATE)
def move(year: int, step: str) -> ResponseReturnValue:
    found, form = moving.find(db, year, step), MoveForm()
    if not form.validate_on_submit():
        return render_template(f"{FOLDER}/show.html", step=found, form=form), 422
    try:
        moving.move(db, found, chosen(form.on.data), me(), clock.now())
    except Refused as error:
        db.rollback()
        form.refuse(error)
        return render_template(f"{FOLDER}/show.html", step=found, form=form), 422
    db.commit()
    flash(typed_days.said("Étape déplacée.", form.on.data))
    return redirect(url_for(".index", annee=year), code=303)


def chosen(day: date | None) -> date:
    """The day of a form that was found valid."""
    assert day is not None
    return day


Deed = Callable[[Session, Step, User, datetime], YearStep | None]


@blueprint.post("/<int:year>/<step>/faite")
@requires(Right.ANIMATE)
def end(year: int, step: str) -> ResponseReturnValue:
    return taken(year, step, moving.end, "Étape faite.")


@blueprint.post("/<int:year>/<step>/a-faire")
@requires(Right.ANIMATE)
def take_up(year: int, step: str) -> ResponseReturnValue:
    return taken(year, step, moving.take_up, "Étape à faire de nouveau.")


@blueprint.post("/<int:year>/<step>/retirer")
@requires(Right.ANIMATE)
def drop(year: int, step: str) -> ResponseReturnValue:
    return taken(year, step, moving.drop, "Étape retirée.")


def taken(year: int, step: str, deed: Deed, said: str) -> ResponseReturnValue:
    deed(db, moving.find(db, year, step), me(), clock.now())
    db.commit()
    flash(said)
    return redirect(url_for(".index", annee=year), code=303)

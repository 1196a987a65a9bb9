"""Reports that come back: the facts, and two forms: an action born of all of them, or none for now and why."""

from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import col, select

from actionplans.actions import steps
from actionplans.actions.forms import LeaveForm
from actionplans.malfunctions import malfunctions, preventing, recurrences
from actionplans.malfunctions.forms import PreventForm, TakeUpForm
from actionplans.malfunctions.recurrences import Recurrence
from actionplans.models import Malfunction
from core import clock, typed_days
from core.database import db
from core.errors import Refused
from core.forms import Form, choices, grouped
from organisation import charters
from organisation.access import me, requires
from organisation.rights import Right

blueprint = Blueprint(
    "recurrences",
    __name__,
    template_folder="../templates",
    url_prefix="/signalements/qui-revient/<int:department_id>/<theme>",
)
USUAL_TIME = timedelta(days=90)  # given to an action opened again, where nobody says otherwise


@blueprint.get("")
@requires(Right.SETTLE_RECURRENCES)
def show(department_id: int, theme: str) -> ResponseReturnValue:
    return page(find(department_id, theme), {})


def find(department_id: int, theme: str) -> Recurrence:
    return recurrences.named(db, theme, department_id, me(), clock.today())


def page(recurrence: Recurrence, forms: dict[str, Form]) -> str:
    """The reports, of which each reads what is open to them, and the forms; `forms` holds the one refused."""
    numbers = [one.id for one in recurrence.reports]
    read = select(Malfunction).where(
        col(Malfunction.id).in_(numbers), malfunctions.visible_to(me())
    )
    again = recurrence.again
    blank = {
        "act": prevent_form(recurrence, empty=True),
        "leave": LeaveForm(formdata=None, prefix="leave-"),
        "again": take_up_form(empty=True),
    }
    return render_template(
        "actionplans/recurrences/show.html",
        one=recurrence,
        place={"department_id": recurrence.department.id, "theme": recurrence.theme.code},
        readable={m.id: m for m in db.exec(read)},
        seen=[one for one in recurrence.going_on if steps.may_see(one, me())],
        again=again if again and steps.may_see(again, me()) else None,
        may_take_up=again is not None and steps.is_open("reopen", again, me()),
        earlier=recurrences.decided(db, recurrence.theme.code, recurrence.department.id or 0),
        decided_on=recurrences.decided_on,
        window=recurrences.WINDOW.days,
        forms={**blank, **forms},
        form=next(iter(forms.values()), blank["act"]),
    )


def prevent_form(recurrence: Recurrence, empty: bool = False) -> PreventForm:
    """Filled in with what the reports say themselves."""
    data = {
        "title": preventing.suggested_title(recurrence),
        "commitment": preventing.suggested_commitment(db, recurrence),
    }
    form = PreventForm(formdata=None, data=data) if empty else PreventForm(data=data)
    form.commitment.choices = [*choices([("", "Aucun")]), *grouped(charters.offered(db))]
    return form


def take_up_form(empty: bool = False) -> TakeUpForm:
    data = {"due_on": clock.today() + USUAL_TIME}
    if empty:
        return TakeUpForm(formdata=None, prefix="again-", data=data)
    return TakeUpForm(prefix="again-", data=data)


@blueprint.post("/agir")
@requires(Right.SETTLE_RECURRENCES)
def act(department_id: int, theme: str) -> ResponseReturnValue:
    recurrence = find(department_id, theme)
    form = prevent_form(recurrence)
    if not form.validate_on_submit():
        return page(recurrence, {"act": form}), 422
    commitment = charters.by_code(db).get(form.commitment.data or "")
    try:
        action = preventing.act(
            db, recurrence, form.title.data or "", commitment, me(), clock.now()
        )
    except Refused as refusal:
        return again(department_id, theme, "act", form, refusal)
    db.commit()
    flash("Action proposée, avec tous ces signalements pour origine.")
    return redirect(url_for("actions.show", action_id=action.id), code=303)


@blueprint.post("/rouvrir")
@requires(Right.SETTLE_RECURRENCES)
def take_up(department_id: int, theme: str) -> ResponseReturnValue:
    recurrence, form = find(department_id, theme), take_up_form()
    if not form.validate_on_submit():
        return page(recurrence, {"again": form}), 422
    assert form.due_on.data is not None
    try:
        action = preventing.take_up(
            db, recurrence, form.reason.data or "", form.due_on.data, me(), clock.now()
        )
    except Refused as refusal:
        return again(department_id, theme, "again", form, refusal)
    db.commit()
    done = "Action rouverte, avec ces signalements pour nouvelles origines."
    flash(typed_days.said(done, form.due_on.data))
    return redirect(url_for("actions.show", action_id=action.id), code=303)


@blueprint.post("/ne-pas-agir")
@requires(Right.SETTLE_RECURRENCES)
def leave(department_id: int, theme: str) -> ResponseReturnValue:
    recurrence, form = find(department_id, theme), LeaveForm(prefix="leave-")
    if not form.validate_on_submit():
        return page(recurrence, {"leave": form}), 422
    assert form.review_on.data is not None
    try:
        preventing.leave(
            db, recurrence, form.reason.data or "", form.review_on.data, me(), clock.now()
        )
    except Refused as refusal:
        return again(department_id, theme, "leave", form, refusal)
    db.commit()
    done = "Décision prise : pas d’action pour l’instant, avec sa raison et sa date de réexamen."
    flash(typed_days.said(done, form.review_on.data))
    return redirect(url_for("malfunctions.index"), code=303)


def again(
    department_id: int, theme: str, name: str, form: Form, refusal: Refused
) -> ResponseReturnValue:
    """The page with what was typed, and why it was refused."""
    db.rollback()
    form.refuse(refusal)
    return page(find(department_id, theme), {name: form}), 422

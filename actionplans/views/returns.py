"""A closed action whose subject is back: the evidence, and two answers: open it again, or leave it closed and say why."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from actionplans.models import Action
from actionplans.returns import answering, standing
from actionplans.returns.forms import LeaveClosedForm, ReopenForm
from actionplans.views.actions import find, returning
from analysis.indicators.measures import quarter_of
from analysis.themes import voices
from core import clock, typed_days
from core.database import db
from core.errors import Refused
from core.forms import Form
from organisation.access import me, requires
from organisation.rights import Right, may

blueprint = Blueprint(
    "returns",
    __name__,
    template_folder="../templates",
    url_prefix="/actions/<int:action_id>/revient",
)


@blueprint.get("")
@requires(Right.PROPOSE_ACTIONS)
def show(action_id: int) -> ResponseReturnValue:
    return page(find(action_id), {})


def page(action: Action, forms: dict[str, Form]) -> str:
    """The evidence and both forms; `forms` holds the one that was refused."""
    told = returning(action, clock.today())
    proposed = told["proposed"]
    theme = proposed.returns[0].baseline.theme if isinstance(proposed, standing.Proposal) else ""
    quarter = quarter_of(proposed.returns[0].quarter) if theme else None  # type: ignore[attr-defined]
    blank = {
        "again": again_form(empty=True),
        "leave": LeaveClosedForm(formdata=None, prefix="leave-"),
    }
    return render_template(
        "actionplans/returns/show.html",
        action=action,
        quarter=quarter,
        readable=may(me(), Right.READ_VERBATIMS) and theme in voices.readable_themes(db, me()),
        forms={**blank, **forms},
        **told,
    )


def again_form(empty: bool = False) -> ReopenForm:
    data = {"due_on": clock.today() + standing.USUAL_TIME}
    if empty:
        return ReopenForm(formdata=None, prefix="again-", data=data)
    return ReopenForm(prefix="again-", data=data)


@blueprint.post("/rouvrir")
@requires(Right.VERIFY_ACTIONS)
def reopen(action_id: int) -> ResponseReturnValue:
    """From the form, or from the one button of the action's page, which sends nothing."""
    action, form = find(action_id), again_form()
    one_click = "again-due_on" not in request.form
    if not one_click and not form.validate_on_submit():
        return page(action, {"again": form}), 422
    due_on = None if one_click else form.due_on.data
    try:
        answering.reopen(db, action, me(), clock.now(), form.reason.data or "", due_on)
    except Refused as refusal:
        if one_click:
            raise
        return refused(action_id, "again", form, refusal)
    db.commit()
    flash(
        typed_days.said("Action rouverte ; la personne qui en est chargée sera prévenue.", due_on)
    )
    return redirect(url_for("actions.show", action_id=action_id), code=303)


@blueprint.post("/laisser-close")
@requires(Right.VERIFY_ACTIONS)
def leave(action_id: int) -> ResponseReturnValue:
    action, form = find(action_id), LeaveClosedForm(prefix="leave-")
    if not form.validate_on_submit():
        return page(action, {"leave": form}), 422
    try:
        answering.leave(db, action, form.reason.data or "", me(), clock.now())
    except Refused as refusal:
        return refused(action_id, "leave", form, refusal)
    db.commit()
    flash("Action laissée close, avec votre raison. Le trimestre suivant sera regardé.")
    return redirect(url_for("actions.show", action_id=action_id), code=303)


def refused(action_id: int, name: str, form: Form, refusal: Refused) -> ResponseReturnValue:
    """The page with what was typed, and why it was refused."""
    db.rollback()
    form.refuse(refusal)
    return page(find(action_id), {name: form}), 422

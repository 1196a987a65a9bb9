"""The milestones of an action: add one, say it is done, cancel it with a reason."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from actionplans.actions import milestones, steps
from actionplans.actions.forms import CancelMilestoneForm, MilestoneForm
from actionplans.views.action_steps import BOTH, take
from actionplans.views.actions import find
from core import clock
from core.database import db
from organisation.access import me, requires
from organisation.rights import Right

blueprint = Blueprint(
    "milestones", __name__, template_folder="../templates", url_prefix="/actions/<int:action_id>"
)


@blueprint.route("/jalons/ajouter", methods=BOTH)
@requires(Right.CARRY_OUT_ACTIONS)
def milestone(action_id: int) -> ResponseReturnValue:
    action, form = find(action_id), MilestoneForm()

    def deed() -> None:
        assert form.due_on.data is not None
        milestones.add(db, action, form.title.data or "", form.due_on.data, me(), clock.now())

    return take("milestone", action, form, deed, "Jalon ajouté.")


@blueprint.post("/jalons/<int:number>/atteint")
@requires(Right.CARRY_OUT_ACTIONS)
def end(action_id: int, number: int) -> ResponseReturnValue:
    action = find(action_id)
    milestones.end(db, action, milestones.of(action, number), me(), clock.now())
    db.commit()
    flash("Jalon atteint.")
    return redirect(url_for("actions.show", action_id=action_id), code=303)


@blueprint.route("/jalons/<int:number>/annuler", methods=BOTH)
@requires(Right.CARRY_OUT_ACTIONS)
def cancel(action_id: int, number: int) -> ResponseReturnValue:
    action, form = find(action_id), CancelMilestoneForm()
    steps.check("milestone", action, me())
    chosen = milestones.of(action, number)
    if form.validate_on_submit():
        milestones.cancel(db, action, chosen, form.reason.data or "", me(), clock.now())
        db.commit()
        flash("Jalon annulé, avec sa raison.")
        return redirect(url_for("actions.show", action_id=action_id), code=303)
    code = 422 if form.is_submitted() else 200
    page = "actionplans/milestones/cancel.html"
    return render_template(page, action=action, milestone=chosen, form=form), code

"""The proofs of an action: join one, choose among those of the department, read its file, take one back."""

from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from actionplans.actions import proofs, steps
from actionplans.assessments import evidence_lists
from actionplans.assessments.forms import EvidenceForm
from actionplans.models import Action
from actionplans.views import uploads
from actionplans.views.actions import find
from actionplans.views.assessments import proof_of
from actionplans.views.evidence import saved
from core import clock
from core.database import db
from core.errors import Refused
from organisation.access import me, requires
from organisation.rights import Right

blueprint = Blueprint(
    "proofs",
    __name__,
    template_folder="../templates",
    url_prefix="/actions/<int:action_id>/preuves",
)
uploads.limit(blueprint)
A_YEAR = timedelta(days=365)


@blueprint.route("/joindre", methods=["GET", "POST"])
@requires(Right.CARRY_OUT_ACTIONS)
def prove(action_id: int) -> ResponseReturnValue:
    action, today = find(action_id), clock.today()
    steps.check("prove", action, me())
    form = EvidenceForm(valid_from=today, valid_to=today + A_YEAR)
    if not form.validate_on_submit():
        return page(action, form)
    try:
        proofs.bring(db, action, proof_of(form), me(), clock.now())
    except Refused as refusal:
        db.rollback()
        form.refuse(refusal)
        return page(find(action_id), form)
    db.commit()
    flash("Preuve jointe ; le référent l’admettra ou dira pourquoi non.")
    return back(action)


def page(action: Action, form: EvidenceForm) -> ResponseReturnValue:
    existing = proofs.could_serve(db, action, me())
    shown = render_template(
        "actionplans/actions/prove.html", action=action, form=form, existing=existing
    )
    return shown, 422 if form.errors else 200


@blueprint.post("/choisir")
@requires(Right.CARRY_OUT_ACTIONS)
def choose(action_id: int) -> ResponseReturnValue:
    action = find(action_id)
    evidence = evidence_lists.find(db, request.form.get("evidence", 0, int), me())
    proofs.attach(db, action, evidence, me(), clock.now())
    db.commit()
    flash("Preuve jointe.")
    return back(action)


@blueprint.get("/<int:evidence_id>/fichier")
@requires(Right.PROPOSE_ACTIONS)
def file(action_id: int, evidence_id: int) -> ResponseReturnValue:
    """For whoever may see the action, whether or not they read the proofs of the department."""
    return saved(proofs.find(db, find(action_id), evidence_id))


@blueprint.post("/<int:evidence_id>/detacher")
@requires(Right.CARRY_OUT_ACTIONS)
def detach(action_id: int, evidence_id: int) -> ResponseReturnValue:
    action = find(action_id)
    proofs.detach(db, action, proofs.find(db, action, evidence_id), me(), clock.now())
    db.commit()
    flash("Preuve détachée de cette action.")
    return back(action)


def back(action: Action) -> ResponseReturnValue:
    return redirect(url_for("actions.show", action_id=action.id), code=303)

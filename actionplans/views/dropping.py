"""Close « sans objet » the self-assessment that a department left open the day it was regrouped."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from actionplans.assessments import assessments, dropping
from actionplans.assessments.forms import DropForm
from core import clock
from core.database import db
from core.errors import Refused
from organisation.access import me, requires
from organisation.rights import Right

blueprint = Blueprint(
    "dropping",
    __name__,
    template_folder="../templates",
    url_prefix="/auto-evaluations/<int:year>/<int:department_id>",
)


@blueprint.route("/sans-objet", methods=["GET", "POST"])
@requires(Right.RUN_CAMPAIGNS)
def drop(year: int, department_id: int) -> ResponseReturnValue:
    assessment = dropping.find(db, year, department_id)
    form = DropForm()
    if form.validate_on_submit():
        try:
            dropping.drop(db, assessment, form.because.data or "", me(), clock.now())
        except Refused as error:
            form.refuse(error)
        else:
            db.commit()
            flash("Auto-évaluation close, sans objet.")
            return redirect(url_for("campaigns.show", year=year), code=303)
    shown = render_template(
        "actionplans/assessments/drop.html",
        assessment=assessment,
        form=form,
        why_not=dropping.objection(assessment, me()),
        rows=len(assessments.due_rows(assessment)),
    )
    return shown, 422 if form.errors else 200

"""Management corrects a frozen self-assessment; every version of before stays readable."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from actionplans.assessments import assessments, freezing, rectifying
from actionplans.assessments.forms import RectificationForm, rectification_form
from actionplans.models import Assessment
from core import clock
from core.database import db
from core.downloads import save_as
from core.errors import Refused
from organisation.access import me, requires
from organisation.rights import Right

blueprint = Blueprint(
    "rectifying",
    __name__,
    template_folder="../templates",
    url_prefix="/auto-evaluations/<int:year>/<int:department_id>",
)


@blueprint.route("/rectifier", methods=["GET", "POST"])
@requires(Right.PUBLISH)
def rectify(year: int, department_id: int) -> ResponseReturnValue:
    assessment = assessments.find(db, year, department_id, me())
    rectifying.expect_corrector(assessment, me())
    form = rectification_form(assessment)
    if form.validate_on_submit() and _rectified(assessment, form):
        flash(f"Version {assessment.version} figée ; la précédente reste. Le bilan signé ne change pas.")  # fmt: skip
        address = url_for("assessments.show", year=year, department_id=department_id)
        return redirect(address, code=303)
    shown = render_template(
        "actionplans/assessments/rectify.html",
        assessment=assessment,
        rows=assessments.due_rows(assessment),
        form=form,
    )
    return shown, 422 if form.errors else 200


def _rectified(assessment: Assessment, form: RectificationForm) -> bool:
    """Correct, or write on the form why not."""
    correction = form.correction(assessment.ratings)
    try:
        rectifying.rectify(db, assessment, correction, form.reason.data or "", me(), clock.now())
    except Refused as refusal:
        form.reason.errors = [str(refusal)]
        return False
    db.commit()
    return True


@blueprint.get("/figee-<int:number>.json")
@requires(Right.READ_RESULTS)
def download(year: int, department_id: int, number: int) -> ResponseReturnValue:
    """The values of a version that was replaced."""
    assessment = assessments.find(db, year, department_id, me())
    old = rectifying.of_number(db, assessment, number)
    if freezing.fingerprint(old.snapshot) != old.sha256:
        raise Refused(
            "Cette version a été modifiée depuis qu’elle est figée : comparez avec une sauvegarde."
        )
    response = Response(old.snapshot.encode(), mimetype="application/json")
    save_as(response, f"auto-evaluation-{year}-{department_id}-version-{number}.json")
    return response

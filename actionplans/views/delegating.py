"""The head entrusts rows of the assessment to a collaborator of the department, and takes them back."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from actionplans.assessments import assessments, delegating
from actionplans.assessments.forms import EntrustForm
from actionplans.models import Assessment
from core import clock, typed_days
from core.database import db, get_or_missing
from core.errors import Refused
from core.french import count
from organisation.access import me, requires
from organisation.models import User
from organisation.rights import Right

blueprint = Blueprint(
    "delegating",
    __name__,
    template_folder="../templates",
    url_prefix="/auto-evaluations/<int:year>/<int:department_id>/confier",
)


def find(year: int, department_id: int) -> Assessment:
    """The assessment at this address, while it is this head's to fill in."""
    assessment = assessments.find(db, year, department_id, me())
    assessments.expect_filler(assessment, me())
    return assessment


@blueprint.route("", methods=["GET", "POST"])
@requires(Right.FILL_ASSESSMENTS)
def index(year: int, department_id: int) -> ResponseReturnValue:
    assessment = find(year, department_id)
    people = delegating.colleagues(db, assessment)
    form = EntrustForm(assessment, people)
    if form.validate_on_submit() and (rows := _entrusted(assessment, form)):
        done = f"{count(rows, 'ligne confiée', 'lignes confiées')} : la personne en est prévenue demain matin."
        flash(typed_days.said(done, form.until.data))
        return redirect(url_for(".index", year=year, department_id=department_id), code=303)
    shown = render_template(
        "actionplans/assessments/delegating.html",
        assessment=assessment,
        people=people,
        held=delegating.of_assessment(db, assessment),
        is_gone=lambda person: delegating.is_gone(person, assessment, clock.today()),
        form=form,
    )
    return shown, 422 if form.errors else 200


def _entrusted(assessment: Assessment, form: EntrustForm) -> int:
    """Entrust, or write on the form why not; the number of rows."""
    person = get_or_missing(User, int(form.to.data or 0))
    assert form.until.data is not None
    try:
        rows = delegating.entrust(
            db, assessment, form.codes, person, form.until.data, me(), clock.now()
        )
    except Refused as refusal:
        form.refuse(refusal)
        return 0
    db.commit()
    return rows


@blueprint.post("/reprendre")
@requires(Right.FILL_ASSESSMENTS)
def take_back(year: int, department_id: int) -> ResponseReturnValue:
    assessment = find(year, department_id)
    rows = delegating.take_back(db, assessment, request.form.get("user", 0, int), me(), clock.now())
    db.commit()
    flash(f"{count(rows, 'ligne reprise', 'lignes reprises')} ; ce qui était coté reste.")
    return redirect(url_for(".index", year=year, department_id=department_id), code=303)

"""The reviewer reads a submitted assessment, sends it back or validates it; later, freezes it."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from actionplans.assessments import assessments, freezing, reviewing
from actionplans.assessments.forms import ReviewForm, review_form
from actionplans.models import Assessment
from core import clock
from core.database import db
from core.errors import Missing, Refused
from core.keys import key
from organisation.access import me, requires
from organisation.models import User
from organisation.rights import Right

blueprint = Blueprint(
    "reviewing",
    __name__,
    template_folder="../templates",
    url_prefix="/auto-evaluations/<int:year>/<int:department_id>",
)


def find(year: int, department_id: int) -> Assessment:
    """The assessment at this address, when this person may read it."""
    return assessments.find(db, year, department_id, me())


@blueprint.get("/relecture")
@requires(Right.VALIDATE_ASSESSMENTS)
def review(year: int, department_id: int) -> ResponseReturnValue:
    assessment = find(year, department_id)
    reviewing.expect_reviewer(db, assessment, me())
    return _page(assessment, review_form(assessment.ratings))


def _page(assessment: Assessment, form: ReviewForm, refusal: str = "") -> ResponseReturnValue:
    around = reviewing.surroundings(db, assessment)
    rows = assessments.due_rows(assessment)
    remarks = {rating.id: list(reviewing.remarks(rating, around)) for rating in rows}
    template = render_template(
        "actionplans/assessments/review.html",
        assessment=assessment,
        form=form,
        refusal=refusal,
        rows=reviewing.first_to_look_at(rows, around),
        remarks=remarks,
        earlier=around.earlier,
        submitted_by=db.get(User, assessment.submitted_by_id),
        scores=freezing.sheet(db, assessment).scores,
    )
    return template, 422 if form.errors or refusal else 200


@blueprint.post("/renvoyer")
@requires(Right.VALIDATE_ASSESSMENTS)
def send_back(year: int, department_id: int) -> ResponseReturnValue:
    assessment = find(year, department_id)
    reviewing.expect_reviewer(db, assessment, me())
    form = review_form(assessment.ratings)
    if not form.validate_on_submit():
        return _page(assessment, form)
    comments = {key(rating): form.word(rating).comment for rating in assessment.ratings}
    try:
        because = form.because.data or ""
        reviewing.send_back(
            db, assessment, because, comments, me(), clock.now(), texts_only=form.texts_only.data
        )
    except Refused as refusal:
        form.because.errors = [str(refusal)]
        return _page(assessment, form)
    db.commit()
    flash("Auto-évaluation renvoyée ; le responsable est prévenu.")
    return _to_campaign(assessment)


@blueprint.post("/valider")
@requires(Right.VALIDATE_ASSESSMENTS)
def validate(year: int, department_id: int) -> ResponseReturnValue:
    assessment = find(year, department_id)
    reviewing.expect_reviewer(db, assessment, me())
    form = review_form(assessment.ratings)
    if not form.validate_on_submit():
        return _page(assessment, form)
    words = {key(rating): form.word(rating) for rating in assessment.ratings}
    try:
        reviewing.validate(db, assessment, words, me(), clock.now())
    except Refused as refusal:
        return _page(assessment, form, str(refusal))
    db.commit()
    flash("Auto-évaluation validée ; le responsable est prévenu.")
    return redirect(_address(assessment), code=303)


@blueprint.post("/figer")
@requires(Right.RUN_CAMPAIGNS)
def freeze(year: int, department_id: int) -> ResponseReturnValue:
    assessment = find(year, department_id)
    freezing.freeze(db, assessment, me(), clock.now())
    db.commit()
    flash("Auto-évaluation figée : ses valeurs ne changeront plus.")
    return redirect(_address(assessment), code=303)


@blueprint.get("/figee.json")
@requires(Right.READ_RESULTS)
def download(year: int, department_id: int) -> ResponseReturnValue:
    assessment = find(year, department_id)
    if assessment.snapshot is None:
        raise Missing("Cette auto-évaluation n’est pas encore figée.")
    name = f"auto-evaluation-{year}-{department_id}.json"
    response = Response(assessment.snapshot.encode(), mimetype="application/json")
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def _address(assessment: Assessment) -> str:
    year, department_id = assessment.campaign.year, assessment.department_id
    return url_for("assessments.show", year=year, department_id=department_id)


def _to_campaign(assessment: Assessment) -> ResponseReturnValue:
    return redirect(url_for("campaigns.show", year=assessment.campaign.year), code=303)

"""A department fills in its self-assessment, one commitment a row, then submits it."""

from datetime import datetime

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from actionplans.assessments import (
    assessments,
    delegating,
    evidence,
    freezing,
    last_year,
    rectifying,
    reviewing,
    submission,
)
from actionplans.assessments.evidence import Proof
from actionplans.assessments.filling import Filling, filling
from actionplans.assessments.forms import EvidenceForm, RatingForm, SubmissionForm
from actionplans.models import Assessment, Evidence, Level, Rating
from actionplans.plans import following
from actionplans.plans.following import YearBefore
from actionplans.views import uploads
from core import clock
from core.clock import PARIS
from core.database import db, get_or_missing
from core.errors import Missing, Refused
from core.forms import Form
from core.french import NBSP, typeset
from organisation import journal, words
from organisation.access import me, requires
from organisation.rights import Right, may

blueprint = Blueprint(
    "assessments",
    __name__,
    template_folder="../templates",
    url_prefix="/auto-evaluations/<int:year>/<int:department_id>",
)
uploads.limit(blueprint)
TEMPLATES = "actionplans/assessments"
JSON = "application/json"


def find(year: int, department_id: int) -> Assessment:
    """The assessment at this address, when this person may read it."""
    return assessments.find(db, year, department_id, me())


def to_fill(year: int, department_id: int) -> Assessment:
    """The assessment of which this person rates rows: the head all of them, a collaborator those entrusted."""
    if may(me(), Right.FILL_ASSESSMENTS):
        return find(year, department_id)
    return delegating.find(db, year, department_id, me(), clock.today())[0]


def row_to_fill(year: int, department_id: int, code: str) -> Rating:
    """One of those rows; to whoever does not hold it, it does not exist."""
    assessment = to_fill(year, department_id)
    rating = assessments.row(assessment, code)
    if not may(me(), Right.FILL_ASSESSMENTS) and rating.id not in _only(assessment):
        raise Missing("Cette ligne ne vous est pas confiée.")
    return rating


def _only(assessment: Assessment) -> frozenset[int]:
    return delegating.live(db, assessment, me(), clock.today())


def _filling(assessment: Assessment, wanted: str = "") -> Filling:
    """The page of whoever is signed in: whole for the head, their own rows for a collaborator."""
    whole = may(me(), Right.FILL_ASSESSMENTS)
    return filling(db, assessment, wanted, None if whole else _only(assessment))


@blueprint.get("")
@requires(Right.READ_RESULTS)
def show(year: int, department_id: int) -> ResponseReturnValue:
    try:
        assessment = find(year, department_id)
    except Missing:
        return _page(_filling(to_fill(year, department_id), request.args.get("voir", "")))
    if assessments.may_fill(me(), assessment):
        return _page(_filling(assessment, request.args.get("voir", "")))
    return render_template(
        f"{TEMPLATES}/sheet.html",
        assessment=assessment,
        sheet=freezing.sheet(db, assessment),
        is_intact=freezing.is_intact(assessment),
        levels=list(Level),
        replaced=rectifying.versions(db, assessment),
        may_review=reviewing.may_review(db, me(), assessment),
        story=journal.about(db, f"assessment {assessment.id}"),
        deed=words.deed,
    )


def _page(page: Filling, form: Form | None = None, code: str = "") -> ResponseReturnValue:
    """The rows to fill in; with a form refused, that row shows what was typed and what is wrong."""
    template = render_template(
        f"{TEMPLATES}/show.html",
        page=page,
        before=_before(page),
        assessment=page.assessment,
        form=form,
        wrong=code,
        declarable=assessments.DECLARABLE,
        version=assessments.version,
        is_too_high=assessments.is_too_high,
    )
    return template, 422 if form else 200


def _before(page: Filling) -> YearBefore | None:
    """How last year's plan ended: what the head starts from, before any row."""
    place, year = page.assessment.department_id, page.assessment.campaign.year
    return following.year_before(db, place, year, clock.today()) if page.is_whole else None


# ---------------------------------------------------------------- one row


@blueprint.post("/<code>")
@requires(Right.FILL_ASSESSMENTS, Right.FILL_ENTRUSTED_ROWS)
def rate(year: int, department_id: int, code: str) -> ResponseReturnValue:
    rating = row_to_fill(year, department_id, code)
    assessments.expect_row_filler(db, rating, me(), clock.now())
    form = RatingForm()
    if not (form.validate_on_submit() and _rate(rating, form, clock.now())):
        return _not_saved(rating, form)
    db.commit()
    return _saved(rating)


def _rate(rating: Rating, form: RatingForm, now: datetime) -> bool:
    """Rate, or write on the form why not."""
    level, reason = Level(form.level.data), form.reason.data or ""
    try:
        assessments.expect_version(rating, form.seen.data or "", level, reason)
        assessments.rate(db, rating, level, reason, form.is_strong.data, me(), now)
    except Refused as refusal:
        form.level.errors = [str(refusal)]
        return False
    return True


def _saved(rating: Rating) -> ResponseReturnValue:
    if request.accept_mimetypes.best != JSON:
        return _next(rating)
    page = _filling(rating.assessment)
    assert rating.rated_at is not None
    at = rating.rated_at.astimezone(PARIS)
    return jsonify(
        saved=f"Enregistré à {at.hour}{NBSP}h{NBSP}{at.minute:02d}",
        heading=typeset(page.heading),
        done=page.done,
        version=assessments.version(rating),
        gap=typeset(page.gap(rating)),
    )


def _not_saved(rating: Rating, form: Form) -> ResponseReturnValue:
    if request.accept_mimetypes.best == JSON:
        faults = [message for _, _, message in form.errors_by_field]
        fault = typeset(" ".join(faults))
        return jsonify(fault=fault, version=assessments.version(rating)), 422
    page = _filling(rating.assessment, request.form.get("voir", ""))
    return _page(page, form, rating.commitment.code)


def _next(rating: Rating) -> ResponseReturnValue:
    """Back to the list, at the first row that is still to be rated after this one."""
    wanted = request.form.get("voir", "")
    page = _filling(rating.assessment, wanted)
    rows = [row for _, group in page.shown for row in group]
    later = [row for row in rows if row.commitment.rank > rating.commitment.rank]
    return _to(rating.assessment, wanted, (later or rows or [rating])[0].commitment.code)


def _to(assessment: Assessment, wanted: str = "", code: str = "") -> ResponseReturnValue:
    """To the page of this assessment, at a row."""
    address = url_for(
        ".show",
        year=assessment.campaign.year,
        department_id=assessment.department_id,
        voir=wanted or None,
        _anchor=code or None,
    )
    return redirect(address, code=303)


@blueprint.post("/<code>/toujours-vrai")
@requires(Right.FILL_ASSESSMENTS, Right.FILL_ENTRUSTED_ROWS)
def repeat(year: int, department_id: int, code: str) -> ResponseReturnValue:
    rating = row_to_fill(year, department_id, code)
    last_year.still_true(db, rating, me(), clock.now())
    db.commit()
    flash(f"{code} : dit de nouveau, à la date d’aujourd’hui.")
    return _next(rating)


# ---------------------------------------------------------------- proofs


@blueprint.post("/<code>/preuves")
@requires(Right.FILL_ASSESSMENTS, Right.FILL_ENTRUSTED_ROWS)
def add_evidence(year: int, department_id: int, code: str) -> ResponseReturnValue:
    rating = row_to_fill(year, department_id, code)
    assessments.expect_row_filler(db, rating, me(), clock.now())
    form = EvidenceForm()
    if not form.validate_on_submit():
        return _not_saved(rating, form)
    try:
        evidence.add_evidence(db, rating, proof_of(form), me(), clock.now())
    except Refused as refusal:
        form.refuse(refusal)
        return _not_saved(rating, form)
    db.commit()
    gone = form.valid_to.data is not None and form.valid_to.data < clock.today()
    past = " Sa période est déjà finie : elle prouve le passé, préparez la suivante."
    flash(f"Preuve ajoutée à {code}.{past if gone else ''}")
    return _back_to(rating)


def proof_of(form: EvidenceForm) -> Proof:
    """What was typed and sent, as a proof to file."""
    assert form.valid_from.data is not None
    assert form.valid_to.data is not None
    return Proof(
        title=form.title.data or "",
        location=form.location.data or "",
        valid_from=form.valid_from.data,
        valid_to=form.valid_to.data,
        file=uploads.taken(form.file.data) if form.file.data else None,
    )


@blueprint.post("/<code>/preuves/<int:evidence_id>/retirer")
@requires(Right.FILL_ASSESSMENTS)
def withdraw_evidence(
    year: int, department_id: int, code: str, evidence_id: int
) -> ResponseReturnValue:
    rating = assessments.row(find(year, department_id), code)
    proof = get_or_missing(Evidence, evidence_id)
    evidence.withdraw(db, rating, proof, me(), clock.now())
    db.commit()
    flash(f"Preuve retirée de {code}.")
    return _back_to(rating)


def _back_to(rating: Rating) -> ResponseReturnValue:
    # By theme: the row must be there whatever filter it was opened from.
    commitment = rating.commitment
    return _to(rating.assessment, commitment.theme.code, commitment.code)


# ---------------------------------------------------------------- submission


@blueprint.route("/soumettre", methods=["GET", "POST"])
@requires(Right.FILL_ASSESSMENTS)
def submit(year: int, department_id: int) -> ResponseReturnValue:
    assessment = find(year, department_id)
    assessments.expect_filler(assessment, me())
    form = SubmissionForm(obj=assessment)
    held = {"successes": assessment.successes, "improvements": assessment.improvements}
    if not form.is_submitted():
        form.watch(held)
    if not form.validate_on_submit() or form.changed_meanwhile(held):
        return _submission_page(assessment, form, 422 if form.is_submitted() else 200)
    said = form.successes.data or "", form.improvements.data or ""
    submission.keep_texts(db, assessment, *said, me(), clock.now())
    if "keep" in request.form:
        db.commit()
        flash("Textes gardés. Vous pourrez soumettre plus tard.")
        return _to(assessment)
    return _submit(assessment, form)


def _submit(assessment: Assessment, form: SubmissionForm) -> ResponseReturnValue:
    submission.refresh(db, assessment, clock.now())
    gaps = submission.gaps(assessment)
    if gaps:
        db.commit()  # what was typed is kept even though nothing is submitted yet
        form.watch({"successes": assessment.successes, "improvements": assessment.improvements})
        for gap in gaps:
            if gap.field:
                form[gap.field].errors = [gap.sentence]
        return _submission_page(assessment, form, 422)
    submission.submit(db, assessment, me(), clock.now())
    db.commit()
    flash("Auto-évaluation soumise. Le référent qualité est prévenu. Merci.")
    return _to(assessment)


def _submission_page(
    assessment: Assessment, form: SubmissionForm, code: int
) -> ResponseReturnValue:
    missing = [gap for gap in submission.gaps(assessment) if gap.rating]
    template = render_template(
        f"{TEMPLATES}/submit.html", assessment=assessment, form=form, missing=missing
    )
    return template, code

"""Proofs: the list, one of them and where it is used, its file, what the officer says of it."""

from datetime import date

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import col, select

from actionplans import dictionaries
from actionplans.actions import steps
from actionplans.assessments import admitting, assessments, evidence, evidence_files, evidence_lists
from actionplans.assessments.evidence_lists import Narrowed, Shown
from actionplans.assessments.forms import RefusalForm
from actionplans.models import Evidence, EvidenceState
from core import clock, csv_files, downloads
from core.database import db
from core.errors import Missing, Refused
from core.lists import sliced
from organisation import charters, journal, leading, words
from organisation.access import me, requires
from organisation.models import Department
from organisation.rights import Right, may

blueprint = Blueprint("evidence", __name__, template_folder="../templates", url_prefix="/preuves")
TEMPLATES = "actionplans/evidence"


def find(evidence_id: int) -> Evidence:
    """The proof at this address, when this person may read it."""
    return evidence_lists.find(db, evidence_id, me())


def narrowed() -> Narrowed:
    """What the address asks for; a word it does not know asks for everything."""
    shown, department_id = request.args.get("voir", ""), request.args.get("service", None, int)
    if department_id is not None and not evidence_lists.may_read_of(me(), department_id):
        raise Missing("Ce service n’est pas le vôtre.")
    return Narrowed(
        Shown(shown) if shown in list(Shown) else Shown.ALL,
        department_id,
        request.args.get("code", "")[:10],
    )


def link(endpoint: str = ".index", **changed: object) -> str:
    """This list with something changed; the address is the state."""
    kept = {name: request.args.get(name) for name in ("voir", "service", "code")}
    values = {name: value for name, value in {**kept, **changed}.items() if value not in ("", None)}
    return url_for(endpoint, **values)  # type: ignore[arg-type]


@blueprint.get("/")
@requires(Right.FILL_ASSESSMENTS, Right.VALIDATE_ASSESSMENTS)
def index() -> ResponseReturnValue:
    wanted, today = narrowed(), clock.today()
    rows = evidence_lists.listed(me(), wanted, today)
    return render_template(
        f"{TEMPLATES}/index.html",
        found=sliced(db, rows, request.args.get("page", 1, int)),
        counts=evidence_lists.counts(db, me(), wanted, today),
        wanted=wanted,
        link=link,
        places=_places(),
        commitments=list(charters.by_code(db).values()),
        is_lost=evidence_lists.is_lost,
        ends_before=today + evidence_lists.SOON,
    )


def _places() -> list[Department]:
    if not may(me(), Right.VALIDATE_ASSESSMENTS):
        return leading.several(me())
    return list(db.exec(select(Department).order_by(col(Department.name))))


@blueprint.get("/preuves.csv")
@requires(Right.FILL_ASSESSMENTS, Right.VALIDATE_ASSESSMENTS)
def export() -> ResponseReturnValue:
    today = clock.today()
    rows = db.exec(evidence_lists.listed(me(), narrowed(), today)).all()
    return downloads.dictionary_file(dictionaries.EVIDENCE, [_line(row, today) for row in rows])


def _line(row: Evidence, today: date) -> tuple[csv_files.Cell, ...]:
    codes = ", ".join(row.codes)
    what = (row.title, row.department.name, codes, row.said(today))
    return (*what, row.valid_from, row.valid_to, row.file_name or row.location, row.sha256)


@blueprint.get("/<int:evidence_id>")
@requires(Right.FILL_ASSESSMENTS, Right.VALIDATE_ASSESSMENTS)
def show(evidence_id: int) -> ResponseReturnValue:
    return _page(find(evidence_id), RefusalForm())


def _page(shown: Evidence, form: RefusalForm) -> ResponseReturnValue:
    template = render_template(
        f"{TEMPLATES}/show.html",
        evidence=shown,
        form=form,
        served=evidence_lists.served(db, shown),
        could_serve=_could_serve(shown),
        actions=[one.action for one in shown.shown if steps.may_see(one.action, me())],
        may_judge=admitting.may_judge(me(), shown),
        is_lost=evidence_lists.is_lost(shown),
        gone=evidence_files.GONE,
        states=EvidenceState,
        ends_before=clock.today() + evidence_lists.SOON,
        story=journal.about(db, f"evidence {shown.id}"),
        deed=words.deed,
    )
    return template, 422 if form.errors else 200


def _could_serve(shown: Evidence) -> list[object]:
    rows = evidence_lists.could_serve(db, shown) if may(me(), Right.FILL_ASSESSMENTS) else []
    return [row for row in rows if assessments.may_fill(me(), row.assessment)]


@blueprint.get("/<int:evidence_id>/fichier")
@requires(Right.FILL_ASSESSMENTS, Right.VALIDATE_ASSESSMENTS)
def file(evidence_id: int) -> ResponseReturnValue:
    return saved(find(evidence_id))


def saved(shown: Evidence) -> Response:
    """The file of a proof, for whoever was found to read it."""
    if shown.sha256 is None:
        raise Missing("Cette preuve n’a pas de fichier : voyez où elle se trouve.")
    content = evidence_files.content(shown.sha256)
    return downloads.brought_file(shown.file_name, shown.media_type, content)


# ---------------------------------------------------------------- deeds


@blueprint.post("/<int:evidence_id>/admettre")
@requires(Right.VALIDATE_ASSESSMENTS)
def admit(evidence_id: int) -> ResponseReturnValue:
    admitting.admit(db, find(evidence_id), me(), clock.now())
    db.commit()
    flash("Preuve admise.")
    return _back(evidence_id)


@blueprint.post("/<int:evidence_id>/refuser")
@requires(Right.VALIDATE_ASSESSMENTS)
def refuse(evidence_id: int) -> ResponseReturnValue:
    shown, form = find(evidence_id), RefusalForm()
    if not form.validate_on_submit():
        return _page(shown, form)
    admitting.refuse(db, shown, form.because.data or "", me(), clock.now())
    db.commit()
    flash("Preuve refusée ; le service en voit le motif.")
    return _back(evidence_id)


@blueprint.post("/<int:evidence_id>/utiliser")
@requires(Right.FILL_ASSESSMENTS)
def use(evidence_id: int) -> ResponseReturnValue:
    shown = find(evidence_id)
    chosen = request.form.get("row", 0, int)
    rating = next((r for r in evidence_lists.could_serve(db, shown) if r.id == chosen), None)
    if rating is None:
        raise Refused("Choisissez un engagement que cette preuve ne sert pas encore.")
    evidence.use(db, shown, rating, me(), clock.now())
    db.commit()
    flash(f"Cette preuve sert maintenant aussi à {rating.commitment.code}.")
    return _back(evidence_id)


def _back(evidence_id: int) -> ResponseReturnValue:
    return redirect(url_for(".show", evidence_id=evidence_id), code=303)

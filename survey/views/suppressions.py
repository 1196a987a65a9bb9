"""Members who must not be written to: the list, a new line, a line lifted."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from core import clock, french
from core.database import db
from core.errors import Missing, Refused
from core.lists import sliced
from organisation.access import me, requires
from organisation.rights import Right
from survey.desk import status_changes
from survey.models import LeftOut
from survey.sending import suppression_search
from survey.sending.forms import SuppressForm
from survey.sending.stopping import GRAVEST

blueprint = Blueprint(
    "suppressions", __name__, template_folder="../templates", url_prefix="/envois/ne-plus-ecrire"
)


@blueprint.get("/")
@requires(Right.SEND_QUESTIONNAIRES)
def index() -> ResponseReturnValue:
    return page(SuppressForm(since_on=clock.today()))


def page(form: SuppressForm) -> ResponseReturnValue:
    reason = request.args.get("raison", "")
    why = LeftOut(reason) if reason in {r.value for r in GRAVEST} else None
    newest = suppression_search.wanted(db, request.args.get("adherent", ""), why)
    rendered = render_template(
        "survey/suppressions/index.html",
        form=form,
        found=sliced(db, newest, request.args.get("page", 1, type=int)),
        reasons=[("toutes", url_for(".index"), not reason, None)]
        + [(r.label, url_for(".index", raison=r.value), r.value == reason, None) for r in GRAVEST],
    )
    return rendered, 422 if form.errors else 200


@blueprint.post("/")
@requires(Right.SEND_QUESTIONNAIRES)
def create() -> ResponseReturnValue:
    form = SuppressForm()
    if not form.validate_on_submit():
        return page(form)
    try:
        stopped = status_changes.suppress(
            db,
            form.member_number.data or "",
            LeftOut(form.reason.data),
            form.since_on.data or clock.today(),
            me(),
            clock.now(),
        )
    except Refused as refusal:
        form.member_number.errors = [str(refusal)]
        return page(form)
    db.commit()
    flash(f"C’est noté. {french.count(stopped, 'envoi arrêté', 'envois arrêtés')}.")
    return redirect(url_for(".index"), code=303)


@blueprint.post("/lever")
@requires(Right.SEND_QUESTIONNAIRES)
def lift() -> ResponseReturnValue:
    reason = request.form.get("reason", "")
    if reason not in {r.value for r in GRAVEST}:
        raise Missing("Cette page n’existe pas, ou plus.")
    number = request.form.get("member_number", "")  # in the form: an address would be logged
    status_changes.lift(db, number, LeftOut(reason), me(), clock.now())
    db.commit()
    flash("Ligne levée : cette personne pourra être sollicitée pour un prochain événement.")
    return redirect(url_for(".index"), code=303)

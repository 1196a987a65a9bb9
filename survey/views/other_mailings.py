"""Other surveys of the fund: those noted, a new one, one taken back."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from core import clock, french
from core.database import db
from core.errors import Missing, Refused
from core.lists import PER_PAGE, Slice
from organisation.access import me, requires
from organisation.rights import Right
from survey.sending import other_mailings, quarantine
from survey.sending.contact_plan_forms import OtherMailingForm

blueprint = Blueprint(
    "other_mailings", __name__, template_folder="../templates", url_prefix="/envois/autres-enquetes"
)


@blueprint.get("/")
@requires(Right.SEND_QUESTIONNAIRES)
def index() -> ResponseReturnValue:
    return page(OtherMailingForm(asked_on=clock.today()))


def page(form: OtherMailingForm) -> ResponseReturnValue:
    told = other_mailings.told(db)
    at = min(max(1, request.args.get("page", 1, type=int)), max(1, -(-len(told) // PER_PAGE)))
    rendered = render_template(
        "survey/other_mailings/index.html",
        found=Slice(told[(at - 1) * PER_PAGE : at * PER_PAGE], at, len(told)),
        days=quarantine.YEAR.days,
        form=form,
    )
    return rendered, 422 if form.errors else 200


@blueprint.post("/")
@requires(Right.SEND_QUESTIONNAIRES)
def record() -> ResponseReturnValue:
    form = OtherMailingForm()
    if not form.validate_on_submit():
        return page(form)
    try:
        numbers = other_mailings.numbers_in(form.numbers.data or "")
        stopped = other_mailings.record(
            db,
            form.name.data or "",
            form.asked_on.data or clock.today(),
            numbers,
            me(),
            clock.now(),
        )
    except Refused as refusal:
        form.refuse(refusal)
        return page(form)
    db.commit()
    flash(
        f"C’est noté pour {french.count(len(numbers), 'adhérent')}. "
        f"{french.count(stopped, 'envoi prévu arrêté', 'envois prévus arrêtés')}."
    )
    return redirect(url_for(".index"), code=303)


@blueprint.post("/retirer")
@requires(Right.SEND_QUESTIONNAIRES)
def erase() -> ResponseReturnValue:
    try:
        asked_on = date.fromisoformat(request.form.get("asked_on", ""))
    except ValueError as error:
        raise Missing("Cette enquête n’existe pas, ou plus.") from error
    number = other_mailings.erase(db, request.form.get("name", ""), asked_on, me(), clock.now())
    db.commit()
    flash(f"Enquête retirée de la liste, {french.count(number, 'adhérent')}.")
    return redirect(url_for(".index"), code=303)

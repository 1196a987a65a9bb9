"""The contact plan: what it does in plain sentences, its versions, and a new one."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from core import clock
from core.database import db
from core.errors import Refused
from organisation.access import me, requires
from organisation.rights import Right
from survey.models import EventKind
from survey.sending import contact_plans
from survey.sending.contact_plan_forms import CommonForm, ContactPlanForm, filled

blueprint = Blueprint(
    "contact_plans", __name__, template_folder="../templates", url_prefix="/envois/plan"
)


@blueprint.get("/")
@requires(Right.SEND_QUESTIONNAIRES)
def index() -> ResponseReturnValue:
    return page(filled(contact_plans.current(db)))


def page(form: CommonForm) -> ResponseReturnValue:
    rendered = render_template(
        "survey/contact_plans/index.html",
        plan=contact_plans.current(db),
        versions=[(row, contact_plans.read(row)) for row in contact_plans.versions(db)],
        sentence=contact_plans.sentence,
        kinds=list(EventKind),
        form=form,
    )
    return rendered, 422 if form.errors else 200


@blueprint.post("/")
@requires(Right.SEND_QUESTIONNAIRES)
def change() -> ResponseReturnValue:
    form = ContactPlanForm()
    if not form.validate_on_submit():
        return page(form)
    before = contact_plans.current(db).version
    try:
        plan = contact_plans.change(db, form.plan(), me(), clock.now())
    except Refused as refusal:
        form.refuse(refusal)
        return page(form)
    db.commit()
    flash(
        f"Plan en vigueur\u00a0: version {plan.version}."
        if plan.version != before
        else "Rien n’a changé\u00a0: ce plan est déjà en vigueur."
    )
    return redirect(url_for(".index"), code=303)

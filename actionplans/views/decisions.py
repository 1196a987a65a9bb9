"""Decide on a theme: the facts, and two forms: to act, or not to and why."""

from dataclasses import dataclass
from datetime import date, timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from actionplans.actions import decisions
from actionplans.actions.decisions import Subject
from actionplans.actions.forms import NoActionForm, TopicActionForm
from actionplans.models import TopicDecision
from actionplans.tracing.tracing import Tracer
from actionplans.views.places import Step, wake_steps
from analysis.indicators import measures
from core import clock, typed_days
from core.database import db, get_or_missing
from core.errors import Missing, Refused
from core.forms import Form, choices
from organisation import people
from organisation.access import me, requires
from organisation.models import Department
from organisation.rights import Right

ALREADY_SAID = ("theme", "promise")  # by the page of the theme itself

blueprint = Blueprint("decisions", __name__, template_folder="../templates", url_prefix="/sujets")


@blueprint.get("/<theme>/decider")
@requires(Right.DECIDE_TOPICS)
def new(theme: str) -> ResponseReturnValue:
    return page(subject(theme), act_form(), NoActionForm(formdata=None)), 200


@blueprint.post("/<theme>/decider/agir")
@requires(Right.DECIDE_TOPICS)
def act(theme: str) -> ResponseReturnValue:
    about, form = subject(theme), act_form()
    if not form.validate_on_submit():
        return page(about, form, NoActionForm(formdata=None)), 422
    department = get_or_missing(Department, int(form.department.data))
    try:
        action = decisions.decide_action(
            db, about, form.title.data or "", department, me(), clock.now()
        )
    except Refused as error:
        return kept(about, form, error), 409
    db.commit()
    flash("Décision prise ; l’action est proposée au service.")
    return redirect(url_for("actions.show", action_id=action.id), code=303)


@blueprint.post("/<theme>/decider/ne-pas-agir")
@requires(Right.DECIDE_TOPICS)
def leave(theme: str) -> ResponseReturnValue:
    about, form = subject(theme), NoActionForm()
    if not form.validate_on_submit():
        return page(about, act_form(empty=True), form), 422
    assert form.review_on.data is not None
    try:
        decision = decisions.decide_no_action(
            db, about, form.reason.data or "", form.review_on.data, me(), clock.now()
        )
    except Refused as error:
        return kept(about, form, error), 409
    db.commit()
    done = "Décision prise : pas d’action, avec sa raison et sa date de réexamen."
    flash(typed_days.said(done, form.review_on.data))
    return redirect(url_for("trace.show", kind="decision", number=decision.id), code=303)


def kept(about: Subject, form: Form, error: Refused) -> str:
    """The page again, with what was typed and why it was refused."""
    db.rollback()
    form.refuse(error)
    if isinstance(form, NoActionForm):
        return page(about, act_form(empty=True), form)
    assert isinstance(form, TopicActionForm)
    return page(about, form, NoActionForm(formdata=None))


def page(about: Subject, act: TopicActionForm, leave: NoActionForm) -> str:
    earlier = decisions.about(db, about.theme)
    tracer = Tracer(db, me(), clock.today())
    voices = decisions.voices_of(db, about)
    return render_template(
        "actionplans/decisions/new.html",
        about=about,
        voices=voices,
        enough=voices.count >= decisions.SIGNIFICANT,
        smallest=decisions.SIGNIFICANT,
        act=act,
        leave=leave,
        form=act if act.errors else leave,
        earlier=earlier,
        wake_steps=wake_steps(tracer.of_subject(about, voices, []).short),
        address={
            "theme": about.theme.code,
            "du": about.since.isoformat(),
            "au": about.until.isoformat(),
        },
    )


def act_form(empty: bool = False) -> TopicActionForm:
    form = TopicActionForm(formdata=None) if empty else TopicActionForm()
    rows = [(str(row.id), row.name) for row in people.open_departments(db, clock.today())]
    form.department.choices = choices([("", "Choisissez"), *rows])
    return form


def subject(theme: str) -> Subject:
    """The theme, over the days `du` to `au`; without them, the last quarter that is over."""
    first, last = request.args.get("du"), request.args.get("au")
    if not first and not last:
        before = measures.quarter_of(clock.today())[0] - timedelta(days=1)
        return Subject(measures.theme(theme), *measures.quarter_of(before))
    try:
        since, until = date.fromisoformat(first or ""), date.fromisoformat(last or "")
    except ValueError as error:
        raise Missing("Cette période n’existe pas. Repartez de la page du thème.") from error
    if since > until:
        raise Missing("Cette période finit avant de commencer. Repartez de la page du thème.")
    return Subject(measures.theme(theme), since, until)


# ---------------------------------------------------------------- on the theme's own page


@dataclass(frozen=True)
class Decided:
    """A chain, ready for the `wake` macro."""

    steps: list[Step]


@blueprint.app_context_processor
def words_of_decisions() -> dict[str, object]:
    """`decided_about(theme, since, until)` for the pages of lower rooms, which cannot ask us."""
    return {"decided_about": decided_about}


def decided_about(theme: str, since: date, until: date) -> list[Decided]:
    """What was decided on a theme over a period that touches this one, newest first."""
    found = decisions.made(
        db,
        TopicDecision.theme == theme,
        TopicDecision.period_start <= until,
        TopicDecision.period_end >= since,
    )
    tracer = Tracer(db, me(), clock.today())
    chains = [chain for one in found for chain in tracer.of_decision(one)]
    return [
        Decided(wake_steps(link for link in chain.short if link.kind not in ALREADY_SAID))
        for chain in chains
    ]

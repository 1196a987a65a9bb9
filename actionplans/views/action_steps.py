"""One page or one button for each step of an action: decide, start, suspend, finish, verify, reopen…"""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import col, select
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # new in WTForms 3.3

from actionplans.actions import actions, effects, indicators, proofs, steps, story, verifying
from actionplans.actions.actions import Terms
from actionplans.actions.forms import (
    WRITTEN,
    AbandonForm,
    DecideForm,
    FinishForm,
    NoteForm,
    PostponeForm,
    ProvenFinishForm,
    RefuseForm,
    ReopenForm,
    SuspendForm,
    VerifyForm,
    WrittenVerifyForm,
)
from actionplans.models import Action, Direction
from actionplans.views.actions import find, measured, proven
from core import clock, typed_days
from core.database import db, get_or_missing
from core.errors import Refused
from core.forms import Form, choices
from organisation import leading
from organisation.access import me, requires
from organisation.models import Role, User
from organisation.rights import Right, may

blueprint = Blueprint(
    "action_steps", __name__, template_folder="../templates", url_prefix="/actions/<int:action_id>"
)
BOTH = ["GET", "POST"]
HIDDEN = ("CSRFTokenField", "HiddenField")


def take(
    name: str, action: Action, form: Form, deed: Callable[[], object], done: str, **more: object
) -> ResponseReturnValue:
    """A step with something to write: the form, then the deed; a refusal keeps what was typed."""
    steps.check(name, action, me())
    code = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            story.check_version(action, seen(form))
            deed()
        except Refused as error:
            db.rollback()
            form.refuse(about(form, error))
            code = 409
        else:
            db.commit()
            flash(said_of_day(done, form))
            return redirect(url_for("actions.show", action_id=action.id), code=303)
    if "version" in form:
        form.version.data = str(action.version)
    page = render_template(
        "actionplans/action_steps/take.html",
        action=action,
        form=form,
        name=name,
        step=steps.STEPS[name],
        fields=[field for field in form if field.type not in HIDDEN],
        **measured(action),
        **proven(action),
        **more,
    )
    return page, code


def seen(form: Form) -> str:
    """The version of the action that the page showed to who fills it in."""
    return (form.version.data or "") if "version" in form else ""


def about(form: Form, error: Refused) -> Refused:
    """Beside its own field, else beside the first that is seen."""
    first = next(field.name for field in form if field.type not in HIDDEN)
    return error if error.about in form else Refused(str(error), first)


def said_of_day(done: str, form: Form) -> str:
    """What was done; a day on which the offices are closed is taken, and said."""
    days = [form[name].data for name in ("due_on", "until") if name in form]
    return typed_days.said(done, days[0] if days else None)


def press(action: Action, deed: Callable[..., object], done: str) -> ResponseReturnValue:
    """A step that is one button."""
    deed(db, action, me(), clock.now())
    db.commit()
    flash(done)
    return redirect(url_for("actions.show", action_id=action.id), code=303)


# ---------------------------------------------------------------- decide


@blueprint.route("/decider", methods=BOTH)
@requires(Right.DECIDE_ACTIONS)
def decide(action_id: int) -> ResponseReturnValue:
    action = find(action_id)
    form = decide_form(action)

    def deed() -> None:
        actions.decide(db, action, terms(form), me(), clock.now())

    return take(
        "decide",
        action,
        form,
        deed,
        "Action décidée ; la personne chargée est prévenue, et répondra.",
    )


def decide_form(action: Action) -> DecideForm:
    """With the people who may be in charge, and the indicator of the theme it comes from."""
    decision = next((cause.topic_decision for cause in action.causes if cause.topic_decision), None)
    born_of = f"theme:{decision.theme}" if decision else ""
    usual = effects.indicators().get(born_of)
    form = DecideForm(
        indicator=born_of if usual else "",
        direction=usual.good.value if usual else Direction.UP.value,
    )
    form.owner.choices = choices([("", "Choisissez"), *possible_owners(action)])
    form.indicator.choices = indicator_choices()
    return form


def indicator_choices() -> list[SelectChoice]:
    """The catalogue by group, after « none »."""
    known = indicators.catalogue(db)
    return [SelectChoice("", WRITTEN)] + [
        SelectChoice(one.key, one.label, optgroup=one.group) for one in known
    ]


def possible_owners(action: Action) -> list[tuple[str, str]]:
    """The people of the department; for management, everybody who may carry out an action."""
    people = select(User).where(col(User.is_active)).order_by(col(User.name))
    if me().role is not Role.MANAGEMENT:
        people = people.where(leading.of(action.department_id))
    able = [user for user in db.exec(people) if may(user, Right.CARRY_OUT_ACTIONS)]
    return [(str(user.id), user.name) for user in able if user.may_sign_in(clock.today())]


def terms(form: DecideForm) -> Terms:
    assert form.due_on.data is not None
    return Terms(
        owner=get_or_missing(User, int(form.owner.data)),
        due_on=form.due_on.data,
        expected=form.expected.data or "",
        expected_proof=form.expected_proof.data or "",
        indicator=form.indicator.data or "",
        direction=Direction(form.direction.data),
        window_months=int(form.window.data),
    )


@blueprint.route("/refuser", methods=BOTH)
@requires(Right.DECIDE_ACTIONS)
def refuse(action_id: int) -> ResponseReturnValue:
    action, form = find(action_id), RefuseForm()

    def deed() -> None:
        actions.refuse(db, action, form.reason.data or "", me(), clock.now())

    return take("refuse", action, form, deed, "Action refusée, avec sa raison.")


@blueprint.route("/abandonner", methods=BOTH)
@requires(Right.DECIDE_ACTIONS)
def abandon(action_id: int) -> ResponseReturnValue:
    action, form = find(action_id), AbandonForm()

    def deed() -> None:
        actions.abandon(db, action, form.reason.data or "", me(), clock.now())

    return take("abandon", action, form, deed, "Action abandonnée, avec sa raison.")


# ---------------------------------------------------------------- carry out


@blueprint.post("/commencer")
@requires(Right.CARRY_OUT_ACTIONS)
def start(action_id: int) -> ResponseReturnValue:
    return press(find(action_id), actions.start, "Action commencée.")


@blueprint.post("/reprendre")
@requires(Right.CARRY_OUT_ACTIONS)
def resume(action_id: int) -> ResponseReturnValue:
    return press(find(action_id), actions.resume, "Action reprise.")


@blueprint.route("/noter", methods=BOTH)
@requires(Right.CARRY_OUT_ACTIONS)
def note(action_id: int) -> ResponseReturnValue:
    action, form = find(action_id), NoteForm()

    def deed() -> None:
        actions.note(db, action, form.said.data or "", me(), clock.now())

    return take("note", action, form, deed, "Avancement noté.")


@blueprint.route("/suspendre", methods=BOTH)
@requires(Right.CARRY_OUT_ACTIONS)
def suspend(action_id: int) -> ResponseReturnValue:
    action, form = find(action_id), SuspendForm()

    def deed() -> None:
        assert form.until.data is not None
        actions.suspend(db, action, form.reason.data or "", form.until.data, me(), clock.now())

    return take("suspend", action, form, deed, "Action suspendue.")


@blueprint.route("/echeance", methods=BOTH)
@requires(Right.CARRY_OUT_ACTIONS)
def postpone(action_id: int) -> ResponseReturnValue:
    action, form = find(action_id), PostponeForm()

    def deed() -> None:
        assert form.due_on.data is not None
        actions.postpone(db, action, form.due_on.data, form.reason.data or "", me(), clock.now())

    return take("postpone", action, form, deed, "Échéance changée ; l’ancienne reste au journal.")


@blueprint.route("/realiser", methods=BOTH)
@requires(Right.CARRY_OUT_ACTIONS)
def finish(action_id: int) -> ResponseReturnValue:
    action = find(action_id)
    form = ProvenFinishForm() if proofs.valid(db, action) else FinishForm()

    def deed() -> None:
        actions.finish(db, action, form.proof.data or "", me(), clock.now())

    return take("finish", action, form, deed, "Action réalisée ; son effet sera vérifié.")


# ---------------------------------------------------------------- verify


@blueprint.route("/verifier", methods=BOTH)
@requires(Right.VERIFY_ACTIONS)
def verify(action_id: int) -> ResponseReturnValue:
    action = find(action_id)
    steps.check("verify", action, me())
    form = VerifyForm() if action.indicator else WrittenVerifyForm()

    def deed() -> None:
        is_effective = isinstance(form, WrittenVerifyForm) and form.is_effective.data == "yes"
        evaluation = form.evaluation.data or ""
        verifying.verify(db, action, me(), clock.now(), evaluation, is_effective)

    return take("verify", action, form, deed, "Effet vérifié, action close.")


@blueprint.route("/rouvrir", methods=BOTH)
@requires(Right.VERIFY_ACTIONS)
def reopen(action_id: int) -> ResponseReturnValue:
    action, form = find(action_id), ReopenForm()

    def deed() -> None:
        assert form.due_on.data is not None
        reason = form.reason.data or ""
        verifying.reopen(db, action, form.due_on.data, reason, me(), clock.now())

    return take("reopen", action, form, deed, "Action rouverte.")

"""What changes an action on its way: an immediate fix, another effect, a merger, a later look, followers."""

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from actionplans.actions import actions, keeping, merging, steps, verifying
from actionplans.actions.forms import EffectForm, FixForm, KeptForm, MergeForm, WrittenKeptForm
from actionplans.actions.keeping import Expectation
from actionplans.models import Direction
from actionplans.views.action_steps import BOTH, indicator_choices, press, take
from actionplans.views.actions import find
from core import clock
from core.database import db
from core.forms import choices
from organisation.access import me, requires
from organisation.rights import Right

blueprint = Blueprint(
    "action_changes",
    __name__,
    template_folder="../templates",
    url_prefix="/actions/<int:action_id>",
)


@blueprint.route("/correction-immediate", methods=BOTH)
@requires(Right.PROPOSE_ACTIONS)
def fix(action_id: int) -> ResponseReturnValue:
    action = find(action_id)
    form = FixForm(said=action.immediate_fix)

    def deed() -> None:
        actions.fix(db, action, form.said.data or "", me(), clock.now())

    return take("fix", action, form, deed, "Correction immédiate notée.")


@blueprint.route("/effet-attendu", methods=BOTH)
@requires(Right.DECIDE_ACTIONS)
def effect(action_id: int) -> ResponseReturnValue:
    action = find(action_id)
    form = EffectForm(
        expected=action.expected,
        indicator=action.indicator,
        direction=(action.direction or Direction.UP).value,
        window=str(action.window_months),
    )
    form.indicator.choices = indicator_choices()

    def deed() -> None:
        wanted = Expectation(
            form.expected.data or "",
            form.indicator.data or "",
            Direction(form.direction.data),
            int(form.window.data),
        )
        keeping.change(db, action, wanted, form.reason.data or "", me(), clock.now())

    return take("effect", action, form, deed, "Effet attendu changé ; l’ancien reste au journal.")


@blueprint.route("/reunir", methods=BOTH)
@requires(Right.DECIDE_ACTIONS)
def merge(action_id: int) -> ResponseReturnValue:
    action, form = find(action_id), MergeForm()
    rows = [
        (str(one.id), f"{one.title} ({one.department.name}, {one.status.label})")
        for one in merging.candidates(db, action, me())
    ]
    form.into.choices = choices([("", "Choisissez"), *rows])

    def deed() -> None:
        into = find(int(form.into.data))
        merging.merge(db, action, into, form.reason.data or "", me(), clock.now())

    return take("merge", action, form, deed, "Actions réunies ; les origines ont suivi.")


@blueprint.route("/effet-maintenu", methods=BOTH)
@requires(Right.VERIFY_ACTIONS)
def kept(action_id: int) -> ResponseReturnValue:
    action = find(action_id)
    steps.check("kept", action, me())
    form = KeptForm() if action.indicator else WrittenKeptForm()

    def deed() -> None:
        lasts = isinstance(form, WrittenKeptForm) and form.lasts.data == "yes"
        keeping.check(db, action, form.evaluation.data or "", lasts, me(), clock.now())

    found = keeping.lasting(db, action)
    more = {
        "lasting": found,
        "lasting_word": keeping.KEPT_WORDS[found.verdict] if found else "",
        "lasting_said": verifying.details_of(found) if found else "",
    }
    return take("kept", action, form, deed, "C’est noté : ce qui dure a sa date, à part.", **more)


@blueprint.post("/suivre")
@requires(Right.PROPOSE_ACTIONS)
def follow(action_id: int) -> ResponseReturnValue:
    return press(find(action_id), merging.follow, "Vous serez prévenu de ce qu’elle devient.")


@blueprint.post("/ne-plus-suivre")
@requires(Right.PROPOSE_ACTIONS)
def unfollow(action_id: int) -> ResponseReturnValue:
    action = find(action_id)
    answer = press(action, merging.unfollow, "Vous ne suivez plus cette action.")
    # who only followed it no longer sees its page
    return answer if steps.may_see(action, me()) else redirect(url_for("actions.index"), code=303)

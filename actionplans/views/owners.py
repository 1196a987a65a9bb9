"""Who carries an action: accept in one click, decline, give it to somebody else."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from sqlmodel import col, select

from actionplans.actions import owners
from actionplans.actions.forms import AssignForm, DeclineForm
from actionplans.models import Action
from actionplans.views.action_steps import BOTH, possible_owners, press, take
from actionplans.views.actions import find
from core import clock
from core.database import db, get_or_missing
from core.forms import choices
from organisation import leading
from organisation.access import me, requires
from organisation.models import User
from organisation.rights import Right, may

blueprint = Blueprint(
    "owners", __name__, template_folder="../templates", url_prefix="/actions/<int:action_id>"
)


@blueprint.post("/accepter")
@requires(Right.CARRY_OUT_ACTIONS)
def accept(action_id: int) -> ResponseReturnValue:
    return press(find(action_id), owners.accept, "Action acceptée. Commencez-la quand vous voulez.")


@blueprint.route("/decliner", methods=BOTH)
@requires(Right.CARRY_OUT_ACTIONS)
def decline(action_id: int) -> ResponseReturnValue:
    action, form = find(action_id), DeclineForm()
    form.suggested.choices = choices([("", "Personne en particulier"), *colleagues(action)])

    def deed() -> None:
        chosen = form.suggested.data
        suggested = get_or_missing(User, int(chosen)) if chosen else None
        owners.decline(db, action, form.reason.data or "", suggested, me(), clock.now())

    return take(
        "decline", action, form, deed, "Action déclinée ; le responsable nommera quelqu’un."
    )


def colleagues(action: Action) -> list[tuple[str, str]]:
    """The people of the action's department who could carry it, oneself apart."""
    people = select(User).where(
        col(User.is_active), leading.of(action.department_id), User.id != me().id
    )
    able = [
        one for one in db.exec(people.order_by(col(User.name))) if may(one, Right.CARRY_OUT_ACTIONS)
    ]
    return [(str(one.id), one.name) for one in able if one.may_sign_in(clock.today())]


@blueprint.route("/confier", methods=BOTH)
@requires(Right.DECIDE_ACTIONS)
def assign(action_id: int) -> ResponseReturnValue:
    action = find(action_id)
    form = AssignForm(owner=str(action.suggested_owner_id or ""))
    others = [row for row in possible_owners(action) if row[0] != str(action.owner_id)]
    form.owner.choices = choices([("", "Choisissez"), *others])

    def deed() -> None:
        owner = get_or_missing(User, int(form.owner.data))
        owners.assign(db, action, owner, form.reason.data or "", me(), clock.now())

    return take("assign", action, form, deed, "Action confiée ; la personne nommée répondra.")

"""« Sans personne »: what is in nobody's hands, each thing given to somebody in one click."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from actionplans.actions import owners
from actionplans.assessments import delegating
from actionplans.cockpit import unheld
from actionplans.models import Action, Assessment
from actionplans.my_work import headless
from actionplans.views.places import href
from core import clock
from core.database import db, get_or_missing
from core.french import count
from core.lists import cut
from organisation import leading
from organisation.access import me, requires
from organisation.models import User
from organisation.rights import Right

blueprint = Blueprint(
    "unheld", __name__, template_folder="../templates", url_prefix="/pilotage/sans-personne"
)


@blueprint.get("/")
@requires(Right.SEE_COCKPIT)
def index() -> ResponseReturnValue:
    today = clock.today()
    led = leading.heads(db, today)
    return render_template(
        "actionplans/unheld/index.html",
        slice=cut(unheld.found(db, me(), today), request.args.get("page", 1, int)),
        places=[
            (one, headless.held_by(one, led, today)) for one in leading.without_head(db, led, today)
        ],
        href=href,
    )


@blueprint.post("/actions/<int:action_id>")
@requires(Right.SEE_COCKPIT)
def give_action(action_id: int) -> ResponseReturnValue:
    action, person = get_or_missing(Action, action_id), get_or_missing(User, chosen())
    owners.hand_on(db, action, person, me(), clock.now())
    return done(f"« {action.title} » est confiée à {person.name}, qui répondra.")


@blueprint.post("/lignes/<int:assessment_id>/<int:user_id>")
@requires(Right.SEE_COCKPIT)
def give_rows(assessment_id: int, user_id: int) -> ResponseReturnValue:
    assessment, was = get_or_missing(Assessment, assessment_id), get_or_missing(User, user_id)
    to = get_or_missing(User, chosen()) if chosen() else None
    rows = delegating.hand_on(db, assessment, was, to, me(), clock.now())
    given = f"confiées à {to.name}" if to else "rendues au responsable"
    return done(f"{count(rows, 'ligne')} de {was.name} : {given} ; ce qui était coté reste.")


def chosen() -> int:
    """Whom the form names; 0 for nobody in particular."""
    return request.form.get("person", 0, int)


def done(said: str) -> ResponseReturnValue:
    db.commit()
    flash(said)
    return redirect(url_for(".index"), code=303)

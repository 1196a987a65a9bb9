"""Actions: the list, one action whole, and a proposal."""

from datetime import date

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import col, select

from actionplans import dictionaries
from actionplans.actions import (
    actions,
    causes,
    effects,
    indicators,
    keeping,
    merging,
    owners,
    proofs,
    steps,
    verifying,
)
from actionplans.actions import lists as action_lists
from actionplans.actions import notices as action_notices
from actionplans.actions.forms import ProposeForm
from actionplans.actions.lists import PARTS, SORTS, STATES, Wanted
from actionplans.assessments import evidence_lists
from actionplans.models import Action, ActionNote
from actionplans.returns import saying, standing
from actionplans.tracing import tracing
from actionplans.tracing.tracing import Tracer
from actionplans.views.places import wake_steps
from core import clock, downloads
from core.database import db, get_or_missing
from core.errors import Missing, Refused
from core.forms import choices
from core.lists import sliced
from organisation import journal, leading, people
from organisation.access import me, requires
from organisation.models import Department, Role, User
from organisation.rights import Right
from organisation.words import deed

blueprint = Blueprint("actions", __name__, template_folder="../templates", url_prefix="/actions")


# ---------------------------------------------------------------- the list


@blueprint.get("/")
@requires(Right.PROPOSE_ACTIONS)
def index() -> ResponseReturnValue:
    today = clock.today()
    listed = action_lists.listed(me(), wanted(), today)
    return render_template(
        "actionplans/actions/index.html",
        actions=sliced(db, listed, request.args.get("page", 1, int)),
        sorts=SORTS,
        tone=action_lists.tone,
        **narrowing(today),
    )


def narrowing(today: date) -> dict[str, object]:
    """What the filters above the list, the board and the calendar need: the same in all three."""
    chosen = wanted()
    return {
        "wanted": chosen,
        "states": STATES | {chosen.state: PARTS[chosen.state]},
        "counts": action_lists.counts(db, me(), chosen.department_id, today),
        "departments": people.departments(db) if sees_all() else leading.several(me()),
        "link": link,
    }


@blueprint.get("/actions.csv")
@requires(Right.PROPOSE_ACTIONS)
def export() -> Response:
    rows = action_lists.exported(db, me(), wanted(), clock.today())
    return downloads.dictionary_file(dictionaries.ACTIONS, rows)


def wanted() -> Wanted:
    """The part of the list that the address asks for; what it does not know is ignored."""
    state, sort = request.args.get("etat", ""), request.args.get("tri", "echeance")
    place = request.args.get("service", None, int)
    return Wanted(
        state if state in PARTS else "",
        place if sees_all() or leading.leads(me(), place) else None,
        sort if sort in SORTS else "echeance",
    )


def sees_all() -> bool:
    return me().role in (Role.QUALITY_OFFICER, Role.MANAGEMENT)


def link(endpoint: str = "", **changed: str | int | None) -> str:
    """This page, or another of the three, with something changed; the address is the state."""
    kept = {k: v for k, v in request.args.items() if k in ("etat", "service", "tri", "depuis")}
    values = {k: v for k, v in {**kept, **changed}.items() if v not in ("", None)}
    return url_for(endpoint or str(request.endpoint), **values)  # type: ignore[arg-type]


# ---------------------------------------------------------------- one action


@blueprint.get("/<int:action_id>")
@requires(Right.PROPOSE_ACTIONS)
def show(action_id: int) -> ResponseReturnValue:
    action, today = find(action_id), clock.today()
    came = tracing.causes_of(db, action)
    chains = Tracer(db, me(), today).of_action(action)
    notes = db.exec(select(ActionNote).where(ActionNote.action_id == action.id))
    return render_template(
        "actionplans/actions/show.html",
        action=action,
        tone=action_lists.tone(action, today),
        open_steps=open_steps(action),
        steps=steps.STEPS,
        wakes=[(chain.title, wake_steps(chain.links)) for chain in chains],
        **measured(action),
        **involved(action),
        **on_its_way(action, today),
        **returning(action, today),
        causes=[causes.said_of(cause) for cause in came],
        **proven(action),
        silent_days=action_notices.silent_days(db, action, today),
        story=journal.about(db, f"action {action.id}"),
        said={(note.at, f"{note.step}_action"): note.text for note in notes},
        words=deed,
    )


def on_its_way(action: Action, today: date) -> dict[str, object]:
    """Who must name somebody, what the action became or received, whether its effect is to look at."""
    merged = select(Action).where(Action.merged_into_id == action.id).order_by(col(Action.id))
    return {
        "alarm": owners.needs_somebody(action, today),
        "into": db.get(Action, action.merged_into_id) if action.merged_into_id else None,
        "received": [one for one in db.exec(merged) if steps.may_see(one, me())],
        "follows": merging.follows(action, me()),
        "may_keep": steps.is_open("milestone", action, me()),
        "kept_word": keeping.KEPT_WORDS[action.kept_verdict] if action.kept_verdict else "",
        "kept_from": keeping.checkable_on(action) if action.status == "effective" else None,
    }


def returning(action: Action, today: date) -> dict[str, object]:
    """What members said of its subjects before it, and since it was closed; whether it is proposed to open it again."""
    return {
        "baselines": standing.baselines(db, action),
        "returns": standing.history(db, action),
        "proposed": standing.of_action(db, action, today) if action.status.is_closed else None,
        "may_reopen": steps.is_open("reopen", action, me()),
        "telling": saying,
        "usual_due": today + standing.USUAL_TIME,
    }


def proven(action: Action) -> dict[str, object]:
    """Its proofs, which of them have a page of their own for this person, whether they may add to them."""
    return {
        "proofs": proofs.of(db, action),
        "reads": lambda evidence: evidence_lists.may_read(me(), evidence),
        "may_prove": steps.is_open("prove", action, me()),
    }


def find(action_id: int) -> Action:
    """The action, for those who may see it; taken for oneself while something is written."""
    locking = {"with_for_update": True} if request.method == "POST" else {}
    action = db.get(Action, action_id, **locking)  # type: ignore[arg-type]
    if action is None or not steps.may_see(action, me()):
        raise Missing("Cette action n’existe pas, ou n’est pas de votre service.")
    return action


def open_steps(action: Action) -> list[str]:
    """What the person may do now; the verification waits for its day."""
    names = steps.open_to(action, me())
    today = clock.today()
    too_early = {
        "verify": action.done_on is not None and today < effects.verifiable_on(action),
        "kept": not keeping.is_to_check(action, today),
    }
    return [name for name in names if not too_early.get(name)]


def measured(action: Action) -> dict[str, object]:
    """The indicator, before and after; the windows are shown as fixed."""
    first = effects.verifiable_on(action) if action.done_on else None
    if not action.indicator or action.decided_on is None:
        return {"indicator": None, "effect": None, "baseline": None, "verifiable_on": first}
    effect = effects.effect_of(db, action)
    return {
        "verifiable_on": first,
        "indicator": indicators.named(db, action.indicator),
        "baseline": effects.baseline(db, action),
        "said_as": effects.said,
        "counted": effects.counted,
        "before": effects.window_before(action),
        "after": effects.window_after(action) if action.done_on else None,
        "effect": effect,
        "gap": verifying.gap_of(effect) if effect else "",
        "read_alike": effects.was_read_alike(db, action),
    }


def involved(action: Action) -> dict[str, object]:
    """Who proposed, decided and verified."""
    ids = {
        "proposer": action.proposed_by_id,
        "decider": action.decided_by_id,
        "verifier": action.verified_by_id,
        "suggested": action.suggested_owner_id,
    } | {f"ended {one.id}": one.ended_by_id for one in action.milestones}
    found = db.exec(select(User).where(col(User.id).in_([i for i in ids.values() if i])))
    names = {user.id: user.name for user in found}
    return {who: names.get(number, "") for who, number in ids.items()} | {"names": names}


# ---------------------------------------------------------------- propose


@blueprint.route("/proposer", methods=["GET", "POST"])
@requires(Right.PROPOSE_ACTIONS)
def new() -> ResponseReturnValue:
    form = propose_form()
    if not form.validate_on_submit():
        code = 422 if form.is_submitted() else 200
        return render_template("actionplans/actions/new.html", form=form), code
    department = get_or_missing(Department, int(form.department.data))
    origin = causes.origin(db, me(), form.cause.data)
    try:
        action = actions.propose(db, form.title.data or "", department, [origin], me(), clock.now())
    except Refused as error:
        db.rollback()
        form.title.errors = [str(error)]
        return render_template("actionplans/actions/new.html", form=form), 422
    db.commit()
    flash("Action proposée. Le responsable du service a trente jours pour décider.")
    return redirect(url_for(".show", action_id=action.id), code=303)


def propose_form() -> ProposeForm:
    """The form, with the cause named by the address already chosen (`?cause=malfunction-3`)."""
    form = ProposeForm(
        department=str(me().department_id or ""), cause=request.args.get("cause", "")
    )
    rows = [(str(row.id), row.name) for row in people.open_departments(db, clock.today())]
    form.department.choices = choices([("", "Choisissez"), *rows])
    known = causes.options(db, me())
    if asked := request.args.get("cause"):
        known = with_asked(known, asked)
    form.cause.choices = choices([("", "Choisissez"), *known])
    return form


def with_asked(known: list[tuple[str, str]], asked: str) -> list[tuple[str, str]]:
    """The list with this cause in it, however old it is."""
    if asked in dict(known):
        return known
    return [(asked, causes.said(causes.origin(db, me(), asked))), *known]

"""Yearly plans: all of a year, one department's, its writing, and each step of its life."""

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from actionplans import dictionaries
from actionplans.actions import steps
from actionplans.models import PlanStatus, YearlyPlan
from actionplans.plans import approving, candidates, closing, contents, following, plans, preparing
from actionplans.plans import lists as plan_lists
from actionplans.plans.forms import CloseForm, PlanForm, SendBackForm
from actionplans.plans.lists import Row, Shown
from core import clock, downloads
from core.database import db, get_or_missing
from core.documents import FORMATS
from core.errors import Refused
from core.forms import Form
from core.keys import key
from core.lists import PER_PAGE, Slice
from organisation import journal
from organisation.access import me, requires
from organisation.models import Department
from organisation.rights import Right
from organisation.words import deed

blueprint = Blueprint("plans", __name__, template_folder="../templates", url_prefix="/plans")
PLACE = "/<int:year>/<int:department_id>"


# ---------------------------------------------------------------- all the plans of a year


@blueprint.get("/")
@requires(Right.READ_RESULTS)
def index() -> ResponseReturnValue:
    year, shown, today = wanted_year(), wanted_state(), clock.today()
    rows = plan_lists.rows(db, me(), year, today)
    return render_template(
        "actionplans/plans/index.html",
        year=year,
        years=plan_lists.years(db, today),
        shown=shown,
        found=cut(kept(rows, shown), request.args.get("page", 1, int)),
        counts={one: len(kept(rows, one)) for one in Shown},
        total=totals(rows),
        link=link,
    )


@blueprint.get("/plans.csv")
@requires(Right.READ_RESULTS)
def export() -> Response:
    year = wanted_year()
    rows = kept(plan_lists.rows(db, me(), year, clock.today()), wanted_state())
    written = dictionaries.PLANS.written(plan_lists.written(year, rows))
    return downloads.csv_file(f"plans-{year}.csv", written)


def wanted_year() -> int:
    """The year of the address; this one without."""
    return request.args.get("annee", clock.today().year, int)


def wanted_state() -> Shown:
    asked = request.args.get("etat", "")
    return Shown(asked) if asked in list(Shown) else Shown.ALL


def kept(rows: list[Row], shown: Shown) -> list[Row]:
    """Those that this filter shows."""
    return [row for row in rows if shown in (Shown.ALL, row.shown)]


def cut(rows: list[Row], page: int) -> Slice[Row]:
    """One page of them; a page too far gives the last one."""
    page = min(max(1, page), max(1, -(-len(rows) // PER_PAGE)))
    return Slice(rows[(page - 1) * PER_PAGE : page * PER_PAGE], page, len(rows))


def totals(rows: list[Row]) -> dict[str, int]:
    """The figures of all the plans together."""
    return {name: sum(getattr(row, name) for row in rows) for name in ("actions", "done", "late")}


def link(endpoint: str = ".index", **changed: object) -> str:
    """This list with something changed; the address is the state."""
    values = {name: request.args.get(name) for name in ("annee", "etat")} | changed
    return url_for(endpoint, **{k: v for k, v in values.items() if v not in ("", None)})  # type: ignore[arg-type]


# ---------------------------------------------------------------- one plan


@blueprint.get(PLACE)
@requires(Right.READ_RESULTS)
def show(year: int, department_id: int) -> ResponseReturnValue:
    return page(plans.find(db, department_id, year, me()), SendBackForm(), CloseForm())


def page(plan: YearlyPlan, sending: Form, closing_form: Form) -> ResponseReturnValue:
    """The plan with its year, and the steps open to this person."""
    today = clock.today()
    found = following.followed(db, plan, today)
    wrong = bool(sending.errors or closing_form.errors)
    shown = render_template(
        "actionplans/plans/show.html",
        plan=plan,
        found=found,
        sentence=following.sentence(found),
        taken_up=following.taken_up(db, plan),
        came_from=list(dict.fromkeys(line.came_from for line in found.planned if line.came_from)),
        before=following.year_before(db, plan.department_id, plan.year, today),
        formats=FORMATS.values(),
        sending=sending,
        closing=closing_form,
        form=sending if sending.errors else closing_form,
        sees=lambda action: steps.may_see(action, me()),
        story=journal.about(db, plans.subject(plan)),
        words=deed,
        **open_steps(plan),
    )
    return shown, 422 if wrong else 200


def open_steps(plan: YearlyPlan) -> dict[str, object]:
    """What this person may do with it now, and why they may not yet."""
    prepares = plans.may_prepare(db, me(), plan.department_id)
    early = closing.too_early(plan, clock.today())
    closes = plan.status is PlanStatus.APPROVED and not plans.objection_to_closing(plan, me())
    return {
        "may_write": prepares and plan.status is PlanStatus.IN_PREPARATION,
        "may_take_back": prepares and plan.status is PlanStatus.SUBMITTED,
        "missing": preparing.missing(plan) if prepares else "",
        "may_approve": plan.status is PlanStatus.SUBMITTED
        and not plans.objection_to_approval(plan, me()),
        "may_close": closes and not early,
        "early": early if closes else "",
    }


@blueprint.get(f"{PLACE}.<extension>")
@requires(Right.READ_RESULTS)
def download(year: int, department_id: int, extension: str) -> ResponseReturnValue:
    """As it stands today, or as it was approved (`?approuve=1`)."""
    plan = plans.find(db, department_id, year, me())
    if "approuve" in request.args:
        name = f"plan-{year}-{department_id}-approuve"
        return downloads.document_file(name, extension, approving.said(plan))
    settings = current_app.config["SETTINGS"]
    document = contents.whole(db, plan, clock.today(), settings)
    return downloads.document_file(f"plan-{year}-{department_id}", extension, document)


# ---------------------------------------------------------------- prepare


@blueprint.post(f"{PLACE}/commencer")
@requires(Right.PREPARE_PLANS)
def begin(year: int, department_id: int) -> ResponseReturnValue:
    department = get_or_missing(Department, department_id)
    plan = preparing.open_plan(db, department, year, me(), clock.now())
    db.commit()
    flash("Plan commencé avec ce qui restait du précédent et ce qui est déjà prévu cette année.")
    return redirect(url_for(".write", year=plan.year, department_id=department_id), code=303)


@blueprint.route(f"{PLACE}/preparer", methods=["GET", "POST"])
@requires(Right.PREPARE_PLANS)
def write(year: int, department_id: int) -> ResponseReturnValue:
    plan = plans.find(db, department_id, year, me())
    plans.expect_preparer(db, plan, me())
    plan.expect(PlanStatus.IN_PREPARATION)
    offered = candidates.of(db, plan)
    held = {
        "aims": plan.aims,
        "no_action_because": plan.no_action_because,
        "actions": [line.action_id for line in plan.lines],
    }
    form = PlanForm(data=held)
    form.actions.choices = [(key(one), one.title) for one in offered]
    if not form.is_submitted():
        form.watch(held)
    if form.validate_on_submit() and not form.changed_meanwhile(held) and keep(plan, form):
        flash("Plan enregistré ; il n’est pas encore soumis.")
        return back(plan)
    carried = {line.action_id for line in plan.lines if line.is_carried_over}
    shown = render_template(
        "actionplans/plans/write.html", plan=plan, form=form, offered=offered, carried=carried,
        origins=following.origins(db, plan.department_id),
    )  # fmt: skip
    return shown, 422 if form.is_submitted() else 200


def keep(plan: YearlyPlan, form: PlanForm) -> bool:
    """Write the plan; a refusal is said in the form, and nothing typed is lost."""
    typed = (form.aims.data or "", form.no_action_because.data or "", form.actions.data or [])
    try:
        preparing.write(db, plan, *typed, me(), clock.now())
    except Refused as error:
        db.rollback()
        form.refuse(Refused(str(error), "aims"))
        return False
    db.commit()
    return True


@blueprint.post(f"{PLACE}/soumettre")
@requires(Right.PREPARE_PLANS)
def submit(year: int, department_id: int) -> ResponseReturnValue:
    plan = plans.find(db, department_id, year, me())
    preparing.submit(db, plan, me(), clock.now())
    db.commit()
    flash("Plan soumis à la direction.")
    return back(plan)


@blueprint.post(f"{PLACE}/reprendre")
@requires(Right.PREPARE_PLANS)
def take_back(year: int, department_id: int) -> ResponseReturnValue:
    plan = plans.find(db, department_id, year, me())
    preparing.take_back(db, plan, me(), clock.now())
    db.commit()
    flash("Plan repris ; soumettez-le de nouveau quand il est prêt.")
    return back(plan)


# ---------------------------------------------------------------- decide, close


@blueprint.post(f"{PLACE}/approuver")
@requires(Right.APPROVE_PLANS)
def approve(year: int, department_id: int) -> ResponseReturnValue:
    plan = plans.find(db, department_id, year, me())
    approving.approve(db, plan, current_app.config["SETTINGS"], me(), clock.now())
    db.commit()
    flash("Plan approuvé et figé ; ce qui viendra après se lira à part.")
    return back(plan)


@blueprint.post(f"{PLACE}/rendre")
@requires(Right.APPROVE_PLANS)
def send_back(year: int, department_id: int) -> ResponseReturnValue:
    plan, form = plans.find(db, department_id, year, me()), SendBackForm()
    if not form.validate_on_submit():
        return page(plan, form, CloseForm(formdata=None))
    approving.send_back(db, plan, form.reason.data or "", me(), clock.now())
    db.commit()
    flash("Plan rendu au service, avec votre raison.")
    return back(plan)


@blueprint.post(f"{PLACE}/clore")
@requires(Right.VERIFY_ACTIONS)
def close(year: int, department_id: int) -> ResponseReturnValue:
    plan, form = plans.find(db, department_id, year, me()), CloseForm()
    if not form.validate_on_submit():
        return page(plan, SendBackForm(formdata=None), form)
    next_one = closing.close(db, plan, form.lessons.data or "", me(), clock.now())
    db.commit()
    flash(f"Plan clos ; ce qui reste est repris dans le plan {next_one.year}, en préparation.")
    return back(plan)


def back(plan: YearlyPlan) -> ResponseReturnValue:
    place = {"year": plan.year, "department_id": plan.department_id}
    return redirect(url_for(".show", **place), code=303)  # type: ignore[arg-type]

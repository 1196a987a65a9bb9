"""Delays: the figures of a period, what exceeded its limit, and the import of the requests behind them."""

import tempfile
from datetime import date
from pathlib import Path

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import joinedload
from sqlmodel import col, select

from actionplans import dictionaries
from actionplans.delays import figures as delay_figures
from actionplans.delays import files as request_files
from actionplans.delays import imports as request_imports
from actionplans.delays import waiting as waiting_requests
from actionplans.delays.delays import PROMISES, TARGET, Verdict
from actionplans.delays.figures import Exceedance, Line, Period, Told
from actionplans.delays.forms import RequestFileForm
from actionplans.delays.imports import Fate
from actionplans.models import MemberRequest, RequestBatch, RequestChannel
from core import clock, downloads, folders
from core.database import db, get_or_missing
from core.errors import Missing, Refused
from core.forms import choices
from core.lists import PER_PAGE, Slice
from organisation import charters, leading
from organisation.access import me, requires
from organisation.models import Department, Role
from organisation.rights import Right, may, may_see_department
from survey.desk import waiting_files

blueprint = Blueprint("delays", __name__, template_folder="../templates", url_prefix="/delais")
FOLDER = "actionplans/delays"
KEPT_IN_ADDRESS = ("code", "service", "canal", "du", "au")
TONES = {Verdict.MET: "good", Verdict.FRAGILE: "watch", Verdict.MISSED: "bad"}


def incoming() -> Path:
    """Where verdicts wait, sealed."""
    return folders.folder(waiting_files.FOLDER)


# ---------------------------------------------------------------- what the address asks for


def period() -> Period:
    """The period of the address; the last twelve months when it says none, or none that makes sense."""
    since, until = (_day(request.args.get(name, "")) for name in ("du", "au"))
    if since and until and since <= until:
        return Period(since, until)
    return delay_figures.twelve_months(clock.today())


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def code() -> str:
    wanted = request.args.get("code", "")
    return wanted if wanted in PROMISES else "DEL-02"


def channel() -> RequestChannel | None:
    wanted = request.args.get("canal", "")
    return RequestChannel(wanted) if wanted in list(RequestChannel) else None


def department() -> Department | None:
    """The department of the address, when this person may see it; None for the whole fund."""
    wanted = request.args.get("service", None, int)
    if wanted is None:
        return None
    if not may_see_department(me(), wanted):
        raise Missing("Ce service n’est pas le vôtre.")
    return get_or_missing(Department, wanted)


def sees_all() -> bool:
    return me().role in (Role.QUALITY_OFFICER, Role.MANAGEMENT)


def visible() -> list[Department]:
    """The departments whose requests this person may look at, one by one."""
    found = db.exec(select(Department).order_by(col(Department.name)))
    return [one for one in found if may_see_department(me(), one.id)]


def link(endpoint: str = ".index", **changed: object) -> str:
    """This page with something changed; the address is the state."""
    kept = {name: value for name, value in request.args.items() if name in KEPT_IN_ADDRESS}
    values = {name: value for name, value in {**kept, **changed}.items() if value not in ("", None)}
    return url_for(endpoint, **values)  # type: ignore[arg-type]


def titles() -> dict[str, str]:
    """The title of each commitment measured here, by code."""
    found = charters.by_code(db)
    return {code: found[code].title for code in PROMISES if code in found}


# ---------------------------------------------------------------- the figures


@blueprint.get("/")
@requires(Right.READ_RESULTS)
def index() -> ResponseReturnValue:
    if not delay_figures.has_requests(db):
        return render_template(f"{FOLDER}/empty.html", may_import=request_imports.may_import(me()))
    chosen, place, today = period(), department(), clock.today()
    requests = delay_figures.told(db, chosen, place.id if place else None)
    board = delay_figures.board(requests)
    return render_template(
        f"{FOLDER}/index.html",
        period=chosen,
        periods=[delay_figures.twelve_months(today), *delay_figures.quarters(today)],
        place=place,
        places=visible(),
        requests=requests,
        board=board,
        verdicts=[one.verdict for one in board.values()],
        titles=titles(),
        code=code(),
        promise=PROMISES[code()],
        lines=shown(delay_figures.split(requests, code())),
        known_on=max((one.known_on for one in requests), default=None),
        batches=batches() if request_imports.may_import(me()) else [],
        target=TARGET,
        share=delay_figures.share,
        tones=TONES,
        link=link,
        may_list=may_list(),
        may_import=request_imports.may_import(me()),
    )


def shown(lines: list[Line]) -> list[Line]:
    """The parts this person may look at: the whole, and their own departments."""
    return [
        line
        for line in lines
        if line.department_id is None or may_see_department(me(), line.department_id)
    ]


def may_list() -> bool:
    """Whether the requests behind the figures of this page may be listed one by one."""
    return sees_all() or department() is not None


def batches() -> list[RequestBatch]:
    """The last files imported."""
    latest = select(RequestBatch).order_by(col(RequestBatch.at).desc(), col(RequestBatch.id).desc())
    if not may(me(), Right.RUN_CAMPAIGNS):
        latest = latest.where(col(RequestBatch.department_id).in_(leading.ties(me())))
    with_names = latest.options(joinedload(RequestBatch.by))  # type: ignore[arg-type]
    return list(db.exec(with_names.limit(5)))


# ---------------------------------------------------------------- the exceedances


@blueprint.get("/depassements")
@requires(Right.READ_RESULTS)
def late() -> ResponseReturnValue:
    found = exceedances()
    return render_template(
        f"{FOLDER}/late.html",
        found=part(found, request.args.get("page", 1, int)),
        code=code(),
        title=titles().get(code(), code()),
        period=period(),
        place=department(),
        channel=channel(),
        link=link,
    )


@blueprint.get("/depassements.csv")
@requires(Right.READ_RESULTS)
def export() -> Response:
    rows = delay_figures.exported(exceedances())
    name = f"depassements-{code().lower()}.csv"
    return downloads.csv_file(name, dictionaries.EXCEEDANCES.written(rows))


def exceedances() -> list[Exceedance]:
    """Those the address asks for; one's own department only, unless all may be seen."""
    if not may_list():
        raise Missing("Choisissez votre service pour voir les demandes une par une.")
    place = department()
    requests: list[Told] = delay_figures.told(db, period(), place.id if place else None)
    return delay_figures.exceedances(requests, code(), channel=channel())


def part(rows: list[Exceedance], page: int) -> Slice[Exceedance]:
    """One page of rows already in memory."""
    page = min(max(1, page), max(1, -(-len(rows) // PER_PAGE)))
    return Slice(rows[(page - 1) * PER_PAGE : page * PER_PAGE], page, len(rows))


@blueprint.get("/demandes/<int:request_id>")
@requires(Right.READ_RESULTS)
def show(request_id: int) -> ResponseReturnValue:
    found = db.get(MemberRequest, request_id)
    if found is None or not may_see_department(me(), found.department_id):
        raise Missing("Cette demande n’existe pas, ou n’est pas de votre service.")
    return render_template(
        f"{FOLDER}/show.html",
        request_=found,
        judgements=delay_figures.of_request(db, found),
        known_on=delay_figures.known_on(db)[found.department_id],
        titles=titles(),
    )


# ---------------------------------------------------------------- import


@blueprint.get("/importer")
@requires(Right.RUN_CAMPAIGNS, Right.FILL_ASSESSMENTS)
def new() -> ResponseReturnValue:
    return _form_page(file_form(), 200)


@blueprint.post("/importer")
@requires(Right.RUN_CAMPAIGNS, Right.FILL_ASSESSMENTS)
def create() -> ResponseReturnValue:
    form = file_form()
    if not form.validate_on_submit():
        return _form_page(form, 422)
    try:
        token = judged(form)
    except Refused as refusal:
        form.refuse(refusal)
        return _form_page(form, 422)
    return redirect(url_for(".check", token=token), code=303)


def _form_page(form: RequestFileForm, status: int) -> ResponseReturnValue:
    return render_template(f"{FOLDER}/new.html", form=form), status


def file_form() -> RequestFileForm:
    """The form; whoever may import for one department alone has no other to choose."""
    form = RequestFileForm(extracted_on=clock.today())
    if may(me(), Right.RUN_CAMPAIGNS):
        rows = [(str(one.id), one.name) for one in visible()]
        form.department.choices = choices([("", "Celui de chaque ligne"), *rows])
    else:
        mine = [one for one in visible() if leading.leads(me(), one.id)]
        form.department.choices = choices([(str(one.id), one.name) for one in mine])
    return form


def judged(form: RequestFileForm) -> str:
    """Judge the file while it passes; only its verdict is kept."""
    name = (form.file.data.filename or "fichier").replace("\\", "/").rsplit("/", 1)[-1]
    extracted_on = form.extracted_on.data
    assert extracted_on is not None
    if extracted_on > clock.today():
        raise Refused("Ce jour n’est pas encore venu.", "extracted_on")
    only = db.get(Department, int(form.department.data)) if form.department.data else None
    request_imports.expect_importer(me(), only.id if only else None)
    with tempfile.TemporaryDirectory() as passing:
        path = Path(passing) / "file"
        form.file.data.save(path)
        checked = request_files.check(db, path, name, extracted_on, only)
    request_imports.refuse_known(db, checked.sha256, checked.department_id)
    return waiting_requests.keep(incoming(), checked, me(), clock.now())


SHOWN = {"rejetees": Fate.REJECTED, "mises-a-jour": Fate.CHANGED}


@blueprint.get("/importer/<token>")
@requires(Right.RUN_CAMPAIGNS, Right.FILL_ASSESSMENTS)
def check(token: str) -> ResponseReturnValue:
    checked = waiting_requests.find(incoming(), token, me())
    changes = request_imports.changes(db, checked)
    counted = request_imports.counts(changes)
    first = "rejetees" if counted[Fate.REJECTED] else "mises-a-jour"
    wanted = request.args.get("montrer", first)
    rows = [change for change in changes if change.fate is SHOWN.get(wanted, Fate.REJECTED)]
    page = min(max(1, request.args.get("page", 1, int)), max(1, -(-len(rows) // PER_PAGE)))
    return render_template(
        f"{FOLDER}/check.html",
        token=token,
        checked=checked,
        counted=counted,
        importable=len(changes) - counted[Fate.REJECTED],
        shown=wanted,
        lists=[("Rejetées", "rejetees", counted[Fate.REJECTED]),
               ("Mises à jour", "mises-a-jour", counted[Fate.CHANGED])],
        found=Slice(rows[(page - 1) * PER_PAGE : page * PER_PAGE], page, len(rows)),
    )  # fmt: skip


@blueprint.post("/importer/<token>/confirmer")
@requires(Right.RUN_CAMPAIGNS, Right.FILL_ASSESSMENTS)
def confirm(token: str) -> ResponseReturnValue:
    checked = waiting_requests.find(incoming(), token, me())
    batch = request_imports.import_requests(db, checked, me(), clock.now())
    db.commit()
    waiting_files.forget(incoming(), token)
    flash(f"Fichier importé : {batch.added} nouvelles demandes, {batch.changed} mises à jour.")
    return redirect(url_for(".index"), code=303)


@blueprint.post("/importer/<token>/abandonner")
@requires(Right.RUN_CAMPAIGNS, Right.FILL_ASSESSMENTS)
def abandon(token: str) -> ResponseReturnValue:
    waiting_requests.find(incoming(), token, me())
    waiting_files.forget(incoming(), token)
    flash("Fichier abandonné : rien n’a été enregistré.")
    return redirect(url_for(".index"), code=303)

"""Import life events: upload, see what would happen, decide; then follow the imported file."""

import tempfile
from pathlib import Path

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import col, select

from core import clock, folders, french
from core.database import db, get_or_missing
from core.errors import Refused
from core.keys import key
from core.lists import PER_PAGE, Slice, sliced
from organisation import journal
from organisation.access import me, requires
from organisation.rights import Right
from organisation.words import deed
from survey import event_batches, events, waiting_files
from survey.channels import CHANNELS
from survey.event_forms import FileForm
from survey.models import EventBatch, LeftOut, LifeEvent
from survey.registers.judging import Check
from survey.registers.remarks import Level, Outcome
from survey.registers.rows import Row

blueprint = Blueprint("events", __name__, template_folder="../templates", url_prefix="/evenements")
FOLDER = "survey/events"
# What a person looks at, the most pressing first.
SHOWN = {
    "rejetees": ("Rejetées", "rejected"),
    "a-verifier": ("À vérifier", "to_check"),
    "corrigees": ("Corrigées", "corrected"),
    "exclues": ("Non sollicitées", "excluded"),
    "doublons": ("Doublons", "duplicate"),
    "sautees": ("Sautées", "skipped"),
}


def incoming() -> Path:
    """Where verdicts wait, sealed."""
    return folders.folder(waiting_files.FOLDER)


def rows_shown(check: Check, wanted: str) -> list[Row]:
    """The rows of one kind; rows to check are those that will be imported with a doubt."""
    if wanted == "to_check":
        rows = check.of(Outcome.ACCEPTED, Outcome.CORRECTED)
        return [row for row in rows if any(r.level is Level.TO_CHECK for r in row.reasons)]
    return list(check.of(Outcome(wanted)))


def page_number() -> int:
    return request.args.get("page", 1, type=int)


# ---------------------------------------------------------------- files


@blueprint.get("/")
@requires(Right.IMPORT_EVENTS)
def index() -> ResponseReturnValue:
    batches = select(EventBatch).order_by(col(EventBatch.imported_at).desc())
    return render_template(
        f"{FOLDER}/index.html", found=sliced(db, batches, page_number()), doubtful=doubtful().total
    )


@blueprint.get("/importer")
@requires(Right.IMPORT_EVENTS)
def new() -> ResponseReturnValue:
    return render_template(f"{FOLDER}/new.html", form=FileForm())


@blueprint.post("/importer")
@requires(Right.IMPORT_EVENTS)
def create() -> ResponseReturnValue:
    form = FileForm()
    if not form.validate_on_submit():
        return render_template(f"{FOLDER}/new.html", form=form), 422
    try:
        token = judged(form)
    except Refused as refusal:
        form.file.errors = [str(refusal)]
        return render_template(f"{FOLDER}/new.html", form=form), 422
    return redirect(url_for(".check", token=token), code=303)


def judged(form: FileForm) -> str:
    """Judge the file while it passes; only its verdict is kept."""
    name = (form.file.data.filename or "fichier").replace("\\", "/").rsplit("/", 1)[-1]
    with tempfile.TemporaryDirectory() as passing:
        path = Path(passing) / "file"
        form.file.data.save(path)
        source = events.source_of(path, name)
        events.refuse_known(db, source)
        check = events.check_file(db, path, clock.today())
        return waiting_files.keep(incoming(), check, path, source, clock.now())


@blueprint.get("/importer/<token>")
@requires(Right.IMPORT_EVENTS)
def check(token: str) -> ResponseReturnValue:
    waiting = waiting_files.find(incoming(), token)
    preview = events.preview(db, waiting.check, clock.now())
    lists = {name: rows_shown(waiting.check, wanted) for name, (_, wanted) in SHOWN.items()}
    shown = request.args.get("montrer") or next((name for name in lists if lists[name]), "rejetees")
    rows = lists.get(shown, [])
    page = min(max(1, page_number()), max(1, -(-len(rows) // PER_PAGE)))
    part = rows[(page - 1) * PER_PAGE : page * PER_PAGE]
    return render_template(
        f"{FOLDER}/check.html",
        waiting=waiting,
        check=waiting.check,
        preview=preview,
        sendings=[french.count(n, CHANNELS[name].label) for name, n in preview.sendings.items()],
        lists=[(label, name, len(lists[name])) for name, (label, _) in SHOWN.items()],
        shown=shown,
        found=Slice(part, page, len(rows)),
        importable=sum(1 for c in preview.changes if c.is_event),
    )


@blueprint.post("/importer/<token>/confirmer")
@requires(Right.IMPORT_EVENTS)
def confirm(token: str) -> ResponseReturnValue:
    waiting = waiting_files.find(incoming(), token)
    batch = events.import_events(db, waiting.check, waiting.source, me(), clock.now())
    db.commit()
    waiting_files.settle(incoming(), token, key(batch))
    flash("Fichier importé. Aucun envoi n’est encore parti.")
    return redirect(url_for(".show", batch_id=batch.id), code=303)


@blueprint.post("/importer/<token>/abandonner")
@requires(Right.IMPORT_EVENTS)
def abandon(token: str) -> ResponseReturnValue:
    waiting_files.forget(incoming(), token)
    flash("Fichier abandonné : rien n’a été enregistré.")
    return redirect(url_for(".index"), code=303)


@blueprint.get("/importer/<token>/rejets")
@requires(Right.IMPORT_EVENTS)
def rejects(token: str) -> ResponseReturnValue:
    suffix, content = waiting_files.reject_file(incoming(), token)
    name = f"a-corriger{suffix}"
    return Response(
        content,
        mimetype="application/octet-stream",
        headers={"Content-Disposition": f"attachment; filename={name}"},
    )


# ---------------------------------------------------------------- one imported file


@blueprint.get("/fichiers/<int:batch_id>")
@requires(Right.IMPORT_EVENTS)
def show(batch_id: int) -> ResponseReturnValue:
    batch = get_or_missing(EventBatch, batch_id)
    theirs = select(LifeEvent).where(LifeEvent.batch_id == batch.id)
    found = sliced(db, theirs.order_by(col(LifeEvent.id)), page_number())
    return render_template(
        f"{FOLDER}/show.html",
        batch=batch,
        found=found,
        asked=event_batches.asked(db, found.rows),
        may_roll_back=event_batches.may_roll_back(db, batch, clock.now()),
        stoppable=event_batches.stoppable(db, batch),
        rejects=waiting_files.has_rejects(incoming(), f"batch-{batch_id}"),
        story=journal.about(db, f"batch {batch_id}"),
        deed=deed,
    )


@blueprint.post("/fichiers/<int:batch_id>/annuler")
@requires(Right.IMPORT_EVENTS)
def roll_back(batch_id: int) -> ResponseReturnValue:
    event_batches.roll_back(db, get_or_missing(EventBatch, batch_id), me(), clock.now())
    db.commit()
    flash("Import annulé : ses événements sont retirés.")
    return redirect(url_for(".show", batch_id=batch_id), code=303)


@blueprint.post("/fichiers/<int:batch_id>/arreter")
@requires(Right.IMPORT_EVENTS)
def stop(batch_id: int) -> ResponseReturnValue:
    event_batches.stop(db, get_or_missing(EventBatch, batch_id), me(), clock.now())
    db.commit()
    flash("Envois arrêtés pour ce fichier.")
    return redirect(url_for(".show", batch_id=batch_id), code=303)


# ---------------------------------------------------------------- events to check


def doubtful() -> Slice[LifeEvent]:
    """The events that wait for somebody to look."""
    waiting = select(LifeEvent).where(LifeEvent.left_out == LeftOut.TO_CHECK)
    return sliced(db, waiting.order_by(col(LifeEvent.happened_on)), page_number())


@blueprint.get("/a-verifier")
@requires(Right.IMPORT_EVENTS)
def to_check() -> ResponseReturnValue:
    return render_template(f"{FOLDER}/to_check.html", found=doubtful(), doubts=event_batches.doubts)


@blueprint.post("/a-verifier/<int:event_id>")
@requires(Right.IMPORT_EVENTS)
def clear(event_id: int) -> ResponseReturnValue:
    event_batches.clear(db, get_or_missing(LifeEvent, event_id), me(), clock.now())
    db.commit()
    flash("Événement vérifié : il pourra donner lieu à un envoi.")
    return redirect(url_for(".to_check"), code=303)

"""Imported files: their list, each of them, what can still be taken back; the events to check."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import col, select

from core import clock
from core.database import db, get_or_missing
from core.lists import Slice, sliced
from organisation import journal
from organisation.access import me, requires
from organisation.rights import Right
from organisation.words import deed
from survey.desk import batches as event_batches
from survey.desk import waiting_files
from survey.desk.events import EVENTS
from survey.models import EventBatch, LeftOut, LifeEvent
from survey.status_files import KINDS
from survey.status_files.base import Effect

blueprint = Blueprint("events", __name__, template_folder="../templates", url_prefix="/evenements")
FOLDER = "survey/events"
LABELS = {EVENTS: "Événements"} | {name: kind.label for name, kind in KINDS.items()}


def page_number() -> int:
    return request.args.get("page", 1, type=int)


# ---------------------------------------------------------------- files


@blueprint.get("/")
@requires(Right.IMPORT_EVENTS)
def index() -> ResponseReturnValue:
    wanted = request.args.get("contenu", "")
    batches = select(EventBatch).order_by(col(EventBatch.imported_at).desc())
    if wanted in (EVENTS, *KINDS):
        batches = batches.where(EventBatch.kind == wanted)
    return render_template(
        f"{FOLDER}/index.html",
        found=sliced(db, batches, page_number()),
        doubtful=doubtful().total,
        contents=contents(wanted),
        labels=LABELS,
    )


def contents(wanted: str) -> list[tuple[str, str, bool, None]]:
    """The filter by what the files hold; the address is the state."""
    every = [("Tous", url_for(".index"), wanted not in LABELS, None)]
    return every + [
        (label, url_for(".index", contenu=name), name == wanted, None)
        for name, label in LABELS.items()
    ]


# ---------------------------------------------------------------- one imported file


@blueprint.get("/fichiers/<int:batch_id>")
@requires(Right.IMPORT_EVENTS)
def show(batch_id: int) -> ResponseReturnValue:
    batch = get_or_missing(EventBatch, batch_id)
    theirs = select(LifeEvent).where(LifeEvent.batch_id == batch.id)
    found = sliced(db, theirs.order_by(col(LifeEvent.id)), page_number())
    why_not = event_batches.why_kept(db, batch, clock.now())
    return render_template(
        f"{FOLDER}/show.html",
        batch=batch,
        found=found,
        asked=event_batches.asked(db, found.rows),
        labels=LABELS,
        is_events=batch.kind == EVENTS,
        effects=effects(batch),
        may_roll_back=not why_not,
        why_not=why_not,
        stoppable=event_batches.stoppable(db, batch),
        rejects=waiting_files.has_rejects(waiting_files.here(), f"batch-{batch_id}"),
        story=journal.about(db, f"batch {batch_id}"),
        deed=deed,
    )


def effects(batch: EventBatch) -> list[tuple[str, int]]:
    """What a file of news did, in words."""
    return [(Effect(name).label, n) for name, n in batch.totals.get("effects", {}).items() if n]


@blueprint.post("/fichiers/<int:batch_id>/annuler")
@requires(Right.IMPORT_EVENTS)
def roll_back(batch_id: int) -> ResponseReturnValue:
    event_batches.roll_back(db, get_or_missing(EventBatch, batch_id), me(), clock.now())
    db.commit()
    flash("Import annulé : ce qu’il avait apporté est retiré, ce qu’il avait changé est remis comme avant.")  # fmt: skip
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

"""The import desk: drop a file, see what would happen, decide."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from core import clock, french
from core.database import db
from core.errors import Refused
from core.keys import key
from core.lists import PER_PAGE, Slice
from organisation.access import me, requires
from organisation.rights import Right
from survey.channels import CHANNELS
from survey.desk import desk, events, waiting_files
from survey.desk.changes import Change, Fate
from survey.desk.events import EVENTS
from survey.desk.forms import ConfirmForm, FileForm
from survey.desk.waiting_files import Waiting
from survey.registers.judging import Check
from survey.registers.remarks import Level, Outcome
from survey.registers.rows import Row
from survey.status_files import KINDS, importing

blueprint = Blueprint(
    "desk", __name__, template_folder="../templates", url_prefix="/evenements/importer"
)
FOLDER = "survey/desk"
# What a person looks at, the most pressing first.
SHOWN = {
    "rejetees": ("Rejetées", "rejected"),
    "a-verifier": ("À vérifier", "to_check"),
    "corrigees": ("Corrigées", "corrected"),
    "exclues": ("Non sollicitées", "excluded"),
    "doublons": ("Doublons", "duplicate"),
    "sautees": ("Sautées", "skipped"),
}
CHANGED = "mises-a-jour"


def rows_shown(check: Check, wanted: str) -> list[Row]:
    """The rows of one kind; rows to check are those that will be imported with a doubt."""
    if wanted == "to_check":
        rows = check.of(Outcome.ACCEPTED, Outcome.CORRECTED)
        return [row for row in rows if any(r.level is Level.TO_CHECK for r in row.reasons)]
    return list(check.of(Outcome(wanted)))


# ---------------------------------------------------------------- a file is dropped


@blueprint.get("")
@requires(Right.IMPORT_EVENTS)
def new() -> ResponseReturnValue:
    return page(FileForm(kind=request.args.get("contenu", EVENTS)))


def page(form: FileForm) -> ResponseReturnValue:
    rendered = render_template(f"{FOLDER}/new.html", form=form, kinds=KINDS)
    return rendered, 422 if form.errors else 200


@blueprint.post("")
@requires(Right.IMPORT_EVENTS)
def create() -> ResponseReturnValue:
    form = FileForm()
    if not form.validate_on_submit():
        return page(form)
    try:
        token = received(form)
    except Refused as refusal:
        form.file.errors = [str(refusal)]
        return page(form)
    return redirect(url_for(".check", token=token), code=303)


def received(form: FileForm) -> str:
    """Judge the file while it passes."""
    name = (form.file.data.filename or "fichier").replace("\\", "/").rsplit("/", 1)[-1]
    with tempfile.TemporaryDirectory() as passing:
        path = Path(passing) / "file"
        form.file.data.save(path)
        kind = form.kind.data
        return desk.receive(db, waiting_files.here(), path, name, kind, clock.now())


# ---------------------------------------------------------------- what it would do


@blueprint.get("/<token>")
@requires(Right.IMPORT_EVENTS)
def check(token: str) -> ResponseReturnValue:
    waiting = waiting_files.find(waiting_files.here(), token)
    if waiting.check is None:
        return redirect(url_for("layouts.edit", token=token), code=303)
    return decision(waiting, ConfirmForm())


def decision(waiting: Waiting, form: ConfirmForm) -> ResponseReturnValue:
    shown = of_events(waiting) if waiting.kind == EVENTS else of_members(waiting)
    rendered = render_template(
        f"{FOLDER}/check.html", waiting=waiting, check=waiting.verdict, form=form, **shown
    )
    return rendered, 422 if form.errors else 200


def of_events(waiting: Waiting) -> dict[str, Any]:
    """What importing events would do, and the rows to look at."""
    verdict = waiting.verdict
    preview = events.preview(db, verdict, clock.now())
    changed = [c for c in preview.changes if c.fate in (Fate.CHANGED, Fate.RECTIFIED)]
    return {
        "preview": preview,
        "becomes": [(fate.label, n) for fate, n in preview.fates.items()],
        "sendings": [french.count(n, CHANNELS[name].label) for name, n in preview.sendings.items()],
        "importable": sum(1 for change in preview.changes if change.is_event),
        **lists(verdict, [change for change in changed if change.differences]),
    }


def of_members(waiting: Waiting) -> dict[str, Any]:
    """What a file of news would do, and the rows to look at."""
    preview = importing.preview(db, KINDS[waiting.kind], waiting.verdict)
    return {
        "preview": preview,
        "becomes": [(effect.label, n) for effect, n in preview.effects.items()],
        "importable": len(preview.consequences),
        **lists(waiting.verdict, []),
    }


def lists(verdict: Check, changed: Sequence[Change]) -> dict[str, Any]:
    """The lists of rows as links, and the part of the one shown."""
    found: dict[str, Sequence[Any]] = {
        name: rows_shown(verdict, wanted) for name, (_, wanted) in SHOWN.items()
    }
    found[CHANGED] = changed
    labels = {name: label for name, (label, _) in SHOWN.items()} | {CHANGED: "Mises à jour"}
    shown = request.args.get("montrer") or next((name for name in found if found[name]), "rejetees")
    return {
        "lists": [(labels[name], name, len(rows)) for name, rows in found.items()],
        "shown": shown,
        "found": part(found.get(shown, [])),
    }


def part(rows: Sequence[Any]) -> Slice[Any]:
    last = max(1, -(-len(rows) // PER_PAGE))
    page = min(max(1, request.args.get("page", 1, type=int)), last)
    return Slice(rows[(page - 1) * PER_PAGE : page * PER_PAGE], page, len(rows))


# ---------------------------------------------------------------- the decision


@blueprint.post("/<token>/confirmer")
@requires(Right.IMPORT_EVENTS)
def confirm(token: str) -> ResponseReturnValue:
    waiting, form = waiting_files.find(waiting_files.here(), token), ConfirmForm()
    try:
        batch_id = imported(waiting, bool(form.is_complete.data))
    except Refused as refusal:
        if refusal.about != "is_complete":
            raise
        db.rollback()
        form.is_complete.errors = [str(refusal)]
        return decision(waiting, form)
    flash("Fichier importé. Aucun envoi n’est encore parti.")
    return redirect(url_for("events.show", batch_id=batch_id), code=303)


def imported(waiting: Waiting, is_complete: bool) -> int:
    """Import, commit, forget what waited; return the number of the batch."""
    batch = desk.import_checked(
        db, waiting.kind, waiting.verdict, waiting.source, me(), clock.now(), is_complete
    )
    db.commit()
    waiting_files.settle(waiting_files.here(), waiting.token, key(batch))
    return key(batch)


@blueprint.post("/<token>/abandonner")
@requires(Right.IMPORT_EVENTS)
def abandon(token: str) -> ResponseReturnValue:
    waiting_files.forget(waiting_files.here(), token)
    flash("Fichier abandonné : rien n’a été enregistré.")
    return redirect(url_for("events.index"), code=303)


@blueprint.get("/<token>/rejets")
@requires(Right.IMPORT_EVENTS)
def rejects(token: str) -> ResponseReturnValue:
    suffix, content = waiting_files.reject_file(waiting_files.here(), token)
    return Response(
        content,
        mimetype="application/octet-stream",
        headers={"Content-Disposition": f"attachment; filename=a-corriger{suffix}"},
    )

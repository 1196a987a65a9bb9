"""« Notes »: those sent, read by everybody; the one in preparation, written and sent by the officer."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from actionplans import dictionaries
from actionplans.models import MonthlyNote
from actionplans.notes import notes, proofs, readers, writing
from actionplans.notes.forms import NoteForm
from actionplans.notes.sections import SECTIONS, of_month
from core import clock, csv_files
from core.clock import PARIS
from core.database import db
from core.documents import FORMATS, Document
from core.downloads import dictionary_file, document_file
from core.errors import Refused
from core.keys import key
from core.lists import sliced
from organisation import journal
from organisation.access import me, requires, signed_in
from organisation.rights import Right, may
from organisation.words import deed

blueprint = Blueprint("notes", __name__, template_folder="../templates", url_prefix="/notes")
FOLDER = "actionplans/notes"


@blueprint.get("/")
@signed_in
def index() -> ResponseReturnValue:
    found = sliced(db, notes.listed(me()), request.args.get("page", 1, int))
    month, rates = notes.last_month(clock.today()), {}
    if may(me(), Right.SEE_COCKPIT):
        rates = readers.whole(db, [key(note) for note, _ in found.rows])
    return render_template(
        f"{FOLDER}/index.html",
        found=found,
        rates=rates,
        month=month,
        of_month=of_month,
        is_missing=may(me(), Right.ANIMATE) and notes.at(db, month) is None,
    )


@blueprint.get("/notes.csv")
@requires(Right.SEE_COCKPIT)
def export() -> ResponseReturnValue:
    sent = [note for note, _ in db.exec(notes.listed(me())).all() if note.is_sent]
    rates = readers.whole(db, [key(note) for note in sent])
    rows: list[tuple[csv_files.Cell, ...]] = [_row(note, rates.get(key(note))) for note in sent]
    return dictionary_file(dictionaries.NOTES, rows)


def _row(note: MonthlyNote, rate: readers.Rate | None) -> tuple[csv_files.Cell, ...]:
    sent_on = note.sent_at.astimezone(PARIS).date() if note.sent_at else None
    counted = (rate.sent, rate.read) if rate else (0, 0)
    return (f"{note.month:%m/%Y}", sent_on, *counted, note.sha256)


# ---------------------------------------------------------------- reading


def find(year: int, month: int) -> MonthlyNote:
    """The note; taken for oneself while something is written."""
    return notes.find(db, me(), year, month, locked=request.method == "POST")


def told(note: MonthlyNote) -> Document:
    """As it was sent; before, as it stands."""
    return writing.said(note) if note.is_sent else writing.document(note, current_app.config["SETTINGS"])  # fmt: skip


@blueprint.get("/<int:year>/<int:month>")
@signed_in
def show(year: int, month: int) -> ResponseReturnValue:
    note = find(year, month)
    watches = note.is_sent and may(me(), Right.SEE_COCKPIT)
    return render_template(
        f"{FOLDER}/show.html",
        note=note,
        document=told(note),
        formats=FORMATS.values(),
        receipt=readers.receipt(db, note, me()),
        reading=readers.reading(db, note) if watches else None,
        story=journal.about(db, f"note {note.id}") if may(me(), Right.SEE_COCKPIT) else (),
        smallest=readers.SMALLEST,
        words=deed,
    )


@blueprint.get("/<int:year>/<int:month>.<extension>")
@signed_in
def download(year: int, month: int, extension: str) -> ResponseReturnValue:
    note = find(year, month)
    return document_file(f"note-{note.month:%Y-%m}", extension, told(note))


@blueprint.post("/<int:year>/<int:month>/lu")
@signed_in
def read(year: int, month: int) -> ResponseReturnValue:
    readers.read(db, find(year, month), me(), clock.now())
    db.commit()
    flash("Merci : votre lecture est notée.")
    return back(year, month)


# ---------------------------------------------------------------- writing and sending


@blueprint.post("/preparer")
@requires(Right.ANIMATE)
def prepare() -> ResponseReturnValue:
    note = notes.prepare(db, notes.last_month(clock.today()), me(), clock.now())
    db.commit()
    flash("La note est préparée : relisez-la, complétez-la, envoyez-la.")
    return redirect(url_for(".edit", year=note.month.year, month=note.month.month), code=303)


@blueprint.route("/<int:year>/<int:month>/ecrire", methods=["GET", "POST"])
@requires(Right.ANIMATE)
def edit(year: int, month: int) -> ResponseReturnValue:
    note = find(year, month)
    if note.is_sent:
        raise Refused("Cette note est envoyée : elle ne change plus. Complétez-la dans la suivante.")  # fmt: skip
    form, held = (
        NoteForm(data=note.sections),
        {name: note.sections.get(name, "") for name in SECTIONS},
    )
    if not form.is_submitted():
        form.watch(held)
    if not form.validate_on_submit() or form.changed_meanwhile(held):
        return page(note, form, 422 if form.is_submitted() else 200)
    try:
        notes.write(db, note, form.texts, me(), clock.now())
    except Refused as error:
        db.rollback()
        form.refuse(error)
        return page(find(year, month), form, 409)
    db.commit()
    flash("Note enregistrée. Relisez-la telle qu’elle partira.")
    return back(year, month)


def page(note: MonthlyNote, form: NoteForm, code: int) -> ResponseReturnValue:
    return render_template(f"{FOLDER}/edit.html", note=note, form=form, of_month=of_month), code


@blueprint.post("/<int:year>/<int:month>/reprendre")
@requires(Right.ANIMATE)
def take_facts_again(year: int, month: int) -> ResponseReturnValue:
    notes.take_facts_again(db, find(year, month), me(), clock.now())
    db.commit()
    flash("Les faits du mois sont repris ; votre mot est resté.")
    return redirect(url_for(".edit", year=year, month=month), code=303)


@blueprint.post("/<int:year>/<int:month>/envoyer")
@requires(Right.ANIMATE)
def send(year: int, month: int) -> ResponseReturnValue:
    notes.send(db, find(year, month), current_app.config["SETTINGS"], me(), clock.now())
    db.commit()
    flash("Note envoyée et figée. Chacun la trouvera demain matin dans son message du jour.")
    return back(year, month)


@blueprint.post("/<int:year>/<int:month>/preuve")
@requires(Right.ANIMATE)
def prove(year: int, month: int) -> ResponseReturnValue:
    filed = proofs.prove(db, find(year, month), clock.now())
    db.commit()
    flash("Preuve déposée : la direction, ou un autre référent, peut l’admettre.")
    return redirect(url_for("evidence.show", evidence_id=filed.id), code=303)


def back(year: int, month: int) -> ResponseReturnValue:
    return redirect(url_for(".show", year=year, month=month), code=303)

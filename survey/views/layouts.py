"""How a file that waits is read: said by a person, and kept for the next files of its source."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from core import clock
from core.database import db
from core.errors import Refused
from organisation.access import me, requires
from organisation.rights import Right
from survey.desk import desk, kept_layouts, waiting_files
from survey.desk.layout_forms import (
    ColumnsForm,
    WrittenForm,
    columns_form,
    said_of_columns,
    written_form,
)
from survey.desk.waiting_files import Waiting
from survey.registers import encodings
from survey.registers.files import Register
from survey.views.events import LABELS

blueprint = Blueprint("layouts", __name__, template_folder="../templates", url_prefix="/evenements")
FOLDER = "survey/layouts"


@blueprint.get("/importer/<token>/lecture")
@requires(Right.IMPORT_EVENTS)
def edit(token: str) -> ResponseReturnValue:
    waiting = waiting_files.find(waiting_files.here(), token)
    with desk.opened(waiting_files.here(), waiting) as path:
        register = desk.register_of(path, waiting)
        return page(
            waiting, register, written_form(register, waiting.layout), asked(waiting, register)
        )


def asked(waiting: Waiting, register: Register) -> ColumnsForm:
    """The form of the columns of this file, and of its unknown codes."""
    return columns_form(
        desk.columns(register),
        desk.vocabulary(waiting.kind),
        desk.codes_asked(waiting),
        waiting.layout,
    )


def page(
    waiting: Waiting, register: Register, written: WrittenForm, form: ColumnsForm
) -> ResponseReturnValue:
    rendered = render_template(
        f"{FOLDER}/edit.html",
        waiting=waiting,
        register=register,
        encoding=encodings.label(register.encoding) if register.encoding else "",
        columns=desk.columns(register),
        codes=desk.codes_asked(waiting),
        missing=register.header.missing,
        written=written,
        form=form,
    )
    return rendered, 422 if written.errors or form.errors else 200


@blueprint.post("/importer/<token>/relire")
@requires(Right.IMPORT_EVENTS)
def read_again(token: str) -> ResponseReturnValue:
    """Another encoding, separator, sheet or row of titles."""
    waiting = waiting_files.find(waiting_files.here(), token)
    with desk.opened(waiting_files.here(), waiting) as path:
        register = desk.register_of(path, waiting)
        written = written_form(register, waiting.layout)
        if not written.validate_on_submit():
            return page(waiting, register, written, asked(waiting, register))
        try:
            layout = written.said(waiting.layout)
            desk.read_again(db, waiting_files.here(), waiting, layout, clock.now())
        except Refused as refusal:
            written.refuse(refusal)
            return page(waiting, register, written, asked(waiting, register))
    flash("Fichier relu : vérifiez les colonnes et les exemples.")
    return redirect(url_for(".edit", token=token), code=303)


@blueprint.post("/importer/<token>/lecture")
@requires(Right.IMPORT_EVENTS)
def name_columns(token: str) -> ResponseReturnValue:
    """What the columns are, what the codes stand for; then the file is judged anew."""
    waiting = waiting_files.find(waiting_files.here(), token)
    with desk.opened(waiting_files.here(), waiting) as path:
        register = desk.register_of(path, waiting)
        form, written = asked(waiting, register), written_form(register, waiting.layout)
        if not form.validate_on_submit():
            return page(waiting, register, written, form)
        found, codes = desk.columns(register), desk.codes_asked(waiting)
        layout = said_of_columns(form, found, codes, waiting.layout)
        desk.read_again(db, waiting_files.here(), waiting, layout, clock.now())
    judged = waiting_files.find(waiting_files.here(), token)
    if judged.check is None:
        flash("Il manque encore une colonne nécessaire.")
        return redirect(url_for(".edit", token=token), code=303)
    if form.remember.data:
        kept_layouts.keep(db, waiting.kind, register.header.titles, layout, me(), clock.now())
        db.commit()
    return redirect(url_for("desk.check", token=token), code=303)


# ---------------------------------------------------------------- what is kept


@blueprint.get("/lectures")
@requires(Right.IMPORT_EVENTS)
def index() -> ResponseReturnValue:
    return render_template(
        f"{FOLDER}/index.html", found=kept_layouts.newest_first(db), labels=LABELS
    )


@blueprint.post("/lectures/oublier")
@requires(Right.IMPORT_EVENTS)
def forget() -> ResponseReturnValue:
    kind, signature = request.form.get("kind", ""), request.form.get("signature", "")
    kept_layouts.forget(db, kind, signature, me(), clock.now())
    db.commit()
    flash("Lecture oubliée : le prochain fichier de cette source sera lu comme un nouveau.")
    return redirect(url_for(".index"), code=303)

"""Letters: those that wait, printed one batch a day; each batch again, as PDF or for a print shop."""

from datetime import date

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from core import clock
from core.database import db
from core.documents import FORMATS
from core.downloads import csv_file, document_file, save_as
from core.errors import Missing
from core.lists import PER_PAGE, Slice
from organisation.access import me, requires
from organisation.rights import Right
from survey.channels.base import LAST
from survey.models import LifeEvent
from survey.paper import addressing, printing
from survey.paper.postal_block import postal_block
from survey.sending import pausing

blueprint = Blueprint(
    "letters", __name__, template_folder="../templates", url_prefix="/envois/lettres"
)


@blueprint.get("/")
@requires(Right.SEND_QUESTIONNAIRES)
def index() -> ResponseReturnValue:
    waiting = printing.waiting(db)
    page = min(max(1, request.args.get("page", 1, type=int)), max(1, -(-len(waiting) // PER_PAGE)))
    shown = waiting[(page - 1) * PER_PAGE : page * PER_PAGE]
    made = printing.batches(db)
    return render_template(
        "survey/letters/index.html",
        found=Slice(shown, page, len(waiting)),
        with_questionnaire=sum(letter.step == LAST for letter in waiting),
        remarks={letter.id: remarks(letter.invitation.event) for letter in shown},
        set_aside=sum(bool(printing.set_aside(letter)) for letter in waiting),
        batches=made,
        printed_today=bool(made) and made[0].printed_on == clock.today(),
        pause=pausing.current(db),
        last=LAST,
    )


def remarks(event: LifeEvent) -> tuple[str, ...]:
    """How the address was folded for the envelope, or why it waits for a person."""
    return postal_block(addressing.postal_lines(event)).remarks


@blueprint.post("/imprimer")
@requires(Right.SEND_QUESTIONNAIRES)
def print_() -> ResponseReturnValue:
    batch = printing.print_batch(db, me(), clock.now())
    db.commit()
    flash(f"Lot du jour prêt : {printing.said(batch)}.")
    return redirect(url_for(".index"), code=303)


@blueprint.get("/<day>.pdf")
@requires(Right.SEND_QUESTIONNAIRES)
def pdf(day: str) -> ResponseReturnValue:
    printed_on = day_of(day)
    name = f"lettres-{printed_on}.pdf"
    response = Response(printing.batch_pdf(db, printed_on), mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@blueprint.get("/<day>.csv")
@requires(Right.SEND_QUESTIONNAIRES)
def table(day: str) -> ResponseReturnValue:
    printed_on = day_of(day)
    return csv_file(f"lettres-{printed_on}.csv", printing.batch_table(db, printed_on))


@blueprint.get("/<day>.xlsx")
@requires(Right.SEND_QUESTIONNAIRES)
def workbook(day: str) -> ResponseReturnValue:
    printed_on = day_of(day)
    made = printing.batch_workbook(db, printed_on)
    response = Response(made, mimetype=FORMATS["xlsx"].media_type)
    save_as(response, f"lettres-{printed_on}.xlsx")
    return response


@blueprint.get("/<day>/bon-a-tirer.pdf")
@requires(Right.SEND_QUESTIONNAIRES)
def proof(day: str) -> ResponseReturnValue:
    printed_on = day_of(day)
    made = printing.batch_proof(db, printed_on)
    return document_file(f"bon-a-tirer-{printed_on}", "pdf", made)


def day_of(text: str) -> date:
    """The day written in an address, or Missing."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Missing("Ce lot n’existe pas.") from error

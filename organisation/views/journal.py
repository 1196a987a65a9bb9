"""The journal, newest first."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import selectinload
from sqlmodel import col, select

from core.database import db
from core.lists import sliced
from organisation.access import requires
from organisation.models import JournalEntry
from organisation.rights import Right
from organisation.words import deed, subject

blueprint = Blueprint("journal", __name__, template_folder="../templates", url_prefix="/journal")


@blueprint.get("/")
@requires(Right.READ_JOURNAL)
def index() -> ResponseReturnValue:
    newest = (
        select(JournalEntry)
        .options(selectinload(JournalEntry.by))  # type: ignore[arg-type]
        .order_by(col(JournalEntry.at).desc(), col(JournalEntry.id).desc())
    )
    entries = sliced(db, newest, request.args.get("page", 1, int))
    return render_template(
        "organisation/journal/index.html", entries=entries, deed=deed, subject=subject
    )

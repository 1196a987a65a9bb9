"""« Ce que nous gardons sur une personne »: the answer to a right of access, on screen and to hand over."""

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from core import clock, mail
from core.database import db
from core.documents import FORMATS
from core.downloads import dictionary_file, document_file
from core.errors import Refused
from organisation.access import me, requires
from organisation.rights import Right
from survey import dictionaries
from survey.privacy import holdings, holdings_file
from survey.privacy.holdings_forms import HoldingsForm

blueprint = Blueprint(
    "holdings", __name__, template_folder="../templates", url_prefix="/conservation/personne"
)
NAME = "donnees-d-une-personne"
CSV = "csv"


@blueprint.get("/")
@requires(Right.SEND_QUESTIONNAIRES)
def index() -> ResponseReturnValue:
    return page(HoldingsForm())


def page(
    form: HoldingsForm, drawers: tuple[holdings.Drawer, ...] | None = None
) -> ResponseReturnValue:
    rendered = render_template(
        "survey/holdings/index.html",
        form=form,
        drawers=drawers,
        formats=[(CSV, "CSV"), *((one.extension, one.label) for one in FORMATS.values())],
        words=holdings_file,
    )
    return rendered, 422 if form.errors else 200


@blueprint.post("/")
@requires(Right.SEND_QUESTIONNAIRES)
def tell() -> ResponseReturnValue:
    form = HoldingsForm()
    if not form.validate_on_submit():
        return page(form)
    drawers = holdings.tell(db, form.member_number.data or "", me(), clock.now())
    db.commit()
    return page(form, drawers)


@blueprint.post("/fichier")
@requires(Right.SEND_QUESTIONNAIRES)
def export() -> ResponseReturnValue:
    form, extension = HoldingsForm(), request.form.get("format", "")
    if extension not in (CSV, *FORMATS):
        raise Refused("Choisissez un format dans la liste.")
    if not form.validate_on_submit():
        return page(form)
    drawers = holdings.tell(db, form.member_number.data or "", me(), clock.now())
    db.commit()
    return file(drawers, extension)


def file(drawers: tuple[holdings.Drawer, ...], extension: str) -> Response:
    """What was told, to be saved; its name names nobody."""
    if extension == CSV:
        return dictionary_file(dictionaries.HOLDINGS, holdings_file.rows(drawers))
    fund = mail.fund()
    made = holdings_file.document(drawers, fund.FUND_NAME, fund.FUND_PHONE, clock.today())
    return document_file(NAME, extension, made)

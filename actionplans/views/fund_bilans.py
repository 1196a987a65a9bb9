"""The fund's yearly review, and how far each theme is: read, taken away, judged by the officer, signed by management."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from actionplans.assessments import campaigns
from actionplans.bilans import bilans, fund_bilans, maturity
from actionplans.bilans.forms import FundSignatureForm, MaturityForm, maturity_form
from actionplans.bilans.fund_sheets import unsigned
from actionplans.models import Campaign, FundBilan
from core import clock
from core.database import db
from core.documents import FORMATS, Document
from core.downloads import document_file
from core.errors import Missing, Refused
from organisation.access import me, requires
from organisation.rights import Right

blueprint = Blueprint(
    "fund_bilans", __name__, template_folder="../templates", url_prefix="/bilans/<int:year>"
)


def find(year: int) -> Campaign:
    """The campaign the review is made of, for whoever may read the review."""
    campaign = campaigns.of_year(db, year)
    if not fund_bilans.may_read(me(), fund_bilans.versions(db, year)):
        raise Missing("Le bilan de la caisse pour cette année n’est pas encore signé.")
    return campaign


def chosen(campaign: Campaign) -> tuple[Document, FundBilan | None]:
    """The version asked for; without one, the newest signed, or what stands today."""
    signed = fund_bilans.versions(db, campaign.year)
    number = request.args.get("version", 0, int)
    if number == 0 and "projet" in request.args and fund_bilans.may_read(me(), ()):
        signed = ()
    bilan = (
        fund_bilans.of_version(db, campaign.year, number) if number else next(iter(signed), None)
    )
    if bilan is None:
        settings = current_app.config["SETTINGS"]
        return fund_bilans.written(db, campaign, clock.today(), settings), None
    return bilans.said(bilan), bilan


@blueprint.get("/caisse")
@requires(Right.READ_RESULTS)
def show(year: int) -> ResponseReturnValue:
    return page(find(year), FundSignatureForm())


def page(campaign: Campaign, form: FundSignatureForm) -> ResponseReturnValue:
    document, bilan = chosen(campaign)
    shown = render_template(
        "actionplans/bilans/fund.html",
        campaign=campaign,
        document=document,
        bilan=bilan,
        signed=fund_bilans.versions(db, campaign.year),
        missing=unsigned(db, campaign),
        formats=FORMATS.values(),
        form=form,
    )
    return shown, 422 if form.errors else 200


@blueprint.get("/caisse.<extension>")
@requires(Right.READ_RESULTS)
def download(year: int, extension: str) -> ResponseReturnValue:
    document, _ = chosen(find(year))
    return document_file(f"bilan-{year}-caisse", extension, document)


@blueprint.post("/caisse/signer")
@requires(Right.PUBLISH)
def sign(year: int) -> ResponseReturnValue:
    campaign, form = find(year), FundSignatureForm()
    if not form.validate_on_submit():
        return page(campaign, form)
    settings, now, today = current_app.config["SETTINGS"], clock.now(), clock.today()
    reason, motive = form.reason.data or "", form.motive.data or ""
    try:
        fund_bilans.sign(db, campaign, reason, motive, settings, me(), now, today)
    except Refused as refusal:
        if not refusal.about:
            raise
        db.rollback()
        form.refuse(refusal)
        return page(find(year), form)
    db.commit()
    flash("Bilan de la caisse signé et figé.")
    return redirect(url_for(".show", year=year), code=303)


# ---------------------------------------------------------------- how far each theme is


@blueprint.route("/maturite", methods=["GET", "POST"])
@requires(Right.RATE_MATURITY)
def rate(year: int) -> ResponseReturnValue:
    campaign = campaigns.of_year(db, year)
    lines = maturity.of_year(db, campaign)
    form = maturity_form(lines)
    right = form.validate_on_submit() and not form.changed_meanwhile(form.held)
    if not (right and _rated(campaign, form)):
        code = 422 if form.is_submitted() else 200
        return render_template(
            "actionplans/bilans/maturity.html", campaign=campaign, lines=lines, form=form
        ), code
    return redirect(url_for(".rate", year=year), code=303)


def _rated(campaign: Campaign, form: MaturityForm) -> bool:
    """Keep what was said, or write on the form what is missing."""
    lines = maturity.of_year(db, campaign)
    try:
        moved = maturity.rate(db, campaign, form.judged(lines), me(), clock.now())
    except Refused as refusal:
        db.rollback()
        form.refuse_theme(refusal.about, str(refusal))
        return False
    db.commit()
    flash("Cotations gardées." if moved else "Rien n’a changé.")
    return True

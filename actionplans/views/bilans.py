"""The yearly review of a department: read, taken away, signed by management."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import joinedload
from sqlmodel import col, select

from actionplans.assessments import assessments, campaigns, pace
from actionplans.assessments.forms import CorrectionForm
from actionplans.bilans import bilans, fund_bilans, thanks
from actionplans.bilans.forms import ThanksForm
from actionplans.models import Assessment, Bilan, Campaign
from analysis.themes.themes import themes
from core import clock
from core.database import db
from core.documents import FORMATS, Document
from core.downloads import document_file
from core.errors import Missing, Refused
from core.forms import choices
from organisation.access import me, requires
from organisation.models import Department
from organisation.rights import Right

blueprint = Blueprint("bilans", __name__, template_folder="../templates", url_prefix="/bilans")


@blueprint.get("/")
@requires(Right.READ_RESULTS)
def index() -> ResponseReturnValue:
    every = [campaign.year for campaign in campaigns.campaigns(db)]
    year = request.args.get("annee", next(iter(every), 0), int)
    fund = fund_bilans.newest(db).get(year)
    return render_template(
        "actionplans/bilans/index.html",
        year=year,
        years=[(one, url_for(".index", annee=one), one == year, None) for one in every],
        lines=_lines(year),
        fund=fund,
        fund_is_open=year in every and fund_bilans.may_read(me(), [fund] if fund else []),
        promised=pace.PROMISED_MINUTES,
    )


def _lines(year: int) -> list[tuple[Assessment, Bilan | None]]:
    """The departments of a year whose review this person may read, with its newest signature."""
    found = db.exec(
        select(Assessment)
        .join(Campaign)
        .join(Department, col(Department.id) == Assessment.department_id)
        .where(Campaign.year == year)
        .options(joinedload(Assessment.department), joinedload(Assessment.campaign))  # type: ignore[arg-type]
        .order_by(col(Department.name))
    ).all()
    newest = select(Bilan).where(Bilan.year == year).order_by(col(Bilan.version))
    signed = {bilan.department_id: bilan for bilan in db.exec(newest)}
    lines = [(one, signed.get(one.department_id)) for one in found]
    return [
        (one, bilan) for one, bilan in lines if bilans.may_read(me(), one, [bilan] if bilan else [])
    ]


def find(year: int, department_id: int) -> Assessment:
    """The assessment the review is made of, for whoever may read the review."""
    wanted = assessments.whole()
    wanted = wanted.where(Campaign.year == year, Assessment.department_id == department_id)
    assessment = db.exec(wanted).first()
    if assessment is None or not bilans.may_read(me(), assessment, bilans.versions(db, assessment)):
        raise Missing("Ce bilan n’existe pas, ou ne vous est pas encore ouvert.")
    return assessment


def chosen(assessment: Assessment) -> tuple[Document, Bilan | None]:
    """The version asked for; without one, the newest signed, or what stands today."""
    signed = bilans.versions(db, assessment)
    number = request.args.get("version", 0, int)
    bilan = bilans.of_version(db, assessment, number) if number else next(iter(signed), None)
    if bilan is None:
        settings = current_app.config["SETTINGS"]
        return bilans.written(db, assessment, clock.today(), settings), None
    return bilans.said(bilan), bilan


@blueprint.get("/<int:year>/<int:department_id>")
@requires(Right.READ_RESULTS)
def show(year: int, department_id: int) -> ResponseReturnValue:
    return page(find(year, department_id), CorrectionForm())


def page(assessment: Assessment, form: CorrectionForm) -> ResponseReturnValue:
    document, bilan = chosen(assessment)
    shown = render_template(
        "actionplans/bilans/show.html",
        assessment=assessment,
        document=document,
        bilan=bilan,
        signed=bilans.versions(db, assessment),
        formats=FORMATS.values(),
        form=form,
        may_choose=_may_choose(assessment),
    )
    return shown, 422 if form.errors else 200


def _may_choose(assessment: Assessment) -> bool:
    return thanks.may_choose(me(), assessment) and not assessment.campaign.is_archived


@blueprint.get("/<int:year>/<int:department_id>.<extension>")
@requires(Right.READ_RESULTS)
def download(year: int, department_id: int, extension: str) -> ResponseReturnValue:
    document, _ = chosen(find(year, department_id))
    return document_file(f"bilan-{year}-{department_id}", extension, document)


@blueprint.post("/<int:year>/<int:department_id>/signer")
@requires(Right.PUBLISH)
def sign(year: int, department_id: int) -> ResponseReturnValue:
    assessment, form = find(year, department_id), CorrectionForm()
    settings, today = current_app.config["SETTINGS"], clock.today()
    if not form.validate_on_submit():
        return page(assessment, form)
    try:
        bilans.sign(db, assessment, form.reason.data or "", settings, me(), clock.now(), today)
    except Refused as refusal:
        if not refusal.about:
            raise
        db.rollback()
        form.reason.errors = [str(refusal)]
        return page(find(year, department_id), form)
    db.commit()
    flash("Bilan signé et figé.")
    return redirect(url_for(".show", year=year, department_id=department_id), code=303)


# ---------------------------------------------------------------- members' thanks


@blueprint.route("/<int:year>/<int:department_id>/remerciements", methods=["GET", "POST"])
@requires(Right.READ_VERBATIMS)
def quotes(year: int, department_id: int) -> ResponseReturnValue:
    """Choose what members wrote that the review will tell."""
    assessment = find(year, department_id)
    if not thanks.may_choose(me(), assessment):
        raise Missing("Ces phrases ne vous sont pas ouvertes.")
    held, possible = thanks.chosen(db, assessment), list(thanks.offered(db, assessment))
    possible = [*(one.verbatim for one in held if one.verbatim not in possible), *possible]
    form = ThanksForm(data={"quotes": [one.verbatim_id for one in held]})
    form.quotes.choices = choices((one.id, one.text) for one in possible)
    if form.validate_on_submit() and _chose(assessment, form):
        flash("C’est noté : le bilan citera ces phrases quand il sera signé." if form.quotes.data else "Le bilan ne citera aucune phrase.")  # fmt: skip
        return redirect(url_for(".show", year=year, department_id=department_id), code=303)
    shown = render_template(
        "actionplans/bilans/thanks.html",
        assessment=assessment,
        form=form,
        possible=possible,
        praised=thanks.praised(db, assessment),
        titles={theme.code: theme.title for theme in themes()},
        most=thanks.MOST,
        is_signed=bool(bilans.versions(db, assessment)),
    )
    return shown, 422 if form.is_submitted() else 200


def _chose(assessment: Assessment, form: ThanksForm) -> bool:
    try:
        thanks.choose(db, assessment, set(form.quotes.data or []), me(), clock.now())
    except Refused as refusal:
        if not refusal.about:
            raise
        form.refuse(refusal)
        return False
    db.commit()
    return True

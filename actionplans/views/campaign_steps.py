"""The steps of a campaign, taken by whoever runs it: prepared, changed, cancelled, opened, closed, archived."""

from collections.abc import Callable
from datetime import date, timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from actionplans.assessments import archiving, campaigns, preparing
from actionplans.assessments.forms import CampaignForm, WhyForm
from actionplans.models import Campaign
from actionplans.views import campaigns as campaign_pages
from actionplans.year import usual
from core import clock, french, typed_days
from core.database import db
from core.errors import Refused
from organisation import charters
from organisation.access import me, requires
from organisation.rights import Right

blueprint = Blueprint(
    "campaign_steps", __name__, template_folder="../templates", url_prefix="/auto-evaluations"
)
TEMPLATES = "actionplans/campaigns"


@blueprint.route("/ouvrir", methods=["GET", "POST"])
@requires(Right.RUN_CAMPAIGNS)
def new() -> ResponseReturnValue:
    """Prepare a campaign for a day to come, or open it at once."""
    form = CampaignForm(data=_usual_days())
    if form.validate_on_submit():
        try:
            campaign = _opened(form) if "now" in request.form else _prepared(form)
        except Refused as refusal:
            db.rollback()
            _beside(form, refusal)
        else:
            return _to(campaign)
    return _dates_page(form, None)


def _usual_days() -> dict[str, date]:
    """The next usual day of the officer's year that has no campaign yet, and thirty days to answer."""
    today, step = clock.today(), usual.steps()["campagne-ouverte"]
    for year in (today.year, today.year + 1):
        opens_on = step.due_on(year)
        if opens_on > today and not preparing.is_taken(db, year):
            return {"opens_on": opens_on, "due_on": opens_on + preparing.USUAL}
    return {}


def _opened(form: CampaignForm) -> Campaign:
    due_on = form.due_on.data
    assert due_on is not None
    campaign = campaigns.open_campaign(db, due_on.year, due_on, me(), clock.now())
    db.commit()
    done = f"La campagne {campaign.year} est ouverte ; les responsables sont prévenus."
    flash(typed_days.said(done, due_on))
    return campaign


def _prepared(form: CampaignForm) -> Campaign:
    due_on = form.due_on.data
    assert due_on is not None
    campaign = preparing.prepare(db, _opens_on(form), due_on, me(), clock.now())
    db.commit()
    done = f"La campagne {campaign.year} est préparée ; personne n’est prévenu avant son ouverture."
    flash(typed_days.said(done, due_on))
    return campaign


def _opens_on(form: CampaignForm) -> date:
    if form.opens_on.data is None:
        raise Refused("Indiquez le jour d’ouverture, ou ouvrez la campagne maintenant.", "opens_on")
    day: date = form.opens_on.data
    return day


def _beside(form: CampaignForm, refusal: Refused) -> None:
    """What names no field is about the day it is due."""
    form[refusal.about or "due_on"].errors = [str(refusal)]


@blueprint.route("/<int:year>/dates", methods=["GET", "POST"])
@requires(Right.RUN_CAMPAIGNS)
def change(year: int) -> ResponseReturnValue:
    """Other dates, while it is only prepared."""
    campaign = campaigns.whatever_its_state(db, year)
    form = CampaignForm(data={"opens_on": campaign.opened_on, "due_on": campaign.due_on})
    if form.validate_on_submit():
        due_on = form.due_on.data
        assert due_on is not None
        try:
            preparing.change(db, campaign, _opens_on(form), due_on, me(), clock.now())
        except Refused as refusal:
            db.rollback()
            _beside(form, refusal)
        else:
            db.commit()
            done = f"Dates changées : ouverture le {french.day(campaign.opened_on)}."
            flash(typed_days.said(done, due_on))
            return _to(campaign)
    return _dates_page(form, campaign)


def _dates_page(form: CampaignForm, campaign: Campaign | None) -> ResponseReturnValue:
    due_on = form.due_on.data or clock.today() + timedelta(days=365)
    shown = render_template(
        f"{TEMPLATES}/new.html",
        form=form,
        campaign=campaign,
        coming=preparing.coming(db, due_on),
        charter=charters.current(db),
    )
    return shown, 422 if form.errors else 200


@blueprint.post("/<int:year>/ouvrir")
@requires(Right.RUN_CAMPAIGNS)
def begin(year: int) -> ResponseReturnValue:
    campaign = campaigns.whatever_its_state(db, year)
    campaigns.begin(db, campaign, me(), clock.now())
    db.commit()
    flash(f"La campagne {year} est ouverte ; les responsables sont prévenus.")
    return _to(campaign)


@blueprint.post("/<int:year>/annuler")
@requires(Right.RUN_CAMPAIGNS)
def cancel(year: int) -> ResponseReturnValue:
    campaign = campaigns.whatever_its_state(db, year)
    return _for_a_reason(
        campaign,
        lambda why: preparing.cancel(db, campaign, why, me(), clock.now()),
        f"La campagne {year} est annulée ; une autre peut être préparée pour la même année.",
    )


@blueprint.post("/<int:year>/clore")
@requires(Right.RUN_CAMPAIGNS)
def close(year: int) -> ResponseReturnValue:
    campaign = campaigns.of_year(db, year)
    return _for_a_reason(
        campaign,
        lambda why: campaigns.close_campaign(db, campaign, me(), clock.now(), why),
        f"La campagne {year} est close : toutes les auto-évaluations validées sont figées.",
    )


@blueprint.post("/<int:year>/archiver")
@requires(Right.RUN_CAMPAIGNS)
def archive(year: int) -> ResponseReturnValue:
    campaign = campaigns.of_year(db, year)
    archiving.archive(db, campaign, me(), clock.now())
    db.commit()
    flash(f"La campagne {year} est archivée : elle se lit toujours, et ne change plus.")
    return _to(campaign)


@blueprint.post("/<int:year>/desarchiver")
@requires(Right.PUBLISH)
def take_out(year: int) -> ResponseReturnValue:
    campaign = campaigns.of_year(db, year)
    return _for_a_reason(
        campaign,
        lambda why: archiving.take_out(db, campaign, why, me(), clock.now()),
        f"La campagne {year} est sortie des archives.",
    )


def _for_a_reason(
    campaign: Campaign, step: Callable[[str], object], said: str
) -> ResponseReturnValue:
    """Take a step that asks why: its page again with what was typed where the reason is refused; what is refused
    for anything else is said by the error page."""
    form = WhyForm()
    if not form.validate_on_submit():
        return campaign_pages.page(campaign, form), 422
    try:
        step(form.reason.data or "")
    except Refused as refusal:
        if not refusal.about:
            raise
        db.rollback()
        form.refuse(refusal)
        return campaign_pages.page(campaigns.whatever_its_state(db, campaign.year), form), 422
    db.commit()
    flash(said)
    return _to(campaign)


def _to(campaign: Campaign) -> ResponseReturnValue:
    return redirect(url_for("campaigns.show", year=campaign.year), code=303)

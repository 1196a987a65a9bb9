"""Campaigns of self-assessment: the list, opening one, how far each department is, closing."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from actionplans.assessments import assessments, campaigns, phases, proposals
from actionplans.assessments.campaigns import Progress
from actionplans.assessments.forms import CampaignForm
from actionplans.bilans import fund_bilans
from actionplans.models import Assessment, Campaign
from core import clock
from core.database import db
from core.errors import Refused
from organisation import journal, leading, words
from organisation.access import me, requires
from organisation.rights import EVERYWHERE, Right

blueprint = Blueprint(
    "campaigns", __name__, template_folder="../templates", url_prefix="/auto-evaluations"
)
TEMPLATES = "actionplans/campaigns"


@blueprint.get("/")
@requires(Right.READ_RESULTS)
def index() -> ResponseReturnValue:
    return render_template(
        f"{TEMPLATES}/index.html",
        rounds=campaigns.rounds(db, leading.led(me())),
        phase=phases.phase,
        published=fund_bilans.newest(db),
    )


@blueprint.route("/ouvrir", methods=["GET", "POST"])
@requires(Right.RUN_CAMPAIGNS)
def new() -> ResponseReturnValue:
    form = CampaignForm()
    if not form.validate_on_submit():
        return render_template(f"{TEMPLATES}/new.html", form=form), _code(form)
    due_on = form.due_on.data
    assert due_on is not None
    try:
        campaign = campaigns.open_campaign(db, due_on.year, due_on, me(), clock.now())
    except Refused as refusal:
        form.due_on.errors = [str(refusal)]
        return render_template(f"{TEMPLATES}/new.html", form=form), 422
    db.commit()
    flash(f"La campagne {campaign.year} est ouverte ; les responsables sont prévenus.")
    return redirect(url_for(".show", year=campaign.year), code=303)


def _code(form: CampaignForm) -> int:
    return 422 if form.is_submitted() else 200


@blueprint.get("/<int:year>")
@requires(Right.READ_RESULTS)
def show(year: int) -> ResponseReturnValue:
    campaign = campaigns.of_year(db, year)
    progresses = campaigns.progresses(db, campaign)
    return render_template(
        f"{TEMPLATES}/show.html",
        campaign=campaign,
        step=phases.phase(campaign, clock.today(), bool(fund_bilans.versions(db, year))),
        progresses=progresses,
        seen=_seen(progresses),
        is_readable=_is_readable,
        follows=_follows(),
        story=journal.about(db, f"campaign {campaign.id}"),
        deed=words.deed,
        may_close=_may_close(campaign, progresses),
    )


@blueprint.get("/<int:year>/demarche")
@requires(Right.VALIDATE_ASSESSMENTS)
def self_check(year: int) -> ResponseReturnValue:
    """What the tool knows by itself of the commitments about the tool."""
    campaign = campaigns.of_year(db, year)
    return render_template(
        f"{TEMPLATES}/self_check.html",
        campaign=campaign,
        lines=proposals.of_the_tool(db, campaign, clock.today()),
    )


@blueprint.post("/<int:year>/clore")
@requires(Right.RUN_CAMPAIGNS)
def close(year: int) -> ResponseReturnValue:
    campaign = campaigns.of_year(db, year)
    campaigns.close_campaign(db, campaign, me(), clock.now())
    db.commit()
    flash(f"La campagne {year} est close : toutes les auto-évaluations sont figées.")
    return redirect(url_for(".show", year=year), code=303)


def _follows() -> bool:
    """Whether this person sees how far every department is."""
    return me().role in EVERYWHERE


def _seen(progresses: list[Progress]) -> list[Progress]:
    return [p for p in progresses if _follows() or _is_own(p) or _is_readable(p.assessment)]


def _is_own(progress: Progress) -> bool:
    return leading.leads(me(), progress.department.id)


def _is_readable(assessment: Assessment) -> bool:
    return assessments.may_read(me(), assessment)


def _may_close(campaign: Campaign, progresses: list[Progress]) -> bool:
    return (
        _follows()
        and campaign.is_open
        and all(p.assessment.status in campaigns.FINISHED for p in progresses)
    )

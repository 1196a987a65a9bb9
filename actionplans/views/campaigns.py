"""Campaigns of self-assessment: the list, one campaign at its step, how far each department is."""

from collections.abc import Sequence

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from actionplans.assessments import (
    archiving,
    assessments,
    campaigns,
    phases,
    preparing,
    proposals,
    rounds,
)
from actionplans.assessments.campaigns import Progress
from actionplans.assessments.forms import WhyForm
from actionplans.bilans import fund_bilans
from actionplans.models import Assessment, AssessmentStatus, Campaign, CampaignStatus
from core import clock, working_days
from core.database import db
from organisation import charters, journal, leading, words
from organisation.access import me, requires
from organisation.rights import EVERYWHERE, Right, may

blueprint = Blueprint(
    "campaigns", __name__, template_folder="../templates", url_prefix="/auto-evaluations"
)
TEMPLATES = "actionplans/campaigns"
PUT_AWAY = "archivees"


@blueprint.get("/")
@requires(Right.READ_RESULTS)
def index() -> ResponseReturnValue:
    put_away = request.args.get("voir") == PUT_AWAY
    return render_template(
        f"{TEMPLATES}/index.html",
        rounds=rounds.rounds(db, leading.led(me()), put_away),
        put_away=put_away,
        aside=rounds.put_away(db),
        phase=phases.phase,
        published=fund_bilans.newest(db),
    )


@blueprint.get("/<int:year>")
@requires(Right.READ_RESULTS)
def show(year: int) -> ResponseReturnValue:
    return page(campaigns.whatever_its_state(db, year), WhyForm(formdata=None))


def page(campaign: Campaign, form: WhyForm) -> str:
    """A campaign at its step; `form` holds the reason asked for there."""
    told = {
        "campaign": campaign,
        "step": phases.phase(campaign, clock.today(), archiving.is_published(db, campaign)),
        "steps": phases.STEPS,
        "form": form,
        "follows": _follows(),
        "story": journal.about(db, f"campaign {campaign.id}") if _follows() else (),
        "deed": words.deed,
    }
    if campaign.status in (CampaignStatus.PREPARED, CampaignStatus.CANCELLED):
        return render_template(f"{TEMPLATES}/prepared.html", **told, **_ahead(campaign))
    return render_template(f"{TEMPLATES}/show.html", **told, **_going_on(campaign))


def _ahead(campaign: Campaign) -> dict[str, object]:
    """What it will hold, as things stand today."""
    return {
        "coming": preparing.coming(db, campaign.due_on) if campaign.is_prepared else [],
        "charter": charters.current(db),
        "is_short": preparing.is_short(campaign),
        "works": working_days.is_working(campaign.opened_on),
        "hindrance": campaigns.hindrance(db, campaign, clock.today()),
    }


def _going_on(campaign: Campaign) -> dict[str, object]:
    """How far each department is, and what may be done of the whole."""
    progresses = campaigns.progresses(db, campaign)
    is_closed = campaign.status is CampaignStatus.CLOSED
    return {
        "progresses": progresses,
        "seen": _seen(progresses),
        "is_readable": _is_readable,
        "left_out": campaigns.left_out(progresses),
        "may_close": _may_close(campaign, progresses),
        "may_archive": _follows() and is_closed and archiving.is_published(db, campaign),
        "may_take_out": may(me(), Right.PUBLISH) and campaign.is_archived,
    }


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


def _follows() -> bool:
    """Whether this person sees how far every department is."""
    return me().role in EVERYWHERE


def _seen(progresses: Sequence[Progress]) -> list[Progress]:
    return [p for p in progresses if _follows() or _is_own(p) or _is_readable(p.assessment)]


def _is_own(progress: Progress) -> bool:
    return leading.leads(me(), progress.department.id)


def _is_readable(assessment: Assessment) -> bool:
    return assessments.may_read(me(), assessment)


def _may_close(campaign: Campaign, progresses: Sequence[Progress]) -> bool:
    """Once its day is past, or before it when everything is read."""
    if not (_follows() and campaign.is_open):
        return False
    submitted = AssessmentStatus.SUBMITTED
    if any(one.assessment.status is submitted for one in progresses):
        return False
    return campaign.due_on < clock.today() or not campaigns.left_out(progresses)

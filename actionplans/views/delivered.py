"""Delivered and perceived: the page of a campaign that sets the two side by side."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from actionplans import dictionaries
from actionplans.assessments import campaigns, delivered, perceived
from actionplans.assessments.levels import SATISFIED_ENOUGH, TOLERANCE
from core.database import db
from core.downloads import csv_file
from organisation.access import requires
from organisation.rights import Right

blueprint = Blueprint(
    "delivered", __name__, template_folder="../templates", url_prefix="/auto-evaluations"
)


@blueprint.get("/<int:year>/tenu-et-percu")
@requires(Right.READ_RESULTS)
def show(year: int) -> ResponseReturnValue:
    campaign = campaigns.of_year(db, year)
    found = delivered.of_campaign(db, campaign)
    return render_template(
        "actionplans/campaigns/delivered.html",
        campaign=campaign,
        found=found,
        drawn=perceived.drawn(found) if found else None,
        thresholds=(TOLERANCE, SATISFIED_ENOUGH),
    )


@blueprint.get("/<int:year>/tenu-et-percu.csv")
@requires(Right.READ_RESULTS)
def export(year: int) -> ResponseReturnValue:
    found = delivered.of_campaign(db, campaigns.of_year(db, year))
    rows = [
        (one.commitment.code, one.commitment.title, one.kept, one.judged, round(100 * one.opinion.share), one.opinion.told_answers, one.quadrant.label)
        for one in found
    ]  # fmt: skip
    return csv_file(f"tenu-et-percu-{year}.csv", dictionaries.DELIVERED.written(rows))

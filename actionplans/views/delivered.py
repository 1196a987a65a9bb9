"""Delivered and perceived: the page of a campaign that sets the two side by side."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from actionplans import dictionaries
from actionplans.assessments import campaigns, delivered
from actionplans.assessments.delivered import Delivered
from actionplans.assessments.levels import SATISFIED_ENOUGH, TOLERANCE
from analysis.charts import Spot, delivered_perceived
from analysis.results import figures
from analysis.results.figures import Figure
from core import french
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
        drawn=drawn(found) if found else None,
        thresholds=(TOLERANCE, SATISFIED_ENOUGH),
    )


def drawn(found: list[Delivered]) -> Figure:
    """The four quarters, a point a commitment."""
    spots = [
        Spot(
            one.commitment.code,
            100 * one.share,
            100 * one.opinion.share,
            note=french.count(one.opinion.answers, "réponse"),
        )
        for one in found
    ]
    middle = (100 * TOLERANCE, 100 * SATISFIED_ENOUGH)
    title = "Tenu et perçu"
    return figures.kept(
        ["delivered", title, spots, middle],
        lambda width: delivered_perceived(title, spots, middle, width),
    )


@blueprint.get("/<int:year>/tenu-et-percu.csv")
@requires(Right.READ_RESULTS)
def export(year: int) -> ResponseReturnValue:
    found = delivered.of_campaign(db, campaigns.of_year(db, year))
    rows = [
        (one.commitment.code, one.commitment.title, one.kept, one.judged, one.opinion.satisfied, one.opinion.answers, one.quadrant.label)
        for one in found
    ]  # fmt: skip
    return csv_file(f"tenu-et-percu-{year}.csv", dictionaries.DELIVERED.written(rows))

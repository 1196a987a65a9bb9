"""The forms of a campaign: each department gets its rows when the round opens."""

from collections.abc import Sequence

from sqlmodel import Session

from actionplans.assessments import proposals
from actionplans.models import Assessment, Campaign, Rating
from core.keys import key
from organisation import charters, people
from organisation.models import Charter, Commitment


def deal(session: Session, campaign: Campaign, charter: Charter) -> None:
    """One assessment a department, its rows those of the charter that its activities concern, each with its proposal."""
    departments = people.open_departments(session, campaign.opened_on)
    lines = charters.commitments(session, charter)
    same = proposals.shared(session, campaign, campaign.opened_on)
    for department in departments:
        sources = proposals.known(session, campaign, department, same)
        _make_assessment(session, sources, lines)


def _make_assessment(
    session: Session, sources: proposals.Known, lines: Sequence[Commitment]
) -> None:
    assessment = Assessment(
        campaign_id=key(sources.campaign), department_id=key(sources.department)
    )
    session.add(assessment)
    session.flush()
    for line in lines:
        if charters.concerns(line, sources.department):
            session.add(_make_rating(assessment, line, sources))
    session.flush()


def _make_rating(assessment: Assessment, line: Commitment, sources: proposals.Known) -> Rating:
    rating = Rating(assessment_id=key(assessment), commitment_id=key(line))
    proposals.fill(rating, line, sources)
    return rating

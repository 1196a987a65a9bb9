"""The self-assessments of one round read together for the fund, in a number of queries that does not grow with it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import joinedload, selectinload
from sqlmodel import Session, col, select

from actionplans.assessments import freezing, scores
from actionplans.assessments.scores import Line, Scores
from actionplans.models import Assessment, AssessmentStatus, Bilan, Campaign, Rating
from core.keys import key
from organisation import charters
from organisation.models import Commitment, Department

Row = dict[str, Any]
"""A commitment as freezing.row_said writes it."""
_CONCERNED = Assessment.status != AssessmentStatus.DROPPED  # the others were regrouped meanwhile
FINISHED = (AssessmentStatus.VALIDATED, AssessmentStatus.FROZEN)


@dataclass(frozen=True)
class DepartmentSheet:
    """What one department said, as it was frozen; as it was validated, before that."""

    department: str
    rows: Sequence[Row]
    lines: Sequence[Line]
    scores: Scores
    minutes: float
    successes: str
    improvements: str
    before: dict[str, Row]
    """Its rows of the last frozen year, by code; empty the first."""


@dataclass(frozen=True)
class FundSheet:
    """A whole round: the departments whose assessment is validated, the others, and the reviews signed."""

    campaign: Campaign
    sheets: Sequence[DepartmentSheet]
    """By name of department."""
    unfinished: Sequence[str]
    """Departments whose assessment is not validated: nothing of theirs is counted."""
    unsigned: Sequence[str]
    """Departments whose own review is not signed, the unfinished included."""
    codes: Sequence[str]
    """Of all commitments, in the order of the charter."""

    @property
    def departments(self) -> int:
        return len(self.sheets) + len(self.unfinished)


def fund_sheet(session: Session, campaign: Campaign) -> FundSheet:
    """Read a round: its assessments, the rows of those not yet frozen, the year before, the signed reviews."""
    found = _assessments(session, campaign)
    before = _before(session, campaign)
    done = [one for one in found if one.status in FINISHED]
    signed = _signed(session, campaign)
    return FundSheet(
        campaign,
        [_sheet(one, before.get(one.department_id, {})) for one in done],
        [one.department.name for one in found if one not in done],
        [one.department.name for one in found if one.department_id not in signed],
        [line.code for line in charters.commitments(session, campaign.charter)],
    )


def unsigned(session: Session, campaign: Campaign) -> list[str]:
    """The departments of the round whose own review is not signed, by name."""
    concerned = (
        select(Department.id, Department.name)
        .join(Assessment, col(Assessment.department_id) == Department.id)
        .where(Assessment.campaign_id == key(campaign), _CONCERNED)
        .order_by(col(Department.name))
    )
    signed = _signed(session, campaign)
    return [name for number, name in session.exec(concerned) if number not in signed]


def _signed(session: Session, campaign: Campaign) -> set[int]:
    found = select(Bilan.department_id).where(Bilan.year == campaign.year).distinct()
    return set(session.exec(found))


def _assessments(session: Session, campaign: Campaign) -> Sequence[Assessment]:
    wanted = (
        select(Assessment)
        .join(Department, col(Department.id) == Assessment.department_id)
        .where(Assessment.campaign_id == key(campaign), _CONCERNED)
        .options(
            joinedload(Assessment.department),  # type: ignore[arg-type]
            selectinload(Assessment.ratings)  # type: ignore[arg-type]
            .joinedload(Rating.commitment)  # type: ignore[arg-type]
            .joinedload(Commitment.theme),  # type: ignore[arg-type]
        )
        .order_by(col(Department.name))
    )
    return session.exec(wanted).all()


def _before(session: Session, campaign: Campaign) -> dict[int, dict[str, Row]]:
    """The rows of each department's last frozen year, by code."""
    earlier = (
        select(Assessment.department_id, Assessment.snapshot)
        .join(Campaign)
        .where(
            Campaign.year < campaign.year,
            Campaign.year >= campaign.year - 2,  # older is no evolution, and costs reading
            Assessment.status == AssessmentStatus.FROZEN,
        )
    )
    newest: dict[int, str] = {}
    for department_id, snapshot in session.exec(earlier.order_by(col(Campaign.year))):
        newest[department_id] = snapshot or "{}"
    return {
        department_id: {row["code"]: row for row in json.loads(snapshot).get("rows", [])}
        for department_id, snapshot in newest.items()
    }


def _sheet(assessment: Assessment, before: dict[str, Row]) -> DepartmentSheet:
    rows, found = _said(assessment)
    return DepartmentSheet(
        department=assessment.department.name,
        rows=rows,
        lines=[_line(row) for row in rows],
        scores=found,
        minutes=assessment.minutes,
        successes=assessment.successes,
        improvements=assessment.improvements,
        before=before,
    )


def _said(assessment: Assessment) -> tuple[list[Row], Scores]:
    """From the snapshot alone once it is frozen: the levels and the figures of that day."""
    if assessment.snapshot is not None:
        content = json.loads(assessment.snapshot)
        return content["rows"], freezing.scores_of(content)
    ratings = sorted(assessment.ratings, key=lambda rating: rating.commitment.rank)
    rows = json.loads(freezing.as_text({"rows": [freezing.row_said(one) for one in ratings]}))
    return rows["rows"], scores.scores([_line(row) for row in rows["rows"]])


def _line(row: Row) -> Line:
    return freezing.lines({"rows": [row]})[0]

"""Builders of self-assessments: a campaign, its rows, a department whose form is whole."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlmodel import Session

from actionplans.assessments import (
    assessments,
    campaigns,
    evidence,
    levels,
    reviewing,
    submission,
)
from actionplans.assessments.evidence import Proof
from actionplans.brought.screening import Upload
from actionplans.models import Assessment, Campaign, Evidence, Level, Rating
from organisation.models import Department, Role, User
from tests.builders import make_charter, make_department, make_user

DUE_ON = date(2027, 4, 15)  # a month after the Monday of tests
ACTIVITIES = ("accueil_physique", "gestion_retraite")


@dataclass
class Round:
    """A campaign just opened: one department, its head, the officer and management."""

    campaign: Campaign
    assessment: Assessment
    department: Department
    head: User
    officer: User
    management: User

    def row(self, code: str) -> Rating:
        return assessments.row(self.assessment, code)


def make_round(
    session: Session,
    now: datetime,
    due_on: date = DUE_ON,
    activities: tuple[str, ...] = ACTIVITIES,
) -> Round:
    """Everything needed to assess, by the product's own deeds."""
    make_charter(session, now)
    department = make_department(session, "Liquidation", activities)
    quality = make_department(session, "Qualité", ("referent_qualite",))
    head = make_user(session, Role.HEAD, department, name="Marc Delaunay")
    officer = make_user(session, Role.QUALITY_OFFICER, quality, name="Claire Fontanel")
    management = make_user(session, Role.MANAGEMENT, quality, name="Jeanne Rivière")
    campaign = campaigns.open_campaign(session, due_on.year, due_on, officer, now)
    assessment = assessment_of(session, campaign, department)
    return Round(campaign, assessment, department, head, officer, management)


def second_department(session: Session, made: Round) -> Round:
    """The same round, seen from the department of the officer, with a head of its own."""
    department = session.get(Department, made.officer.department_id)
    assert department is not None
    head = make_user(session, Role.HEAD, department, name="Luc Fabre")
    assessment = assessment_of(session, made.campaign, department)
    return replace(made, assessment=assessment, department=department, head=head)


def a_year_later(session: Session, made: Round, now: datetime) -> tuple[Round, datetime]:
    """The same department, in the campaign of the following year, just opened."""
    later = now.replace(year=now.year + 1)
    due_on = made.campaign.due_on.replace(year=later.year)
    campaign = campaigns.open_campaign(session, later.year, due_on, None, later)
    assessment = assessment_of(session, campaign, made.department)
    return replace(made, campaign=campaign, assessment=assessment), later


def assessment_of(session: Session, campaign: Campaign, department: Department) -> Assessment:
    """The assessment of one department in a campaign."""
    rows = campaigns.progresses(session, campaign)
    return next(row.assessment for row in rows if row.department.id == department.id)


def make_evidence(
    session: Session,
    rating: Rating,
    by: User,
    now: datetime,
    title: str = "Grille d’écoute",
    file: Upload | None = None,
) -> Evidence:
    """A proof valid today."""
    today = now.date()
    proof = Proof(title, "Dossier Qualité 12", today - timedelta(30), today + timedelta(300), file)
    return evidence.add_evidence(session, rating, proof, by, now)


def fill_in(
    session: Session, made: Round, now: datetime, level: Level = Level.B, texts: bool = True
) -> None:
    """Rate every row at the same level, or at its ceiling below, twenty seconds each until now; write the two texts."""
    rows = assessments.due_rows(made.assessment)
    for left, rating in zip(reversed(range(len(rows))), rows, strict=True):
        at = now - timedelta(seconds=20 * left)
        most = min(level, assessments.ceiling_of(rating), key=levels.POINTS.__getitem__)
        assessments.rate(session, rating, most, "Vu sur place.", False, made.head, at)
    if texts:
        said = ("Moins d’attente au guichet.", "Relire nos courriers.")
        submission.keep_texts(session, made.assessment, *said, made.head, now)


def submitted(session: Session, now: datetime) -> Round:
    """A round whose department has submitted."""
    made = make_round(session, now)
    fill_in(session, made, now)
    submission.submit(session, made.assessment, made.head, now)
    return made


def validated(session: Session, now: datetime) -> Round:
    """A round whose assessment the officer has validated as it was declared."""
    made = submitted(session, now)
    reviewing.validate(session, made.assessment, {}, made.officer, now)
    return made

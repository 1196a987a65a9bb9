"""Builders of self-assessments: a campaign, its rows, a department whose form is whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session

from actionplans import assessments, campaigns, evidence, submission
from actionplans.evidence import Proof
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


def assessment_of(session: Session, campaign: Campaign, department: Department) -> Assessment:
    """The assessment of one department in a campaign."""
    rows = campaigns.progresses(session, campaign)
    return next(row.assessment for row in rows if row.department.id == department.id)


def make_evidence(
    session: Session, rating: Rating, by: User, now: datetime, title: str = "Grille d’écoute"
) -> Evidence:
    """A proof valid today."""
    today = now.date()
    proof = Proof(title, "Dossier Qualité 12", today - timedelta(30), today + timedelta(300))
    return evidence.add_evidence(session, rating, proof, by, now)


def fill_in(
    session: Session, made: Round, now: datetime, level: Level = Level.B, texts: bool = True
) -> None:
    """Rate every row at the same level, twenty seconds each, and write the two texts."""
    for rank, rating in enumerate(assessments.due_rows(made.assessment)):
        at = now + timedelta(seconds=20 * rank)
        assessments.rate(session, rating, level, "Vu sur place.", False, made.head, at)
    if texts:
        said = ("Moins d’attente au guichet.", "Relire nos courriers.")
        submission.keep_texts(made.assessment, *said, made.head)


def submitted(session: Session, now: datetime) -> Round:
    """A round whose department has submitted."""
    made = make_round(session, now)
    fill_in(session, made, now)
    submission.submit(session, made.assessment, made.head, now)
    return made

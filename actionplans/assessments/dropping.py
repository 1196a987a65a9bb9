"""The self-assessment that a department left open the day it was regrouped: closed « sans objet », with the reason."""

from datetime import datetime

from sqlmodel import Session

from actionplans.assessments import assessments
from actionplans.models import OPEN_STATUSES, Assessment, AssessmentStatus, Campaign
from core.errors import Missing, Refused
from organisation import journal, leading
from organisation.models import User
from organisation.rights import Right, may
from organisation.words import DEEDS

DEEDS["drop_assessment"] = "auto-évaluation close sans objet"


def find(session: Session, year: int, department_id: int) -> Assessment:
    """The assessment of a department, for whoever conducts campaigns; asks nothing of what it says."""
    wanted = assessments.whole().where(
        Campaign.year == year, Assessment.department_id == department_id
    )
    found = session.exec(wanted).first()
    if found is None:
        raise Missing("Cette auto-évaluation n’existe pas.")
    return found


def objection(assessment: Assessment, by: User) -> str:
    """Why this person may not close it « sans objet »; empty when they may."""
    if not may(by, Right.VALIDATE_ASSESSMENTS):
        return (
            "Seuls le référent qualité et la direction closent une auto-évaluation « sans objet »."
        )
    if not assessment.campaign.is_open:
        return f"La campagne est {assessment.campaign.status.label} : il n’y a rien à clore."
    if not leading.is_closed(assessment.department):
        return "Ce service existe encore : son responsable termine son auto-évaluation."
    if assessment.status not in OPEN_STATUSES:
        return f"Cette auto-évaluation est {assessment.status.label} : il n’y a rien à clore."
    return ""


def drop(session: Session, assessment: Assessment, because: str, by: User, now: datetime) -> None:
    """Close it without a level; what was rated stays to be read, and counts nowhere."""
    if why := objection(assessment, by):
        raise Refused(why)
    if not because.strip():
        raise Refused("Écrivez pourquoi elle est sans objet : le service d’accueil le lira.", "because")  # fmt: skip
    assessment.status, assessment.dropped_because = AssessmentStatus.DROPPED, because.strip()
    session.flush()
    details = f"{assessment.campaign.year}, {assessment.department.name}"
    journal.write(session, now, by, "drop_assessment", f"assessment {assessment.id}", details)

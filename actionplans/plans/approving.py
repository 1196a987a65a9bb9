"""Management sends a plan back with its reason, or approves it: what it held that day is frozen with its SHA-256."""

from datetime import datetime

from sqlmodel import Session

from actionplans.models import PlanStatus, YearlyPlan
from actionplans.plans import contents, plans
from core.documents import Document, keeping
from core.errors import Missing, Refused
from core.keys import key
from core.settings import Settings
from organisation.models import User
from organisation.words import DEEDS

DEEDS.update(
    {"send_back_plan": "plan annuel rendu au service", "approve_plan": "plan annuel approuvé"}
)


def send_back(session: Session, plan: YearlyPlan, reason: str, by: User, now: datetime) -> None:
    """Not yet, and why."""
    plans.expect(plans.objection_to_approval(plan, by))
    plan.expect(PlanStatus.SUBMITTED)
    if not (reason := reason.strip()):
        raise Refused("Dites au service ce qu’il doit revoir.", "reason")
    plan.status, plan.returned_because = PlanStatus.IN_PREPARATION, reason
    plans.written(session, plan, "send_back_plan", by, now)


def approve(
    session: Session, plan: YearlyPlan, settings: Settings, by: User, now: datetime
) -> None:
    """Say yes: the due dates of the day become those the plan is held to, and its text is frozen."""
    plans.expect(plans.objection_to_approval(plan, by))
    plan.expect(PlanStatus.SUBMITTED)
    for line in plan.lines:
        line.due_on = line.action.due_on
    plan.status = PlanStatus.APPROVED
    plan.approved_by, plan.approved_by_id, plan.approved_at = by, key(by), now
    plan.content = keeping.as_text(contents.approved(session, plan, settings))
    plan.sha256 = keeping.fingerprint(plan.content)
    plans.written(session, plan, "approve_plan", by, now, f"SHA-256 {plan.sha256}")


def said(plan: YearlyPlan) -> Document:
    """The plan as it was approved, with its fingerprint. Refused when somebody changed it since."""
    if plan.sha256 is None:
        raise Missing("Ce plan n’est pas approuvé : il n’a pas encore de texte figé.")
    if keeping.fingerprint(plan.content) != plan.sha256:
        raise Refused(
            "Ce plan a été modifié depuis son approbation : comparez avec la dernière sauvegarde."
        )
    kept = keeping.from_text(plan.content)
    return Document(**{**vars(kept), "fingerprint": plan.sha256})

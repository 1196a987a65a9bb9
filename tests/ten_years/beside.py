"""What the world of tests has none of: things later in their life, so that each page of staff has something to show."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from actionplans.actions import milestones
from actionplans.assessments import freezing, rectifying, reviewing, submission
from actionplans.models import ActionStatus, Assessment, Level, Rating
from core.keys import key
from organisation import charter_drafts, charters
from tests.action_builders import make_action, make_closed_action
from tests.assessment_builders import Round, fill_in, second_department
from tests.world import World

BY = {  # who is answered, where the table of access finds nobody in its own world
    "GET /charte/projet/<code>": "Q",
    "GET /charte/projet/nouveau/<theme>": "Q",
    "GET /actions/<int:action_id>/decliner": "C",
    "GET /actions/<int:action_id>/jalons/<int:number>/annuler": "C",
    "GET /actions/<int:action_id>/effet-maintenu": "Q",
    "GET /auto-evaluations/<int:year>/<int:department_id>/relecture": "Q",
    "GET /auto-evaluations/<int:year>/<int:department_id>/figee.json": "Q",
    "GET /auto-evaluations/<int:year>/<int:department_id>/figee-<int:number>.json": "Q",
    "GET /auto-evaluations/<int:year>/<int:department_id>/rectifier": "M",
}


def make(session: Session, world: World, now: datetime) -> dict[str, dict[str, Any]]:
    """Write them; where each page is, by its route."""
    found = _charter(session, world, now) | _actions(session, world, now)
    found |= _assessments(session, world, now)
    session.flush()
    assert set(found) == set(BY)
    return found


def _charter(session: Session, world: World, now: datetime) -> dict[str, dict[str, Any]]:
    draft = charter_drafts.begin(session, world.round.officer, now)
    line = charters.commitments(session, draft)[0]
    theme = charters.themes(session, draft)[0]
    return {
        "GET /charte/projet/<code>": {"code": line.code},
        "GET /charte/projet/nouveau/<theme>": {"theme": theme.code},
    }


def _actions(session: Session, world: World, now: datetime) -> dict[str, dict[str, Any]]:
    fund, page = world.fund, "GET /actions/<int:action_id>"
    asked = make_action(session, fund, now, ActionStatus.DECIDED)
    cut = make_action(session, fund, now, ActionStatus.IN_PROGRESS)
    milestones.add(session, cut, "Former l’accueil", now.date() + timedelta(7), fund.owner, now)
    closed = make_closed_action(session, fund, now - timedelta(days=400))
    return {
        f"{page}/decliner": {"action_id": key(asked)},
        f"{page}/jalons/<int:number>/annuler": {"action_id": key(cut), "number": 1},
        f"{page}/effet-maintenu": {"action_id": key(closed)},
    }


def _assessments(session: Session, world: World, now: datetime) -> dict[str, dict[str, Any]]:
    """One handed over, one frozen then rectified."""
    page = "GET /auto-evaluations/<int:year>/<int:department_id>"
    frozen, waiting = second_department(session, world.round), _of_other(session, world)
    for one in (waiting, frozen):
        fill_in(session, one, now)
        submission.submit(session, one.assessment, one.head, now)
    officer, management = world.round.officer, world.round.management
    reviewing.validate(session, frozen.assessment, {}, management, now)
    freezing.freeze(session, frozen.assessment, officer, now)
    row = next(one for one in frozen.assessment.ratings if one.validated is Level.B)
    moved = rectifying.Correction({key(row): Level.D}, "Moins d’attente.", "Relire nos courriers.")
    rectifying.rectify(session, frozen.assessment, moved, "Relevé mal lu.", management, now)
    of_frozen = {"department_id": key(frozen.department)}
    return {
        f"{page}/relecture": {"department_id": key(waiting.department)},
        f"{page}/figee.json": of_frozen,
        f"{page}/figee-<int:number>.json": of_frozen | {"number": 1},
        f"{page}/rectifier": of_frozen,
    }


def _of_other(session: Session, world: World) -> Round:
    """The department that opened after the campaign did, given the same rows."""
    fund, made = world.fund, world.round
    assessment = Assessment(campaign_id=key(made.campaign), department_id=key(fund.other))
    session.add(assessment)
    session.flush()
    for row in made.assessment.ratings:
        session.add(
            Rating(assessment_id=key(assessment), commitment_id=row.commitment_id, sources={})
        )
    session.flush()
    session.refresh(assessment)
    return replace(made, assessment=assessment, department=fund.other, head=fund.stranger)

"""Actions with their causes, notes, steps and followers, and what was published of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlmodel import select

from actionplans.models import (
    Action,
    ActionNote,
    ActionStatus,
    Cause,
    Follower,
    Milestone,
    PublishedChange,
    TopicDecision,
    Verdict,
)
from core.keys import key
from tests.ten_years.filling import Filling, owner_of, turn
from tests.ten_years.reporting import report_key

S = ActionStatus
STATES = (S.EFFECTIVE, S.EFFECTIVE, S.WITHOUT_EFFECT, S.ABANDONED, S.EFFECTIVE, S.IN_PROGRESS,
          S.DECIDED, S.PROPOSED, S.DONE, S.REFUSED)  # fmt: skip
ENDED = {S.EFFECTIVE: Verdict.EFFECT, S.WITHOUT_EFFECT: Verdict.NONE}
NOTES, STEPS = 4, 2
PUBLISHED_EVERY = 10


def fill(filling: Filling) -> None:
    """Everything that was decided and done."""
    number = filling.size.actions
    keys = filling.new_keys(number)
    rows = [_action(filling, place, one) for place, one in enumerate(keys)]
    filling.write(Action, rows)
    _causes(filling, keys)
    _told(filling, keys)
    _published(filling, [row for row in rows if row["status"] is S.EFFECTIVE])


def _action(filling: Filling, place: int, one: int) -> dict[str, Any]:
    number = filling.size.actions
    on, state = filling.day(place, number), turn(list(STATES), place)
    owner = owner_of(filling.world) if place % 9 == 0 else turn(filling.users, place)
    is_decided = state not in (S.PROPOSED, S.REFUSED)
    is_done = state in ENDED or state is S.DONE
    return {
        "id": one, "title": f"Rappeler les appels perdus, vague {place}", "status": state,
        "department_id": turn(filling.departments, place), "proposed_by_id": owner,
        "proposed_at": filling.at(place, number), "owner_id": owner if is_decided else None,
        "accepted_on": on if is_decided and state is not S.DECIDED else None,
        "due_on": on + timedelta(60) if is_decided else None,
        "first_due_on": on + timedelta(30) if is_decided else None, "due_changes": place % 3,
        "decided_on": on if is_decided else None, "expected": "Moins d’attente.",
        "decided_by_id": key(filling.world.round.management) if is_decided else None,
        "indicator": "satisfaction" if place % 2 else "", "reason": "Fait ailleurs.",
        "proof": "Dossier 12." if is_done else "", "done_on": on + timedelta(50) if is_done else None,
        "verdict": ENDED.get(state), "verified_by_id": key(filling.world.round.officer),
        "closed_on": on + timedelta(150) if state in ENDED else None,
    }  # fmt: skip


def _causes(filling: Filling, actions: list[int]) -> None:
    decisions = filling.session.exec(select(TopicDecision.id)).all()
    rows = []
    for place, one in enumerate(actions):
        from_theme = place % 2 == 0 or not filling.size.reports
        rows.append({
            "action_id": one,
            "topic_decision_id": turn(list(decisions), place) if from_theme else None,
            "malfunction_id": None if from_theme else report_key(place % filling.size.reports),
        })  # fmt: skip
    filling.write(Cause, rows)


def _told(filling: Filling, actions: list[int]) -> None:
    number = len(actions)
    filling.write(ActionNote, [
        {"action_id": one, "by_id": turn(filling.users, place), "step": "note",
         "at": filling.at(place, number), "text": "Le prestataire est venu."}
        for place, one in enumerate(actions) for _ in range(NOTES)
    ])  # fmt: skip
    filling.write(Milestone, [
        {"action_id": one, "title": f"Étape {n}", "due_on": filling.day(place, number) + timedelta(20),
         "ended_on": None, "ended_by_id": None}
        for place, one in enumerate(actions) for n in range(STEPS)
    ])  # fmt: skip
    filling.write(Follower, [
        {"action_id": one, "user_id": turn(filling.users, place + n)}
        for place, one in enumerate(actions) for n in range(2)
    ])  # fmt: skip


def _published(filling: Filling, effective: list[dict[str, Any]]) -> None:
    filling.write(PublishedChange, [
        {"action_id": row["id"], "said": "Douze adhérents attendaient trop longtemps.",
         "decided": "Nous rappelons sous deux heures.", "done": "Les plaintes ont cessé.",
         "prepared_by_id": key(filling.world.round.officer), "prepared_at": row["proposed_at"],
         "approved_by_id": key(filling.world.round.management), "published_at": row["proposed_at"]}
        for place, row in enumerate(effective) if place % PUBLISHED_EVERY == 0
    ])  # fmt: skip

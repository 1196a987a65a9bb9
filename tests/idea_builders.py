"""Builders of ideas: a valid one at any stage, by the product's own deeds."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from actionplans.actions import actions
from actionplans.actions.actions import Terms
from actionplans.ideas import decisions as idea_decisions
from actionplans.ideas import ideas
from actionplans.ideas.decisions import Answer, Moderation
from actionplans.ideas.ideas import Proposed
from actionplans.models import Action, ActionStatus, Idea, IdeaStatus
from organisation.models import User
from tests.action_builders import Fund

S = IdeaStatus


def make_idea(session: Session, fund: Fund, now: datetime, **more: Any) -> Idea:
    """Masked and not moderated yet; `by`, `text` and `title` may be given."""
    text = more.pop("text", "Mettre un scanner par étage.")
    author: User = more.pop("by", fund.owner)
    proposed = Proposed(text, more.pop("title", ""), author.department_id)
    idea = ideas.submit(session, proposed, author, now)
    idea.title, idea.text, idea.sealed = proposed.title or text[:80], text, None
    session.flush()
    return idea


def make_visible(session: Session, fund: Fund, now: datetime, **more: Any) -> Idea:
    """Readable by all; `is_small` and `department` (None: the whole fund) may be given."""
    judged = Moderation(
        more.pop("department", fund.department),
        theme="telephone",
        is_small=more.pop("is_small", False),
    )
    idea = make_idea(session, fund, now, **more)
    moderator = fund.management if idea.author_id == fund.officer.id else fund.officer
    idea_decisions.publish(session, idea, judged, moderator, now)
    return idea


def answer(fund: Fund, now: datetime, outcome: IdeaStatus = S.KEPT, **more: Any) -> Answer:
    values: dict[str, Any] = {
        "reason": "Elle fait gagner du temps à tous.",
        "ripen_on": now.date() + timedelta(days=60),
        "department": fund.department,
        "action_title": "Installer un scanner par étage",
    }
    return Answer(outcome, **(values | more))


def make_kept(session: Session, fund: Fund, now: datetime, **more: Any) -> tuple[Idea, Action]:
    idea = make_visible(session, fund, now, **more)
    action = idea_decisions.decide(session, idea, answer(fund, now), fund.head, now)
    assert action is not None
    return idea, action


def close(session: Session, fund: Fund, action: Action, now: datetime) -> None:
    """The action done and closed with its verdict, its middle steps taken at once."""
    terms = Terms(fund.owner, now.date() + timedelta(days=30), "Moins d’attente.", "Un relevé.")
    actions.decide(session, action, terms, fund.management, now)
    action.status, action.done_on = ActionStatus.EFFECTIVE, now.date()
    action.closed_on = now.date()
    session.flush()


def make_done(session: Session, fund: Fund, now: datetime, **more: Any) -> Idea:
    idea, action = make_kept(session, fund, now, **more)
    close(session, fund, action, now)
    idea_decisions.realise(session, idea, fund.officer, now)
    return idea


def colleagues(session: Session, fund: Fund, n: int) -> list[User]:
    """People of the fund's first department, to support and to comment."""
    from tests.builders import make_user

    return [make_user(session, department=fund.department) for _ in range(n)]

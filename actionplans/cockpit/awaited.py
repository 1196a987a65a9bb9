"""Decisions awaited past their day: ideas, themes, actions proposed, yearly plans."""

from collections.abc import Sequence
from datetime import date, datetime, time

from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from actionplans.actions import actions
from actionplans.actions.lookback import Lookback
from actionplans.actions.notices import TIME_TO_DECIDE, People
from actionplans.actions.topic_tasks import topic_tasks
from actionplans.cockpit.lines import SHOWN, Line, Part, first, names
from actionplans.ideas import steps as idea_steps
from actionplans.ideas.ideas import TO_ANSWER, answer_by
from actionplans.ideas.tasks import ids, is_first_to_answer
from actionplans.models import (
    Action,
    ActionStatus,
    Idea,
    PlanStatus,
    YearlyPlan,
)
from actionplans.plans.tasks import READY_BY, TIME_TO_APPROVE
from core import french
from core.clock import PARIS
from organisation.models import User

OFFICER, MANAGEMENT = "référent qualité", "direction"
NOBODY = "service sans responsable"


def parts(session: Session, user: User, today: date, people: People, year: Lookback) -> list[Part]:
    """Each kind of decision that somebody waits for, past its day."""
    return [
        _ideas(session, today, people),
        _themes(session, user, today, year),
        _proposals(session, user, today, people),
        _plans(session, today, people),
    ]


def overdue(day: date, today: date) -> tuple[str, str]:
    """How late, and the shape of it."""
    return french.due(day, today), "bad"


# ---------------------------------------------------------------- actions proposed


def _proposals(session: Session, user: User, today: date, people: People) -> Part:
    """Proposed more than thirty days ago, and neither decided nor refused."""
    until = today - TIME_TO_DECIDE
    rows = (
        select(Action)
        .where(
            Action.status == ActionStatus.PROPOSED,
            actions.visible_to(user),
            col(Action.proposed_at) < datetime.combine(until, time(), PARIS),
        )
        .options(joinedload(Action.department))  # type: ignore[arg-type]
        .order_by(col(Action.proposed_at), col(Action.id))
    )
    found, n = first(session, rows)
    lines = [_proposal(one, today, people) for one in found]
    page = ("actions.index", {"etat": "a-decider"})
    return Part("Actions à décider", n, lines, page, "Toutes les actions à décider")


def _proposal(action: Action, today: date, people: People) -> Line:
    proposed_on = action.proposed_at.astimezone(PARIS).date()
    when, tone = overdue(proposed_on + TIME_TO_DECIDE, today)
    said = f"Décider de « {action.title} », proposée le {french.day(proposed_on)}"
    who = names(people.deciders(action))
    return Line(said, who, when, ("actions.show", {"action_id": action.id}), tone)


# ---------------------------------------------------------------- ideas


def _ideas(session: Session, today: date, people: People) -> Part:
    """Without a first answer thirty days after they were deposited."""
    rows = (
        select(Idea)
        .where(
            col(Idea.status).in_(idea_steps.UNANSWERED),
            col(Idea.merged_into_id).is_(None),
            col(Idea.submitted_on) < today - TO_ANSWER,
        )
        .options(joinedload(Idea.author))  # type: ignore[arg-type]
        .order_by(col(Idea.submitted_on), col(Idea.id))
    )
    found, n = first(session, rows)
    lines = [_idea(one, today, people) for one in found]
    page = ("ideas.index", {"ordre": "a-decider"})
    return Part("Idées sans réponse", n, lines, page, "Toutes les idées à décider")


def _idea(idea: Idea, today: date, people: People) -> Line:
    when, tone = overdue(answer_by(idea), today)
    title = f" « {idea.title} »" if idea.title else ""
    url = ("ideas.show", {"idea_id": idea.id})
    return Line(
        f"Répondre à l’idée {idea.number}{title}", _answering(idea, people), when, url, tone
    )


def _answering(idea: Idea, people: People) -> str:
    """Who answers it first; before it is visible, it waits for the officer."""
    if idea.visible_on is None:
        return OFFICER
    heads = ids(people.heads)
    near: Sequence[User] = people.heads.get(idea.department_id, [])
    everybody = [*near, *people.officers, *people.management]
    return names([one for one in everybody if is_first_to_answer(idea, one, heads)], MANAGEMENT)


# ---------------------------------------------------------------- themes


def _themes(session: Session, user: User, today: date, year: Lookback) -> Part:
    """Themes that ten members or more spoke of, undecided; decisions not to act, not looked at again."""
    late = [task for task in topic_tasks(session, user, today, year) if task.due_on and task.due_on < today]  # fmt: skip
    late.sort(key=lambda task: (task.due_on, task.title))
    lines = []
    for task in late[:SHOWN]:
        assert task.due_on is not None
        when, tone = overdue(task.due_on, today)
        lines.append(Line(f"{task.title} : {task.detail}", f"{OFFICER}, {MANAGEMENT}", when, task.url, tone))  # fmt: skip
    return Part("Thèmes à décider", len(late), lines, ("topics.index", {}), "Tous les thèmes")


# ---------------------------------------------------------------- yearly plans


def _plans(session: Session, today: date, people: People) -> Part:
    """Of this year and before: not submitted by the end of January, or submitted and not approved in fifteen days."""
    found = session.exec(
        select(YearlyPlan)
        .where(
            col(YearlyPlan.status).in_((PlanStatus.IN_PREPARATION, PlanStatus.SUBMITTED)),
            col(YearlyPlan.year) <= today.year,
        )
        .options(joinedload(YearlyPlan.department))  # type: ignore[arg-type]
        .order_by(col(YearlyPlan.year), col(YearlyPlan.department_id))
    ).all()
    dated = [(_plan_due_on(one), one) for one in found]
    late = [(due_on, one) for due_on, one in dated if due_on < today]
    lines = [_plan(one, due_on, today, people) for due_on, one in late[:SHOWN]]
    return Part("Plans annuels", len(late), lines, ("plans.index", {}), "Tous les plans")


def _plan_due_on(plan: YearlyPlan) -> date:
    if plan.submitted_at is None or plan.status is PlanStatus.IN_PREPARATION:
        return date(plan.year, *READY_BY)
    return plan.submitted_at.astimezone(PARIS).date() + TIME_TO_APPROVE


def _plan(plan: YearlyPlan, due_on: date, today: date, people: People) -> Line:
    when, tone = overdue(due_on, today)
    waits = plan.status is PlanStatus.SUBMITTED
    who = MANAGEMENT if waits else names(people.heads.get(plan.department_id), NOBODY)
    said = f"Plan {plan.year} du service {plan.department.name}, {'à approuver' if waits else 'à soumettre'}"
    place = {"year": plan.year, "department_id": plan.department_id}
    return Line(said, who, when, ("plans.show", place), tone)

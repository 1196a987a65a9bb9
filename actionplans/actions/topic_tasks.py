"""Themes that wait for a decision, and decisions not to act whose day of review has come."""

from datetime import date

from sqlmodel import Session

from actionplans.actions import decisions
from actionplans.actions.decisions import Waiting
from actionplans.actions.lookback import Lookback, look_back
from actionplans.models import Decision, TopicDecision
from actionplans.my_work.tasks import Task
from analysis.indicators import measures
from core.french import count, number, period
from organisation.models import User
from organisation.rights import Right, may

EVERYBODY = "Tous"


def topic_tasks(
    session: Session, user: User, today: date, year: Lookback | None = None
) -> list[Task]:
    """For those who decide on themes: what ten members or more spoke of, and what is to review."""
    if not may(user, Right.DECIDE_TOPICS):
        return []
    year = year or look_back(session, today)
    waiting = decisions.to_decide(session, today, year.made, year.spoken)
    reviewed = [_review(one) for one in decisions.to_review(session, today)]
    in_review = {task.title for task in reviewed}
    return reviewed + [task for task in map(_to_decide, waiting) if task.title not in in_review]


def _to_decide(waiting: Waiting) -> Task:
    subject, voices = waiting.subject, waiting.voices
    mark = voices.satisfaction
    content = f", satisfaction {number(mark, 1)} sur 10" if mark is not None else ""
    return Task(
        due_on=waiting.due_on,
        title=_title(subject.theme.title),
        detail=f"{count(voices.count, 'voix')}, {period(subject.since, subject.until)}{content}.",
        department=EVERYBODY,
        url=_page(subject.theme.code, subject.since, subject.until),
        verb="Décider",
    )


def _review(decision: TopicDecision) -> Task:
    assert decision.decision is Decision.NO_ACTION
    return Task(
        due_on=decision.review_on,
        title=_title(measures.theme(decision.theme).title),
        detail=f"À revoir : décidé de ne pas agir, car « {decision.reason} »",
        department=EVERYBODY,
        url=_page(decision.theme, decision.period_start, decision.period_end),
        verb="Revoir",
    )


def _title(theme: str) -> str:
    return f"Décider du thème « {theme} »"


def _page(theme: str, since: date, until: date) -> tuple[str, dict[str, str]]:
    return "decisions.new", {"theme": theme, "du": since.isoformat(), "au": until.isoformat()}

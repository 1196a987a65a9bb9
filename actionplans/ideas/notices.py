"""What the digest says of ideas: to moderate, to answer, late, to look at again, answered."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, or_, select

from actionplans.actions.notices import TOLD_ON, People
from actionplans.ideas import ideas
from actionplans.ideas import steps as idea_steps
from actionplans.ideas import tasks as idea_tasks
from actionplans.models import Idea, IdeaStatus
from actionplans.my_work.notices import Days, Notice
from core.clock import PARIS
from core.french import day
from core.keys import key
from organisation.models import User

S = IdeaStatus
BEFORE, AFTER = timedelta(days=7), timedelta(days=7)  # around the day an answer is due
LATELY = timedelta(days=10)  # further back than a digest ever catches up

Line = tuple[User, str]


def about_ideas(session: Session, days: Days) -> Iterator[Notice]:
    """Every line of every digest that speaks of an idea."""
    people = People(session, days.today)
    for idea in _talked_of(session, days):
        for person, why in _lines(idea, days, people):
            title = f"Idée {idea.number}" + (f" « {idea.title} »" if idea.title else "")
            yield Notice(key(person), title, why, f"/idees/{idea.id}", idea.submitted_on)


def _talked_of(session: Session, days: Days) -> list[Idea]:
    """Those that wait for an answer, and those that had one, or a thanks, these days."""
    lately = days.today - LATELY
    wanted = select(Idea).where(
        or_(
            col(Idea.status).in_((*idea_steps.OPEN, S.SUBMITTED)),
            col(Idea.decided_at) > datetime.combine(lately, time(), PARIS),
            col(Idea.thanked_on) > lately,
        )
    )
    with_author = wanted.options(joinedload(Idea.author))  # type: ignore[arg-type]
    return list(session.exec(with_author.order_by(col(Idea.id))))


def _lines(idea: Idea, days: Days, people: People) -> Iterator[Line]:
    yield from _told_to_author(idea, days)
    if idea.merged_into_id is not None:
        return
    if idea.status is S.SUBMITTED:
        yield from _to_moderate(idea, days, people)
    elif idea.status is S.TO_RIPEN:
        yield from _to_review(idea, days, people)
    elif idea.status in idea_steps.UNANSWERED:
        yield from _to_answer(idea, days, people)


def _told_to_author(idea: Idea, days: Days) -> Iterator[Line]:
    decided_on = idea.decided_at.astimezone(PARIS).date() if idea.decided_at else None
    if idea.thanked_on and days.hold(idea.thanked_on + TOLD_ON):
        yield idea.author, "Réalisée : un mot vous remercie sur sa page."
    elif decided_on and days.hold(decided_on + TOLD_ON):
        yield idea.author, f"Votre idée a sa réponse : {idea.status.label}."


def _to_moderate(idea: Idea, days: Days, people: People) -> Iterator[Line]:
    until = ideas.moderate_by(idea)
    said = f"À modérer avant le {day(until)}."
    if days.hold(idea.submitted_on + TOLD_ON) or days.hold(until):
        for person in _who("publish", idea, people.officers) or _who(
            "publish", idea, people.management
        ):
            yield person, said
    if days.hold(until + TOLD_ON):
        for person in _who("publish", idea, [*people.officers, *people.management]):
            yield person, f"À modérer depuis le {day(until)} : son auteur attend."


def _to_answer(idea: Idea, days: Days, people: People) -> Iterator[Line]:
    until = ideas.answer_by(idea)
    made_visible = idea.visible_on + TOLD_ON if idea.visible_on else None
    if any(days.hold(one) for one in (made_visible, until - BEFORE, until)):
        for person in _first(idea, people):
            yield person, f"À répondre avant le {day(until)}."
    if days.hold(until + TOLD_ON) or days.hold(until + AFTER):
        late = f"Sans réponse : elle était due le {day(until)}."
        for person in _everybody(idea, people):  # those who answer it first among them
            yield person, late


def _to_review(idea: Idea, days: Days, people: People) -> Iterator[Line]:
    if idea.ripen_on and days.hold(idea.ripen_on):
        for person in _first(idea, people):
            yield person, "Elle était à mûrir jusqu’à ce jour : à revoir."


def _first(idea: Idea, people: People) -> list[User]:
    """Those who answer it first."""
    heads = idea_tasks.ids(people.heads)
    return [
        person
        for person in _everybody(idea, people)
        if idea_tasks.is_first_to_answer(idea, person, heads)
    ]


def _everybody(idea: Idea, people: People) -> list[User]:
    heads = people.heads.get(idea.department_id, [])
    return _who("decide", idea, [*heads, *people.officers, *people.management])


def _who(step: str, idea: Idea, people: list[User]) -> list[User]:
    return [person for person in people if idea_steps.is_open(step, idea, person)]

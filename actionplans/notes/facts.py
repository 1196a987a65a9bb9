"""The facts of a month: decided, done, verified, told, proposed, to come; a line each, for the officer to reread.

A note is read by everybody inside, so nothing here comes from a report's text; what was done about one is told only where it
interests others than its author, by its number.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from statistics import median
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from actionplans.actions.keeping import KEPT_WORDS
from actionplans.cockpit.to_announce import of_interest
from actionplans.models import (
    Action,
    ActionStatus,
    Decision,
    Idea,
    IdeaStatus,
    Malfunction,
    MalfunctionStatus,
    TopicDecision,
)
from actionplans.notes import voices
from actionplans.notes.sections import Month, shortened
from actionplans.year import year
from analysis.indicators import measures
from core import french
from core.clock import PARIS

AT_MOST = 5  # things named in one section; the others are counted
ENOUGH = 5  # reports closed from which a median says something
CLOSED_WELL = (ActionStatus.EFFECTIVE, ActionStatus.WITHOUT_EFFECT)

Facts = Callable[[Session, Month, date], Iterable[str]]


def sections(session: Session, month: Month, today: date) -> dict[str, str]:
    """Every section but the officer's own word, as first written."""
    return {key: "\n".join(map(french.typeset, find(session, month, today))) for key, find in SOURCES.items()}  # fmt: skip


def _moments(month: Month) -> tuple[datetime, datetime]:
    after = month.until + timedelta(days=1)
    return datetime.combine(month.since, time(), PARIS), datetime.combine(after, time(), PARIS)


def _within(column: Any, month: Month) -> sa.ColumnElement[bool]:
    start, end = _moments(month)
    return sa.and_(column >= start, column < end)


def _named(said: Sequence[str], one: str, many: str) -> Iterator[str]:
    """The first of them, then how many more there are."""
    yield from said[:AT_MOST]
    left = len(said) - AT_MOST
    if left > 0:
        yield f"Et {french.count(left, one, many)}."


# ---------------------------------------------------------------- actions


def decided(session: Session, month: Month, today: date) -> Iterator[str]:
    """Themes decided, with the reason of those on which nothing is done; then actions decided."""
    found = select(TopicDecision).where(_within(col(TopicDecision.decided_at), month))
    for made in session.exec(found.order_by(col(TopicDecision.id))):
        title = measures.theme(made.theme).title
        if made.decision is Decision.ACTION:
            yield f"Sur « {title} » : une action."
        else:
            review = f" Réexamen le {french.day(made.review_on)}." if made.review_on else ""
            yield f"Sur « {title} » : pas d’action pour le moment, car {_inside(made.reason)}.{review}"
    taken = _actions(session, col(Action.decided_on).between(month.since, month.until))
    said = [f"{one.title}, {one.department.name}{_due(one)}." for one in taken]
    yield from _named(said, "autre action décidée", "autres actions décidées")


def done(session: Session, month: Month, today: date) -> Iterator[str]:
    """Actions carried out; whether they work is another matter."""
    found = _actions(session, col(Action.done_on).between(month.since, month.until))
    said = [f"{one.title}, {one.department.name}." for one in found]
    yield from _named(said, "autre action réalisée", "autres actions réalisées")


def verified(session: Session, month: Month, today: date) -> Iterator[str]:
    """Effects judged by the rule fixed beforehand, and those looked at again long after."""
    closed = _actions(
        session,
        col(Action.status).in_(CLOSED_WELL),
        col(Action.closed_on).between(month.since, month.until),
    )
    kept = _actions(session, col(Action.kept_on).between(month.since, month.until))
    said = [f"{one.title}, {one.department.name} : {one.verdict.label}." for one in closed if one.verdict]  # fmt: skip
    said += [f"{one.title}, {one.department.name} : {KEPT_WORDS[one.kept_verdict]}." for one in kept if one.kept_verdict]  # fmt: skip
    yield from _named(said, "autre effet vérifié", "autres effets vérifiés")


def _actions(session: Session, *conditions: Any) -> Sequence[Action]:
    found = select(Action).where(*conditions).options(joinedload(Action.department))  # type: ignore[arg-type]
    return session.exec(found.order_by(col(Action.id))).all()


def _due(action: Action) -> str:
    return f", pour le {french.day(action.due_on)}" if action.due_on else ""


def _inside(reason: str) -> str:
    """A sentence that goes on inside another."""
    reason = shortened(reason).rstrip(".")
    return reason[:1].lower() + reason[1:]


# ---------------------------------------------------------------- reports


def reports(session: Session, month: Month, today: date) -> Iterator[str]:
    """How many were told and closed, and how fast; what was done about those that interest everybody."""
    told = select(sa.func.count()).where(
        col(Malfunction.reported_on).between(month.since, month.until)
    )
    n = session.exec(told).one()
    closed = session.exec(
        select(Malfunction).where(
            Malfunction.status == MalfunctionStatus.CLOSED,
            col(Malfunction.closed_on).between(month.since, month.until),
        )
    ).all()
    if not n and not closed:
        return
    yield f"{french.count(n, 'signalement reçu', 'signalements reçus')}, {french.count(len(closed), 'clos', 'clos')} avec un retour{_pace(closed)}."
    yield from _feedback(session, [one.id for one in closed])


def _pace(closed: Sequence[Malfunction]) -> str:
    days = [(one.closed_on - one.reported_on).days for one in closed if one.closed_on]
    if len(days) < ENOUGH:
        return ""
    return f", la moitié en {french.count(round(median(days)), 'jour')} au plus"


def _feedback(session: Session, closed: Sequence[int | None]) -> Iterator[str]:
    wanted = select(Malfunction).where(col(Malfunction.id).in_(closed), of_interest())
    for one in session.exec(wanted.order_by(col(Malfunction.id)).limit(AT_MOST)):
        if one.fix:
            yield f"{one.number} : {shortened(one.fix)}"


# ---------------------------------------------------------------- ideas


def ideas(session: Session, month: Month, today: date) -> Iterator[str]:
    """New ones everybody may read, answers by what they are, and those that were carried out."""
    new = _ideas(session, col(Idea.visible_on).between(month.since, month.until))
    if new:
        titles = [f"« {one.title} »" for one in new[:AT_MOST] if one.title]
        named = f" : {french.listed(titles)}" if titles else ""
        yield f"{french.count(len(new), 'idée nouvelle', 'idées nouvelles')}{named}."
    answered = _ideas(session, _within(col(Idea.decided_at), month), col(Idea.visible_on).is_not(None))  # fmt: skip
    if answered:
        outcomes = Counter(_outcome(one) for one in answered)
        said = [f"{n} {word}" for word, n in sorted(outcomes.items())]
        yield f"{french.count(len(answered), 'idée a eu sa réponse', 'idées ont eu leur réponse')} : {french.listed(said)}."
    for one in _ideas(session, col(Idea.thanked_on).between(month.since, month.until)):
        yield f"Réalisée : « {one.title} », merci à {one.author.name}."


def _ideas(session: Session, *conditions: Any) -> Sequence[Idea]:
    found = select(Idea).where(*conditions, col(Idea.merged_into_id).is_(None))
    with_author = found.options(joinedload(Idea.author))  # type: ignore[arg-type]
    return session.exec(with_author.order_by(col(Idea.id))).all()


CARRIED_OUT = (IdeaStatus.KEPT, IdeaStatus.DONE, IdeaStatus.THANKED)


def _outcome(idea: Idea) -> str:
    """What was answered; an idea carried out since was kept."""
    return "retenue" if idea.status in CARRIED_OUT else idea.status.label


# ---------------------------------------------------------------- to come

TOLD_TO_ALL = ("auto-evaluations", "revue-")


def ahead(session: Session, month: Month, today: date) -> Iterator[str]:
    """What the calendar holds for the month that follows: steps, assessments, reviews."""
    following = month.following
    for item in year.items(session, following.since.year):
        is_told = bool(item.step) or item.key.startswith(TOLD_TO_ALL)
        if is_told and following.holds(item.on) and item.done_on is None:
            yield f"Le {french.day(item.on)} : {item.title}."


SOURCES: dict[str, Facts] = {
    "voices": voices.facts,
    "decided": decided,
    "done": done,
    "verified": verified,
    "reports": reports,
    "ideas": ideas,
    "ahead": ahead,
}

"""From a report or an idea to the topic of members it is near: named to all who read results, open to fewer."""

from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from actionplans.models import Idea, InsidePlace, Malfunction
from analysis.indicators import measures
from analysis.models import Topic, TopicRun
from analysis.themes import voices
from analysis.themes.voices import Period
from analysis.topics import found as found_topics
from core.errors import Refused
from organisation.models import User
from organisation.rights import Right, may


@dataclass(frozen=True)
class Near:
    """A topic of members, and where its sentences are read; no address for who may not read them."""

    name: str
    theme: str
    sentences: int
    url: tuple[str, dict[str, Any]] | None


def near(session: Session, user: User, what: Malfunction | Idea) -> Near | None:
    """The topic that a report or an idea, which this person may read, is near; None where it is near none.

    A topic with too few sentences left is not told of, here as on the page of its theme.
    """
    column = InsidePlace.malfunction_id if isinstance(what, Malfunction) else InsidePlace.idea_id
    found = session.exec(
        select(Topic, TopicRun)
        .join(TopicRun, col(TopicRun.id) == col(Topic.run_id))
        .join(InsidePlace, col(InsidePlace.topic_id) == col(Topic.id))
        .where(col(column) == what.id)
    ).first()
    if found is None:
        return None
    topic, run = found
    quarter = Period(run.period_start, run.period_end)
    _, shown = found_topics.lines(session, run.theme, quarter)
    line = next((line for line in shown if line.topic.id == topic.id), None)
    if line is None:
        return None
    page = ("topics.show", {"theme": run.theme, "du": quarter.since, "sujet": topic.id})
    is_open = _may_open(session, user, run.theme, quarter)
    return Near(
        topic.name, measures.theme(run.theme).title, line.sentences, page if is_open else None
    )


def _may_open(session: Session, user: User, theme: str, quarter: Period) -> bool:
    """Whether the page of this theme shows its sentences of this quarter to this person."""
    if not may(user, Right.READ_VERBATIMS):
        return False
    try:
        readable = voices.readable_themes(session, user)
    except Refused:  # no charter yet: a head has no commitments
        return False
    said = measures.voices(session, quarter.since, quarter.until).get(theme)
    return theme in readable and said is not None and voices.may_read(user, said.count)

"""Topics seen from inside: to each person, the reports and ideas they may read, and nothing counted of the others.

A report is told of by its title, to whoever its own page opens to, and to nobody else: neither shown nor counted. A topic
of staff alone, whose name is made of its texts, is shown to whoever may read them all.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager
from sqlmodel import Session, col, select

from actionplans.ideas import ideas
from actionplans.malfunctions import malfunctions
from actionplans.models import Idea, InsidePlace, InsideTopic, Malfunction
from core.french import count, listed
from core.keys import key
from organisation.models import User

Address = tuple[str, dict[str, Any]]


@dataclass(frozen=True)
class Told:
    """A report or an idea, as whoever may read it sees it in a list."""

    number: str
    title: str
    state: str
    on: date
    url: Address
    is_idea: bool
    theme: str
    topic_id: int | None
    inside_topic_id: int | None
    id: int = 0


@dataclass(frozen=True)
class Alone:
    """A topic that staff alone speak of."""

    name: str
    theme: str
    told: Sequence[Told]


@dataclass(frozen=True)
class Inside:
    """What staff told of some themes, as far as one person may read it."""

    told: Sequence[Told]
    alone: Sequence[Alone]

    def of(self, topic_id: int | None) -> list[Told]:
        """What is near this topic of members, newest first."""
        return [one for one in self.told if one.topic_id == topic_id and topic_id is not None]

    def apart(self, shown: Collection[int | None]) -> list[Told]:
        """What is near none of the topics shown, and in none of staff alone."""
        together = {one.number for topic in self.alone for one in topic.told}
        return [
            one for one in self.told if one.topic_id not in shown and one.number not in together
        ]


def inside(session: Session, user: User, themes: Collection[str]) -> Inside:
    """What this person may read of what staff told of these themes in the last year; four queries."""
    told = sorted(
        [*_reports(session, user, themes), *_ideas(session, user, themes)],
        key=lambda one: (one.on, one.number),
        reverse=True,
    )
    return Inside(told, _alone(session, themes, told))


def _reports(session: Session, user: User, themes: Collection[str]) -> Iterable[Told]:
    found = _placed(InsidePlace.malfunction, themes).where(
        malfunctions.visible_to(user), col(Malfunction.text) != ""
    )
    for place in session.exec(found):
        report = place.malfunction
        yield Told(
            report.number, report.title, report.status.label, report.reported_on,
            ("malfunctions.show", {"malfunction_id": report.id}), False,
            place.theme, place.topic_id, place.inside_topic_id, key(report),
        )  # fmt: skip


def _ideas(session: Session, user: User, themes: Collection[str]) -> Iterable[Told]:
    found = _placed(InsidePlace.idea, themes).where(
        ideas.visible_to(user), col(Idea.text) != "", col(Idea.merged_into_id).is_(None)
    )
    for place in session.exec(found):
        idea = place.idea
        yield Told(
            idea.number, idea.title, idea.state, idea.submitted_on,
            ("ideas.show", {"idea_id": idea.id}), True,
            place.theme, place.topic_id, place.inside_topic_id, key(idea),
        )  # fmt: skip


def _placed(what: Any, themes: Collection[str]) -> Any:
    return (
        select(InsidePlace)
        .join(what)
        .options(contains_eager(what))
        .where(col(InsidePlace.theme).in_(themes))
    )


def _alone(session: Session, themes: Collection[str], told: Sequence[Told]) -> list[Alone]:
    """The topics of staff alone of which this person may read every text, the largest first."""
    sizes = (
        sa.select(
            col(InsideTopic.id), col(InsideTopic.name), col(InsideTopic.theme), sa.func.count()
        )
        .join(InsidePlace, col(InsidePlace.inside_topic_id) == col(InsideTopic.id))
        .where(col(InsideTopic.theme).in_(themes))
        .group_by(col(InsideTopic.id), col(InsideTopic.name), col(InsideTopic.theme))
        .order_by(sa.func.count().desc(), col(InsideTopic.id))
    )
    open_to_me: defaultdict[int | None, list[Told]] = defaultdict(list)
    for one in told:
        open_to_me[one.inside_topic_id].append(one)
    return [
        Alone(name or open_to_me[number][-1].title, theme, open_to_me[number])
        for number, name, theme, size in session.connection().execute(sizes)
        if len(open_to_me[number]) == size
    ]


def counted(told: Collection[Told]) -> str:
    """« 2 signalements et 1 idée »; empty when there is nothing."""
    ideas_told = sum(one.is_idea for one in told)
    reports = len(told) - ideas_told
    parts = [count(reports, "signalement")] if reports else []
    parts += [count(ideas_told, "idée")] if ideas_told else []
    return listed(parts)

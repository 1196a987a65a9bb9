"""Reports and ideas placed among the topics of members: again when a topic, a text or its theme changes."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from actionplans.inside import asked
from actionplans.models import Idea, InsidePlace, InsideRun, InsideTopic, Malfunction
from analysis.models import Topic
from analysis.topics import placing
from analysis.topics.placing import Together
from core import jobs
from core.clock import PARIS
from core.errors import Refused

LOOKED_BACK = timedelta(days=365)  # members' topics are of a year at most


@dataclass(frozen=True)
class Told:
    """A masked text of staff, and which of its two numbers it has."""

    theme: str
    text: str
    malfunction_id: int | None = None
    idea_id: int | None = None

    @property
    def number(self) -> tuple[int | None, int | None]:
        return self.malfunction_id, self.idea_id


def place_all(session: Session, now: datetime) -> int:
    """Place what staff told in the last year, in each theme where something changed; return how many themes.

    Commits by itself, theme by theme: the encoder works outside of any transaction. Without its files nothing
    changes: the search of topics says why in the journal.
    """
    told = by_theme(session, now)
    moved = asked.marks(session)
    marks = {
        theme: _mark(mark, told[theme], moved.get(theme, ""))
        for theme, mark in placing.marks(session).items()
        if theme in told
    }
    known = {run.theme: run.mark for run in session.exec(select(InsideRun))}
    session.rollback()
    _forget(session, known.keys() - marks.keys())
    changed = [theme for theme, mark in sorted(marks.items()) if known.get(theme) != mark]
    try:
        for theme in changed:
            _place(session, theme, told[theme], marks[theme], now)
    except Refused:
        session.rollback()
        return 0
    return len(changed)


PLACE = jobs.Job("place_inside", place_all, jobs.HEAVY, own_commits=True)


def by_theme(session: Session, now: datetime) -> dict[str, list[Told]]:
    """The masked texts of the last year, by theme, always in the same order."""
    since = now.astimezone(PARIS).date() - LOOKED_BACK
    reports = session.exec(
        select(Malfunction.id, Malfunction.theme, Malfunction.title, Malfunction.text)
        .where(Malfunction.text != "", Malfunction.theme != "", Malfunction.reported_on >= since)
        .order_by(col(Malfunction.id))
    )
    told = [Told(theme, _whole(*said), malfunction_id=id_) for id_, theme, *said in reports]
    proposed = session.exec(
        select(Idea.id, Idea.theme, Idea.title, Idea.text)
        .where(Idea.text != "", Idea.theme != "", Idea.submitted_on >= since)
        .where(col(Idea.merged_into_id).is_(None))
        .order_by(col(Idea.id))
    )
    told += [Told(theme, _whole(*said), idea_id=id_) for id_, theme, *said in proposed]
    found: defaultdict[str, list[Told]] = defaultdict(list)
    for one in told:
        found[one.theme].append(one)
    return found


def _whole(title: str, text: str) -> str:
    """The title too, unless the text begins with it, as where a reader made it from the first sentence."""
    return text if text.startswith(title.rstrip("…")) else f"{title}. {text}"


def _mark(topics: str, told: Sequence[Told], moved: str) -> str:
    texts = [(one.number, hashlib.sha256(one.text.encode()).hexdigest()) for one in told]
    said = (topics, texts, moved) if moved else (topics, texts)
    return hashlib.sha256(repr(said).encode()).hexdigest()


def _forget(session: Session, themes: Collection[str]) -> None:
    """The themes nobody told anything of in the last year."""
    if not themes:
        return
    for table in (InsidePlace, InsideTopic, InsideRun):
        session.execute(sa.delete(table).where(col(table.theme).in_(themes)))
    session.commit()


# ---------------------------------------------------------------- one theme


def _place(session: Session, theme: str, told: Sequence[Told], mark: str, now: datetime) -> None:
    said = asked.standing(session, theme)
    rows = {row: said[one.number] for row, one in enumerate(told) if one.number in said}
    placed = placing.place(session, theme, [one.text for one in told], rows)
    alone = _of_staff(session, theme, told, placed.together)
    _empty(session, theme, told)
    there = set(session.exec(select(Topic.id)))  # a person may have merged two meanwhile
    session.add_all(
        InsidePlace(
            theme=theme,
            malfunction_id=one.malfunction_id,
            idea_id=one.idea_id,
            topic_id=topic if topic in there else None,
            inside_topic_id=alone.get(row),
            nearness=nearness,
        )
        for row, (one, topic, nearness) in enumerate(
            zip(told, placed.topics, placed.nearness, strict=True)
        )
    )
    session.merge(InsideRun(theme=theme, mark=mark, at=now))
    session.commit()


def _of_staff(
    session: Session, theme: str, told: Sequence[Told], together: Sequence[Together]
) -> dict[int, int | None]:
    """The topic of staff alone of each text that has one; one that keeps most of its texts keeps its number."""
    former = _former(session, theme)
    kept = {
        one.id: one for one in session.exec(select(InsideTopic).where(InsideTopic.theme == theme))
    }
    homes: dict[int, int | None] = {}
    for one in together:
        its = Counter(former.get(told[row].number) for row in one.rows)
        same = next(
            (n for n, shared in its.most_common() if n in kept and 2 * shared > len(one.rows)), None
        )
        topic = kept.pop(same) if same else InsideTopic(theme=theme, name="")
        topic.name = one.name
        session.add(topic)
        session.flush()
        homes |= dict.fromkeys(one.rows, topic.id)
    for gone in kept.values():
        session.delete(gone)
    session.flush()
    return homes


def _former(session: Session, theme: str) -> dict[tuple[int | None, int | None], int | None]:
    """The topic of staff alone that each text was in."""
    was = select(InsidePlace).where(
        InsidePlace.theme == theme, col(InsidePlace.inside_topic_id).is_not(None)
    )
    return {(one.malfunction_id, one.idea_id): one.inside_topic_id for one in session.exec(was)}


def _empty(session: Session, theme: str, told: Sequence[Told]) -> None:
    """The places of this theme, and those its texts had in another before somebody changed their theme."""
    theirs = sa.or_(
        col(InsidePlace.theme) == theme,
        col(InsidePlace.malfunction_id).in_([one.malfunction_id for one in told]),
        col(InsidePlace.idea_id).in_([one.idea_id for one in told]),
    )
    session.execute(sa.delete(InsidePlace).where(theirs))

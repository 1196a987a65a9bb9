"""Builders of the one topic space: topics of members, and texts of staff near one or far from all."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import numpy as np
import pytest
from sqlmodel import Session, select

from actionplans.models import InsidePlace, InsideTopic
from analysis.models import Topic, TopicAssignment, TopicRun
from analysis.readers.encoder import DIMENSIONS
from analysis.topics import directions as topic_directions
from analysis.topics import placing
from survey.models import Grain
from tests.analysis_builders import make_verbatim
from tests.builders import saved
from tests.survey_builders import make_reply

SUBJECTS = ("musique", "simulateur", "imprimante", "parking")


def direction(text: str) -> Any:
    """One axis a subject; what speaks of none of them has an axis of its own."""
    row = np.zeros(DIMENSIONS, np.float32)
    place = next((n for n, word in enumerate(SUBJECTS) if word in text.lower()), None)
    row[place if place is not None else 10 + sum(map(ord, text)) % 300] = 1
    return row


class SubjectReader:
    """An encoder for which a text is its subject."""

    version = "essai"

    def learn(self, examples: Any) -> None:
        """Nothing to learn."""

    def vectors(self, texts: Any) -> Any:
        return np.array([direction(text) for text in texts]).reshape(len(texts), DIMENSIONS)


def use_subjects(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compare texts by their subject: no model is loaded."""
    monkeypatch.setattr(placing, "EncoderReader", SubjectReader)
    monkeypatch.setattr(placing.corpus, "starter", list)
    monkeypatch.setattr(placing, "sentence_vectors", SubjectReader().vectors)


def make_topic(
    session: Session, now: datetime, subject: str = "musique", theme: str = "telephone", n: int = 10
) -> Topic:
    """A topic of the quarter of tests, with `n` sentences of as many members."""
    run = session.exec(select(TopicRun).where(TopicRun.theme == theme)).first() or saved(
        session,
        TopicRun(
            theme=theme, period_start=date(2027, 1, 1), period_end=date(2027, 3, 31), at=now,
            reader="essai", seed=0, texts=n, fingerprint="essai",
        ),
    )  # fmt: skip
    topic = saved(
        session,
        Topic(
            run_id=run.id, name=subject.capitalize(), rank=0, size=n,
            centroids=topic_directions.as_bytes([direction(subject)]),
        ),
    )  # fmt: skip
    for place in range(n):
        reply = make_reply(session, grain=Grain.MONTH)
        sentence = make_verbatim(session, theme, reply=reply, text=f"La {subject}, cas {place}.")
        session.add(TopicAssignment(topic_id=topic.id or 0, verbatim_id=sentence.id))
    session.flush()
    return topic


def put(
    session: Session, what: Any, topic: Topic | InsideTopic | None, theme: str = "telephone"
) -> InsidePlace:
    """This report or idea, placed there."""
    name = "malfunction_id" if type(what).__name__ == "Malfunction" else "idea_id"
    place = InsidePlace(theme=theme, nearness=0.9, **{name: what.id})
    if topic is not None:
        setattr(place, "topic_id" if isinstance(topic, Topic) else "inside_topic_id", topic.id)
    return saved(session, place)

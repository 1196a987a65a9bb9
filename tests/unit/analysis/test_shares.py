"""The share of members who complain of a theme or a topic, in windows read alike."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pytest
from sqlmodel import Session, select

from analysis import verbatims
from analysis.models import Topic, TopicRun, Verbatim, Voice
from analysis.readers.base import Example, Reading
from analysis.readers.encoder import DIMENSIONS
from analysis.themes.voices import Period
from analysis.topics import shares
from analysis.topics.directions import as_bytes
from analysis.topics.shares import Share, Shares
from survey.models import Grain
from tests.analysis_builders import make_verbatim
from tests.builders import saved
from tests.survey_builders import make_reply

WINTER = Period(date(2027, 1, 1), date(2027, 3, 31))
AUTUMN = Period(date(2026, 10, 1), date(2026, 12, 31))
WORDS = ("attente", "musique")


def make_sentence(
    session: Session, month: date, theme: str = "telephone", **more: object
) -> Verbatim:
    reply = make_reply(session, period_start=month, grain=Grain.MONTH)
    return make_verbatim(session, theme, reply=reply, period_start=month, **more)


class FakeReader:
    """Every comment with « courrier » in it is about the letters, the others about the telephone."""

    version = "essai-2"

    def read(self, comments: Sequence[Example]) -> list[Reading]:
        self.asked = [one.text for one in comments]
        return [Reading(("courrier_clarte" if "courrier" in text else "telephone",), 0.9, {}) for text in self.asked]  # fmt: skip


class FakeEncoder:
    """A comment points towards the word of WORDS it contains."""

    version = "essai-1"

    def learn(self, examples: object) -> None:
        """Nothing to learn."""

    def vectors(self, texts: Sequence[str]) -> object:
        return np.array([direction(next(w for w in WORDS if w in text)) for text in texts])


def direction(word: str) -> object:
    return np.eye(len(WORDS), DIMENSIONS, dtype=np.float32)[WORDS.index(word)]


# ---------------------------------------------------------------- themes


def test_each_window_has_the_share_of_those_who_wrote_in_it(session: Session) -> None:
    for theme in ("telephone", "telephone", "delai"):
        make_sentence(session, date(2027, 2, 1), theme)
    make_sentence(session, date(2026, 11, 1), "delai", also=("telephone",))
    read = Shares(session).of("telephone", None, [AUTUMN, WINTER])
    assert read is not None
    assert list(read.shares) == [Share(1, 1), Share(2, 3)]
    assert read.reader == "essai"


def test_what_is_praised_counts_among_those_who_wrote_alone(session: Session) -> None:
    make_sentence(session, date(2027, 2, 1))
    make_sentence(session, date(2027, 2, 1), voice=Voice.PRAISE)
    read = Shares(session).of("telephone", None, [WINTER])
    assert read is not None
    assert list(read.shares) == [Share(1, 2)]


def test_a_member_who_says_it_twice_counts_once(session: Session) -> None:
    reply = make_reply(session, period_start=date(2027, 2, 1), grain=Grain.MONTH)
    for _ in range(2):
        make_verbatim(session, "telephone", reply=reply, period_start=date(2027, 2, 1))
    read = Shares(session).of("telephone", None, [WINTER])
    assert read is not None
    assert list(read.shares) == [Share(1, 1)]


def test_windows_that_two_versions_read_are_both_read_again_by_the_one_of_today(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = FakeReader()
    monkeypatch.setattr(verbatims, "in_use", lambda session: reader)
    make_sentence(session, date(2026, 11, 1), text="Vos courriers", reader="essai-1")
    make_sentence(
        session, date(2026, 11, 1), text="Vos courriers", reader="essai-1", is_corrected=True
    )
    make_sentence(session, date(2027, 2, 1), text="Le téléphone", reader="essai-2")
    session.commit()
    counting = Shares(session)
    read = counting.of("telephone", None, [AUTUMN, WINTER])
    assert read is not None
    # the one a person put right stays what the person said
    assert list(read.shares) == [Share(1, 2), Share(1, 1)]
    assert read.reader == "essai-2"
    reader.asked = []
    counting.of("courrier_clarte", None, [AUTUMN, WINTER])
    assert reader.asked == []  # not twice in one night
    session.expire_all()
    assert {one.theme for one in session.exec(select(Verbatim))} == {
        "telephone"
    }  # nothing is written


# ---------------------------------------------------------------- topics


@pytest.fixture
def encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shares, "EncoderReader", FakeEncoder)
    monkeypatch.setattr(shares.corpus, "starter", list)


def make_run(session: Session, period: Period, reader: str = "essai-1") -> TopicRun:
    run = TopicRun(
        theme="telephone", period_start=period.since, period_end=period.until,
        at="2027-03-15T09:00:00+00:00", reader=reader, seed=0, texts=20, fingerprint="",
    )  # fmt: skip
    return saved(session, run)


def make_topic(session: Session, run: TopicRun, word: str, previous: Topic | None = None) -> Topic:
    topic = Topic(
        run_id=run.id, name=word, centroids=as_bytes([direction(word)]), rank=0, size=10,
        previous_id=previous.id if previous else None,
    )  # fmt: skip
    return saved(session, topic)


def make_words(session: Session) -> None:
    for month, said in (
        (date(2026, 11, 1), "attente musique musique"),
        (date(2027, 2, 1), "attente attente musique"),
    ):
        for word in said.split():
            make_sentence(session, month, text=f"La {word} au téléphone")
    make_sentence(
        session, date(2027, 2, 1), "delai", text="La musique du délai", also=("telephone",)
    )


@pytest.mark.usefixtures("encoder")
def test_a_topic_is_followed_to_its_last_search_and_counted_alike_in_both_windows(
    session: Session,
) -> None:
    make_words(session)
    first = make_run(session, AUTUMN)
    waiting, music = (make_topic(session, first, word) for word in WORDS)
    last = make_run(session, WINTER)
    # what people say of it moved: in the last search its direction is that of the other word
    later = make_topic(session, last, "attente", music)
    make_topic(session, last, "musique", waiting)
    session.commit()
    assert shares.newest_of(session, music.id or 0) == later
    read = Shares(session).of("telephone", music.id, [AUTUMN, WINTER])
    assert read is not None
    assert list(read.shares) == [Share(1, 3), Share(2, 4)]
    assert read.reader.endswith("essai-1")


@pytest.mark.usefixtures("encoder")
@pytest.mark.parametrize("lost", ["gone", "other encoder"])
def test_a_topic_that_cannot_be_compared_is_not_counted(session: Session, lost: str) -> None:
    make_words(session)
    run = make_run(session, AUTUMN, "essai-1" if lost == "gone" else "essai-0")
    topic = make_topic(session, run, "attente")
    session.commit()
    asked = 999 if lost == "gone" else topic.id
    # the directions of another encoder are made anew from the topic's sentences: here it has none
    assert Shares(session).of("telephone", asked, [AUTUMN, WINTER]) is None

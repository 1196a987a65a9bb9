"""Topics of a theme and a quarter: found, kept the same from search to search, put right by people."""

from datetime import date, timedelta

import numpy as np
import pytest
from sqlmodel import select

from analysis.models import Change, Topic, TopicAssignment, TopicRun, Verbatim
from analysis.readers.encoder import DIMENSIONS
from analysis.themes.voices import Period
from analysis.topics import arranging, grouping
from analysis.topics import directions as topic_directions
from analysis.topics import found as found_topics
from core import jobs
from core.database import make_engine, open_session
from core.errors import Missing, Refused
from organisation.models import JournalEntry, Role
from survey.models import Grain
from tests.analysis_builders import make_verbatim
from tests.builders import make_user
from tests.survey_builders import make_reply

WINTER = Period(date(2027, 1, 1), date(2027, 3, 31))
AUTUMN = Period(date(2026, 10, 1), date(2026, 12, 31))
SUBJECTS = [
    "La musique d’attente est insupportable",
    "Le mot de passe est refusé",
    "Un acte de naissance de trop",
]


class FakeEncoder:
    """Comments of one subject point the same way, whatever the rest of their words."""

    version = "essai-1"

    def learn(self, examples):
        """Nothing to learn."""

    def vectors(self, texts):
        centres = np.random.default_rng(99).normal(size=(len(SUBJECTS) + 1, DIMENSIONS))
        noise = [np.random.default_rng(len(text) + sum(map(ord, text))) for text in texts]
        places = [self._place(text) for text in texts]
        rows = [
            centres[place] + chance.normal(size=DIMENSIONS) * 0.05
            for place, chance in zip(places, noise, strict=True)
        ]
        return np.array(rows, np.float32)

    def readable(self, text):
        return text

    def _place(self, text):
        """The subject that the comment contains, or that contains the phrase of a name."""
        said = text.lower().replace("'", "’")
        near = (n for n, one in enumerate(SUBJECTS) if one.lower() in said or said in one.lower())
        return next(near, len(SUBJECTS))


@pytest.fixture(autouse=True)
def encoder(monkeypatch):
    monkeypatch.setattr(grouping, "EncoderReader", FakeEncoder)
    monkeypatch.setattr(grouping.corpus, "starter", list)


@pytest.fixture
def officer(session):
    return make_user(session, Role.QUALITY_OFFICER)


def write(session, each=20, subjects=(0, 1, 2), period=WINTER, since=0):
    """`each` sentences on these subjects, all of one reply: what matters here is their words."""
    reply = make_reply(session, period_start=period.since, grain=Grain.MONTH)
    made = [
        make_verbatim(
            session,
            "telephone",
            reply=reply,
            text=f"{SUBJECTS[place]}, cas {n}",
            period_start=period.since,
        )
        for place in subjects
        for n in range(since, since + each)
    ]
    session.commit()
    return made


def look(session, now, period=WINTER):
    grouping.search(session, now, "telephone", period)


def topics(session, period=WINTER):
    run = grouping.run_of(session, "telephone", period)
    return {topic.name: topic for topic in run.topics} if run else {}


def sentences_of(session, topic):
    found = select(Verbatim).join(TopicAssignment).where(TopicAssignment.topic_id == topic.id)
    return list(session.exec(found))


def test_each_subject_becomes_a_topic_named_in_the_members_words(session, now):
    write(session)
    look(session, now)
    found = topics(session)
    assert set(found) == {"Musique d’attente", "Mot de passe", "Acte de naissance"}
    assert {len(sentences_of(session, topic)) for topic in found.values()} == {20}


def test_the_same_sentences_give_the_same_topics(session, now):
    write(session)
    look(session, now)
    before = lines_of(session)
    session.exec(select(TopicRun)).one().fingerprint = ""  # search again in earnest
    session.commit()
    look(session, now)
    assert lines_of(session) == before


def lines_of(session):
    session.expire_all()
    kept = session.exec(select(TopicAssignment).order_by(TopicAssignment.verbatim_id)).all()
    return [(line.topic_id, line.verbatim_id, line.typical) for line in kept]


def test_a_search_where_nothing_changed_reads_nothing_again(session, now, monkeypatch):
    write(session)
    look(session, now)
    monkeypatch.setattr(FakeEncoder, "vectors", lambda *_: pytest.fail("read again"))
    look(session, now + timedelta(hours=1))
    assert grouping.run_of(session, "telephone", WINTER).at == now + timedelta(hours=1)


def test_fewer_than_sixteen_sentences_are_not_divided(session, now):
    write(session, each=5)
    look(session, now)
    assert topics(session) == {}


def test_topics_go_when_too_few_sentences_are_left(session, now):
    made = write(session, each=6)
    look(session, now)
    for sentence in made[:4]:
        session.delete(sentence)
    session.commit()
    look(session, now)
    assert topics(session) == {}
    assert session.exec(select(Topic)).all() == []


def test_the_run_of_the_quarter_is_replaced_and_its_topics_keep_their_number(session, now):
    write(session)
    look(session, now)
    before = {name: topic.id for name, topic in topics(session).items()}
    write(session, each=4, since=50)
    look(session, now)
    assert len(session.exec(select(TopicRun)).all()) == 1
    assert {name: topic.id for name, topic in topics(session).items()} == before


def test_a_topic_nobody_speaks_of_any_more_goes(session, now):
    made = write(session)
    look(session, now)
    for sentence in made[:20]:
        session.delete(sentence)
    session.commit()
    look(session, now)
    assert set(topics(session)) == {"Mot de passe", "Acte de naissance"}


def test_a_name_given_by_a_person_survives_in_the_quarter_and_in_the_next(session, now, officer):
    write(session, period=AUTUMN)
    look(session, now, AUTUMN)
    arranging.rename(
        session, topics(session, AUTUMN)["Mot de passe"], "  Accès\nperdu ", officer, now
    )
    session.commit()
    write(session, each=3, period=AUTUMN, since=50)
    look(session, now, AUTUMN)
    assert "Accès perdu" in topics(session, AUTUMN)
    write(session)
    look(session, now)
    found = topics(session)["Accès perdu"]
    assert found.previous_id == topics(session, AUTUMN)["Accès perdu"].id
    assert found.is_pinned


def test_what_is_new_grows_or_fades_is_said(session, now):
    for place, each in {0: 8, 1: 30}.items():
        write(session, each, subjects=(place,), period=AUTUMN)
    look(session, now, AUTUMN)
    assert {topic.change for topic in topics(session, AUTUMN).values()} == {Change.UNKNOWN}
    for place, each in {0: 28, 1: 9, 2: 14}.items():
        write(session, each, subjects=(place,))
    look(session, now)
    assert {name: topic.change for name, topic in topics(session).items()} == {
        "Musique d’attente": Change.GREW,
        "Mot de passe": Change.FADED,
        "Acte de naissance": Change.NEW,
    }


def test_a_part_of_an_earlier_topic_is_not_new(session, now):
    for place in (0, 1):
        write(session, 14, subjects=(place,), period=AUTUMN)
    look(session, now, AUTUMN)
    assert len(topics(session, AUTUMN)) == 1
    write(session, subjects=(0, 1))
    look(session, now)
    assert {topic.change for topic in topics(session).values()} == {Change.LEVEL}


def test_topics_just_merged_say_nothing_of_their_change_until_the_next_search(
    session, now, officer
):
    write(session, period=AUTUMN)
    look(session, now, AUTUMN)
    write(session)
    look(session, now)
    found = topics(session)
    arranging.merge(session, found["Mot de passe"], found["Acte de naissance"], officer, now)
    session.commit()
    assert found["Mot de passe"].change is Change.UNKNOWN
    look(session, now)
    assert {topic.change for topic in topics(session).values()} == {Change.LEVEL}


def test_a_moved_sentence_stays_where_a_person_put_it(session, now, officer):
    made = write(session)
    look(session, now)
    target = topics(session)["Acte de naissance"]
    arranging.move(session, made[0], target, officer, now)
    session.commit()
    write(session, each=3, since=50)
    look(session, now)
    assert made[0].id in {s.id for s in sentences_of(session, topics(session)["Acte de naissance"])}
    homes = session.exec(select(TopicAssignment).where(TopicAssignment.verbatim_id == made[0].id))
    assert [line.is_moved for line in homes] == [True]


def test_merged_topics_stay_merged_in_the_quarter_and_in_the_next(session, now, officer):
    write(session, period=AUTUMN)
    look(session, now, AUTUMN)
    found = topics(session, AUTUMN)
    arranging.merge(session, found["Mot de passe"], found["Musique d’attente"], officer, now)
    session.commit()
    assert len(sentences_of(session, found["Mot de passe"])) == 40
    write(session, each=3, period=AUTUMN, since=50)
    look(session, now, AUTUMN)
    assert sorted(t.size for t in topics(session, AUTUMN).values()) == [23, 46]
    write(session)
    look(session, now)
    assert sorted(t.size for t in topics(session).values()) == [20, 40]


def test_a_merged_subject_that_comes_back_joins_again(session, now, officer):
    made = write(session, subjects=(0, 1, 2))
    look(session, now)
    found = topics(session)
    arranging.merge(session, found["Mot de passe"], found["Musique d’attente"], officer, now)
    for sentence in made[:20]:
        session.delete(sentence)
    session.commit()
    look(session, now)
    write(session, subjects=(0,), since=50)
    look(session, now)
    assert sorted(t.size for t in topics(session).values()) == [20, 40]


@pytest.mark.parametrize("name", ["", "   ", "x" * 61, "acte de NAISSANCE", "\u200b\n"])
def test_a_name_that_says_nothing_or_is_taken_is_refused(session, now, officer, name):
    write(session)
    look(session, now)
    with pytest.raises(Refused):
        arranging.rename(session, topics(session)["Mot de passe"], name, officer, now)


def test_topics_of_two_quarters_are_not_merged(session, now, officer):
    write(session, period=AUTUMN)
    write(session)
    look(session, now, AUTUMN)
    look(session, now)
    one, other = topics(session)["Mot de passe"], topics(session, AUTUMN)["Acte de naissance"]
    with pytest.raises(Refused, match="même trimestre"):
        arranging.merge(session, one, other, officer, now)
    with pytest.raises(Refused):
        arranging.merge(session, one, one, officer, now)


def test_a_sentence_of_another_theme_is_not_moved_into_a_topic(session, now, officer):
    write(session)
    look(session, now)
    stranger = make_verbatim(session, "delai", also=("telephone",))
    with pytest.raises(Refused, match="aucun sujet"):
        arranging.move(session, stranger, topics(session)["Mot de passe"], officer, now)


def test_each_correction_is_in_the_journal_without_what_was_typed(session, now, officer):
    made = write(session)
    look(session, now)
    found = topics(session)
    arranging.rename(session, found["Mot de passe"], "Bloqué", officer, now)
    arranging.move(session, made[0], found["Acte de naissance"], officer, now)
    arranging.merge(session, found["Mot de passe"], found["Acte de naissance"], officer, now)
    by_hand = select(JournalEntry).where(JournalEntry.by_id == officer.id)
    entries = session.exec(by_hand.order_by(JournalEntry.id)).all()
    assert [e.deed for e in entries] == ["rename_topic", "move_sentence", "merge_topics"]
    assert all("Bloqué" not in e.details for e in entries)


def test_an_erased_sentence_leaves_its_topic(session, now):
    made = write(session)
    look(session, now)
    session.delete(made[0])
    session.commit()
    kept = session.exec(select(TopicAssignment.verbatim_id)).all()
    assert made[0].id not in kept
    assert len(kept) == 59


def test_a_topic_with_fewer_than_eight_sentences_left_is_not_shown(session, now):
    made = write(session)
    look(session, now)
    assert len(found_topics.lines(session, "telephone", WINTER)[1]) == 3
    for sentence in made[:13]:
        session.delete(sentence)
    session.commit()
    _, shown = found_topics.lines(session, "telephone", WINTER)
    assert [line.sentences for line in shown] == [20, 20]
    with pytest.raises(Missing):
        found_topics.chosen(shown, topics(session)["Musique d’attente"].id)


def test_the_typical_sentences_come_first(session, now):
    write(session)
    look(session, now)
    topic = topics(session)["Mot de passe"]
    first = session.exec(found_topics.about("telephone", WINTER, topic)).all()[:3]
    kept = {
        line.verbatim_id: line.typical
        for line in session.exec(
            select(TopicAssignment).where(TopicAssignment.topic_id == topic.id)
        )
    }
    assert [kept[sentence.id] for sentence in first] == [0, 1, 2]


def test_every_night_each_theme_is_searched_in_its_newest_quarter_that_shows_it(session, now):
    write(session, period=AUTUMN)
    write(session, each=1)
    grouping.group_topics(session, now)
    assert [run.period_start for run in session.exec(select(TopicRun))] == [AUTUMN.since]


def test_a_quarter_with_too_few_sentences_is_read_with_the_year_it_ends(session, now):
    write(session, 15, subjects=(0, 1), period=Period(date(2026, 4, 1), date(2026, 6, 30)))
    write(session, 15, subjects=(0, 1), period=Period(date(2025, 10, 1), date(2025, 12, 31)))
    write(session, 4, subjects=(0, 1))
    grouping.group_topics(session, now)
    run = session.exec(select(TopicRun)).one()
    assert (run.period_start, run.since) == (WINTER.since, date(2026, 4, 1))
    assert {name: topic.size for name, topic in topics(session).items()} == {
        "Musique d’attente": 19,
        "Mot de passe": 19,
    }


def test_a_quarter_with_enough_sentences_is_read_alone(session, now):
    write(session, period=AUTUMN)
    write(session)
    look(session, now)
    assert grouping.run_of(session, "telephone", WINTER).read_from is None
    assert {topic.size for topic in topics(session).values()} == {20}


def test_what_changes_is_told_of_quarters_even_where_topics_are_of_a_year(session, now):
    write(session, 20, subjects=(0,), period=AUTUMN)
    write(session, 16, subjects=(1,), period=AUTUMN)
    look(session, now, AUTUMN)
    write(session, 1, subjects=(0,))
    write(session, 12, subjects=(1,))
    look(session, now)
    found = topics(session)
    assert found["Mot de passe"].size == 28
    assert (found["Musique d’attente"].change, found["Mot de passe"].change) == (
        Change.FADED,
        Change.GREW,
    )


def test_the_sentences_of_a_quarter_with_few_voices_stay_with_the_officer(session, now, officer):
    write(session, each=4, period=AUTUMN)  # all of one member
    for n in range(12):
        make_verbatim(
            session, "telephone", text=f"{SUBJECTS[0]}, voix {n}", period_start=WINTER.since
        )
    session.commit()
    look(session, now)
    run = grouping.run_of(session, "telephone", WINTER)
    head = make_user(session, Role.HEAD)
    open_to = [
        [one.since for one in found_topics.read_of(session, who, "telephone", run)]
        for who in (officer, head)
    ]
    assert open_to == [[AUTUMN.since, WINTER.since], [WINTER.since]]


def test_without_the_encoder_nothing_is_written_and_the_journal_says_why(session, now, monkeypatch):
    write(session)

    class Broken(FakeEncoder):
        @property
        def version(self):
            raise Refused("Le modèle de lecture est incomplet.")

    monkeypatch.setattr(grouping, "EncoderReader", Broken)
    grouping.group_topics(session, now)
    assert session.exec(select(TopicRun)).all() == []
    entry = session.exec(select(JournalEntry).where(JournalEntry.deed == "no_topics")).one()
    assert entry.details == "Le modèle de lecture est incomplet."


def test_another_version_of_the_encoder_still_finds_the_topics_again(session, now, monkeypatch):
    write(session)
    look(session, now)
    before = {name: topic.id for name, topic in topics(session).items()}

    class Newer(FakeEncoder):
        version = "essai-2"

        def vectors(self, texts):
            return np.roll(super().vectors(texts), 7, axis=1)

    monkeypatch.setattr(grouping, "EncoderReader", Newer)
    look(session, now)
    assert {name: topic.id for name, topic in topics(session).items()} == before
    assert session.exec(select(TopicRun)).one().reader == "essai-2"


def test_the_directions_of_a_topic_are_read_as_they_were_written():
    rows = np.eye(2, DIMENSIONS, dtype=np.float32)
    topic = Topic(name="x", centroids=topic_directions.as_bytes(rows), rank=0, size=8)
    assert (topic_directions.centroids(topic) == rows).all()


def test_a_search_asked_twice_in_a_minute_is_made_once(session, now, app):
    write(session)
    grouping.ask(session, now, "telephone", WINTER)
    grouping.ask(session, now, "telephone", WINTER)
    session.commit()
    assert jobs.drain(app.extensions["engine"]) == 1
    assert len(topics(session)) == 3


def test_the_life_of_topics_holds_on_both_databases(settings, database_url, now):
    engine = make_engine(database_url)
    with open_session(engine) as session:
        officer = make_user(session, Role.QUALITY_OFFICER)
        made = write(session)
        look(session, now)
        found = topics(session)
        arranging.rename(session, found["Mot de passe"], "Accès", officer, now)
        arranging.move(session, made[0], found["Mot de passe"], officer, now)
        arranging.merge(session, found["Mot de passe"], found["Acte de naissance"], officer, now)
        session.commit()
        write(session, each=3, since=50)
        look(session, now)
        _, shown = found_topics.lines(session, "telephone", WINTER)
        assert {line.topic.name: line.sentences for line in shown} == {
            "Accès": 47,
            "Musique d’attente": 22,
        }
        first = found_topics.about("telephone", WINTER, shown[0].topic)
        assert len(session.exec(first).all()) == 47
    engine.dispose()

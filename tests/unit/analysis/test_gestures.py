"""What people do to topics: kept, replayed by each search, told, taken back, and never done over somebody else's."""

import numpy as np
import pytest
from sqlmodel import select

from analysis.models import Gesture, Topic, TopicAssignment, TopicChange, Verbatim
from analysis.topics import arranging, dealing, forbidding, grouping, splitting, undoing
from analysis.topics import found as found_topics
from analysis.topics import history as topic_history
from core import jobs
from core.errors import Refused
from organisation import journal
from organisation.models import Role
from tests.builders import make_user
from tests.unit.analysis.test_grouping import (
    AUTUMN,
    WINTER,
    FakeEncoder,
    look,
    sentences_of,
    topics,
    write,
)

MUSIC, PASSWORD, PAPER = "Musique d’attente", "Mot de passe", "Acte de naissance"


@pytest.fixture(autouse=True)
def encoder(monkeypatch):
    monkeypatch.setattr(grouping, "EncoderReader", FakeEncoder)
    monkeypatch.setattr(splitting, "EncoderReader", FakeEncoder)
    monkeypatch.setattr(grouping.corpus, "starter", list)


@pytest.fixture
def officer(session):
    return make_user(session, Role.QUALITY_OFFICER)


@pytest.fixture
def found(session, now):
    """Three topics of twenty sentences."""
    write(session)
    look(session, now)
    return topics(session)


def again(session, now):
    session.commit()
    look(session, now)
    session.expire_all()
    return topics(session)


def last(session):
    return session.exec(select(TopicChange).order_by(TopicChange.id.desc())).first()


def theirs(session, topic):
    return {one.id for one in sentences_of(session, topic)}


# ---------------------------------------------------------------- split


def test_sentences_that_leave_are_a_topic_that_every_search_keeps(session, found, officer, now):
    leaving = sentences_of(session, found[MUSIC])[:5]
    splitting.split(session, found[MUSIC], leaving, "Violons", officer, now)
    after = again(session, now)
    assert {one.id for one in leaving} <= theirs(session, after["Violons"])
    assert len(theirs(session, after["Violons"])) + len(theirs(session, after[MUSIC])) == 20
    assert again(session, now)["Violons"].id == after["Violons"].id


def test_a_topic_split_off_is_named_by_the_machine_where_nobody_did(session, found, officer, now):
    leaving = sentences_of(session, found[MUSIC])[:5]
    made = splitting.split(session, found[MUSIC], leaving, " ", officer, now)
    assert (made.name, made.is_pinned, made.is_kept) == ("Nouveau sujet", False, True)


@pytest.mark.parametrize("number", [0, 1, 20])
def test_one_sentence_or_all_of_them_do_not_make_a_split(session, found, officer, now, number):
    leaving = sentences_of(session, found[MUSIC])[:number]
    with pytest.raises(Refused):
        splitting.split(session, found[MUSIC], leaving, "", officer, now)


def test_a_split_taken_back_gives_the_sentences_back(session, found, officer, now):
    before = theirs(session, found[MUSIC])
    made = splitting.split(session, found[MUSIC], sentences_of(session, found[MUSIC])[:5], "Violons", officer, now)  # fmt: skip
    undoing.undo(session, last(session), officer, now)
    session.expire_all()
    assert session.get(Topic, made.id) is None
    assert theirs(session, found[MUSIC]) == before
    assert set(again(session, now)) == {MUSIC, PASSWORD, PAPER}


def test_the_machine_makes_two_of_a_topic_that_holds_two_things(session, found, officer, now):
    arranging.merge(session, found[MUSIC], found[PASSWORD], officer, now)
    splitting.ask_for_two(session, found[MUSIC], officer, now)
    session.commit()
    jobs.know(splitting.SPLIT)
    jobs.drain(session.get_bind(), jobs.HEAVY)
    session.expire_all()
    made = session.get(Topic, last(session).other_id)
    kept = session.get(Topic, last(session).topic_id)
    assert sorted([len(theirs(session, made)), len(theirs(session, kept))]) == [20, 20]
    subjects = {one.text.split(",")[0] for one in sentences_of(session, made)}
    assert len(subjects) == 1


def test_the_machine_does_nothing_to_a_topic_changed_since_it_was_asked(
    session, found, officer, now
):
    splitting.in_two(session, now, found[MUSIC].id, officer.id, found[MUSIC].version + 1)
    assert session.exec(select(TopicChange)).all() == []


def test_fifteen_sentences_are_not_cut_by_the_machine(session, found, officer, now):
    for one in sentences_of(session, found[MUSIC])[:5]:
        arranging.move(session, one, found[PAPER], officer, now)
    with pytest.raises(Refused, match="16 phrases"):
        splitting.ask_for_two(session, found[MUSIC], officer, now)


# ---------------------------------------------------------------- keep


def test_a_topic_that_is_kept_is_there_though_nobody_speaks_of_it(session, officer, now):
    write(session, period=AUTUMN)
    look(session, now, AUTUMN)
    arranging.keep(session, topics(session, AUTUMN)[PAPER], officer, now)
    write(session, subjects=(0, 1))
    after = again(session, now)
    assert PAPER in after
    assert after[PAPER].is_kept
    assert PAPER in again(session, now)


def test_a_topic_that_nobody_keeps_goes_when_nobody_speaks_of_it(session, officer, now):
    write(session, period=AUTUMN)
    look(session, now, AUTUMN)
    write(session, subjects=(0, 1))
    assert PAPER not in again(session, now)


def test_a_topic_kept_is_shown_however_few_its_sentences(session, found, officer, now):
    arranging.keep(session, found[PAPER], officer, now)
    for one in sentences_of(session, found[PAPER])[:15]:
        arranging.move(session, one, found[MUSIC], officer, now)
    _, lines = found_topics.lines(session, "telephone", WINTER)
    assert {line.topic.name: line.sentences for line in lines}[PAPER] == 5


def test_keeping_is_taken_back(session, found, officer, now):
    arranging.keep(session, found[PAPER], officer, now)
    undoing.undo(session, last(session), officer, now)
    assert not found[PAPER].is_kept


# ---------------------------------------------------------------- forbid


def test_a_word_set_aside_names_no_topic_again(session, found, officer, now):
    forbidding.forbid_word(session, found[MUSIC], "Musique", officer, now)
    assert not any("musique" in name.lower() for name in again(session, now))
    undoing.undo(session, last(session), officer, now)
    assert MUSIC in again(session, now)


def test_a_name_given_by_a_person_stays_whatever_the_words_set_aside(session, found, officer, now):
    arranging.rename(session, found[MUSIC], "La musique", officer, now)
    forbidding.forbid_word(session, found[MUSIC], "musique", officer, now)
    assert "La musique" in again(session, now)


@pytest.mark.parametrize("word", ["", "deux mots", "12", "x" * 50])
def test_one_word_at_a_time_is_set_aside(session, found, officer, now, word):
    with pytest.raises(Refused):
        forbidding.forbid_word(session, found[MUSIC], word, officer, now)


def test_two_sentences_that_do_not_go_together_are_parted(session, found, officer, now):
    pair = sentences_of(session, found[MUSIC])[:2]
    forbidding.keep_apart(session, found[MUSIC], pair, officer, now)
    again(session, now)
    lines = session.exec(select(TopicAssignment).where(TopicAssignment.verbatim_id.in_([one.id for one in pair])))  # fmt: skip
    assert len({line.topic_id for line in lines}) == 2
    undoing.undo(session, last(session), officer, now)
    assert {one.id for one in pair} <= theirs(session, again(session, now)[MUSIC])


def test_only_a_pair_is_parted_and_only_once(session, found, officer, now):
    some = sentences_of(session, found[MUSIC])
    with pytest.raises(Refused):
        forbidding.keep_apart(session, found[MUSIC], some[:3], officer, now)
    forbidding.keep_apart(session, found[MUSIC], some[:2], officer, now)
    with pytest.raises(Refused, match="déjà"):
        forbidding.keep_apart(session, found[MUSIC], some[:2], officer, now)


def test_a_sentence_put_by_a_person_is_not_the_one_that_goes():
    directions = [np.eye(2)[:1], np.eye(2)[1:]]
    vectors = np.array([[1.0, 0.1], [1.0, 0.2]])
    assert dealing.kept_apart({0: 0, 1: 0}, [(0, 1)], {1}, directions, vectors) == {0: 1, 1: 0}
    assert dealing.kept_apart({0: 0, 1: 0}, [(0, 1)], {0, 1}, directions, vectors) == {0: 0, 1: 0}


def test_one_topic_alone_cannot_part_two_sentences():
    vectors = np.array([[1.0, 0.1], [1.0, 0.2]])
    assert dealing.kept_apart({0: 0, 1: 0}, [(0, 1)], set(), [np.eye(2)[:1]], vectors) == {
        0: 0,
        1: 0,
    }


# ---------------------------------------------------------------- unmerge and the rest


def test_topics_merged_are_again_two_when_it_is_taken_back(session, found, officer, now):
    before = {name: theirs(session, found[name]) for name in (MUSIC, PASSWORD)}
    arranging.merge(session, found[MUSIC], found[PASSWORD], officer, now)
    merged = again(session, now)
    assert len(theirs(session, merged[MUSIC])) == 40
    undoing.undo(session, last(session), officer, now)
    session.expire_all()
    assert {name: theirs(session, topics(session)[name]) for name in before} == before
    after = again(session, now)
    assert {name: theirs(session, after[name]) for name in before} == before


def test_a_sentence_moved_goes_back(session, found, officer, now):
    sentence = sentences_of(session, found[MUSIC])[0]
    arranging.move(session, sentence, found[PAPER], officer, now)
    undoing.undo(session, last(session), officer, now)
    assert sentence.id in theirs(session, found[MUSIC])
    assert not session.exec(select(TopicAssignment).where(TopicAssignment.is_moved)).all()


def test_a_name_given_is_taken_back_the_last_first(session, found, officer, now):
    arranging.rename(session, found[MUSIC], "Un", officer, now)
    first = last(session)
    arranging.rename(session, found[MUSIC], "Deux", officer, now)
    with pytest.raises(Refused):
        undoing.undo(session, first, officer, now)
    undoing.undo(session, last(session), officer, now)
    undoing.undo(session, first, officer, now)
    assert (found[MUSIC].name, found[MUSIC].is_pinned) == (MUSIC, False)


def test_a_gesture_is_taken_back_once(session, found, officer, now):
    arranging.keep(session, found[MUSIC], officer, now)
    undoing.undo(session, last(session), officer, now)
    with pytest.raises(Refused, match=officer.name):
        undoing.undo(session, last(session), officer, now)


def test_what_was_done_to_a_topic_that_is_gone_cannot_be_taken_back(session, found, officer, now):
    arranging.rename(session, found[MUSIC], "Un", officer, now)
    change = last(session)
    session.delete(found[MUSIC])
    session.flush()
    session.refresh(change)
    assert not undoing.can_be_undone(change)
    with pytest.raises(Refused, match="n’existe plus"):
        undoing.undo(session, change, officer, now)


# ---------------------------------------------------------------- two people at once


def test_the_second_of_two_people_is_told_who_came_first(session, found, officer, now):
    other, seen = make_user(session, Role.QUALITY_OFFICER), found[MUSIC].version
    arranging.rename(session, found[MUSIC], "Violons", officer, now, seen)
    with pytest.raises(Refused, match=officer.name):
        arranging.rename(session, found[MUSIC], "Flûtes", other, now, seen)
    assert found[MUSIC].name == "Violons"


def test_two_people_on_two_topics_do_not_disturb_each_other(session, found, officer, now):
    other = make_user(session, Role.QUALITY_OFFICER)
    arranging.rename(session, found[MUSIC], "Violons", officer, now, 0)
    arranging.rename(session, found[PAPER], "Actes", other, now, 0)
    assert {found[MUSIC].name, found[PAPER].name} == {"Violons", "Actes"}


def test_a_sentence_moved_meanwhile_is_not_moved_again_unseen(session, found, officer, now):
    sentence = sentences_of(session, found[MUSIC])[0]
    arranging.move(session, sentence, found[PAPER], officer, now, found[MUSIC].id)
    with pytest.raises(Refused, match="déplacée"):
        arranging.move(session, sentence, found[PASSWORD], officer, now, found[MUSIC].id)


def test_the_history_tells_all_and_the_journal_no_name(session, found, officer, now):
    arranging.rename(session, found[MUSIC], "Josiane", officer, now)
    arranging.keep(session, found[MUSIC], officer, now)
    told = session.exec(topic_history.told("telephone")).all()
    assert [one.gesture for one in told] == [Gesture.KEEP, Gesture.RENAME]
    lines = journal.about(session, f"topic {found[MUSIC].id}")
    assert [one.deed for one in lines] == ["keep_topic", "rename_topic"]
    assert "Josiane" not in str([one.details for one in lines])


def test_an_erased_sentence_takes_its_gestures_with_it(session, found, officer, now):
    sentence = sentences_of(session, found[MUSIC])[0]
    arranging.move(session, sentence, found[PAPER], officer, now)
    session.delete(session.get(Verbatim, sentence.id))
    session.commit()
    assert session.exec(select(TopicChange)).all() == []

"""Texts that are not members' among the topics of members: which is nearest, when it is near enough, what goes together."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.topics import close, placing
from analysis.topics.groups import unit
from tests.inside_builders import SubjectReader, make_topic, use_subjects


@pytest.fixture(autouse=True)
def subjects(monkeypatch):
    use_subjects(monkeypatch)


def known(number, *texts):
    return placing.Known(number, "essai", SubjectReader().vectors(texts[:1]), texts)


def test_of_two_topics_as_near_the_one_whose_sentences_say_the_same_is_chosen():
    same_direction = SubjectReader().vectors(["musique"])
    one = placing.Known(1, "essai", same_direction, ["Le parking."])
    other = placing.Known(2, "essai", same_direction, ["La musique."])
    assert placing.nearest([one, other], same_direction, ["La musique grésille."])[0] == [2]


@pytest.mark.parametrize(("cosine", "found"), [(0.86, 1), (0.855, None), (1.0, 1)])
def test_a_text_is_near_from_a_stated_cosine_on(cosine, found):
    vector = cosine * SubjectReader().vectors(["musique"]) + np.sqrt(
        1 - cosine**2
    ) * SubjectReader().vectors(["parking"])
    assert placing.nearest([known(1, "La musique.")], vector, ["La musique."])[0] == [found]


def test_a_topic_with_two_directions_draws_from_both():
    both = SubjectReader().vectors(["musique", "parking"])
    merged = placing.Known(1, "essai", both, ["La musique.", "Le parking."])
    vectors = SubjectReader().vectors(["parking"])
    assert placing.nearest([merged], vectors, ["Le parking."])[0] == [1]


def test_nothing_to_compare_with_is_near_nothing():
    assert placing.nearest([], np.ones((1, 384)), ["La musique."]) == ([None], [0.0])
    assert placing.nearest([known(1, "La musique.")], np.ones((0, 384)), []) == ([], [])


def test_what_a_placing_stands_on_changes_when_a_topic_does(session, now):
    topic = make_topic(session, now)
    before = placing.marks(session)
    assert placing.marks(session) == before
    topic.version += 1
    session.flush()
    after = placing.marks(session)
    assert [theme for theme in after if after[theme] != before[theme]] == ["telephone"]


def test_texts_of_the_same_meaning_go_together_and_the_others_are_left_out():
    vectors = SubjectReader().vectors(["parking", "musique", "un parking", "imprimante", "musique"])
    assert close.groups(vectors) == [[0, 2], [1, 4]]


@settings(deadline=None)  # scipy is loaded by the first
@given(st.lists(st.integers(0, 5), max_size=12))
def test_groups_hold_each_text_once_the_largest_first_and_always_the_same(places):
    vectors = unit(np.eye(6)[places].reshape(len(places), 6))
    found = close.groups(vectors)
    rows = [row for one in found for row in one]
    assert len(rows) == len(set(rows))
    assert [len(one) for one in found] == sorted((len(one) for one in found), reverse=True)
    assert all(len({places[row] for row in one}) == 1 for one in found)
    assert found == close.groups(vectors)

"""The phrases that may name a topic, and what makes one its name."""

from collections import Counter
from dataclasses import astuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.masking.tagging import tagged
from analysis.topics import naming
from analysis.topics.candidates import (
    LONGEST_NAME,
    SHORTEST_STEM,
    SMALL_WORDS,
    WORD,
    Candidate,
    Theme,
    candidates,
    usual_phrases,
)
from analysis.topics.fitting import WEIGHTS
from analysis.topics.phrases import root
from tests.bench.learn_names import learnt


def forms(*texts: str, forbidden: tuple[str, ...] = ()) -> list[str]:
    return [one.form for one in candidates(Theme([tagged(texts)]), forbidden)]


def test_a_usual_phrase_is_proposed_where_members_use_its_words_apart() -> None:
    texts = ("Le délai est long", "Aucune réponse", "Des délais", "Une réponse tardive")
    assert "délai de réponse" in forms(*texts)


def test_a_word_of_the_same_family_is_the_word() -> None:
    texts = ("Le délai est long", "Personne ne répond", "Des délais", "On m'a répondu")
    assert "délai de réponse" in forms(*texts)


def test_a_word_that_one_member_says_makes_no_usual_phrase() -> None:
    assert "délai de réponse" not in forms("Le délai est long", "Des délais", "Aucune réponse")


def test_an_order_is_no_thing() -> None:
    assert "continuez" not in forms(
        "Continuez", "Continuez !", "Continuez ainsi", "Le délai", "Un délai"
    )


def test_a_word_set_aside_is_in_no_phrase() -> None:
    texts = ("Le délai de réponse", "Un délai de réponse")
    found = forms(*texts, forbidden=("delai",))
    assert found
    assert not [form for form in found if "délai" in form]


@pytest.mark.parametrize(
    ("form", "judged"),
    [
        ("lettre claire", {"claire"}),
        ("délai de réponse", set()),
        ("mails sans réponse", {"san"}),
        ("manque d'écoute", {"manque"}),
        ("dépôt de pièces en ligne", set()),
    ],
)
def test_what_judges_is_known_from_what_completes(form: str, judged: set[str]) -> None:
    assert Candidate(form, frozenset(), 1, is_usual=True).qualities == judged


def test_usual_phrases_are_short_french_phrases_of_two_words_at_least() -> None:
    phrases = usual_phrases()
    assert len(phrases) > 500
    for telling, form in phrases.items():
        assert form == form.lower().strip()
        assert len(form) <= LONGEST_NAME
        assert len(telling) >= 2, form
        assert WORD.findall(form)[-1] not in SMALL_WORDS, form


def test_the_weights_are_those_learnt_from_what_was_judged() -> None:
    assert astuple(learnt()) == pytest.approx(astuple(WEIGHTS), abs=0.001)


WORDS = ("délai", "réponse", "courrier", "dossier", "musique", "attente", "code", "perroquet")
COMMENTS = st.lists(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(
        lambda words: "Il y a " + " et ".join(f"un {word}" for word in words) + "."
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=25, deadline=None)
@given(COMMENTS, COMMENTS)
def test_each_word_of_a_name_is_used_by_two_members(one: list[str], other: list[str]) -> None:
    uses = Counter(
        stem
        for text in one + other
        for stem in {root(word.lower())[:SHORTEST_STEM] for word in WORD.findall(text)}
    )
    for name in naming.names([one, other]):
        if not name.startswith(naming.NOTHING_SHARED):
            words = [word for word in WORD.findall(name.lower()) if word not in SMALL_WORDS]
            assert all(uses[root(word)[:SHORTEST_STEM]] >= 2 for word in words), name

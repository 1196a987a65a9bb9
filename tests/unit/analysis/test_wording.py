"""The words two texts share, or nearly."""

import numpy as np
import pytest

from analysis.similarity.wording import (
    MOST_WORDS,
    Wordings,
    common_words,
    coverage,
    plain,
    rarity,
    telling_words,
)


def test_accents_and_capitals_do_not_count() -> None:
    assert plain("Œuvre à l’ÉTÉ") == "oeuvre a l’ete"


def test_words_that_say_nothing_are_left_out() -> None:
    assert telling_words("Le bac 3 de l’imprimante est bloqué, encore bloqué") == [
        "bac",
        "3",
        "imprimante",
        "bloqué",
    ]


def test_an_endless_text_is_read_up_to_a_number_of_words() -> None:
    assert len(telling_words(" ".join(f"mot{i}" for i in range(5_000)))) == MOST_WORDS


def test_a_rare_word_tells_more_than_a_common_one() -> None:
    assert rarity("interphone") > rarity("retraite") > 0


@pytest.mark.slow
def test_a_text_covers_itself_entirely() -> None:
    words = Wordings(["La borne du hall est éteinte"])
    assert coverage(words, words)[0, 0] == pytest.approx(1, abs=1e-4)


@pytest.mark.slow
def test_a_text_without_words_has_nothing_in_common() -> None:
    words = Wordings(["", "La borne du hall", "…", "du de la"])
    common = common_words(words, words)
    assert common[1, 1] == pytest.approx(1, abs=1e-4)
    common[1, 1] = 0
    assert not common.any()


@pytest.mark.slow
def test_a_text_covers_a_shorter_one_better_than_the_reverse() -> None:
    short, long = (
        Wordings(["imprimante bloquée"]),
        Wordings(["imprimante bloquée au deuxième étage"]),
    )
    assert coverage(short, long)[0, 0] > coverage(long, short)[0, 0]


@pytest.mark.slow
def test_common_words_are_the_same_in_both_directions() -> None:
    some = Wordings(["Le badge ne marche plus", "Courrier renvoyé par la Poste"])
    others = Wordings(["Badge refusé à l’entrée", "Appels coupés", ""])
    assert np.allclose(common_words(some, others), common_words(others, some).T, atol=1e-5)


@pytest.mark.slow
def test_near_words_count_without_being_the_same() -> None:
    said = Wordings(["téléphone"])
    near, far = coverage(said, Wordings(["appel téléphonique", "ascenseur"]))[0]
    assert near > far

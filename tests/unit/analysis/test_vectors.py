"""General sentence vectors."""

import numpy as np
import pytest

from analysis.similarity import vectors
from analysis.similarity.vectors import DIMENSIONS, LONGEST, sentence_vectors

pytestmark = pytest.mark.slow


def test_a_sentence_has_one_vector_of_length_one() -> None:
    made = sentence_vectors(["Le serveur vocal raccroche.", "La pension n’est pas versée."])
    assert made.shape == (2, DIMENSIONS)
    assert np.allclose(np.linalg.norm(made, axis=1), 1, atol=1e-4)


def test_a_blank_text_is_near_nothing() -> None:
    assert not sentence_vectors(["", "  \n\u00a0"]).any()


def test_no_text_gives_no_vector() -> None:
    assert sentence_vectors([]).shape == (0, DIMENSIONS)


def test_sentences_of_one_meaning_are_nearer_than_others() -> None:
    call, phone, printer = sentence_vectors(
        [
            "Personne ne répond au téléphone.",
            "Impossible de vous joindre par téléphone.",
            "L’imprimante est en panne de papier.",
        ]
    )
    assert call @ phone > call @ printer + 0.2


def test_a_text_has_the_same_vector_alone_and_among_others() -> None:
    alone = sentence_vectors(["Un texte que rien d’autre ne cite"])[0]
    vectors._memory._vectors.clear()
    among = sentence_vectors(["court", "Un texte que rien d’autre ne cite", "un autre"])[1]
    assert np.allclose(alone, among, atol=1e-5)


def test_what_is_beyond_the_longest_text_is_not_read() -> None:
    long = "mot " * LONGEST
    assert np.array_equal(*sentence_vectors([long, long + "fin"]))


def test_a_known_text_is_not_encoded_again(monkeypatch: pytest.MonkeyPatch) -> None:
    first = sentence_vectors(["Déjà lu"])
    monkeypatch.setattr(vectors, "_encoder", lambda: pytest.fail("encoded twice"))
    assert np.array_equal(sentence_vectors(["Déjà  lu "]), first)


def test_memory_stays_bounded_and_gives_back_all_that_was_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    small = vectors._Memory(2)
    monkeypatch.setattr(vectors, "_memory", small)
    made = sentence_vectors(["un", "deux", "trois", "quatre"])
    assert made.any(axis=1).all()
    assert len(small) == 2


def test_the_text_itself_is_not_kept_in_memory() -> None:
    sentence_vectors(["Madame Secrète habite ici"])
    assert all(isinstance(key, bytes) and len(key) == 16 for key in vectors._memory._vectors)

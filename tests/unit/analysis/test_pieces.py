"""The tokenizer: the likeliest cut of a text into known pieces."""

from itertools import product
from pathlib import Path

import pytest

from analysis.readers import pieces
from analysis.readers.encoder import MODEL, VOCABULARY
from analysis.readers.pieces import LONGEST_IN_PIECES, Tokenizer, Vocabulary

SCORES = {"▁": -3.0, "a": -4.0, "b": -4.5, "ab": -5.0, "ba": -6.0, "aba": -8.9, "▁ab": -4.0}


@pytest.fixture
def vocabulary() -> Vocabulary:
    """Seven pieces and the four special ones."""
    pieces = ["<s>", "<pad>", "</s>", "<unk>", *SCORES]
    return Vocabulary(pieces, [0.0] * 4 + list(SCORES.values()), {"A": "a"}, 0, 1, 2, 3)


@pytest.fixture
def small(vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch) -> Tokenizer:
    monkeypatch.setattr(pieces, "PREFIX", "")
    return Tokenizer(vocabulary)


@pytest.fixture(scope="module")
def real() -> Tokenizer:
    return Tokenizer(Vocabulary.kept_in(MODEL / VOCABULARY))


def test_a_vocabulary_is_kept_as_it_is(vocabulary: Vocabulary, tmp_path: Path) -> None:
    vocabulary.keep_in(tmp_path / "vocab.json")
    assert Vocabulary.kept_in(tmp_path / "vocab.json") == vocabulary


def test_the_pieces_of_a_text_have_neither_start_nor_end(small: Tokenizer) -> None:
    assert {small.vocabulary.pieces[number] for number in small.pieces_of("ab ab")} == {"▁ab"}


def best_by_trying_all(word: str) -> float:
    """The best score over every way to cut a word into known pieces."""
    scores = []
    for cuts in product([False, True], repeat=len(word) - 1):
        parts: list[str] = []
        current = word[0]
        for letter, cut in zip(word[1:], cuts, strict=True):
            parts, current = ([*parts, current], letter) if cut else (parts, current + letter)
        parts.append(current)
        if all(part in SCORES for part in parts):
            scores.append(sum(SCORES[part] for part in parts))
    return max(scores)


@pytest.mark.parametrize("letters", [*map("".join, product("ab", repeat=5)), "a", "b"])
def test_no_other_cut_is_likelier(small: Tokenizer, letters: str) -> None:
    cut = [small.vocabulary.pieces[number] for number in small(letters)[1:-1]]
    assert "".join(cut) == f"▁{letters}"
    assert sum(SCORES[part] for part in cut) == pytest.approx(best_by_trying_all(f"▁{letters}"))


def test_a_sign_nobody_knows_is_told_as_unknown(small: Tokenizer) -> None:
    assert small("☂") == [0, 4, 3, 2]


def test_letters_are_normalised_as_in_training(small: Tokenizer) -> None:
    assert small("AB") == small("aB")


def test_several_spaces_read_as_one(real: Tokenizer) -> None:
    assert real("trop   long") == real("trop long")


def test_a_text_begins_and_ends_and_is_never_too_long(real: Tokenizer) -> None:
    for text in ("", "ok", "mot " * 5_000, "x" * 100_000, "🐌" * 900):
        numbers = real(text)
        assert (numbers[0], numbers[-1]) == (real.vocabulary.start, real.vocabulary.end)
        assert len(numbers) <= LONGEST_IN_PIECES


def test_the_memory_of_cut_words_changes_nothing(real: Tokenizer) -> None:
    assert real("Réversion refusée") == real("Réversion refusée")

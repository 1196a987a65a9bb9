"""The tokenizer: the likeliest cut of a text into known pieces."""

import json
from itertools import product
from pathlib import Path

import pytest

from analysis.readers import pieces
from analysis.readers.encoder import MODEL, VOCABULARY
from analysis.readers.pieces import LONGEST_IN_PIECES, Tokenizer

SCORES = {"▁": -3.0, "a": -4.0, "b": -4.5, "ab": -5.0, "ba": -6.0, "aba": -8.9, "▁ab": -4.0}


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tokenizer:
    """A tokenizer of seven pieces."""
    monkeypatch.setattr(pieces, "PREFIX", "")
    special = ["<s>", "<pad>", "</s>", "<unk>"]
    kept = {"bos": 0, "pad": 1, "eos": 2, "unk": 3, "norm": {"A": "a"}}
    kept["pieces"] = special + list(SCORES)
    kept["scores"] = [0.0] * 4 + list(SCORES.values())
    file = tmp_path / "vocab.json"
    file.write_text(json.dumps(kept), encoding="utf-8")
    return Tokenizer(file)


@pytest.fixture(scope="module")
def real() -> Tokenizer:
    return Tokenizer(MODEL / VOCABULARY)


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
    names = ["<s>", "<pad>", "</s>", "<unk>", *SCORES]
    cut = [names[number] for number in small(letters)[1:-1]]
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
        assert (numbers[0], numbers[-1]) == (real.start, real.end)
        assert len(numbers) <= LONGEST_IN_PIECES


def test_the_memory_of_cut_words_changes_nothing(real: Tokenizer) -> None:
    assert real("Réversion refusée") == real("Réversion refusée")

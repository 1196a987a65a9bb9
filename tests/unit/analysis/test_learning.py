"""The reader in use: kept when nothing changed, learnt again when anything did."""

import json
from pathlib import Path

import pytest

from analysis import corpus
from analysis.readers.base import Example, Reader
from analysis.readers.words import WordsReader
from analysis.themes import learning

CORRECTION = Example("Le perroquet du guichet", themes=("accueil_physique",))


@pytest.fixture(autouse=True)
def learnt(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Learning made short: words alone, few examples; one entry each time it happens."""
    starter = corpus.starter()[::200]
    times: list[int] = []

    def learn(examples: list[Example]) -> Reader:
        times.append(len(examples))
        reader = WordsReader()
        reader.learn(examples)
        return reader

    monkeypatch.setattr(corpus, "starter", lambda: starter)
    monkeypatch.setattr(learning, "learn", learn)
    return times


def only(folder: Path, ending: str) -> Path:
    (file,) = folder.glob(f"*{ending}")
    return file


def test_a_reader_is_learnt_once_and_kept(tmp_path: Path, learnt: list[int]) -> None:
    first = learning.day_one_reader(tmp_path / "models")
    again = learning.day_one_reader(tmp_path / "models")
    comments = corpus.calibration()[:10]
    assert len(learnt) == 1
    assert again.version == first.version
    assert again.read(comments) == first.read(comments)


def test_progress_is_told_in_french_when_there_is_something_to_wait_for(tmp_path: Path) -> None:
    told: list[str] = []
    learning.day_one_reader(tmp_path, told.append)
    assert told[0].startswith("Apprentissage")
    told.clear()
    learning.day_one_reader(tmp_path, told.append)
    assert told == []


def test_a_damaged_reader_is_learnt_again(tmp_path: Path, learnt: list[int]) -> None:
    learning.day_one_reader(tmp_path)
    kept = only(tmp_path, ".joblib")
    whole = kept.read_bytes()
    kept.write_bytes(whole[:-100])
    learning.day_one_reader(tmp_path)
    assert len(learnt) == 2
    assert len(kept.read_bytes()) == pytest.approx(len(whole), abs=10)


@pytest.mark.parametrize("ending", [".joblib", ".json"])
def test_a_reader_with_a_file_missing_is_learnt_again(
    tmp_path: Path, learnt: list[int], ending: str
) -> None:
    learning.day_one_reader(tmp_path)
    only(tmp_path, ending).unlink()
    learning.day_one_reader(tmp_path)
    assert len(learnt) == 2


def test_a_label_that_is_not_json_is_not_believed(tmp_path: Path, learnt: list[int]) -> None:
    learning.day_one_reader(tmp_path)
    only(tmp_path, ".json").write_text("[", encoding="utf-8")
    learning.day_one_reader(tmp_path)
    assert len(learnt) == 2


def test_a_reader_made_by_another_version_is_learnt_again(
    tmp_path: Path, learnt: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    learning.day_one_reader(tmp_path)
    monkeypatch.setattr("sklearn.__version__", "99")
    learning.day_one_reader(tmp_path)
    assert len(learnt) == 2


def test_a_changed_corpus_is_learnt_again(
    tmp_path: Path, learnt: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    learning.day_one_reader(tmp_path)
    monkeypatch.setattr(corpus, "fingerprint", lambda: "another")
    learning.day_one_reader(tmp_path)
    assert len(learnt) == 2


def test_corrections_join_the_examples_with_the_weight_of_one(
    tmp_path: Path, learnt: list[int]
) -> None:
    before = learning.day_one_reader(tmp_path)
    after = learning.learnt_reader(tmp_path, [CORRECTION])
    assert learnt == [len(corpus.starter()), len(corpus.starter()) + 1]
    assert after.version != before.version


def test_the_day_one_reader_stays_beside_the_corrected_one(
    tmp_path: Path, learnt: list[int]
) -> None:
    learning.day_one_reader(tmp_path)
    learning.learnt_reader(tmp_path, [CORRECTION])
    learning.day_one_reader(tmp_path)
    assert len(learnt) == 2


def test_the_folder_does_not_grow_for_ever(tmp_path: Path) -> None:
    for times in range(learning.READERS_KEPT + 2):
        learning.learnt_reader(tmp_path, [CORRECTION] * times)
    assert len(list(tmp_path.glob("*.joblib"))) == learning.READERS_KEPT
    assert len(list(tmp_path.iterdir())) == 2 * learning.READERS_KEPT


def test_the_label_says_all_the_reader_stands_on(tmp_path: Path) -> None:
    learning.day_one_reader(tmp_path)
    label = json.loads(only(tmp_path, ".json").read_text(encoding="utf-8"))
    assert set(label) == {*learning.versions(), "sha256"}

"""What every reader of the catalogue promises, and what each does better than another."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from analysis import corpus
from analysis.readers import READERS, encoder, writing
from analysis.readers.base import Example, Reader
from analysis.readers.encoder import EncoderReader
from analysis.readers.words import WordsReader
from analysis.themes.themes import codes
from core.errors import Refused

pytestmark = pytest.mark.slow
GOLDEN = Path(__file__).resolve().parents[2] / "data" / "themes" / "golden.json"

# Processors round differently; a wrong tokenizer or a wrong file moves far more than this.
TOLERANCE = 0.05


@pytest.fixture(scope="module")
def learnt() -> dict[str, Reader]:
    """Every reader, having learnt a part of the starter comments."""
    readers: dict[str, Reader] = {name: kind() for name, kind in READERS.items()}
    for reader in readers.values():
        reader.learn(corpus.starter()[::8])
        reader.calibrate(corpus.calibration()[::4])
    return readers


@pytest.fixture(params=READERS)
def reader(request: pytest.FixtureRequest, learnt: dict[str, Reader]) -> Reader:
    return learnt[request.param]


@pytest.fixture(scope="module")
def some() -> list[Example]:
    return corpus.calibration()[:40]


def found(reader: Reader, *texts: str) -> list[str]:
    return [reading.themes[0] for reading in reader.read([Example(text) for text in texts])]


def test_a_reader_finds_what_anybody_would(reader: Reader) -> None:
    told = found(
        reader,
        "Impossible de joindre la caisse par téléphone, ça sonne occupé",
        "Mon mot de passe ne marche pas et le site est en panne",
        "La pension de réversion de mon mari décédé",
    )
    assert told == ["telephone", "site_connexion", "reversion_deces"]


def test_a_reading_is_whole(reader: Reader, some: list[Example]) -> None:
    for reading in reader.read(some):
        assert 1 <= len(reading.themes) <= 3
        assert len(set(reading.themes)) == len(reading.themes)
        assert (
            reading.certainty == max(reading.shares.values()) == reading.shares[reading.themes[0]]
        )
        assert tuple(reading.shares) == codes()
        assert sum(reading.shares.values()) == pytest.approx(1)


def test_readings_come_in_the_order_of_the_comments(reader: Reader, some: list[Example]) -> None:
    there = [reading.themes[0] for reading in reader.read(some)]
    back = [reading.themes[0] for reading in reader.read(some[::-1])]
    assert there == back[::-1]


def test_blank_and_signs_alone_are_other(reader: Reader) -> None:
    assert found(reader, "", "   ", "👍", "...") == ["autre"] * 4


def test_an_endless_text_is_read(reader: Reader) -> None:
    assert found(reader, "Le téléphone ne répond pas. " * 50_000) == ["telephone"]


def test_unknown_event_and_mark_do_no_harm(reader: Reader, some: list[Example]) -> None:
    bare = [replace(one, event="", satisfaction=None) for one in some]
    known = [reading.themes[0] for reading in reader.read(some)]
    unknown = [reading.themes[0] for reading in reader.read(bare)]
    assert np.mean([a == b for a, b in zip(known, unknown, strict=True)]) > 0.85


def test_capitals_and_missing_accents_read_nearly_as_well(
    reader: Reader, some: list[Example]
) -> None:
    loud = [replace(one, text=writing.bare(one.text).upper()) for one in some]
    careful = [reading.themes[0] for reading in reader.read(some)]
    careless = [reading.themes[0] for reading in reader.read(loud)]
    assert np.mean([a == b for a, b in zip(careful, careless, strict=True)]) > 0.9


def test_the_version_is_short_and_says_the_reader(reader: Reader) -> None:
    assert reader.version.startswith(reader.name)
    assert len(reader.version) <= 80


def test_learning_the_same_twice_reads_the_same(some: list[Example]) -> None:
    examples = corpus.starter()[:400]
    first, second = WordsReader(), WordsReader()
    first.learn(examples)
    second.learn(examples)
    assert first.version == second.version
    assert np.array_equal(first.weigh(some).main, second.weigh(some).main)


def test_a_correction_changes_the_version_and_what_is_read() -> None:
    examples = corpus.starter()[:600]
    correction = Example("Le perroquet du guichet", themes=("accueil_physique",))
    before, after = WordsReader(), WordsReader()
    before.learn(examples)
    after.learn([*examples, correction, correction])
    column = codes().index("accueil_physique")
    shares = [reader.weigh([correction]).main[0, column] for reader in (before, after)]
    assert shares[0] < shares[1]
    assert before.version != after.version


def test_a_theme_without_example_is_never_read(some: list[Example]) -> None:
    reader = WordsReader()
    reader.learn([one for one in corpus.starter()[:600] if "ecologie" not in one.themes])
    assert all("ecologie" not in reading.themes for reading in reader.read(some))


def test_the_encoder_knows_what_a_sentence_means_without_its_words(
    learnt: dict[str, Reader],
) -> None:
    assert found(
        learnt["encoder"], "Je suis tombé sur une boucle sans fin de touches à presser"
    ) == ["telephone"]


def test_twenty_sentences_are_read_as_the_day_the_model_was_made() -> None:
    golden = json.loads(GOLDEN.read_text(encoding="utf-8"))
    assert len(golden) == 20
    evidence = EncoderReader().weigh([Example(one["text"]) for one in golden])
    for row, one in enumerate(golden):
        assert codes()[int(evidence.main[row].argmax())] == one["main"]
        assert np.exp(evidence.main[row]) == pytest.approx(one["shares"], abs=TOLERANCE)
        assert evidence.mentioned[row] == pytest.approx(one["mentioned"], abs=TOLERANCE)


def test_a_text_alone_and_among_others_reads_alike(some: list[Example]) -> None:
    reader = EncoderReader()
    together = np.exp(reader.weigh(some).main)
    encoder.network(encoder.MODEL)._answers.clear()
    alone = np.exp(np.vstack([reader.weigh([one]).main for one in some]))
    assert alone == pytest.approx(together, abs=0.02)


def test_a_text_met_before_is_not_read_again(
    some: list[Example], monkeypatch: pytest.MonkeyPatch
) -> None:
    reader, network = EncoderReader(), encoder.network(encoder.MODEL)
    first = reader.weigh(some)
    asked: list[int] = []
    monkeypatch.setattr(network, "_read", lambda texts: asked.append(len(texts)))
    again = reader.weigh(some[::-1])
    assert asked == []
    assert again.main[::-1] == pytest.approx(first.main)
    assert again.mentioned[::-1] == pytest.approx(first.mentioned)


def test_what_is_remembered_is_bounded(
    some: list[Example], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encoder, "ANSWERS_KEPT", 2)
    network = encoder.network(encoder.MODEL)
    EncoderReader().weigh([Example(f"Trop long, {number} mois") for number in range(5)])
    assert len(network._answers) == 2


def test_vectors_bring_together_what_means_the_same() -> None:
    slow, late, phone = EncoderReader().vectors(
        ["C'est beaucoup trop long", "Des mois d'attente", "Le standard ne décroche jamais"]
    )

    def cosine(a: np.ndarray, b: np.ndarray) -> float:
        return float(a @ b / np.linalg.norm(a) / np.linalg.norm(b))

    assert cosine(slow, late) > cosine(slow, phone)


@pytest.fixture
def no_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(encoder, "MODEL", tmp_path)
    yield tmp_path
    encoder.network.cache_clear()
    encoder.model_fingerprint.cache_clear()


def test_a_missing_encoder_is_told_in_french_and_by_name(no_model: Path) -> None:
    with pytest.raises(Refused, match=r"il manque encoder_w8\.onnx.*Réinstallez l’application"):
        EncoderReader().weigh([Example("Trop long")])


def test_importing_the_readers_loads_no_heavy_library() -> None:
    heavy = "{'sklearn', 'onnxruntime', 'scipy'}"
    code = f"import sys, analysis.themes.classify; print(sorted({heavy} & set(sys.modules)))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"

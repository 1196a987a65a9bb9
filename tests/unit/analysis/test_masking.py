"""Masking as a whole: what comes out, whatever goes in."""

import csv
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.masking import files as mask_files
from analysis.masking import masking
from analysis.masking.masking import Span
from analysis.masks import MASKS
from core.errors import Refused

# The model is loaded once, at the first of these tests: a second or two.
pytestmark = pytest.mark.slow

KINDS = {"person", "phone", "email", "nir", "iban", "date_of_birth", "address", "file_number"}
FOREVER = settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))

PERSONAL = [
    "Mme Testevuide",
    "je m'appelle Bertille Oscaret",
    "mon conseiller marc lemoine",
    "01 99 00 12 34",
    "b.oscaret@example.fr",
    "1 61 03 75 116 042 57",
    "FR76 3000 6000 0112 3456 7890 189",
    "né le 12/03/1961",
    "12 rue des Lilas, 69003 Lyon",
    "dossier n° 2024-AB-1234",
]
AROUND = [
    "",
    " ",
    "\n",
    ". ",
    ", ",
    " — ",
    "😀",
    "Merci ",
    " depuis mars ",
    "À L'AIDE ! ",
    "e\u0301",
]


def personal_texts() -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(PERSONAL + AROUND), max_size=12).map(" ".join)


def check(text: str, found: list[Span]) -> None:
    assert {span.kind for span in found} <= KINDS
    assert all(0 <= span.start < span.end <= len(text) for span in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


def test_there_are_eight_kinds_and_each_says_so_in_french() -> None:
    assert set(MASKS) == KINDS
    assert all(each.placeholder.startswith("[") for each in MASKS.values())
    assert all("masqué" in each.placeholder for each in MASKS.values())


def test_a_sentence_keeps_its_sense_without_its_people() -> None:
    text = "Mme Lefèvre, au 01 99 00 12 34, a retrouvé mon dossier n° 2024-AB-1234."
    assert masking.mask(text, masking.spans(text)) == (
        "Mme [nom masqué], au [téléphone masqué], a retrouvé mon dossier n° [numéro de dossier masqué]."
    )


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "RAS", "😀😀😀", "…", "\x00", "M.", "Mme", "né le"]
)
def test_a_text_without_anybody_comes_back_as_it_was(text: str) -> None:
    assert masking.spans(text) == []
    assert masking.mask(text, []) == text


@FOREVER
@given(st.text())
def test_any_text_at_all_gives_sound_offsets(text: str) -> None:
    check(text, masking.spans(text))


@FOREVER
@given(personal_texts())
def test_what_is_masked_is_gone_and_the_rest_is_untouched(text: str) -> None:
    found = masking.spans(text)
    check(text, found)
    masked = masking.mask(text, found)
    at = 0
    for span in found:
        assert masked.startswith(text[at : span.start])
        masked = masked[span.start - at :].removeprefix(MASKS[span.kind].placeholder)
        at = span.end
    assert masked == text[at:]


@FOREVER
@given(
    st.sampled_from(
        [personal for personal in PERSONAL if personal[0].isdigit() or "@" in personal]
    ),
    st.sampled_from(["Appelez : ", "Écrire à ", "", "Voici : "]),
)
def test_a_masked_text_never_holds_what_was_found(personal: str, before: str) -> None:
    text = f"{before}{personal}."
    found = masking.spans(text)
    masked = masking.mask(text, found)
    assert found
    assert all(text[span.start : span.end] not in masked for span in found)


def test_masking_twice_changes_nothing() -> None:
    text = "Je m’appelle Bertille Oscaret, dossier RET-40772, 01 99 00 12 34."
    once = masking.mask(text, masking.spans(text))
    assert masking.spans(once) == []


def test_a_text_of_fifty_thousand_characters_is_masked_to_its_end() -> None:
    text = (
        "Rien à signaler dans ce dossier. " * 1_600 + "Rappelez Mme Testevuide au 01 99 00 12 34."
    )
    found = masking.spans(text)
    check(text, found)
    assert [text[span.start : span.end] for span in found] == ["Testevuide", "01 99 00 12 34"]


def test_fifty_thousand_characters_without_a_space_are_safe() -> None:
    check("a" * 50_000, masking.spans("a" * 50_000))
    check("1 " * 25_000, masking.spans("1 " * 25_000))


def test_offsets_are_those_of_the_text_as_written_even_with_loose_accents() -> None:
    text = unicodedata.normalize("NFD", "Très aimable, Mme Lefèvre a rappelé.")
    (span,) = masking.spans(text)
    assert unicodedata.normalize("NFC", text[span.start : span.end]) == "Lefèvre"


def test_a_name_said_once_with_its_civility_is_masked_wherever_it_comes_back() -> None:
    text = "Mme Testevuide m'a aidé. Sans Testevuide, rien n'avançait."
    assert [text[span.start : span.end] for span in masking.spans(text)] == ["Testevuide"] * 2


def test_a_year_of_birth_is_masked_only_beside_somebody() -> None:
    assert masking.spans("Je suis né en 1961, quel âge de départ ?") == []
    kinds = [span.kind for span in masking.spans("Victorin Legavre, né en 1961.")]
    assert kinds == ["person", "date_of_birth"]


def test_many_texts_are_masked_in_order_and_progress_is_told() -> None:
    told: list[tuple[int, int]] = []
    texts = ["Merci", "Mme Lefèvre est absente."] * 100
    found = masking.spans_of_many(texts, progress=lambda done, total: told.append((done, total)))
    assert [len(spans) for spans in found] == [0, 1] * 100
    assert told[-1] == (200, 200)


def written(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def mask_file(folder: Path, content: bytes) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    source = folder / "comments.csv"
    source.write_bytes(content)
    mask_files.mask_file(source, folder / "out.csv", folder / "spans.csv")
    return written(folder / "out.csv"), written(folder / "spans.csv")


def test_a_file_is_masked_with_the_place_of_each_piece(tmp_path: Path) -> None:
    out, spans = mask_file(tmp_path, 'id,text\n1,"Bonjour,\nMme Lefèvre"\n2,RAS\n'.encode())
    assert out == [{"id": "1", "text": "Bonjour,\nMme [nom masqué]"}, {"id": "2", "text": "RAS"}]
    assert spans == [{"id": "1", "kind": "person", "start": "13", "end": "20"}]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_file_is_read_in_the_encodings_offices_use(tmp_path: Path, encoding: str) -> None:
    out, _ = mask_file(
        tmp_path, "id,event,text\n1,retraite,Très aimable Mme Lefèvre\n".encode(encoding)
    )
    assert out == [{"id": "1", "text": "Très aimable Mme [nom masqué]"}]


def test_a_line_cut_short_reads_as_empty(tmp_path: Path) -> None:
    assert mask_file(tmp_path, b"id,text\n1\n") == ([{"id": "1", "text": ""}], [])


@pytest.mark.parametrize(
    ("content", "word"), [(b"", "vide"), (b"id,comment\n1,a\n", "text"), (b"\xef\xbb\xbf", "vide")]
)
def test_a_file_without_its_columns_is_refused_and_nothing_is_written(
    tmp_path: Path, content: bytes, word: str
) -> None:
    with pytest.raises(Refused, match=word):
        mask_file(tmp_path, content)
    assert not (tmp_path / "out.csv").exists()


def test_a_field_of_two_hundred_thousand_characters_is_masked_to_its_end(tmp_path: Path) -> None:
    out, spans = mask_file(tmp_path, b"id,text\n1," + b"bla " * 50_000 + b"06 12 34 56 78")
    assert out[0]["text"].endswith("[téléphone masqué]")
    assert [span["kind"] for span in spans] == ["phone"]


def test_a_file_separated_by_semicolons_is_read(tmp_path: Path) -> None:
    out, _ = mask_file(tmp_path, "id;text\n1;Mme Lefèvre, merci\n".encode())
    assert out == [{"id": "1", "text": "Mme [nom masqué], merci"}]


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="ne peut pas être lu"):
        mask_files.mask_file(tmp_path / "no.csv", tmp_path / "out.csv", tmp_path / "spans.csv")

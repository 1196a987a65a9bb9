"""Classifying a file: what is read, what is written, what is refused."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import cast

import pytest

from analysis import corpus
from analysis.readers.base import Example, Reader, Reading
from analysis.readers.deciding import contentless
from analysis.readers.writing import has_content
from analysis.themes import classify, comment_files, learning
from analysis.themes.classify import classify_file
from core.errors import Refused


class EchoReader:
    """Finds the theme a comment names, and remembers the comments it was given."""

    name = version = "echo"

    def __init__(self) -> None:
        self.given: list[Example] = []

    def read(self, comments: Sequence[Example]) -> list[Reading]:
        self.given += comments
        return [
            Reading(("delai", "suivi"), 0.87654, {}) if has_content(one.text) else contentless()
            for one in comments
        ]


@pytest.fixture(autouse=True)
def reader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> EchoReader:
    echo = EchoReader()
    if "slow" not in request.keywords:
        monkeypatch.setattr(learning, "day_one_reader", lambda folder, progress: echo)
    return echo


def classified(tmp_path: Path, content: str | bytes) -> list[list[str]]:
    """The lines written for a file that holds this."""
    source, output = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_bytes(content.encode() if isinstance(content, str) else content)
    classify_file(source, output, tmp_path / "models")
    with output.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_a_line_is_written_for_each_comment_in_order(tmp_path: Path) -> None:
    lines = classified(tmp_path, "id,text\nb,Trop long\na,\nb,Trop long\n")
    assert lines == [
        ["id", "themes", "certainty"],
        ["b", "delai|suivi", "0.8765"],
        ["a", "autre", "0.9500"],
        ["b", "delai|suivi", "0.8765"],
    ]


def test_how_many_were_read_is_returned(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text("id,text\n" + "1,Trop long\n" * 1_300, encoding="utf-8")
    told: list[str] = []
    assert classify_file(source, tmp_path / "out.csv", tmp_path, told.append) == 1_300
    assert told[-1] == "Commentaires lus\u00a0: 1300"


@pytest.mark.parametrize(
    "content",
    [
        "id,text\n1,Délai trop long\n".encode("utf-8-sig"),
        "id;text\r\n1;Délai trop long\r\n".encode(),
        "id\ttext\n1\tDélai trop long\n".encode(),
        "id;text\n1;Délai trop long\n".encode("cp1252"),
        'text,other," ID "\n"Délai trop long",x,1\n'.encode(),
        b"id,text\r1,D\xc3\xa9lai trop long\r",
    ],
    ids=["mark", "semicolon", "tab", "windows", "any order", "old mac"],
)
def test_files_as_other_programs_write_them(
    tmp_path: Path, reader: EchoReader, content: bytes
) -> None:
    assert classified(tmp_path, content)[1][0] == "1"
    assert reader.given == [Example("Délai trop long")]


def test_quoted_newlines_and_separators_belong_to_the_text(
    tmp_path: Path, reader: EchoReader
) -> None:
    lines = classified(tmp_path, 'id,text\n1,"Trop\nlong, ""vraiment"""\n2,ok\n')
    assert [line[0] for line in lines] == ["id", "1", "2"]
    assert reader.given[0].text == 'Trop\nlong, "vraiment"'


def test_event_and_satisfaction_are_used_when_they_are_there(
    tmp_path: Path, reader: EchoReader
) -> None:
    classified(
        tmp_path,
        "id,text,event,satisfaction\n1,a,retraite,4\n2,b,,\n3,c,Affiliation, 5.0 \n4,d,divorce,9\n"
        "5,e,retraite,très\n",
    )
    assert [(one.event, one.satisfaction) for one in reader.given] == [
        ("retraite", 4),
        ("", None),
        ("affiliation", 5),
        ("", None),
        ("retraite", None),
    ]


def test_a_record_cut_short_is_an_empty_comment(tmp_path: Path) -> None:
    assert classified(tmp_path, "id,text\n7\n\n8,ok,too,many\n")[1:] == [
        ["7", "autre", "0.9500"],
        ["8", "delai|suivi", "0.8765"],
    ]


def test_a_text_of_a_million_signs_is_read(tmp_path: Path, reader: EchoReader) -> None:
    classified(tmp_path, f"id,text\n1,{'long ' * 200_000}\n")
    assert len(reader.given[0].text) == 1_000_000


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "Le fichier est vide"),
        ("\n\n", "Le fichier est vide"),
        ("id,text\n", "aucun commentaire"),
        ("id,comment\n1,a\n", "Il manque la colonne « text »"),
        ("a;b\n1;2\n", "Il manque la colonne « id » et la colonne « text »"),
        (f'id,text\n1,"{"a" * (comment_files.LONGEST_FIELD + 1)}', "n’est pas un CSV lisible"),
    ],
    ids=["empty", "blank", "titles alone", "no text", "neither", "quote never closed"],
)
def test_what_is_not_a_file_of_comments_is_refused(
    tmp_path: Path, content: str, sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        classified(tmp_path, content)
    assert not (tmp_path / "out.csv").exists()


def test_a_file_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="ne peut pas être lu"):
        classify_file(tmp_path / "none.csv", tmp_path / "out.csv", tmp_path)


def test_a_folder_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text("id,text\n1,a\n", encoding="utf-8")
    with pytest.raises(Refused, match="Impossible d’écrire"):
        classify_file(source, tmp_path / "none" / "out.csv", tmp_path)


def test_an_output_that_was_there_stays_whole_when_reading_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reader: EchoReader
) -> None:
    (tmp_path / "out.csv").write_text("before", encoding="utf-8")

    def stop(comments: Sequence[Example]) -> list[Reading]:
        raise RuntimeError("the machine stops")

    monkeypatch.setattr(reader, "read", stop)
    with pytest.raises(RuntimeError):
        classified(tmp_path, "id,text\n1,a\n")
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == "before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv", "out.csv"]


def test_only_a_batch_is_in_memory_at_a_time(reader: EchoReader) -> None:
    comments = ((str(number), Example("Trop long")) for number in range(10**9))
    lines = classify._lines(cast(Reader, reader), comments, learning.silent)
    next(lines)
    assert len(reader.given) == classify.COMMENTS_AT_ONCE


@pytest.mark.slow
def test_the_shipped_comments_are_read_as_well_as_stated(tmp_path: Path) -> None:
    source, output = tmp_path / "in.csv", tmp_path / "out.csv"
    comments = corpus.calibration()
    with source.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "text", "event", "satisfaction"])
        writer.writerows([n, c.text, c.event, c.satisfaction] for n, c in enumerate(comments))
    assert classify_file(source, output, tmp_path / "models") == len(comments)
    with output.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    right = [
        line["themes"].split("|")[0] == comment.themes[0]
        for line, comment in zip(lines, comments, strict=True)
    ]
    certainty = [float(line["certainty"]) for line in lines]
    assert sum(right) / len(right) > 0.75
    assert sum(certainty) / len(certainty) == pytest.approx(sum(right) / len(right), abs=0.05)
    # A second command finds the reader of the first.
    assert [path.suffix for path in sorted((tmp_path / "models").iterdir())] == [".joblib", ".json"]

"""Files brought as proof: kept or refused by what they hold."""

import io
import zipfile

import pytest

from actionplans.brought import screening
from core.errors import Refused
from tests.file_builders import (
    JPEG,
    OFFICE,
    PDF,
    PNG,
    archive,
    office,
    open_document,
    pdf_hiding,
    pdf_with,
)

SCRIPT = "<< /S /JavaScript /JS (app.alert(1)) >>"


@pytest.mark.parametrize(
    ("name", "content", "kept"),
    [
        ("charte.pdf", PDF, "application/pdf"),
        ("Charte.PDF", pdf_hiding("<< /Type /Page >>"), "application/pdf"),
        ("photo.png", PNG, "image/png"),
        ("photo.jpeg", JPEG, "image/jpeg"),
        ("note.docx", office(), f"{OFFICE}wordprocessingml.document"),
        ("suivi.xlsx", office("spreadsheetml.sheet"), f"{OFFICE}spreadsheetml.sheet"),
        ("note.odt", open_document(), "application/vnd.oasis.opendocument.text"),
        ("releve.csv", "mois;écart\r\nmars;-5\r\n".encode(), "text/csv"),
        ("releve.txt", "Relevé <de mars>, 3 > 2".encode("cp1252"), "text/plain"),
    ],
)
def test_a_sound_file_is_kept(name: str, content: bytes, kept: str) -> None:
    assert screening.media_type(name, content) == kept


DISTANT = (
    '<Relationships><Relationship Type="attachedTemplate" Target="https://x.example/t.dotm" '
    'TargetMode="External"/></Relationships>'
)


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("vide.pdf", b"", "vide"),
        ("page.html", b"<html>", "autre type"),
        ("dessin.svg", b"<svg/>", "autre type"),
        ("note.docm", office(), "autre type"),
        ("note.docx", office(word__vbaProject_bin="x", **{"word__vbaProject.bin": "x"}), "macro"),
        ("note.docx", archive({"[Content_Types].xml": f"{OFFICE}wordprocessingml.document macroEnabled"}), "macro"),
        ("note.docx", office(**{"word__embeddings__oleObject1.bin": "x"}), "incorporé"),
        ("note.docx", office(**{"word___rels__settings.xml.rels": DISTANT}), "modèle ailleurs"),
        ("note.docx", office("spreadsheetml.sheet"), "n’est pas ce que dit son nom"),
        ("note.docx", archive({"a.txt": "rien"}), "n’est pas ce que dit son nom"),
        ("note.docx", b"PK\x03\x04 rompu", "n’est pas ce que dit son nom"),
        ("note.odt", open_document(**{"Basic__Standard__Module1.xml": "x"}), "macro"),
        ("note.odt", open_document(**{"Scripts__python__a.py": "x"}), "macro"),
        ("note.pdf", b"MZ\x90\0", "n’est pas ce que dit son nom"),
        ("photo.png", b"<html>", "n’est pas ce que dit son nom"),
        ("note.txt", b"<script>alert(1)</script>", "page ou un programme"),
        ("note.txt", b"#!/bin/sh\n", "page ou un programme"),
        ("note.txt", b"MZ\0\0", "n’est pas ce que dit son nom"),
        ("releve.csv", b"a;b\n=cmd|' /C calc'!A0;2\n", "formules"),
        ("releve.csv", b"a;b\n1;@SUM(A1)\n", "formules"),
        ("note.doc", screening.OLE2 + b"\0" * 600, "ancien format"),
        ("note.pdf", pdf_with(SCRIPT), "programme"),
        ("note.pdf", pdf_with("<< /S /J#61vaScript >>"), "programme"),
        ("note.pdf", pdf_with("<< /S /Launch /F (cmd.exe) >>"), "programme"),
        ("note.pdf", pdf_with("<< /Type /EmbeddedFile >>"), "programme"),
        ("note.pdf", pdf_with("<< /Encrypt 9 0 R >>"), "mot de passe"),
        ("note.pdf", pdf_hiding(SCRIPT), "programme"),
        ("note.pdf", pdf_hiding("<< /S /J#61vaScript >>", "/Type /O#62jStm /Filter /FlateDecode"), "programme"),
        ("note.pdf", pdf_hiding(SCRIPT, "/Type /ObjStm /Filter [/ASCIIHexDecode /FlateDecode]"), "vérifié"),
        ("note.pdf", pdf_hiding(SCRIPT)[:-60] + b"endstream", "vérifié"),
    ],
)  # fmt: skip
def test_a_file_that_acts_or_lies_is_refused_with_what_to_do(
    name: str, content: bytes, why: str
) -> None:
    with pytest.raises(Refused, match=why) as refusal:
        screening.media_type(name, content)
    assert refusal.value.about == "file"


def test_an_archive_that_swells_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screening, "LARGEST_UNPACKED", 10_000)
    with pytest.raises(Refused, match="trop gros"):
        screening.media_type("note.docx", office(word__a="0" * 20_000))


def test_a_locked_archive_is_refused() -> None:
    content = bytearray(office())
    with zipfile.ZipFile(io.BytesIO(content)) as made:
        offset = made.start_dir
    content[offset + 8] |= 1  # the flag « encrypted » of the first part
    with pytest.raises(Refused, match="mot de passe"):
        screening.media_type("note.docx", bytes(content))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("relevé mars (2).PDF", "relevé mars (2).pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Bureau\\note.docx", "note.docx"),
        ('a"\r\nb.txt', "a___b.txt"),
        ("note\u202efdp.txt", "note_fdp.txt"),
        ("...", "preuve"),
    ],
)
def test_a_name_keeps_no_folder_and_nothing_invisible(given: str, kept: str) -> None:
    assert screening.clean_name(given) == kept
    assert len(screening.clean_name("é" * 500 + ".pdf")) < 150

"""One document, several ways to write it: the same texts and the same numbers in all of them."""

import io
import re
import shutil
import subprocess
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import docx
import odfdo
import pypdf
import pytest
from python_calamine import CalamineWorkbook

from core import french
from core.documents import (
    FORMATS,
    Bullets,
    Column,
    Document,
    Figure,
    Heading,
    PageBreak,
    Paragraph,
    Quote,
    Table,
)
from core.documents.base import plain
from core.documents.xlsx import NARROWEST, WIDEST, _short, _width

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><rect width="10" height="10"/></svg>'
NUMBERS = Table(
    "Délais par canal",
    (
        Column("Canal", about="Par où la demande est venue."),
        Column("Demandes", "number", about="Nombre de demandes reçues.", unit="demandes"),
        Column("Dans le délai", "percent", 1, "Part répondue en 7 ou 14 jours."),
        Column("Depuis", "date"),
    ),
    (("Courriel", 1234, 0.8751, date(2026, 3, 1)), ("Lettre", 12, None, None)),
    "Jours calendaires, comptés de la réception.",
)
HOSTILE = (
    "=1+1",
    "<script>alert(1)</script>",
    '#image("x") $x$ *gras*',
    "@SUM(A1)",
    "x" * 5000,
    "Bravo 👏",
)
WHOLE = Document(
    title="Bilan de l’année 2026",
    subtitle="Service Retraite",
    about=(("Période", "2026"), ("Réponses", "227 sur 650")),
    parts=(
        Heading("Ce qui a été fait"),
        Paragraph("Neuf actions ont été closes."),
        Bullets(("Une action en retard.", "Deux actions suspendues.")),
        Heading("En détail", 2),
        NUMBERS,
        Figure(SVG, "Un carré plein.", "La part tenue par trimestre", NUMBERS),
        Quote("On m’a rappelé le jour même.", "Affiliation, mars 2026"),
        PageBreak(),
        Paragraph("Méthode : intervalle de Wilson.", is_soft=True),
        *(Paragraph(text) for text in HOSTILE),
    ),
    sender="Caisse de démonstration",
    telephone="01 23 45 67 89",
    fingerprint="ab" * 32,
)


def texts_of(document: Document) -> list[str]:
    """Every sentence and every number a reader must find."""
    found = [document.title, document.subtitle, document.last_words]
    found += [words for pair in document.about for words in pair]
    for part in document.parts:
        found += [
            getattr(part, name) for name in ("text", "source", "caption") if hasattr(part, name)
        ]
        found += getattr(part, "lines", ())
    for table in document.tables:
        found += [table.caption, table.note, *(column.title for column in table.columns)]
        found += [said for row in table.said for said in row if said != "–"]
    return [squeezed(plain(words)) for words in found if words]


def squeezed(text: str) -> str:
    """Without spaces nor hyphenation: a line may be cut anywhere."""
    return re.sub(r"[\s\u00ad\u200b-]+", "", text)


def read_pdf(made: bytes) -> str:
    reader = pypdf.PdfReader(io.BytesIO(made))
    feet = re.compile(r"Caisse de démonstration · Téléphone 01 23 45 67 89\s*Page \d+/\d+")
    return "".join(feet.sub("", page.extract_text()) for page in reader.pages)


def read_docx(made: bytes) -> str:
    return "".join(node.text or "" for node in docx.Document(io.BytesIO(made)).element.body.iter() if node.tag.endswith("}t"))  # fmt: skip


def read_odt(made: bytes) -> str:
    return str(odfdo.Document(io.BytesIO(made)).body.text_recursive)


READERS: dict[str, Any] = {"pdf": read_pdf, "docx": read_docx, "odt": read_odt}


@pytest.mark.parametrize("extension", READERS)
def test_every_text_and_number_is_in_every_writing(extension: str) -> None:
    said = squeezed(READERS[extension](FORMATS[extension].write(WHOLE)))
    missing = [words[:60] for words in texts_of(WHOLE) if words not in said]
    assert missing == [
        words for words in missing if "👏" in words
    ]  # the font of paper has no emoji


def cells(made: bytes) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(made))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_a_spreadsheet_holds_numbers_as_numbers_and_texts_as_texts() -> None:
    book = cells(FORMATS["xlsx"].write(WHOLE))
    assert list(book) == ["Lecture", "1 Délais par canal", "2 Délais par canal", "Dictionnaire"]
    assert book["1 Délais par canal"][1] == ["Courriel", 1234.0, 0.8751, date(2026, 3, 1)]
    said = squeezed("".join(str(cell) for row in book["Lecture"] for cell in row))
    for text in HOSTILE:
        assert squeezed(plain(text)) in said
    told = ["Délais par canal", "Demandes", "demandes", "Nombre de demandes reçues."]
    assert told in book["Dictionnaire"]


def test_a_sheet_prints_one_page_wide_with_its_first_row_on_every_page() -> None:
    import zipfile

    with zipfile.ZipFile(io.BytesIO(FORMATS["xlsx"].write(WHOLE))) as archive:
        table = archive.read("xl/worksheets/sheet2.xml").decode()
        book = archive.read("xl/workbook.xml").decode()
    assert 'paperSize="9"' in table
    assert 'orientation="landscape"' in table
    assert 'fitToPage="1"' in table
    assert 'fitToHeight="0"' in table  # as many pages as there are rows for
    assert "Bilan de l’année 2026&amp;R&amp;P / &amp;N" in table
    assert book.count("_xlnm.Print_Titles") == 3  # two tables and the dictionary


def test_a_sheet_is_called_by_whole_words() -> None:
    assert _short("1 Délais par canal") == "1 Délais par canal"
    assert _short("2 Affiliation : de l’événement à la réponse") == "2 Affiliation de l’événement…"
    assert len(_short("3 " + "x" * 60)) <= 31


def test_a_column_is_as_wide_as_its_cells_and_no_wider_than_a_line() -> None:
    assert _width(["Part"], ["12 %", "3 %"]) == NARROWEST
    assert _width(["Demandes reçues"], ["Courrier électronique"]) == 23
    assert _width(["Motif"], ["mot " * 80]) == WIDEST


@pytest.mark.parametrize("extension", FORMATS)
def test_nothing_written_calculates_nor_runs(extension: str) -> None:
    made = FORMATS[extension].write(WHOLE)
    if extension == "pdf":
        assert b"/JavaScript" not in made
        return
    import zipfile

    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        inside = b"".join(
            archive.read(name) for name in archive.namelist() if name.endswith(".xml")
        )
    assert b"<f>" not in inside
    assert b"<script" not in inside


def test_a_pdf_is_tagged_and_says_its_title_and_language() -> None:
    reader = pypdf.PdfReader(io.BytesIO(FORMATS["pdf"].write(WHOLE)))
    assert reader.metadata is not None
    assert reader.metadata.title == french.typeset(WHOLE.title)
    assert reader.trailer["/Root"]["/Lang"] == "fr-FR"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


@pytest.mark.parametrize("extension", ["docx", "odt"])
def test_a_picture_keeps_its_alternative_text(extension: str) -> None:
    part = {"docx": "word/document.xml", "odt": "content.xml"}[extension]
    with zipfile.ZipFile(io.BytesIO(FORMATS[extension].write(WHOLE))) as archive:
        assert "Un carré plein." in archive.read(part).decode()


LOW = 34  # lines, after which a page has room for a few rows
LETTERS = tuple((f"Ligne {letter}", at) for at, letter in enumerate("ABCDEFGHIJKL"))
AT_THE_END_OF_A_PAGE = Document(
    title="Une table au bas d’une page",
    parts=(
        *(Paragraph("Une ligne.") for _ in range(LOW)),
        Table("Douze lignes", (Column("Nom"), Column("Rang", "number")), LETTERS),
    ),
)


def test_a_short_table_is_never_cut_by_the_end_of_a_page() -> None:
    pages = pypdf.PdfReader(io.BytesIO(FORMATS["pdf"].write(AT_THE_END_OF_A_PAGE))).pages
    with_rows = [page.extract_text().count("Ligne ") for page in pages]
    assert with_rows == [0, len(LETTERS)]


def test_in_word_a_short_table_stays_whole_and_its_numbers_stand_to_the_right() -> None:
    (table,) = docx.Document(io.BytesIO(FORMATS["docx"].write(AT_THE_END_OF_A_PAGE))).tables
    held = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in table.rows]
    assert held == [True] * len(LETTERS) + [None]
    assert [cell.paragraphs[0].alignment for cell in table.rows[1].cells] == [None, 2]  # right


def test_in_opendocument_a_short_table_stays_whole_and_each_page_has_its_number() -> None:
    made = odfdo.Document(io.BytesIO(FORMATS["odt"].write(AT_THE_END_OF_A_PAGE)))
    style = made.get_style("table", made.body.get_tables()[0].style)
    assert style.get_properties(area="table")["style:may-break-between-rows"] == "false"
    foot = made.get_part("styles").get_element("//style:footer")
    assert foot.get_element("//text:page-number") is not None


@pytest.mark.parametrize("extension", ["docx", "odt"])
def test_an_office_document_opens_in_libreoffice_on_as_many_pages_as_the_pdf(
    extension: str, tmp_path: Path
) -> None:
    """Where LibreOffice is: a document it cannot read, or whose table it cuts, has other pages."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not on this machine")
    written = tmp_path / f"report.{extension}"
    written.write_bytes(FORMATS[extension].write(AT_THE_END_OF_A_PAGE))
    home = f"-env:UserInstallation=file://{tmp_path}/office"
    command = [office, home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(written)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    pages = pypdf.PdfReader(tmp_path / "report.pdf").pages
    assert [page.extract_text().count("Ligne ") for page in pages] == [0, len(LETTERS)]


def test_the_columns_of_a_short_table_stand_near_each_other() -> None:
    small = Table("T", (Column("Étape"), Column("Nombre", "number")), (("Envois", 674),))
    assert sum(small.widths) == pytest.approx(0.5)


def test_no_title_of_a_column_is_narrower_than_its_longest_word() -> None:
    columns = tuple(Column(title, "number") for title in ("Valeur", "Effectif", "Trimestre d’avant"))  # fmt: skip
    wide = Table("T", (Column("Question"), *columns), (("mot " * 60, 1, 2, 3),))
    assert sum(wide.widths) == pytest.approx(1)
    for column, share in zip(wide.columns[1:], wide.widths[1:], strict=True):
        assert share * 100 >= max(map(len, column.title.split(" "))) * 1.12


def test_a_long_column_takes_what_short_ones_leave_and_short_cells_stay_on_one_line() -> None:
    columns = (Column("Question"), *(Column(n, "number") for n in ("De", "À", "Effectif")), Column("Comparaison"))  # fmt: skip
    short = "pas de différence établie"
    wide = Table("T", columns, (("mot " * 60, 1, 2, 3, short), ("mot", 1, 2, 3, short)))
    assert sum(wide.widths) == pytest.approx(1)
    assert wide.widths[4] * 100 >= len(short)
    assert wide.widths[0] > wide.widths[4] > wide.widths[1]
    longer = Table("T", columns, (("mot " * 20, 1, 2, 3, "trop peu de réponses pour comparer"),))
    assert longer.widths[0] > 0.25


def test_a_row_too_short_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="as many cells"):
        Table("T", (Column("A"), Column("B")), (("a",),))


def test_a_word_without_end_stays_on_the_paper() -> None:
    endless = Document(title="T", parts=(Paragraph("x" * 5000),), sender="C", telephone="0")
    page = pypdf.PdfReader(io.BytesIO(FORMATS["pdf"].write(endless))).pages[0]
    assert page.extract_text().count("\n") > 20


def test_a_title_longer_than_word_s_properties_is_written_whole() -> None:
    made = FORMATS["docx"].write(Document(title="T" * 300, parts=()))
    assert "T" * 300 in read_docx(made)


def test_office_documents_number_their_pages_and_cut_no_row() -> None:
    table = Table(
        "Nombres", (Column("Quoi"), Column("Combien", "number")), (("Un", 1), ("Deux", 2))
    )
    made = Document(title="Essai", parts=(table,), sender="Caisse", telephone="01 23 45 67 89")
    word = zipfile.ZipFile(io.BytesIO(FORMATS["docx"].write(made)))
    body = word.read("word/document.xml").decode()
    assert body.count("<w:cantSplit/>") == 3
    assert body.count('<w:jc w:val="right"/>') == 3  # the numbers and their title
    assert "NUMPAGES" in word.read("word/footer1.xml").decode()
    free = zipfile.ZipFile(io.BytesIO(FORMATS["odt"].write(made)))
    content = free.read("content.xml").decode()
    assert content.count('table:style-name="whole"') == 3
    assert 'fo:keep-together="always"' in content
    assert content.count('text:style-name="Number"') == 3
    footer = free.read("styles.xml").decode().partition("<style:footer")[2]
    assert "Téléphone 01 23 45 67 89" in footer
    assert "text:page-count" in footer


def test_a_fingerprint_in_a_narrow_column_stays_on_the_paper() -> None:
    columns = (Column("Pièce"), Column("Fichier"), Column("SHA-256"))
    rows = (("La charte de service", "1-charte/charte.pdf", "0123456789abcdef" * 4),)
    made = FORMATS["pdf"].write(Document("T", (Table("T", columns, rows),), sender="C"))
    rights: list[float] = []

    def look(text: str, _: object, matrix: list[float], *more: object) -> None:
        rights.append(matrix[4] + len(text.strip()) * 4)  # a digit is wider than four points

    pypdf.PdfReader(io.BytesIO(made)).pages[0].extract_text(visitor_text=look)
    assert max(rights) < 595 - 40

"""A document for Word: real styles, repeated table headings, alternative texts (the only importer of python-docx)."""

import io
from collections.abc import Callable
from typing import Any

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from core import paper
from core.documents.base import (
    Bullets,
    Document,
    Figure,
    Heading,
    PageBreak,
    Paragraph,
    Part,
    Quote,
    Table,
    plain,
)

FIGURE_WIDTH = Cm(16)
LONGEST_PROPERTY = 255  # characters, for Word
TEXT_WIDTH = Cm(17)


def write(document: Document) -> bytes:
    """The whole document, A4."""
    made = docx.Document()
    _set_up(made, document)
    made.add_heading(plain(document.title), 0)
    if document.subtitle:
        made.add_paragraph(plain(document.subtitle), style="Subtitle")
    for label, said in document.about:
        line = made.add_paragraph()
        line.add_run(plain(f"{label} : ")).bold = True
        line.add_run(plain(said))
    for part in document.parts:
        WRITERS[type(part)](made, part)
    if document.last_words:
        made.add_paragraph(document.last_words, style="Caption")
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def _set_up(made: Any, document: Document) -> None:
    section = made.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    style = made.styles["Normal"]
    style.font.name, style.font.size = "Arial", Pt(11)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "fr-FR")
    style.element.get_or_add_rPr().append(language)
    made.core_properties.title = plain(document.title)[:LONGEST_PROPERTY]
    made.core_properties.author = document.sender
    made.core_properties.language = "fr-FR"
    _foot(section.footer.paragraphs[0], document)


def _foot(line: Any, document: Document) -> None:
    line.add_run(plain(f"{document.sender} · Téléphone {document.telephone} · Page "))
    _field(line, "PAGE")
    line.add_run("/")
    _field(line, "NUMPAGES")


def _field(line: Any, name: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    line._p.append(field)


def _heading(made: Any, part: Heading) -> None:
    made.add_heading(plain(part.text), part.level)


def _paragraph(made: Any, part: Paragraph) -> None:
    made.add_paragraph(plain(part.text), style="Caption" if part.is_soft else None)


def _bullets(made: Any, part: Bullets) -> None:
    for line in part.lines:
        made.add_paragraph(plain(line), style="List Bullet")


def _quote(made: Any, part: Quote) -> None:
    made.add_paragraph(plain(f"« {part.text} »"), style="Quote")
    if part.source:
        made.add_paragraph(plain(part.source), style="Caption")


def _break(made: Any, part: PageBreak) -> None:
    made.add_page_break()


def _table(made: Any, table: Table) -> None:
    made.add_paragraph(plain(table.caption), style="Caption").paragraph_format.keep_with_next = True
    drawn = made.add_table(rows=1, cols=len(table.columns), style="Light List Accent 1")
    drawn.autofit, drawn.style.font.size = False, Pt(9)
    for column_drawn, share in zip(drawn.columns, table.widths, strict=True):
        column_drawn.width = int(TEXT_WIDTH * share)
    for cell, column in zip(drawn.rows[0].cells, table.columns, strict=True):
        cell.text = plain(column.title)
    header = OxmlElement("w:tblHeader")
    header.set(qn("w:val"), "true")
    drawn.rows[0]._tr.get_or_add_trPr().append(header)
    for said in table.said:
        for cell, words in zip(drawn.add_row().cells, said, strict=True):
            cell.text = plain(words)
    for row in drawn.rows:
        for cell, share in zip(row.cells, table.widths, strict=True):
            cell.width = int(TEXT_WIDTH * share)
    made.add_paragraph(plain(table.note), style="Caption" if table.note else None)


def _figure(made: Any, figure: Figure) -> None:
    picture = made.add_picture(io.BytesIO(paper.png(figure.svg)), width=FIGURE_WIDTH)
    properties = picture._inline.docPr
    properties.set("descr", plain(figure.alternative))
    made.add_paragraph(plain(figure.caption), style="Caption")
    if figure.table:
        _table(made, figure.table)


WRITERS: dict[type[Part], Callable[[Any, Any], None]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Bullets: _bullets,
    Quote: _quote,
    Table: _table,
    Figure: _figure,
    PageBreak: _break,
}

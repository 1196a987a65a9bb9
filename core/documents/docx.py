"""A document for Word: real styles, repeated table headings, alternative texts (the only importer of python-docx)."""

import io
from collections.abc import Callable
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

from core import paper
from core.documents.base import (
    Bullets,
    Column,
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
FONT = "Arial"  # on every machine; Word takes another for a font it has not
INK, SOFT = RGBColor(0x16, 0x20, 0x2B), RGBColor(0x47, 0x53, 0x5F)
LOOKS = (  # style, size, colour, bold, space before, space after (points)
    ("Normal", 10.5, INK, False, 0, 4),
    ("Title", 18, INK, True, 0, 2),
    ("Subtitle", 12, SOFT, False, 0, 6),
    ("Heading 1", 14, INK, True, 14, 4),
    ("Heading 2", 12, INK, True, 10, 3),
    ("List Bullet", 10.5, INK, False, 0, 2),
    ("Quote", 10.5, INK, False, 4, 4),
    ("Caption", 9, SOFT, False, 2, 4),
    ("Footer", 9, SOFT, False, 0, 0),
)
RULES = (
    f"<w:tblBorders {nsdecls('w')}>"
    '<w:bottom w:val="single" w:sz="4" w:color="8B8577"/>'
    '<w:insideH w:val="single" w:sz="4" w:color="8B8577"/></w:tblBorders>'
)
"""A thin line under each row, as on paper: no colour, no grid."""


def write(document: Document) -> bytes:
    """The whole document, A4."""
    made = docx.Document()
    _set_up(made, document)
    made.add_heading(plain(document.title), 0)
    if document.subtitle:
        made.add_paragraph(plain(document.subtitle), style="Subtitle")
    for label, said in document.about:
        line = made.add_paragraph()
        line.paragraph_format.space_after = Pt(1)
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
    for look in LOOKS:
        _look(made.styles[look[0]], *look[1:])
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "fr-FR")
    made.styles["Normal"].element.get_or_add_rPr().append(language)
    made.core_properties.title = plain(document.title)[:LONGEST_PROPERTY]
    made.core_properties.author = document.sender
    made.core_properties.language = "fr-FR"
    _foot(section.footer.paragraphs[0], document)


def _look(
    style: Any, size: float, colour: RGBColor, bold: bool, before: float, after: float
) -> None:
    """One style as the paper has it, whatever the theme of Word says."""
    font, lines = style.font, style.paragraph_format
    font.name, font.size, font.bold, font.italic = FONT, Pt(size), bold, False
    font.color.rgb = colour
    lines.space_before, lines.space_after = Pt(before), Pt(after)
    properties = style.element.get_or_add_rPr()
    fonts = properties.rFonts
    for name in [name for name in fonts.attrib if name.endswith("Theme")]:
        del fonts.attrib[name]
    for gone in (*properties.findall(qn("w:spacing")), *style.element.iter(qn("w:pBdr"))):
        gone.getparent().remove(gone)


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
    caption = made.add_paragraph()
    caption.paragraph_format.keep_with_next = True
    caption.paragraph_format.space_before = Pt(6)
    caption.add_run(plain(table.caption)).bold = True
    drawn = made.add_table(rows=1, cols=len(table.columns))
    drawn.autofit = False
    drawn._tbl.tblPr.append(parse_xml(RULES))
    for column_drawn, share in zip(drawn.columns, table.widths, strict=True):
        column_drawn.width = int(TEXT_WIDTH * share)
    for cell, column in zip(drawn.rows[0].cells, table.columns, strict=True):
        _cell(cell, plain(column.title), column).runs[0].bold = True
    header = OxmlElement("w:tblHeader")
    header.set(qn("w:val"), "true")
    drawn.rows[0]._tr.get_or_add_trPr().append(header)
    for said in table.said:
        for cell, words, column in zip(drawn.add_row().cells, said, table.columns, strict=True):
            _cell(cell, plain(words), column)
    for row in drawn.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, share in zip(row.cells, table.widths, strict=True):
            cell.width = int(TEXT_WIDTH * share)
    after = made.add_paragraph(plain(table.note), style="Caption")
    if not table.note:  # two tables that touch would be one
        after.paragraph_format.line_spacing = Pt(4)


def _cell(cell: Any, words: str, column: Column) -> Any:
    """Its one paragraph; numbers and days stand to the right, under their title."""
    line = cell.paragraphs[0]
    line.add_run(words).font.size = Pt(9)
    line.paragraph_format.space_before = line.paragraph_format.space_after = Pt(1.5)
    if column.kind != "text":
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    return line


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

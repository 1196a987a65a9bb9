"""A document for Word: real styles, repeated table headings, alternative texts (the only importer of python-docx)."""

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

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
FONT = "Arial"  # on every machine, or a font of the same widths
INK, SOFT, LINE = "16202B", "47535F", "8B8577"
ROOM = "80"  # twentieths of a point, on each side of a cell


@dataclass(frozen=True)
class Look:
    """How one of Word's own styles is set: pasted elsewhere, a text takes the look of where it lands."""

    size: float
    bold: bool = False
    colour: str = INK
    before: float = 0
    after: float = 6
    follows: bool = False  # on the page of what comes after


LOOKS = {
    "Normal": Look(10.5),
    "Title": Look(18, bold=True, after=2),
    "Subtitle": Look(12.5, colour=SOFT, after=8),
    "Heading 1": Look(14, bold=True, before=16, follows=True),
    "Heading 2": Look(12, bold=True, before=12, follows=True),
    "Heading 3": Look(11, bold=True, before=10, follows=True),
    "Caption": Look(9, colour=SOFT, after=8),
    "List Bullet": Look(10.5, after=3),
    "Quote": Look(10.5, after=3),
}
TABLE_TITLE = Look(10.5, bold=True, before=8, after=3, follows=True)


def write(document: Document) -> bytes:
    """The whole document, A4."""
    made = docx.Document()
    _set_up(made, document)
    made.add_heading(plain(document.title), 0)
    if document.subtitle:
        made.add_paragraph(plain(document.subtitle), style="Subtitle")
    for place, (label, said) in enumerate(document.about, start=1):
        line = made.add_paragraph()
        line.paragraph_format.space_after = Pt(0 if place < len(document.about) else 6)
        line.add_run(plain(f"{label} : ")).font.color.rgb = RGBColor.from_string(SOFT)
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
    for name, look in LOOKS.items():
        _restyle(made.styles[name], look)
    _restyle(made.styles.add_style("Table Title", WD_STYLE_TYPE.PARAGRAPH), TABLE_TITLE)
    style = made.styles["Normal"]
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "fr-FR")
    style.element.get_or_add_rPr().append(language)
    made.core_properties.title = plain(document.title)[:LONGEST_PROPERTY]
    made.core_properties.author = document.sender
    made.core_properties.language = "fr-FR"
    _foot(section.footer.paragraphs[0], document)


def _restyle(style: Any, look: Look) -> None:
    for unwanted in ("w:rPr", "w:pPr/w:pBdr"):
        for found in style.element.findall(unwanted, style.element.nsmap):
            found.getparent().remove(found)
    style.font.name, style.font.size, style.font.bold = FONT, Pt(look.size), look.bold
    style.font.color.rgb = RGBColor.from_string(look.colour)
    lines = style.paragraph_format
    lines.space_before, lines.space_after = Pt(look.before), Pt(look.after)
    lines.line_spacing, lines.keep_with_next = 1.1, look.follows
    lines.keep_together = lines.widow_control = True


def _foot(line: Any, document: Document) -> None:
    line.style.font.size = Pt(9)
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
    made.add_paragraph(plain(table.caption), style="Table Title")
    drawn = made.add_table(rows=1, cols=len(table.columns))
    drawn.autofit = False
    drawn._tbl.tblPr.append(_borders())
    for setting in _cell_margins():
        drawn._tbl.tblPr.append(setting)
    for column_drawn, share in zip(drawn.columns, table.widths, strict=True):
        column_drawn.width = int(TEXT_WIDTH * share)
    _fill(drawn.rows[0], table, [column.title for column in table.columns], bold=True)
    header = OxmlElement("w:tblHeader")
    header.set(qn("w:val"), "true")
    drawn.rows[0]._tr.get_or_add_trPr().append(header)
    for said in table.said:
        _fill(drawn.add_row(), table, said)
    if table.is_short:
        _keep_whole(drawn.rows[:-1])
    if table.note:
        made.add_paragraph(plain(table.note), style="Caption").paragraph_format.space_before = Pt(3)
    else:
        made.add_paragraph().paragraph_format.space_after = Pt(0)


def _borders() -> Any:
    """A thin line under each row."""
    borders = OxmlElement("w:tblBorders")
    for side in ("bottom", "insideH"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", LINE)):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    return borders


def _cell_margins() -> Iterator[Any]:
    """A little room beside what is written; the table moved by as much, to begin where the text does."""
    indent = OxmlElement("w:tblInd")
    margins = OxmlElement("w:tblCellMar")
    sides = [OxmlElement(f"w:{side}") for side in ("left", "right")]
    for element in (indent, *sides):
        element.set(qn("w:w"), ROOM)
        element.set(qn("w:type"), "dxa")
    margins.extend(sides)
    yield from (indent, margins)


def _fill(row: Any, table: Table, said: Sequence[str], bold: bool = False) -> None:
    """One row: numbers to the right, never cut by the end of a page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for cell, column, share, words in zip(
        row.cells, table.columns, table.widths, said, strict=True
    ):
        cell.width = int(TEXT_WIDTH * share)
        line = cell.paragraphs[0]
        line.paragraph_format.space_before = line.paragraph_format.space_after = Pt(2)
        if column.kind != "text":
            line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        run = line.add_run(plain(words))
        run.font.size, run.bold = Pt(9), bold


def _keep_whole(rows: Iterable[Any]) -> None:
    for line in (line for row in rows for cell in row.cells for line in cell.paragraphs):
        line.paragraph_format.keep_with_next = True


def _figure(made: Any, figure: Figure) -> None:
    picture = made.add_picture(io.BytesIO(paper.png(figure.svg)), width=FIGURE_WIDTH)
    made.paragraphs[-1].paragraph_format.keep_with_next = True  # its caption
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

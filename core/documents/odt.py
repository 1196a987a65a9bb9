"""A document for LibreOffice: headings, repeated table headings, alternative texts (the only importer of odfdo)."""

import io
from collections.abc import Callable, Sequence
from typing import Any

import odfdo

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

FIGURE_WIDTH_CM, TEXT_WIDTH_CM = 16.0, 17.0
INK, SOFT, LINE = "#16202b", "#47535f", "#8b8577"
FONT = "Liberation Sans"  # of LibreOffice itself, and of the widths of Arial
BOLD = {"fo:font-weight": "bold"}


def _type(size: float, colour: str = INK, bold: bool = False) -> dict[str, str]:
    said = {"style:font-name": FONT, "fo:font-size": f"{size}pt", "fo:color": colour}
    return said | {"fo:font-weight": "bold" if bold else "normal", "fo:font-style": "normal"}


def _room(before: float, after: float, follows: bool = False) -> dict[str, str]:
    said = {"fo:margin-top": f"{before}cm", "fo:margin-bottom": f"{after}cm"}
    return said | ({"fo:keep-with-next": "always"} if follows else {})


# Paragraph styles, LibreOffice's own under their names: the type, and the room around.
PARAGRAPHS = {
    "Standard": (_type(10.5), _room(0, 0.2)),
    "Heading_20_1": (_type(18, bold=True), _room(0, 0.1, True)),
    "Heading_20_2": (_type(14, bold=True), _room(0.55, 0.2, True)),
    "Heading_20_3": (_type(12, bold=True), _room(0.4, 0.2, True)),
    "Heading_20_4": (_type(11, bold=True), _room(0.3, 0.2, True)),
    "Soft": (_type(9, SOFT), _room(0.1, 0.3) | {"fo:keep-together": "always"}),
    "Subtitle": (_type(12.5, SOFT), _room(0, 0.3)),
    "Fact": (_type(10.5), _room(0, 0)),
    "Table_20_Title": (_type(10.5, bold=True), _room(0.3, 0.1, True)),
    "Cell": (_type(9), _room(0, 0)),
    "Number": (_type(9), _room(0, 0) | {"fo:text-align": "end"}),
    "Picture": (_type(10.5), _room(0.2, 0, True)),
    "Foot": (_type(9, SOFT), _room(0, 0)),
    "Break": (_type(2), {"fo:break-before": "page"}),
}
CELL = {
    "fo:border-bottom": f"0.5pt solid {LINE}",
    "fo:padding": "0.08cm",
    "fo:padding-left": "0.14cm",
    "fo:padding-right": "0.14cm",
}
FOOT = """<style:footer xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><text:p text:style-name="Foot"/></style:footer>"""


def write(document: Document) -> bytes:
    """The whole document, A4."""
    made = odfdo.Document("text")
    made.body.clear()
    made.meta.title = plain(document.title)
    made.meta.creator = document.sender
    made.set_language("fr-FR")
    _styles(made)
    body = made.body
    body.append(odfdo.Header(1, plain(document.title), suppress_numbering=True))
    if document.subtitle:
        body.append(_line(document.subtitle, "Subtitle"))
    facts = [f"{label} : {said}" for label, said in document.about]
    for fact in facts[:-1]:
        body.append(_line(fact, "Fact"))
    for fact in facts[-1:]:
        body.append(_line(fact, "Standard"))
    for part in document.parts:
        WRITERS[type(part)](made, part)
    if document.last_words:
        body.append(_line(document.last_words, "Soft"))
    _foot(made, f"{document.sender} · Téléphone {document.telephone} · Page ")
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def _styles(made: Any) -> None:
    for name, (letters, room) in PARAGRAPHS.items():
        style = made.get_style("paragraph", name) or odfdo.Style("paragraph", name=name)
        style.set_properties(letters, area="text")
        style.set_properties(room, area="paragraph")
        made.insert_style(style)
    strong = odfdo.Style("text", name="Strong")
    strong.set_properties(BOLD, area="text")
    made.insert_style(strong)
    cell = odfdo.Style("table-cell", name="cell")
    cell.set_properties(CELL, area="table-cell")
    made.insert_style(cell, automatic=True)
    whole = odfdo.Style("table-row", name="whole")  # no row is cut by the end of a page
    whole.set_properties({"fo:keep-together": "always"}, area="table-row")
    made.insert_style(whole, automatic=True)
    for numbering in made.get_part("styles").get_elements("//text:outline-style"):
        numbering.parent.delete(numbering)  # titles carry no number


def _foot(made: Any, said: str) -> None:
    """Sender, telephone and page, at the foot of each page."""
    foot: Any = odfdo.Element.from_tag(FOOT)
    line = foot.get_element("text:p")
    for piece in (odfdo.Span(plain(said)), "text:page-number", odfdo.Span("/"), "text:page-count"):
        line.append(odfdo.Element.from_tag(piece) if isinstance(piece, str) else piece)
    made.get_part("styles").get_element("//style:master-page").append(foot)


def _line(text: str, style: str, bold: bool = False) -> Any:
    line = odfdo.Paragraph("", style=style)
    line.append(odfdo.Span(plain(text), style="Strong") if bold else odfdo.Span(plain(text)))
    return line


def _soft(text: str) -> Any:
    return _line(text, "Soft")


def _heading(made: Any, part: Heading) -> None:
    made.body.append(odfdo.Header(part.level + 1, plain(part.text), suppress_numbering=True))


def _paragraph(made: Any, part: Paragraph) -> None:
    made.body.append(_soft(part.text) if part.is_soft else odfdo.Paragraph(plain(part.text)))


def _bullets(made: Any, part: Bullets) -> None:
    made.body.append(odfdo.List([plain(line) for line in part.lines]))


def _quote(made: Any, part: Quote) -> None:
    made.body.append(odfdo.Paragraph(plain(f"« {part.text} »"), style="Quotations"))
    if part.source:
        made.body.append(_soft(part.source))


def _break(made: Any, part: PageBreak) -> None:
    made.body.append(odfdo.Paragraph("", style="Break"))


def _table(made: Any, table: Table) -> None:
    body = made.body
    body.append(_line(table.caption, "Table_20_Title"))
    drawn = odfdo.Table(_name(body), style=_table_style(made, table))
    for share in table.widths:
        column = odfdo.Element.from_tag("table:table-column")
        column.set_attribute("table:style-name", _column_style(made, share))
        drawn.append(column)
    head = odfdo.Element.from_tag("table:table-header-rows")
    head.append(_row(table, [column.title for column in table.columns], bold=True))
    drawn.append(head)
    for said in table.said:
        drawn.append(_row(table, said))
    body.append(drawn)
    body.append(_soft(table.note))


def _table_style(made: Any, table: Table) -> str:
    """As wide as its columns, and not cut by the end of a page when it is short."""
    width = f"{sum(table.widths) * TEXT_WIDTH_CM:.2f}"
    name = f"table-{width}-{'whole' if table.is_short else 'long'}".replace(".", "-")
    if made.get_style("table", name) is None:
        breaks = "false" if table.is_short else "true"
        style = odfdo.Style("table", name=name)
        style.set_properties({"style:width": f"{width}cm", "table:align": "left", "style:may-break-between-rows": breaks}, area="table")  # fmt: skip
        made.insert_style(style, automatic=True)
    return name


def _column_style(made: Any, share: float) -> str:
    name = f"column-{share * TEXT_WIDTH_CM:.2f}".replace(".", "-")
    if made.get_style("table-column", name) is None:
        style = odfdo.Style("table-column", name=name)
        style.set_properties({"style:column-width": f"{share * TEXT_WIDTH_CM:.2f}cm"}, area="table-column")  # fmt: skip
        made.insert_style(style, automatic=True)
    return name


def _name(body: Any) -> str:
    return f"Tableau {len(body.get_tables()) + 1}"


def _row(table: Table, said: Sequence[str], bold: bool = False) -> Any:
    """One row, numbers to the right."""
    row = odfdo.Element.from_tag("table:table-row")
    row.set_attribute("table:style-name", "whole")
    for column, words in zip(table.columns, said, strict=True):
        cell = odfdo.Element.from_tag("table:table-cell")
        cell.set_attribute("table:style-name", "cell")
        cell.set_attribute("office:value-type", "string")
        cell.append(_line(words, "Cell" if column.kind == "text" else "Number", bold))
        row.append(cell)
    return row


def _figure(made: Any, figure: Figure) -> None:
    png = paper.png(figure.svg)
    kept = made.add_file(io.BytesIO(png))
    width, height = _size(png)
    size = (f"{FIGURE_WIDTH_CM}cm", f"{FIGURE_WIDTH_CM * height / width:.2f}cm")
    frame = odfdo.Frame.image_frame(kept, size=size, anchor_type="as-char")
    frame.svg_title, frame.svg_description = plain(figure.caption), plain(figure.alternative)
    line = odfdo.Paragraph("", style="Picture")
    line.append(frame)
    made.body.append(line)
    made.body.append(_soft(figure.caption))
    if figure.table:
        _table(made, figure.table)


def _size(png: bytes) -> tuple[int, int]:
    """Width and height in pixels, as the header of a PNG says them."""
    return int.from_bytes(png[16:20]), int.from_bytes(png[20:24])


WRITERS: dict[type[Part], Callable[[Any, Any], None]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Bullets: _bullets,
    Quote: _quote,
    Table: _table,
    Figure: _figure,
    PageBreak: _break,
}

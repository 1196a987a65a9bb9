"""A document for LibreOffice: headings, repeated table headings, alternative texts (the only importer of odfdo)."""

import io
from collections.abc import Callable
from typing import Any

import odfdo

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

FIGURE_WIDTH_CM, TEXT_WIDTH_CM = 16.0, 17.0
INK, SOFT = "#16202b", "#47535f"
STYLES = (
    ("break", "paragraph", {"fo:break-before": "page"}),
    ("foot", "paragraph", {"fo:margin-top": "0.4cm"}),
    ("right", "paragraph", {"fo:text-align": "end"}),
    (
        "caption",
        "paragraph",
        {"fo:margin-top": "0.25cm", "fo:margin-bottom": "0.1cm", "fo:keep-with-next": "always"},
    ),
    ("soft", "text", {"fo:font-size": "9pt", "fo:color": SOFT}),
    ("strong", "text", {"fo:font-weight": "bold"}),
    ("small", "text", {"fo:font-size": "9pt"}),
    ("head", "text", {"fo:font-size": "9pt", "fo:font-weight": "bold"}),
)
TITLES = {"Heading_20_1": "18pt", "Heading_20_2": "14pt", "Heading_20_3": "12pt"}
FONT = {
    "style:font-name": "Liberation Sans",
    "fo:color": INK,
}  # the one that LibreOffice brings, as wide as Arial


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
        body.append(_soft(document.subtitle))
    for label, said in document.about:
        body.append(odfdo.Paragraph(plain(f"{label} : {said}")))
    for part in document.parts:
        WRITERS[type(part)](made, part)
    if document.last_words:
        body.append(_soft(document.last_words))
    _foot(made, f"{document.sender} · Téléphone {document.telephone}")
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def _styles(made: Any) -> None:
    for name, area, properties in STYLES:
        style = odfdo.Style(
            area, name=name, parent_style="Standard" if area == "paragraph" else None
        )
        style.set_properties(properties, area=area)
        made.insert_style(style)
    cell = odfdo.Style("table-cell", name="cell")
    cell.set_properties({"fo:border-bottom": "0.5pt solid #8b8577", "fo:padding-top": "0.05cm", "fo:padding-bottom": "0.02cm", "fo:padding-left": "0.1cm", "fo:padding-right": "0.2cm"}, area="table-cell")  # fmt: skip
    made.insert_style(cell, automatic=True)
    whole = odfdo.Style("table-row", name="whole")  # no row is cut by the end of a page
    whole.set_properties({"fo:keep-together": "always"}, area="table-row")
    made.insert_style(whole, automatic=True)
    plain_one = made.get_style("paragraph", "Standard")
    plain_one.set_properties({**FONT, "fo:font-size": "10.5pt"}, area="text")
    plain_one.set_properties({"fo:margin-bottom": "0.12cm"}, area="paragraph")
    for name, size in TITLES.items():
        title = made.get_style("paragraph", name)
        title.set_properties({**FONT, "fo:font-size": size, "fo:font-weight": "bold", "fo:font-style": "normal"}, area="text")  # fmt: skip
        title.set_properties({"fo:margin-top": "0.4cm", "fo:margin-bottom": "0.15cm"}, area="paragraph")  # fmt: skip
    for numbering in made.get_part("styles").get_elements("//text:outline-style"):
        numbering.parent.delete(numbering)  # titles carry no number


def _foot(made: Any, words: str) -> None:
    """At the foot of each page: whose it is, and which page of how many."""
    line = odfdo.Paragraph("", style="foot")
    said = odfdo.Span(plain(f"{words} · Page "), style="soft")
    for tag in ("page-number", "page-count"):
        number = odfdo.Element.from_tag(f"text:{tag}")
        if tag == "page-number":
            number.set_attribute("text:select-page", "current")
        said.append(number)
        if tag == "page-number":
            said.append("/")
    line.append(said)
    made.get_style("master-page", "Standard").set_page_footer(line)


def _soft(text: str) -> Any:
    line = odfdo.Paragraph("")
    line.append(odfdo.Span(plain(text), style="soft"))
    return line


def _strong(text: str) -> Any:
    line = odfdo.Paragraph("")
    line.append(odfdo.Span(plain(text), style="strong"))
    return line


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
    made.body.append(odfdo.Paragraph("", style="break"))


def _table(made: Any, table: Table) -> None:
    body = made.body
    caption = _strong(table.caption)
    caption.style = "caption"
    body.append(caption)
    drawn = odfdo.Table(_name(body))
    for share in table.widths:
        column = odfdo.Element.from_tag("table:table-column")
        column.set_attribute("table:style-name", _column_style(made, share))
        drawn.append(column)
    head = odfdo.Element.from_tag("table:table-header-rows")
    head.append(_row([_words(column.title, column, "head") for column in table.columns]))
    drawn.append(head)
    for said in table.said:
        drawn.append(_row([_words(words, column, "small") for words, column in zip(said, table.columns, strict=True)]))  # fmt: skip
    body.append(drawn)
    body.append(_soft(table.note))


def _words(said: str, column: Column, style: str) -> Any:
    """What a cell says; numbers and days stand to the right, under their title."""
    line = odfdo.Paragraph("", style=None if column.kind == "text" else "right")
    line.append(odfdo.Span(plain(said), style=style))
    return line


def _column_style(made: Any, share: float) -> str:
    name = f"column-{share * TEXT_WIDTH_CM:.2f}".replace(".", "-")
    if made.get_style("table-column", name) is None:
        style = odfdo.Style("table-column", name=name)
        style.set_properties({"style:column-width": f"{share * TEXT_WIDTH_CM:.2f}cm"}, area="table-column")  # fmt: skip
        made.insert_style(style, automatic=True)
    return name


def _name(body: Any) -> str:
    return f"Tableau {len(body.get_tables()) + 1}"


def _row(lines: list[Any]) -> Any:
    row = odfdo.Element.from_tag("table:table-row")
    row.set_attribute("table:style-name", "whole")
    for line in lines:
        cell = odfdo.Element.from_tag("table:table-cell")
        cell.set_attribute("table:style-name", "cell")
        cell.set_attribute("office:value-type", "string")
        cell.append(line)
        row.append(cell)
    return row


def _figure(made: Any, figure: Figure) -> None:
    png = paper.png(figure.svg)
    kept = made.add_file(io.BytesIO(png))
    width, height = _size(png)
    size = (f"{FIGURE_WIDTH_CM}cm", f"{FIGURE_WIDTH_CM * height / width:.2f}cm")
    frame = odfdo.Frame.image_frame(kept, size=size, anchor_type="as-char")
    frame.svg_title, frame.svg_description = plain(figure.caption), plain(figure.alternative)
    line = odfdo.Paragraph("")
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

"""A document for LibreOffice: headings, repeated table headings, alternative texts (the only importer of odfdo)."""

import io
from collections.abc import Callable
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
STYLES = (
    ("break", {"area": "paragraph", "name": "break"}, {"fo:break-before": "page"}),
    ("soft", {"area": "text", "name": "soft"}, {"fo:font-size": "9.5pt", "fo:color": "#47535f"}),
    ("strong", {"area": "text", "name": "strong"}, {"fo:font-weight": "bold"}),
)


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
    for line in (f"{document.sender} · Téléphone {document.telephone}", document.last_words):
        body.append(_soft(line))
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def _styles(made: Any) -> None:
    for _, known, properties in STYLES:
        style = odfdo.Style(known["area"], name=known["name"])
        style.set_properties(properties, area=known["area"])
        made.insert_style(style)
    cell = odfdo.Style("table-cell", name="cell")
    cell.set_properties({"fo:border-bottom": "0.5pt solid #8b8577", "fo:padding": "0.1cm"}, area="table-cell")  # fmt: skip
    made.insert_style(cell)
    for numbering in made.get_part("styles").get_elements("//text:outline-style"):
        numbering.parent.delete(numbering)  # titles carry no number


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
    body.append(_strong(table.caption))
    drawn = odfdo.Table(_name(body))
    for share in table.widths:
        column = odfdo.Element.from_tag("table:table-column")
        column.set_attribute("table:style-name", _column_style(made, share))
        drawn.append(column)
    head = odfdo.Element.from_tag("table:table-header-rows")
    head.append(_row([_strong(column.title) for column in table.columns]))
    drawn.append(head)
    for said in table.said:
        drawn.append(_row([odfdo.Paragraph(plain(words)) for words in said]))
    body.append(drawn)
    body.append(_soft(table.note))


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

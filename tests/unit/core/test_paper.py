"""Paper: what every document has, whatever it says."""

import io
from datetime import UTC, datetime
from pathlib import Path

import pypdf
import pytest
import typst

from core import paper

TEMPLATE = """
#import "base.typ": *
#show: paper.with(title: data.title, footer: foot(data.fund, "01 23 45 67 89"))
#sheet-start
#heading(level: 1, data.title)
#data.text
#for name in data.pictures { image(name, alt: "Un carré", width: 1cm) }
#sheet-end
"""
SQUARE = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M1 1h7v7h-7z"/></svg>'
)


@pytest.fixture
def template(tmp_path: Path) -> Path:
    file = tmp_path / "note.typ"
    file.write_text(TEMPLATE, encoding="utf-8")
    return file


def _data(**changes: object) -> dict[str, object]:
    return {"title": "Une note", "fund": "La Caisse", "text": "Bonjour.", "pictures": []} | changes


def _read(made: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(made))


def test_a_document_is_tagged_titled_and_says_its_language(template):
    document = _read(paper.pdf(template, _data()))
    root = document.trailer["/Root"]
    assert "/StructTreeRoot" in root
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "fr-FR"
    assert document.metadata is not None
    assert document.metadata.title == "Une note"
    assert b"<pdfuaid:part>1<" in root["/Metadata"].get_object().get_data()


def test_the_foot_carries_the_fund_its_telephone_and_the_page(template):
    text = _read(paper.pdf(template, _data())).pages[0].extract_text()
    assert "La Caisse · Téléphone 01 23 45 67 89" in text
    assert "Page 1/1" in text


def test_the_same_content_gives_the_same_bytes(template):
    assert paper.pdf(template, _data()) == paper.pdf(template, _data())


def test_a_date_is_written_only_when_given(template):
    made_at = datetime(2027, 3, 15, 9, 0, tzinfo=UTC)
    assert "/CreationDate" not in (_read(paper.pdf(template, _data())).metadata or {})
    dated = _read(paper.pdf(template, _data(), made_at=made_at)).metadata
    assert dated is not None
    assert dated.creation_date == made_at


def test_what_a_person_wrote_is_never_taken_for_typst(template):
    hostile = '#panic("non") $x$ *gras* \\ "fin" ] } #import "base.typ"'
    text = _read(paper.pdf(template, _data(text=hostile))).pages[0].extract_text()
    assert '#panic("non") $x$ *gras*' in text


def test_only_the_fonts_of_the_product_are_used(template):
    made = paper.pdf(template, _data(text="Œuvre, ça, Łódź, 1\u202f234,5"))
    fonts = {font for page in _read(made).pages for font in _font_names(page)}
    assert fonts
    assert all("AtkinsonHyperlegibleNext" in font for font in fonts)


def _font_names(page: pypdf.PageObject) -> list[str]:
    return [font.get_object()["/BaseFont"] for font in page["/Resources"]["/Font"].values()]


def test_pictures_come_beside_the_template(template):
    made = paper.pdf(template, _data(pictures=["a.svg"]), {"a.svg": SQUARE})
    assert len(made) > len(paper.pdf(template, _data()))


def test_a_picture_cannot_be_written_elsewhere(template):
    with pytest.raises(ValueError, match="plain file name"):
        paper.pdf(template, _data(), {"../a.svg": SQUARE})


def test_a_picture_without_alternative_text_is_refused(template):
    template.write_text(TEMPLATE.replace('alt: "Un carré", ', ""), encoding="utf-8")
    with pytest.raises(typst.TypstError, match="alt"):
        paper.pdf(template, _data(pictures=["a.svg"]), {"a.svg": SQUARE})


def test_a_template_that_leaves_a_doubt_says_so(template):
    template.write_text(TEMPLATE + '#text(font: "No Such Font")[x]', encoding="utf-8")
    with pytest.warns(UserWarning, match="unknown font family"):
        paper.pdf(template, _data())

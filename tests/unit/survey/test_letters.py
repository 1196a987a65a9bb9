"""Letters: each member gets one clear page, in the window of the envelope."""

import io
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdf
import pytest
import zxingcpp
from PIL import Image

from core import paper
from core.errors import Refused
from survey.paper import letters
from survey.paper.letters import Sender, Sheet

MM = 72 / 25.4
SENDER = Sender(
    name="Caisse de retraite de la Prévoyance",
    address=("1 place de la Prévoyance", "75009 Paris"),
    telephone="01 23 45 67 89",
    hours="du lundi au vendredi, de 9 h à 17 h",
    site="avis.caisse.example",
)
LETTER = Sheet(
    sender=SENDER,
    postal_lines=("MADAME ZOÉ LEFÈVRE-ŒUVRARD", "12 RUE DU GÉNÉRAL LECLERC", "31000 TOULOUSE"),
    greeting="Madame Lefèvre-Œuvrard",
    event_sentence="Vous avez pris votre retraite en février 2026.",
    promise="Vos réponses sont confidentielles jusqu’à la clôture, anonymes ensuite.",
    effort="8 questions, 3 minutes environ",
    code="7KDMQR4T",
    link="https://avis.caisse.example/code/7KDMQR4T",
    written_on=date(2026, 3, 3),
    closes_on=date(2026, 4, 30),
    objection="Vous ne souhaitez plus recevoir nos enquêtes ? Dites-le-nous au 01 23 45 67 89.",
    signature="Claire Fontanel, directrice",
)


def _read(made: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(made))


def _words(text: str) -> str:
    return " ".join(text.split())


def _text(letter: Sheet) -> str:
    return _words(_read(letters.letter_pdf([letter])).pages[0].extract_text())


def test_a_letter_says_who_why_how_and_until_when():
    text = _text(LETTER)
    for said in (
        "MADAME ZOÉ LEFÈVRE-ŒUVRARD",
        "Le 3 mars 2026",
        "Madame Lefèvre-Œuvrard,",
        "Vous avez pris votre retraite en février 2026.",
        "8 questions, 3 minutes environ",
        "7KDM QR4T",
        "avis.caisse.example",
        "Répondez de vive voix au 01 23 45 67 89",
        "Demandez-nous le questionnaire",
        "jusqu’au 30 avril 2026",
        "Claire Fontanel, directrice",
        "Vous ne souhaitez plus recevoir",
    ):
        assert said in text


def test_the_body_has_at_most_120_words():
    body = _text(LETTER).split("Votre avis compte")[1].split("Claire Fontanel")[0]
    assert len(body.split()) <= 120


def test_the_telephone_is_at_the_foot():
    assert _text(LETTER).endswith("Téléphone 01 23 45 67 89 Page 1/1")


def test_an_enclosed_questionnaire_is_announced():
    text = _text(replace(LETTER, questionnaire_enclosed=True))
    assert "Remplissez le questionnaire joint" in text
    assert "Demandez-nous le questionnaire" not in text


def test_a_letter_is_tagged_and_its_picture_speaks():
    document = _read(letters.letter_pdf([LETTER]))
    root = document.trailer["/Root"]
    assert root["/Lang"] == "fr-FR"
    alternatives = [element.get("/Alt") for element in _elements(root["/StructTreeRoot"])]
    assert (
        "Code QR qui ouvre https://avis.caisse.example/code/7KDMQR4T. Code\u00a0: 7KDM\u00a0QR4T"
        in alternatives
    )
    assert "/H1" in [element.get("/S") for element in _elements(root["/StructTreeRoot"])]


def _elements(element):
    element = element.get_object()
    if isinstance(element, list):
        for child in element:
            yield from _elements(child)
    elif isinstance(element, dict):
        yield element
        if "/K" in element:
            yield from _elements(element["/K"])


def test_letters_come_one_a_page_in_the_order_given():
    others = [replace(LETTER, code=code, link=f"https://avis.caisse.example/code/{code}") for code in ("2345678W", "CDFHJKM4")]  # fmt: skip
    document = _read(letters.letter_pdf([LETTER, *others]))
    assert [page.extract_text().count("Page 1/1") for page in document.pages] == [1, 1, 1]
    for page, code in zip(document.pages, ("7KDM", "2345", "CDFH"), strict=True):
        assert code in page.extract_text()


AWKWARD = replace(
    LETTER,
    postal_lines=("M" * 300, *(f"LIGNE {n} " + "WAGON " * 12 for n in range(7)), "CANADA"),
    greeting="Madame " + "M" * 300,
    event_sentence="Votre demande " + "longuement complétée " * 8 + "a été refusée.",
    objection=LETTER.objection * 3,
)


def test_a_nine_line_address_and_an_endless_name_still_make_one_page():
    document = _read(letters.letter_pdf([AWKWARD]))
    assert len(document.pages) == 1
    text = document.pages[0].extract_text()
    assert "CANADA" in text
    assert "Madame, Monsieur," in text
    assert "Vous ne souhaitez plus" in text


@pytest.mark.parametrize("letter", [LETTER, AWKWARD], ids=["ordinary", "awkward"])
def test_the_address_shows_in_the_window_and_nothing_else_does(letter):
    placed: list[tuple[float, float, str]] = []

    def visit(text, current, matrix, *_):
        if text.strip():
            x = matrix[4] * current[0] + current[4]
            y = matrix[5] * current[3] + current[5]
            placed.append((x / MM, 297 - y / MM, text))

    _read(letters.letter_pdf([letter])).pages[0].extract_text(visitor_text=visit)
    window = [(x, y) for x, y, _ in placed if x > 89 and 40 < y < 91]
    assert len(window) >= 3
    assert all(100 <= x <= 190 and 46 <= y <= 79 for x, y in window)


def test_an_event_told_at_length_is_refused_before_anything_is_printed():
    with pytest.raises(Refused, match="200 caractères"):
        replace(LETTER, event_sentence="x" * 201)


def test_nobody_is_given_a_civility():
    assert "Madame, Monsieur," in _text(replace(LETTER, greeting=" "))


@pytest.mark.skipif(
    shutil.which("pdftoppm") is None, reason="needs pdftoppm (poppler) to draw a page"
)
def test_the_printed_picture_opens_the_questionnaire(tmp_path: Path):
    made = tmp_path / "letter.pdf"
    made.write_bytes(letters.letter_pdf([LETTER]))
    subprocess.run(["pdftoppm", "-r", "100", "-png", made, tmp_path / "page"], check=True)
    with Image.open(next(tmp_path.glob("page*.png"))) as page:
        assert [found.text for found in zxingcpp.read_barcodes(page)] == [LETTER.link]


def test_the_picture_holds_the_whole_link():
    import segno

    image = io.BytesIO()
    segno.make_qr(LETTER.link, error="m").save(image, kind="png", scale=4, border=4)
    with Image.open(image) as picture:
        assert zxingcpp.read_barcodes(picture.convert("L"))[0].text == LETTER.link
    assert paper.qr(LETTER.link).startswith(b"<svg")

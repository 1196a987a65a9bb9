"""The questionnaire on paper: two sides, six-millimetre boxes, the code on each page."""

import io
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest
import zxingcpp
from PIL import Image

from survey.paper.letters import Sender
from survey.paper.questionnaire import (
    Copy,
    PaperKind,
    PaperQuestion,
    PaperQuestionnaire,
    questionnaire_pdf,
)

NOT_CONCERNED = "Je ne sais pas / non concerné"
CHANNELS = ("Au guichet", "Par téléphone", "Par courriel", "Par le formulaire du site")
QUESTIONS = (
    PaperQuestion("satisfaction", "Comment ça s’est passé ?", PaperKind.SINGLE, options=("Pas bien", "Moyen", "Très bien")),
    PaperQuestion("comprehension", "Qu’avez-vous pensé des informations fournies ?", PaperKind.SCALE, options=("Pas clair du tout", "Peu clair", "Ni clair, ni obscur", "Plutôt clair", "Très clair"), aside=NOT_CONCERNED),
    PaperQuestion("contact_tried", "Avez-vous cherché de l’aide ?", PaperKind.SEVERAL, hint="Plusieurs réponses possibles.", options=(*CHANNELS, "Auprès d’un proche", "Auprès d’une association", "Sur d’autres sites", "Autrement"), aside="Je n’ai pas eu besoin d’aide"),
    PaperQuestion("contact_reached", "Avez-vous réussi à nous joindre ?", PaperKind.YES_NO_PER_CHANNEL, options=("Oui", "Non"), rows=CHANNELS),
    PaperQuestion("contact_satisfaction", "Comment évaluez-vous la qualité de l’aide ?", PaperKind.SCALE_PER_CHANNEL, options=("Très mauvaise", "Mauvaise", "Ni bonne, ni mauvaise", "Bonne", "Excellente"), rows=CHANNELS),
    PaperQuestion("effort", "Cette démarche vous a demandé :", PaperKind.SCALE, options=("Énormément d’efforts", "Beaucoup d’efforts", "Ni peu, ni beaucoup", "Peu d’efforts", "Très peu d’efforts"), aside=NOT_CONCERNED),
    PaperQuestion("well", "Qu’est-ce qui a bien marché ?", PaperKind.TEXT, hint="N’écrivez pas votre nom.", lines=3),
    PaperQuestion("improve", "Que devrions-nous améliorer ?", PaperKind.TEXT, lines=3),
)  # fmt: skip
PAPER = PaperQuestionnaire(
    sender=Sender(
        "La Caisse", ("Paris",), "01 23 45 67 89", "de 9 h à 17 h", "avis.caisse.example"
    ),
    title="Votre avis sur votre départ en retraite",
    lead="8 questions, 3 minutes environ.",
    questions=QUESTIONS,
    closing="Glissez ce questionnaire dans l’enveloppe affranchie, avant le 30 avril 2026.",
    notice="Vos réponses sont confidentielles jusqu’à la clôture, anonymes ensuite.",
)
COPY = Copy("7KDMQR4T", "https://avis.caisse.example/code/7KDMQR4T")
OTHER = Copy("2345678W", "https://avis.caisse.example/code/2345678W")
DATE = PaperQuestion("paid", "Quand avez-vous reçu le premier paiement ?", PaperKind.DATE)


def _pages(questionnaire: PaperQuestionnaire, *copies: Copy) -> list[str]:
    document = pypdf.PdfReader(io.BytesIO(questionnaire_pdf(questionnaire, copies)))
    return [" ".join(page.extract_text().split()) for page in document.pages]


def test_eight_questions_fit_on_the_two_sides_of_one_sheet():
    pages = _pages(PAPER, COPY)
    assert len(pages) == 2
    assert pages[0].endswith("Page 1/2")
    assert pages[1].endswith("Page 2/2")


def test_every_question_and_option_is_printed():
    text = " ".join(_pages(replace(PAPER, questions=(*QUESTIONS, DATE)), COPY))
    for question in (*QUESTIONS, DATE):
        assert question.wording in text
        for printed in (*question.options, *question.rows, question.aside, question.hint):
            assert printed in text
    for part in ("jour", "mois", "année"):
        assert part in text


def test_the_first_page_says_how_to_correct_a_cross():
    first = _pages(PAPER, COPY)[0]
    assert "Cochez d’une croix" in first
    assert "Si vous vous trompez, noircissez la case et cochez l’autre." in first


def test_both_sides_carry_the_code_and_the_telephone():
    for page in _pages(PAPER, COPY):
        assert "Téléphone 01 23 45 67 89" in page
        assert "Code 7KDM QR4T" in page


def test_each_copy_has_its_own_code_and_begins_on_a_recto():
    more = [replace(QUESTIONS[-1], code=f"text{number}", lines=8) for number in range(2)]
    longer = replace(PAPER, questions=(*QUESTIONS, *more))
    pages = _pages(longer, COPY, OTHER)
    assert len(pages) == 7  # 3 pages, a blank verso, 3 pages
    assert pages[3] == ""
    assert "Code 2345 678W · Page 1/3" in pages[4]
    assert all("7KDM" not in page for page in pages[4:])


def test_no_question_is_cut_in_two_by_the_end_of_a_page():
    endless = replace(
        QUESTIONS[0], wording="Une question sans fin " * 12, options=("Oui " * 30, "Non")
    )
    pages = _pages(replace(PAPER, questions=(*QUESTIONS, endless)), COPY)
    assert [("Une question sans fin" in page) == ("Oui Oui" in page) for page in pages] == [
        True
    ] * len(pages)


def test_a_table_of_boxes_has_its_heading_cells():
    document = pypdf.PdfReader(io.BytesIO(questionnaire_pdf(PAPER, [COPY])))
    assert b"/TH" in b"".join(
        str(element).encode() for element in _kinds(document.trailer["/Root"]["/StructTreeRoot"])
    )


def _kinds(element):
    element = element.get_object()
    if isinstance(element, list):
        for child in element:
            yield from _kinds(child)
    elif isinstance(element, dict):
        yield element.get("/S")
        if "/K" in element:
            yield from _kinds(element["/K"])


@pytest.fixture
def drawn(tmp_path: Path) -> Image.Image:
    if shutil.which("pdftoppm") is None:
        pytest.skip("needs pdftoppm (poppler) to draw a page")
    made = tmp_path / "paper.pdf"
    made.write_bytes(questionnaire_pdf(PAPER, [COPY]))
    subprocess.run(
        ["pdftoppm", "-r", "254", "-l", "1", "-png", "-gray", made, tmp_path / "page"], check=True
    )
    with Image.open(next(tmp_path.glob("page*.png"))) as page:
        return page.convert("L")


def test_the_printed_picture_opens_the_questionnaire(drawn):
    assert zxingcpp.read_barcodes(drawn)[0].text == COPY.link


def test_boxes_measure_six_millimetres(drawn):
    """At 254 dots an inch ten dots are a millimetre: each left edge of a box is a run of 60 dark dots."""
    column = [_longest_dark_run(drawn, x) for x in range(900, 1000)]
    assert 58 <= max(column) <= 64


def _longest_dark_run(page: Image.Image, x: int) -> int:
    longest = run = 0
    for y in range(950, 2600):
        dark = page.getpixel((x, y))
        run = run + 1 if isinstance(dark, int) and dark < 100 else 0
        longest = max(longest, run)
    return longest

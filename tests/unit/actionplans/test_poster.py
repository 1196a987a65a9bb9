"""The poster: the public page on one sheet, and a code that leads to it."""

import io
from datetime import date
from typing import Any

import pypdf
import pytest
import zxingcpp
from PIL import Image
from sqlmodel import Session

from actionplans.tracing import poster
from actionplans.tracing.publishing import Published
from analysis.results import results
from analysis.results.disclosure import Audience
from core import paper
from core.settings import Settings
from survey.models import EventKind
from tests.unit.analysis.test_reports import answered

LINK = "https://avis.caisse.example/"


def change(number: int, **more: Any) -> Published:
    values = {
        "theme": "Joindre la caisse",
        "period": "4e trimestre 2026",
        "voices": 12,
        "said": f"On attend trop longtemps au téléphone ({number}).",
        "decided": "Rappeler sous deux heures.",
        "done": "Une équipe de rappel. " * 3,
        "verdict": "effet constaté",
        "published_on": date(2027, 3, 1),
    }
    return Published(**(values | more))


def text_of(made: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(made)).pages
    assert len(pages) == 1
    return " ".join(pages[0].extract_text().split())


def years(session: Session, now: Any) -> list[results.Year]:
    return [results.year(session, kind, now.date(), Audience.PUBLIC) for kind in EventKind]


@pytest.mark.parametrize("number", [0, 1, 12])
def test_it_is_one_sheet_whatever_was_published(
    session: Session, settings: Settings, now: Any, number: int
) -> None:
    changes = [change(n) for n in range(number)]
    said = text_of(poster.pdf(changes, years(session, now), LINK, settings))
    told = said.count("Vous avez dit :")
    assert min(number, 2) <= told <= min(number, poster.MOST)
    assert ("Vos réponses sont lues" in said) is (number == 0)


def test_a_mark_is_shown_from_ten_answers_on(
    session: Session, settings: Settings, now: Any
) -> None:
    answered(session, 9, "good")
    assert "sur 10 de satisfaction" not in text_of(
        poster.pdf([], years(session, now), LINK, settings)
    )
    answered(session, 1, "good")
    said = text_of(poster.pdf([], years(session, now), LINK, settings))
    assert "10,0 sur 10 de satisfaction : affiliation, 10 réponses" in said


def test_the_code_leads_to_the_public_page() -> None:
    picture = Image.open(io.BytesIO(paper.png(paper.qr(LINK))))
    (found,) = zxingcpp.read_barcodes(picture)
    assert found.text == LINK


def test_what_people_wrote_stays_text(session: Session, settings: Settings, now: Any) -> None:
    hostile = change(1, said='#image("x") $x$ *gras* <b> 👏')
    said = text_of(poster.pdf([hostile], years(session, now), LINK, settings))
    assert '#image("x") $x$ *gras* <b>' in said

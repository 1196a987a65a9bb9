"""The codes of a real batch, read back from its pages as they come out of a printer: the picture, and the eight characters."""

import io
import re
import shutil
import subprocess
from datetime import datetime
from pathlib import Path

import pypdf
import pytest
import zxingcpp
from PIL import Image
from sqlmodel import Session

from survey.answering import codes, invitations
from survey.models import EventKind, Invitation
from survey.paper import contents as paper_contents
from survey.paper import printing
from survey.paper.questionnaire import questionnaire_pdf
from survey.sending import reminders
from tests.sending_builders import at, make_postal_event, sent

MONDAY, LATER = at(2027, 3, 15), at(2027, 4, 5)
OFFICE, COPIER = "300", "150"  # dots an inch: of a printer, of a scan of it
BLOCKS = re.compile(r"\b([2-9A-Z]{4})[ \u00a0]([2-9A-Z]{4})\b")

pytestmark = pytest.mark.skipif(
    shutil.which("pdftoppm") is None, reason="needs pdftoppm (poppler) to draw a page"
)


def drawn(made: bytes, folder: Path, dots: str, *look: str) -> list[Image.Image]:
    """Each page of a PDF as a printer draws it."""
    file = folder / "made.pdf"
    file.write_bytes(made)
    subprocess.run(
        ["pdftoppm", "-r", dots, *(look or ["-gray"]), file, folder / "page"], check=True
    )
    return [Image.open(page).convert("L") for page in sorted(folder.glob("page*.p?m"))]


def pictures(page: Image.Image) -> list[str]:
    """What the codes to photograph of a page say."""
    return [found.text for found in zxingcpp.read_barcodes(page)]


def written(made: bytes) -> list[set[str]]:
    """The codes in two blocks found in the text of each page."""
    texts = (page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made)).pages)
    return [{"".join(found) for found in BLOCKS.findall(text)} for text in texts]


def batch(session: Session, number: int, day: datetime = MONDAY) -> list[Invitation]:
    """Letters printed by the deeds; on the later day, the last ones, each with its questionnaire."""
    kinds = list(EventKind)
    theirs = [
        sent(session, make_postal_event(session, kinds[n % 2], postcode=f"31{n:03d}"), MONDAY)
        for n in range(number)
    ]
    printing.print_batch(session, None, MONDAY)
    if day != MONDAY:
        reminders.remind_due(session, day)
        printing.print_batch(session, None, day)
    return theirs


def leads_to(session: Session, link: str) -> Invitation:
    return invitations.by_token(session, link.rpartition("/r/")[2])


def test_each_letter_carries_its_own_code_twice_over(session: Session, tmp_path: Path) -> None:
    theirs = batch(session, 4)
    made = printing.batch_pdf(session, MONDAY.date())
    pages = drawn(made, tmp_path, OFFICE)
    assert len(pages) == 4
    for invitation, page, said in zip(theirs, pages, written(made), strict=True):
        (link,) = pictures(page)
        assert leads_to(session, link) is invitation
        assert said == {invitations.code(invitation)}
        (code,) = said
        assert invitations.by_code(session, f"{code[:4]} {code[4:]}", MONDAY) is invitation


def test_letter_and_paper_form_of_one_person_carry_the_same_code_on_every_side(
    session: Session, tmp_path: Path
) -> None:
    theirs = batch(session, 2, LATER)
    made = printing.batch_pdf(session, LATER.date())
    pages, texts = drawn(made, tmp_path, OFFICE), written(made)
    owners = [next((one for one in theirs if said == {invitations.code(one)}), None) for said in texts]  # fmt: skip
    assert [owners.count(one) for one in theirs] == [3, 3]  # the letter, both sides of the form
    for owner, page in zip(owners, pages, strict=True):
        assert all(leads_to(session, link) is owner for link in pictures(page))
    seen = [owner for owner, page in zip(owners, pages, strict=True) for _ in pictures(page)]
    assert [seen.count(one) for one in theirs] == [2, 2]  # on the letter, on the form


@pytest.mark.parametrize(
    ("dots", "look"), [(OFFICE, ["-gray"]), (OFFICE, ["-mono"]), (COPIER, ["-gray"])]
)
def test_the_paper_form_is_read_back_in_black_and_white_too(
    session: Session, tmp_path: Path, dots: str, look: list[str]
) -> None:
    (invitation,) = batch(session, 1)
    sheet = paper_contents.questionnaire(invitation.questionnaire, invitation.closes_on)
    made = questionnaire_pdf(sheet, [paper_contents.copy(invitation)])
    links = [link for page in drawn(made, tmp_path, dots, *look) for link in pictures(page)]
    assert links == [paper_contents.link(invitation)]
    assert written(made) == [{invitations.code(invitation)}] * 2


def test_the_two_blocks_stand_beside_the_picture_that_says_the_same(
    session: Session, tmp_path: Path
) -> None:
    """The code is read at a glance where one takes the photograph."""
    (invitation,) = batch(session, 1)
    made = printing.batch_pdf(session, MONDAY.date())
    (page,) = drawn(made, tmp_path, COPIER)
    (picture,) = zxingcpp.read_barcodes(page)
    top, bottom = (at.y * 72 / int(COPIER) for at in (picture.position.top_left, picture.position.bottom_left))  # fmt: skip
    placed: list[tuple[float, str]] = []
    read = pypdf.PdfReader(io.BytesIO(made)).pages[0]
    read.extract_text(
        visitor_text=lambda text, current, matrix, *_: placed.append(
            (float(read.mediabox.height) - matrix[5] * current[3] - current[5], text)
        )
    )
    blocks = codes.shown(invitations.code(invitation)).replace("\u00a0", " ").split()
    heights = [at for at, text in placed if any(block in text for block in blocks)]
    assert heights
    margin = 15  # points: a line above or below the picture
    assert all(top - margin < height < bottom + margin for height in heights)

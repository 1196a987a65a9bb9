"""The pages of entry that only a form leads to: no fault of access, no scroll to the side, at 320 and 360 px."""

from collections.abc import Callable

from playwright.sync_api import Page
from sqlmodel import Session

from core import mail
from survey.answering import invitations
from tests.browser.conftest import Reader, leaving, sign_in
from tests.builders import make_department, make_user
from tests.conftest import MONDAY
from tests.entry_builders import draw, key_in
from tests.survey_builders import make_invitation


def press(page: Page, words: str) -> None:
    """A button, by its words; the next page is then there."""
    with leaving(page):
        page.get_by_role("button", name=words).click()


def look_at_refusal(reader: Reader) -> None:
    """A form given back is a page too; the browser notes its 422, and nothing else."""
    assert ["422" in fault for fault in reader.faults] == [True]
    reader.faults.clear()
    reader.look()


def test_every_page_of_a_call(
    opened: Callable[..., Reader], address: str, session: Session
) -> None:
    user, invitation = (
        make_user(session, department=make_department(session)),
        make_invitation(session),
    )
    code = invitations.code(invitation)
    session.commit()
    reader = opened(width=360)
    page = reader.page
    sign_in(page, address, user.email)
    page.goto(f"{address}/telephone/")
    page.check("[value=calls]")
    page.fill("#code", code)
    press(page, "Ouvrir le texte")
    reader.look()
    press(page, "commencer")
    reader.look()
    press(page, "Suite")  # without the general question
    look_at_refusal(reader)
    page.check("[name=satisfaction][value=good]")
    press(page, "Suite")
    page.check("[name=contact_tried][value=phone]")
    page.check("[name=contact_tried][value=email]")
    reader.look()
    press(page, "Suite")
    reader.look()
    press(page, "Suite")
    reader.look()
    press(page, "Terminer")
    reader.look()
    with leaving(page):
        page.get_by_role("link", name="Noter une demande de rappel").click()
    reader.look()
    page.fill("#phone", "06 12")
    press(page, "Noter la demande")
    look_at_refusal(reader)


def test_every_page_of_a_sheet_keyed_twice(
    opened: Callable[..., Reader], address: str, session: Session
) -> None:
    user, keyer = (make_user(session, department=make_department(session)) for _ in range(2))
    percent, invitation = mail.fund().DOUBLE_ENTRY_PERCENT, make_invitation(session)
    code = invitations.code(invitation)
    draw(100)
    key_in(session, invitation, keyer, MONDAY)
    draw(percent)
    session.commit()
    reader = opened(width=360)
    page = reader.page
    sign_in(page, address, user.email)
    page.goto(f"{address}/saisie/")
    reader.look()
    page.fill("#code", code)
    press(page, "Ouvrir la feuille")
    reader.look()
    press(page, "Enregistrer")  # without the first question
    look_at_refusal(reader)
    page.check("[name=satisfaction][value=good]")
    page.check("[name=contact_tried][value=counter]")
    page.fill("#suggestion", "Un mot tout autre, et long : anticonstitutionnellement " * 6)
    press(page, "Enregistrer")
    reader.look()
    press(page, "Garder ce que dit la feuille")  # nothing is decided
    look_at_refusal(reader)
    page.goto(f"{address}/saisie/")  # one sheet to decide, and a rate
    reader.look()

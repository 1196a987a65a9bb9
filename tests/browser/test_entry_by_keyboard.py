"""A collaborator keys a paper sheet in without touching the mouse, in few strokes."""

from playwright.sync_api import Page
from sqlmodel import Session, select

from survey import answering, invitations
from survey.models import Draft, Mode
from tests.builders import make_department, make_user
from tests.pages import PASSWORD
from tests.survey_builders import make_invitation


def open_sheet(page: Page, address: str, session: Session) -> None:
    """Signed in, the code typed: the cursor is on the first question."""
    user = make_user(session, department=make_department(session))
    invitation = make_invitation(session)
    code = invitations.code(invitation)
    session.commit()
    page.goto(f"{address}/connexion")
    page.fill("[name=email]", user.email)
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/mon-travail")
    page.goto(f"{address}/saisie/")
    page.wait_for_selector("input:focus")
    page.keyboard.type(code)
    page.keyboard.press("Enter")
    page.wait_for_selector("#entry")


def test_a_sheet_takes_fifteen_keys_and_its_words(
    browser_page: Page, address: str, session: Session
) -> None:
    open_sheet(browser_page, address, session)
    keys = [
        "1",  # how it went
        "4",  # clarity
        "2", "3", "Enter",  # two channels tried
        "2", "1", "2",  # acknowledged, documents known, effort
        "1", "2",  # reached: only the two channels ticked are asked
        "5", "Enter",  # quality of the first, none of the second
    ]  # fmt: skip
    for key in keys:
        browser_page.keyboard.press(key)
    browser_page.keyboard.type("Accueil aimable")
    browser_page.keyboard.press("Enter")
    browser_page.keyboard.press("Enter")  # no suggestion
    assert browser_page.evaluate("document.activeElement.textContent") == "Enregistrer"
    browser_page.keyboard.press("Enter")
    browser_page.wait_for_selector("text=Réponse enregistrée")
    assert browser_page.evaluate("document.activeElement.id") == "code"
    session.expire_all()
    draft = session.exec(select(Draft)).one()
    assert draft.mode is Mode.PAPER
    assert answering.read(draft) == {
        "satisfaction": "good",
        "comprehension": "2",
        "contact_tried": ["phone", "email"],
        "acknowledged": "no",
        "documents_known": "yes",
        "effort": "2",
        "contact_reached": {"phone": "yes", "email": "no"},
        "contact_satisfaction": {"phone": "1"},
        "praise": "Accueil aimable",
    }


def test_a_slip_is_taken_back_with_one_key(
    browser_page: Page, address: str, session: Session
) -> None:
    open_sheet(browser_page, address, session)
    browser_page.keyboard.press("3")
    browser_page.keyboard.press("Shift+Tab")
    browser_page.keyboard.press("Backspace")
    assert browser_page.locator("#satisfaction input:checked").count() == 0
    browser_page.keyboard.press("1")
    assert browser_page.locator("#satisfaction input:checked").get_attribute("value") == "good"

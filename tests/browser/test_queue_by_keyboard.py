"""The officer works « à relire » without touching the mouse: one key a sentence."""

from datetime import datetime

from playwright.sync_api import Page
from sqlmodel import Session, col, select

from analysis.models import Correction, Verbatim
from organisation.models import Role
from tests.analysis_builders import make_verbatim
from tests.browser.conftest import leaving, sign_in
from tests.builders import make_charter, make_user


def test_each_sentence_takes_one_key_and_the_next_one_comes(
    session: Session, address: str, browser_page: Page, now: datetime
) -> None:
    make_charter(session, now)
    officer = make_user(session, Role.QUALITY_OFFICER)
    made = [
        make_verbatim(session, "delai", also=["suivi"], certainty=0.1 + place / 10, text=f"Phrase {place}.")
        for place in range(4)
    ]  # fmt: skip
    session.commit()
    sign_in(browser_page, address, officer.email)
    browser_page.goto(f"{address}/sujets/a-relire")
    press = browser_page.keyboard.press

    press("ArrowDown")
    assert in_focus(browser_page) == "Phrase 0."
    press("ArrowDown")
    press("ArrowUp")
    with leaving(browser_page):
        press("1")
    assert in_focus(browser_page) == "Phrase 1.", "the next sentence is there at once"
    with leaving(browser_page):
        press("2")
    press("m")
    browser_page.keyboard.type("Joindre")
    with leaving(browser_page):
        press("Enter")
    press("ArrowDown")
    press("9")  # no such theme: nothing happens
    assert in_focus(browser_page) == "Phrase 3."

    given = select(Correction).order_by(col(Correction.id))
    told = [(one.verbatim_id, one.theme) for one in session.exec(given)]
    assert told == list(
        zip([one.id for one in made], ["delai", "suivi", "telephone"], strict=False)
    )
    waiting = session.exec(select(Verbatim).where(col(Verbatim.is_corrected).is_(False))).all()
    assert [one.id for one in waiting] == [made[3].id]


def in_focus(page: Page) -> str:
    """The sentence in focus."""
    said = page.evaluate(
        "document.activeElement.closest('[data-voice]')?.querySelector('p').textContent || ''"
    )
    return str(said).strip("«» \u00a0")

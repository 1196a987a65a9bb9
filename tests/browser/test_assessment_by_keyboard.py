"""A head of department fills in a whole assessment without touching the mouse."""

from datetime import datetime

from playwright.sync_api import Page
from sqlmodel import Session

from actionplans.assessments import assessments
from actionplans.models import Level
from tests.assessment_builders import Round, make_round
from tests.pages import PASSWORD


def open_form(page: Page, address: str, made: Round) -> None:
    page.goto(f"{address}/connexion")
    page.fill("[name=email]", made.head.email)
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/mon-travail")
    page.goto(f"{address}/auto-evaluations/2027/{made.department.id}")


def row_in_focus(page: Page) -> str:
    return str(page.evaluate("document.activeElement.closest('[data-row]')?.id || ''"))


def saved(page: Page, code: str) -> None:
    page.wait_for_function(
        "code => document.querySelector(`#${code} [data-saved]`).textContent.startsWith('Enregistré')",
        arg=code,
    )


def test_every_row_with_one_key_each(
    session: Session, address: str, browser_page: Page, now: datetime
) -> None:
    made = make_round(session, now)
    codes = [rating.commitment.code for rating in assessments.due_rows(made.assessment)]
    session.commit()
    open_form(browser_page, address, made)
    browser_page.keyboard.press("ArrowDown")
    for rank, code in enumerate(codes):
        assert row_in_focus(browser_page) == code
        browser_page.keyboard.press("bcd"[rank % 3])
    for code in codes:
        saved(browser_page, code)
    assert "il reste à soumettre" in browser_page.title()
    session.refresh(made.assessment)
    for rating in made.assessment.ratings:
        session.refresh(rating)
    levels = [rating.declared for rating in assessments.due_rows(made.assessment)]
    assert levels == [Level("BCD"[rank % 3]) for rank in range(len(codes))]


def test_not_concerned_asks_why_and_the_words_are_saved(
    session: Session, address: str, browser_page: Page, now: datetime
) -> None:
    made = make_round(session, now)
    code = assessments.due_rows(made.assessment)[0].commitment.code
    session.commit()
    open_form(browser_page, address, made)
    browser_page.keyboard.press("ArrowDown")
    browser_page.keyboard.press("n")
    browser_page.wait_for_selector(f"#{code} textarea:focus")
    browser_page.keyboard.type("Nous ne recevons personne : a, b, c.")
    browser_page.keyboard.press("Enter")
    browser_page.wait_for_function(
        "code => document.activeElement.closest('[data-row]')?.id !== code", arg=code
    )
    rating = made.row(code)
    session.refresh(rating)
    assert rating.declared is Level.NOT_CONCERNED
    assert rating.reason == "Nous ne recevons personne : a, b, c."


def test_a_level_above_the_ceiling_is_said_and_changes_nothing(
    session: Session, address: str, browser_page: Page, now: datetime
) -> None:
    made = make_round(session, now)
    code = assessments.due_rows(made.assessment)[0].commitment.code
    session.commit()
    open_form(browser_page, address, made)
    browser_page.keyboard.press("ArrowDown")
    browser_page.keyboard.press("a")
    said = browser_page.text_content(f"#{code} [data-saved]") or ""
    assert "pas plus haut que B" in said
    assert row_in_focus(browser_page) == code


def test_a_lost_connection_keeps_what_was_typed_and_says_so(
    session: Session, address: str, browser_page: Page, now: datetime
) -> None:
    made = make_round(session, now)
    code = assessments.due_rows(made.assessment)[0].commitment.code
    session.commit()
    open_form(browser_page, address, made)
    browser_page.context.set_offline(True)
    browser_page.keyboard.press("ArrowDown")
    browser_page.keyboard.press("c")
    browser_page.wait_for_selector(f"#{code} [data-fault]:not([hidden])")
    assert "Non enregistré" in (browser_page.text_content(f"#{code} [data-saved]") or "")
    assert browser_page.is_checked(f"#{code} [value=C]")
    browser_page.context.set_offline(False)
    browser_page.keyboard.press("c")
    saved(browser_page, code)

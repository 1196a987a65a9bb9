"""A member answers: on a telephone without script, from the message received; by keyboard alone."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect
from sqlmodel import Session, select

from core import clock, jobs, mail
from core.settings import Settings
from survey.answering import answering
from survey.models import Draft, Invitation, InvitationStatus
from survey.sending import planning, sending
from tests.browser.conftest import Reader, leaving
from tests.sending_builders import ADDRESS, publish
from tests.survey_builders import make_event


def letter_box(session: Session, settings: Settings, site: str, now: datetime) -> str:
    """The link of the message that a member of this site finds in their letter box."""
    mail.init(replace(settings, PUBLIC_URL=site))
    jobs.know(mail.DELIVER)
    publish(session)
    left = next(day for n in range(10) if sending.may_leave(session, day := now - timedelta(n)))
    make_event(session, happened_on=(left - timedelta(days=30)).date(), **ADDRESS)
    planning.plan(session, left)
    for invitation in session.exec(select(Invitation)):
        invitation.send_on = left.date()
    sending.send_due(session, left)
    session.commit()
    engine = session.get_bind()
    assert isinstance(engine, sa.Engine)
    jobs.drain(engine)
    (file,) = (settings.HOME / "outgoing").glob("*.eml")
    message = message_from_bytes(file.read_bytes(), policy=default)
    assert isinstance(message, EmailMessage)
    text = message.get_body(("plain",)).get_content()
    return re.search(rf"{re.escape(site)}/r/\S+", text)[0]


@pytest.fixture
def link(address: str, session: Session, settings: Settings, now: datetime) -> str:
    return letter_box(session, settings, address, now)


def answers(session: Session) -> tuple[dict, bool]:
    """What was kept, and whether it was sent."""
    session.expire_all()
    draft = session.exec(select(Draft)).one()
    found = answering.read(draft), draft.is_submitted
    session.commit()
    return found


def test_on_a_telephone_without_script_from_the_message_to_the_receipt(
    served: str, opened: Callable[..., Reader], session: Session, settings: Settings
) -> None:
    """On the site as it is put in service: gunicorn, the real time."""
    link = letter_box(session, settings, served, clock.now().replace(hour=10))
    reader = opened(
        width=360, height=740, java_script_enabled=False, is_mobile=True, has_touch=True
    )
    page = reader.page
    page.goto(link)
    reader.look()
    page.locator("label:has([name=satisfaction][value=good])").tap()
    next_page(reader)
    reader.look()
    page.get_by_text("Par téléphone").first.tap()
    next_page(reader)
    reader.look()
    page.locator("[name='contact_reached.phone'][value=yes]").tap()
    next_page(reader)
    reader.look()
    page.fill("[name=suggestion]", "Rappeler quand on le dit.")
    next_page(reader)
    expect(page.locator("h1")).to_have_text("Vérifiez vos réponses")
    expect(page.locator("dl")).to_contain_text("Rappeler quand on le dit.")
    reader.look()
    with leaving(page):
        page.get_by_role("button", name="Envoyer mes réponses").tap()
    expect(page.locator("h1")).to_contain_text("Merci")
    assert re.fullmatch(r"\w{4}\s\w{4}\s\w{4}", page.locator(".code").inner_text())
    reader.look()
    kept, sent = answers(session)
    assert sent
    assert kept["suggestion"] == "Rappeler quand on le dit."
    assert kept["contact_reached"] == {"phone": "yes"}
    assert page.context.cookies() == []
    assert session.exec(select(Invitation)).one().status is InvitationStatus.ANSWERED


def next_page(reader: Reader) -> None:
    with leaving(reader.page):
        reader.page.locator("button.go").tap()


def test_a_forgotten_answer_is_told_without_script_and_nothing_is_lost(
    link: str, opened: Callable[..., Reader]
) -> None:
    reader = opened(width=360, height=740, java_script_enabled=False)
    page = reader.page
    page.goto(link)
    page.locator("[name=comprehension][value='3']").check()
    with leaving(page):
        page.locator("button.go").click()
    expect(page.get_by_role("alert")).to_contain_text("Choisissez une réponse")
    expect(page.locator("[name=comprehension][value='3']")).to_be_checked()
    reader.faults = [fault for fault in reader.faults if "422" not in fault]
    reader.look()


# ---------------------------------------------------------------- by keyboard alone


def test_by_keyboard_alone_from_the_first_page_to_the_receipt(
    link: str, opened: Callable[..., Reader], session: Session
) -> None:
    page = opened().page
    page.goto(link)
    page.keyboard.press("Tab")
    expect(page.locator("a.un")).to_be_focused()  # « Aller au contenu », first of all
    choose(page, "satisfaction", downs=1)
    choose(page, "comprehension", downs=0)
    press_go(page)
    reach(page, "[name=contact_tried]")
    page.keyboard.press("Space")
    press_go(page)
    for _ in range(6):  # what is left of the path, unanswered
        if page.locator("h1").inner_text() == "Vérifiez vos réponses":
            break
        press_go(page)
    press_go(page)
    expect(page.locator("h1")).to_contain_text("Merci")
    kept, sent = answers(session)
    assert sent
    assert {"satisfaction", "comprehension", "contact_tried"} <= set(kept)


def test_enter_in_the_middle_of_a_page_goes_on_and_never_clears(
    link: str, opened: Callable[..., Reader], session: Session
) -> None:
    page = opened().page
    page.goto(link)
    choose(page, "satisfaction", downs=0)
    with leaving(page):
        page.keyboard.press("Enter")
    expect(page.locator("header")).to_contain_text("Page 2")
    assert answers(session)[0]["satisfaction"]


def reach(page: Page, selector: str) -> None:
    """Go with Tab alone to what is looked for."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            shown = page.evaluate(
                "() => { const r = document.activeElement.getBoundingClientRect();"
                " return r.top >= 0 && r.bottom <= innerHeight }"
            )
            assert shown, f"{selector} is reached out of sight"
            return
    pytest.fail(f"Tab never reaches {selector}")


def choose(page: Page, name: str, downs: int) -> None:
    """A radio button of a group: Tab to it, Space, the arrows."""
    reach(page, f"[name={name}]")
    page.keyboard.press("Space")
    for _ in range(downs):
        page.keyboard.press("ArrowDown")


def press_go(page: Page) -> None:
    reach(page, "button.go")
    with leaving(page):
        page.keyboard.press("Enter")

"""The previews: the member's page lives in its two frames, under the strict policy, and nothing of it is kept."""

from collections.abc import Callable

from playwright.sync_api import FrameLocator, expect
from sqlmodel import Session, select

from organisation.models import Role
from survey.answering import trial
from survey.models import Draft
from tests.browser.conftest import Reader, sign_in
from tests.builders import make_user
from tests.survey_builders import make_questionnaire


def test_the_questionnaire_is_tried_in_both_frames_side_by_side(
    opened: Callable[..., Reader], address: str, session: Session, now: object
) -> None:
    officer, number = make_user(session, Role.QUALITY_OFFICER), make_questionnaire(session).id
    session.commit()
    reader = opened(width=1280)
    page = reader.page
    sign_in(page, address, officer.email)
    page.goto(f"{address}/questionnaires/{number}/apercus")
    phone, desktop = (page.frame_locator(f"iframe[title='Le questionnaire sur un {name}']") for name in ("téléphone", "ordinateur"))  # fmt: skip
    for frame in (phone, desktop):
        expect(frame.locator("h1")).to_have_text("En général")
        try_it(frame)
    left, right = (page.locator("iframe").nth(n).bounding_box() for n in (0, 1))
    assert left is not None
    assert right is not None
    assert left["y"] == right["y"]
    assert left["x"] + left["width"] < right["x"]
    widths = [frame.locator("html").evaluate("of => of.clientWidth") for frame in (phone, desktop)]
    assert (350 < widths[0] <= 362, widths[1] > 900) == (True, True)
    reader.look()
    assert session.exec(select(Draft)).all() == []
    session.commit()


def try_it(frame: FrameLocator) -> None:
    """A page answered inside its frame leads to the next one, in the frame still."""
    frame.locator("[name=satisfaction][value=good]").check()
    frame.locator("button.go").click()
    expect(frame.locator("header")).to_contain_text("Page 2")


def test_a_page_of_another_site_shows_nothing_of_it(
    opened: Callable[..., Reader], address: str, session: Session
) -> None:
    """« frame-ancestors 'self' » : whoever frames the trial from elsewhere gets an empty frame."""
    number = make_questionnaire(session).id
    assert number is not None
    session.commit()
    page = opened().page
    page.goto("data:text/html,<h1>ailleurs</h1>")
    page.set_content(f"<iframe src='{address}/essai/{trial.token(number)}'></iframe>")
    page.wait_for_timeout(500)
    expect(page.frame_locator("iframe").locator("h1")).not_to_have_text("En général")
    expect(page.frame_locator("iframe").get_by_text("Essai")).to_have_count(0)

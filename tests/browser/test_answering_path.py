"""The whole path of a member, without script: measured rule by rule on every page, and walked by keyboard alone."""

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import Session, select

from survey.answering import answering, codes, invitations
from survey.models import Draft, InvitationStatus
from tests.browser import measures
from tests.browser.conftest import Reader, leaving
from tests.browser.test_member import choose, press_go, reach
from tests.survey_builders import make_invitation

WAYS = {"usual": "", "one_question_a_page": "une=1", "easy": "facile=1"}


@pytest.fixture
def path(session: Session, address: str) -> str:
    """The address of an open invitation."""
    made = f"{address}/r/{invitations.token(make_invitation(session))}"
    session.commit()
    return made


class Measured:
    """A page measured wherever it goes; all the faults together."""

    def __init__(self, page: Page) -> None:
        self.page, self.faults, self.seen = page, list[str](), list[str]()

    def measure(self, name: str) -> None:
        self.seen.append(name)
        self.faults += [f"{name}: {fault}" for fault in measures.faults(self.page)]

    def open(self, url: str, name: str) -> None:
        self.page.goto(url)
        self.measure(name)

    def press(self, button: str, name: str) -> None:
        with leaving(self.page):
            self.page.locator(button).first.click()
        self.measure(name)


def tick_all(page: Page) -> None:
    """The first answer of each group, the telephone among the means."""
    for group in page.locator("fieldset:has(> label.row)").all():
        wanted = group.locator("input[value=phone]")
        (wanted if wanted.count() else group.locator("input").first).check()


@pytest.mark.parametrize("way", WAYS)
def test_rules_02_to_05_and_08_hold_on_every_page_of_the_path(
    opened: Callable[..., Reader], address: str, path: str, way: str
) -> None:
    page = opened(width=360, height=740, java_script_enabled=False).page
    walk = Measured(page)
    walk.open(f"{path}?{WAYS[way]}", "first page")
    walk.press("button.go", "a required answer forgotten")
    expect(page.get_by_role("alert")).to_be_visible()
    while page.locator("h1").inner_text() != "Vérifiez vos réponses":
        tick_all(page)
        for box in page.locator("textarea").all():
            box.fill("Rappeler " + "très longuement " * 20)
        walk.press("button.go", f"page {len(walk.seen)}")
    walk.press("button.link", "back, with answers")
    walk.open(f"{path}/verifier?{WAYS[way]}", "review")
    walk.press("button.go", "receipt")
    assert "Merci" in page.locator("h1").inner_text()
    assert walk.faults == []
    assert len(walk.seen) >= (9 if way == "usual" else 14)


@pytest.mark.parametrize("way", ["", "facile=1"], ids=["usual", "easy"])
def test_rules_02_to_05_and_08_hold_on_the_pages_around_the_path(
    opened: Callable[..., Reader], address: str, path: str, session: Session, way: str
) -> None:
    over = make_invitation(session, sent_on=date(2026, 9, 1))
    receipt = answering.submit(_filled(session))
    closed = f"{address}/r/{invitations.token(over)}"
    session.commit()
    page = opened(width=360, height=740, java_script_enabled=False).page
    walk = Measured(page)
    for url, name in (
        (f"{address}/code", "code"),
        (f"{address}/r/inconnu", "unknown link"),
        (f"{address}/r/inconnu/de/trop", "no such page"),
        (closed, "closed"),
        (f"{path}/opposition", "objection"),
        (f"{address}/rappel", "call back"),
        (f"{address}/recu/", "receipt code"),
    ):
        walk.open(f"{url}?{way}", name)
    walk.open(f"{address}/code?{way}", "code again")
    page.fill("[name=code]", "2345")
    walk.press("button.go", "a code mistyped")
    page.goto(f"{address}/recu/?{way}")
    page.fill("[name=code]", codes.shown(receipt))
    walk.press("button.go", "correct or withdraw")
    walk.press("a.link", "what was answered")
    walk.press("dd a.link", "a question again")
    page.goto(f"{address}/recu/?{way}")
    page.fill("[name=code]", codes.shown(receipt))
    walk.press("button.go", "correct or withdraw, again")
    walk.press("button.go", "withdrawn")
    assert ("facile=1" in page.url) == bool(way)
    walk.open(f"{path}/opposition?{way}", "objection, again")
    walk.press("button.go", "objected")
    assert walk.faults == []


def _filled(session: Session) -> answering.DraftSheet:
    sheet = answering.DraftSheet(session, make_invitation(session))
    sheet.keep({"satisfaction": "good"})
    return sheet


def test_who_measures_sees_what_is_wrong(opened: Callable[..., Reader]) -> None:
    """Else all that passes here would prove nothing."""
    page = opened(width=360).page
    page.set_content(
        "<body style='font-size:17px;line-height:1.2;color:#888'><main><p>pâle</p>"
        "<label class=row style='display:block;height:40px;border:1px solid #ddd'><input type=radio> a</label>"
        "<label class=row style='display:block;height:60px;border:1px solid #000;margin-left:30px'><input type=radio> b</label>"
        "<a href=# style='text-decoration:none'>lien</a><button style='transition:color 1s'>Court</button>"
        "<div style='width:400px'>trop large</div></main>"
    )
    found = " ".join(measures.faults(page))
    for fault in (
        "rule 2: the page is written in 17 px",
        "rule 2: lines too near",
        "px beside the screen of 360 px",
        "rule 3: contrast of",
        "rule 3: edge at",
        "rule 3: link told by its colour alone",
        "rule 4: 42 px high",
        "rule 4: a mark of 13 px",
        "rule 4: 0.0 px below the other",
        "rule 5: more than one column",
        "rule 8: it moves",
    ):
        assert fault in found, fault


def test_rule_04_the_whole_row_takes_the_press(opened: Callable[..., Reader], path: str) -> None:
    page = opened(width=360, java_script_enabled=False).page
    page.goto(path)
    for row in page.locator("label.row").all():
        row.scroll_into_view_if_needed()
        box = row.bounding_box()
        assert box is not None
        page.mouse.click(box["x"] + box["width"] - 6, box["y"] + box["height"] - 6)
        expect(row.locator("input")).to_be_checked()


# ---------------------------------------------------------------- by keyboard alone, without script


def test_by_keyboard_alone_without_script_from_the_code_to_the_thanks(
    opened: Callable[..., Reader], address: str, session: Session
) -> None:
    reader = opened(width=1280, java_script_enabled=False)
    enter_code(reader, address, session)
    page = reader.page
    choose(page, "satisfaction", downs=1)
    choose(page, "comprehension", downs=2)
    onward(reader)
    reach(page, "[name=contact_tried][value=phone]")
    page.keyboard.press("Space")
    choose(page, "effort", downs=1)
    onward(reader)
    choose(page, "'contact_reached.phone'", downs=0)
    choose(page, "'contact_satisfaction.phone'", downs=1)
    onward(reader)
    reach(page, "[name=suggestion]")
    page.keyboard.type("Rappeler quand on le dit.")
    onward(reader)
    finish(reader, session)
    assert kept(session) == {
        "satisfaction": "medium",
        "comprehension": "3",
        "contact_tried": ["phone"],
        "effort": "2",
        "contact_reached": {"phone": "yes"},
        "contact_satisfaction": {"phone": "4"},
        "suggestion": "Rappeler quand on le dit.",
    }


def test_by_keyboard_alone_without_script_in_easy_words(
    opened: Callable[..., Reader], address: str, session: Session
) -> None:
    reader = opened(width=1280, java_script_enabled=False)
    enter_code(reader, address, session)
    page = reader.page
    reach(page, "main a.link")
    with leaving(page):
        page.keyboard.press("Enter")
    expect(page.locator("body.easy h1")).to_have_text("Comment ça s’est passé\u00a0?")
    reader.look()
    choose(page, "satisfaction", downs=0)
    onward(reader)
    for _ in range(12):
        if page.locator("h1").inner_text() == "Vérifiez vos réponses":
            break
        if page.locator("[name=contact_tried]").count():
            reach(page, "[name=contact_tried][value=phone]")
            page.keyboard.press("Space")
        elif page.locator("textarea[name=suggestion]").count():
            reach(page, "textarea")
            page.keyboard.type("Écrire plus gros")
        onward(reader)
    finish(reader, session)
    expect(page.locator("body.easy")).to_be_visible()
    assert kept(session) == {
        "satisfaction": "good",
        "contact_tried": ["phone"],
        "suggestion": "Écrire plus gros",
    }


def test_by_keyboard_alone_one_corrects_then_withdraws_in_easy_words(
    opened: Callable[..., Reader], address: str, session: Session
) -> None:
    receipt = answering.submit(_filled(session))
    session.commit()
    reader = opened(width=1280, java_script_enabled=False)
    page = reader.page
    type_receipt(reader, f"{address}/recu/?facile=1", receipt)
    for link in ("main a.link", "main dd a.link"):  # what I answered, then one of my answers
        reach(page, link)
        with leaving(page):
            page.keyboard.press("Enter")
        reader.look()
    choose(page, "satisfaction", downs=1)
    onward(reader)
    assert kept(session)["satisfaction"] == "medium"
    type_receipt(reader, f"{address}/recu/?facile=1", receipt)
    press_go(page)
    reader.look()
    expect(page.locator("body.easy h1")).to_have_text("Vos réponses sont effacées")
    session.expire_all()
    assert session.exec(select(Draft)).all() == []
    session.commit()


def test_a_forgotten_answer_is_put_right_by_keyboard_alone(
    opened: Callable[..., Reader], path: str
) -> None:
    """The summary has the focus; its link leads to the answers that lack."""
    page = opened(java_script_enabled=False).page
    page.goto(path)
    press_go(page)
    expect(page.get_by_role("alert")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("alert").locator("a")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.name") == "satisfaction"
    page.keyboard.press("Space")
    press_go(page)
    expect(page.locator("header")).to_contain_text("Page 2")


def test_rule_12_an_answer_is_cleared_by_keyboard_alone(
    opened: Callable[..., Reader], path: str
) -> None:
    page = opened(java_script_enabled=False).page
    page.goto(path)
    choose(page, "satisfaction", downs=1)
    reach(page, "button.clear")
    with leaving(page):
        page.keyboard.press("Enter")
    expect(page.locator("input:checked")).to_have_count(0)


def enter_code(reader: Reader, address: str, session: Session) -> None:
    """The code of the letter, typed as people type it."""
    code = codes.shown(invitations.code(make_invitation(session))).lower()
    session.commit()
    reader.page.goto(f"{address}/code")
    reader.look()
    reach(reader.page, "[name=code]")
    reader.page.keyboard.type(code)
    with leaving(reader.page):
        reader.page.keyboard.press("Enter")
    reader.look()


def type_receipt(reader: Reader, url: str, receipt: str) -> None:
    """The code of the thanks page, typed by who kept it."""
    reader.page.goto(url)
    reader.look()
    reach(reader.page, "[name=code]")
    reader.page.keyboard.type(codes.shown(receipt))
    with leaving(reader.page):
        reader.page.keyboard.press("Enter")
    reader.look()


def onward(reader: Reader) -> None:
    press_go(reader.page)
    reader.look()


def finish(reader: Reader, session: Session) -> None:
    """From the review to the thanks."""
    expect(reader.page.locator("h1")).to_have_text("Vérifiez vos réponses")
    press_go(reader.page)
    expect(reader.page.locator("h1")).to_contain_text("Merci")
    reader.look()


def kept(session: Session) -> dict[str, object]:
    """What was sent."""
    session.expire_all()
    draft = session.exec(select(Draft)).one()
    found: dict[str, object] = dict(answering.read(draft))
    assert draft.is_submitted
    session.commit()
    return found


def test_one_closed_meanwhile_is_told_and_nothing_is_lost_of_what_was_kept(
    opened: Callable[..., Reader], address: str, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    invitation = make_invitation(session)
    link = f"{address}/r/{invitations.token(invitation)}"
    session.commit()
    page = opened(java_script_enabled=False).page
    page.goto(link)
    choose(page, "satisfaction", downs=0)
    press_go(page)
    invitation.closes_on = date(2027, 3, 14)  # yesterday
    session.commit()
    press_go(page)
    expect(page.locator("h1")).to_have_text("Ce questionnaire est terminé")
    session.refresh(invitation)
    assert invitation.status is InvitationStatus.SENT
    session.commit()

"""What people of the fund do from one end to the other, in a real browser."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import Session, select

from actionplans.actions import actions
from actionplans.assessments import assessments
from actionplans.models import (
    Action,
    ActionStatus,
    Assessment,
    AssessmentStatus,
    Level,
    Malfunction,
    ReportMode,
)
from core import clock
from organisation.models import Role, User
from tests.action_builders import make_fund, make_voices
from tests.assessment_builders import fill_in, make_round
from tests.browser.conftest import Reader, leaving, sign_in
from tests.builders import make_charter, make_department, make_user
from tests.picture_builders import photo

Opened = Callable[..., Reader]


def at_work(opened: Opened, address: str, user: User, width: int = 1280) -> Reader:
    """A window in which this person is signed in."""
    reader = opened(width=width)
    sign_in(reader.page, address, user.email)
    reader.look()
    return reader


def press(page: Page, words: str) -> None:
    """The button or the link of these words, which leads to another page."""
    with leaving(page):
        page.get_by_role("button", name=words, exact=True).or_(
            page.get_by_role("link", name=words, exact=True)
        ).first.click()


def test_from_a_theme_members_speak_of_to_a_closed_action(
    opened: Opened,
    address: str,
    session: Session,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make_charter(session, now)
    fund = make_fund(session)
    make_voices(session, "telephone", 12, month=date(2027, 2, 1))
    session.commit()
    officer = at_work(opened, address, fund.officer)
    page = officer.page

    # the officer: what members say, then a decision
    press(page, "Comprendre")
    officer.look()
    press(page, "Thèmes")
    expect(page.locator("main")).to_contain_text("On attend vingt minutes au téléphone")
    officer.look()
    press(page, "Décider de la suite")
    officer.look()
    page.fill("[name=title]", "Rappeler sous deux heures les appels perdus")
    page.select_option("[name=department]", label=fund.department.name)
    press(page, "Décider d’agir")
    expect(page.locator("h1")).to_have_text("Rappeler sous deux heures les appels perdus")
    officer.look()

    # the head of the department accepts it, and fixes what is expected of it
    head = at_work(opened, address, fund.head)
    with leaving(head.page):
        head.page.locator("main").get_by_role(
            "link", name="Rappeler sous deux heures"
        ).first.click()
    expect(head.page.locator("h1")).to_have_text("Décider l’action")
    head.look()
    head.page.select_option("[name=owner]", label=fund.owner.name)
    head.page.fill("[name=due_on]", "2027-05-15")
    head.page.fill("[name=expected]", "Moins d’attente au téléphone.")
    head.page.fill("[name=expected_proof]", "Le relevé du standard, avant et après.")
    head.page.select_option("[name=indicator]", "")
    with leaving(head.page):
        head.page.locator("main button.button").first.click()
    expect(head.page.locator(".head")).to_contain_text("décidée")

    # its owner carries it out
    action = session.exec(select(Action)).one()
    actions.start(session, action, fund.owner, now)
    actions.finish(session, action, "Relevé du standard, dossier Qualité 12.", fund.owner, now)
    session.commit()

    # a hundred days later the officer finds it waiting, and closes it
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=100))
    page.goto(f"{address}/mon-travail")
    officer.look()
    with leaving(page):
        page.locator("main").get_by_role("link", name="Rappeler sous deux heures").first.click()
    expect(page.locator("h1")).to_have_text("Vérifier et clore")
    officer.look()
    page.fill("[name=evaluation]", "Les plaintes ont cessé, vu sur le relevé du standard.")
    page.check("[name=is_effective][value=yes]")
    with leaving(page):
        page.locator("main button.button").first.click()
    session.refresh(action)
    assert action.status is ActionStatus.EFFECTIVE
    session.commit()
    officer.look()
    press(page, "Lire toute la trace")
    expect(page.locator("main")).to_contain_text("dossier Qualité 12")
    officer.look()


def test_a_head_submits_a_self_assessment_by_keyboard_alone(
    opened: Opened, address: str, session: Session, now: datetime
) -> None:
    made = make_round(session, now, activities=("accueil_telephonique",))
    fill_in(session, made, now, texts=False)
    left = assessments.due_rows(made.assessment)[-1]
    left.declared = Level.NOT_ASSESSED
    session.commit()
    reader = at_work(opened, address, made.head)
    page = reader.page
    page.goto(f"{address}/auto-evaluations/2027/{made.department.id}")
    reader.look()
    code = left.commitment.code
    page.keyboard.press("ArrowDown")
    page.keyboard.press("b")
    page.wait_for_function(
        "code => document.querySelector(`#${code} [data-saved]`).textContent.startsWith('Enreg')",
        arg=code,
    )
    page.goto(f"{address}/auto-evaluations/2027/{made.department.id}/soumettre")
    expect(page.locator(".lead")).to_have_text("Toutes les lignes sont prêtes.")
    reader.look()
    tab_to(page, "[name=successes]")
    page.keyboard.type("Moins d’attente au guichet.")
    page.keyboard.press("Tab")
    page.keyboard.type("Relire nos courriers.")
    tab_to(page, "button.button")
    with leaving(page):
        page.keyboard.press("Enter")
    reader.look()
    session.expire_all()
    assert session.exec(select(Assessment)).first().status is AssessmentStatus.SUBMITTED
    session.commit()


def tab_to(page: Page, selector: str) -> None:
    for _ in range(60):
        if page.evaluate("s => document.activeElement.matches(s)", f"main {selector}"):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"Tab never reaches {selector}")


@pytest.mark.parametrize("width", [360, 1280])
def test_a_collaborator_reports_a_malfunction_in_one_field(
    opened: Opened, address: str, session: Session, now: datetime, width: int
) -> None:
    make_charter(session, now)
    user = make_user(session, Role.COLLABORATOR, make_department(session, "Accueil"))
    session.commit()
    reader = at_work(opened, address, user, width)
    page = reader.page
    page.goto(f"{address}/signalements/nouveau")
    reader.look()
    page.fill("[name=what_happened]", "Le standard coupe les appels après deux minutes.")
    with leaving(page):
        page.get_by_role("button", name="Signaler").first.click()
    expect(page.get_by_role("status")).to_contain_text("enregistré, merci")
    reader.look()
    report = session.exec(select(Malfunction)).one()
    assert (report.reporter_id, report.mode) == (user.id, ReportMode.CONFIDENTIAL)
    session.commit()


@pytest.mark.parametrize("width", [360, 1280])
def test_an_anonymous_report_with_a_photo_is_proposed_what_it_touches_and_followed_by_its_code(
    opened: Opened, address: str, session: Session, now: datetime, width: int
) -> None:
    make_charter(session, now)
    user = make_user(session, Role.COLLABORATOR, make_department(session, "Accueil"))
    session.commit()
    reader = at_work(opened, address, user, width)
    page = reader.page
    page.goto(f"{address}/signalements/nouveau")
    told = "Les appels en file d’attente sont raccrochés au bout de neuf minutes."
    page.fill("[name=what_happened]", told)
    page.get_by_role("radio", name="JOI-05").check()
    page.locator("details.more summary").click()
    page.locator("[value=anonymous]").check()
    page.set_input_files(
        "#file", {"name": "Moi.jpg", "mimeType": "image/jpeg", "buffer": photo(size=(90, 60))}
    )
    reader.look()
    with leaving(page):
        page.get_by_role("button", name="Signaler").first.click()
    code = page.locator(".code-shown").inner_text()
    reader.look()
    page.goto(f"{address}/signalements/suivre")
    page.fill("#code", code)
    with leaving(page):
        page.get_by_role("button", name="Ouvrir").click()
    expect(page.get_by_text("pièce jointe 1.jpg")).to_be_visible()
    expect(page.get_by_text("Vous avez dit ce que cela touche")).to_be_visible()
    reader.look()
    report = session.exec(select(Malfunction)).one()
    assert (report.reporter_id, report.guessed_theme) == (None, "telephone")
    session.commit()

"""A department regrouped into another in mid-year, on the screens of those it changes: the officer, the heads, the administrator."""

import os
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect
from sqlmodel import Session

from actionplans.models import ActionStatus, PlanStatus
from core import clock
from core.settings import Settings
from organisation.models import Role
from tests.action_builders import make_action, make_fund
from tests.browser.conftest import Reader
from tests.browser.test_staff import at_work, press
from tests.builders import make_charter, make_user
from tests.plan_builders import make_plan

Opened = Callable[..., Reader]
JUNE = datetime(2027, 6, 16, 9, 0, tzinfo=UTC)  # a Wednesday


def test_a_department_is_regrouped_in_mid_year(
    opened: Opened,
    address: str,
    session: Session,
    settings: Settings,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make_charter(session, now)
    fund = make_fund(session)
    nora = make_user(session, Role.ADMINISTRATOR, name="Nora Petit")
    held = [make_action(session, fund, now, ActionStatus.DECIDED, title="Rappeler sous deux heures")]  # fmt: skip
    make_plan(session, fund, now, settings, PlanStatus.SUBMITTED, held)
    session.commit()
    monkeypatch.setattr(clock, "now", lambda: JUNE)

    def look(reader: Reader, name: str) -> None:
        """Look closely; with SHOTS in the environment, keep what was seen."""
        reader.look()
        if folder := os.environ.get("SHOTS"):
            reader.page.screenshot(path=f"{folder}/{name}.png", full_page=True)

    # the officer reads what will change before anything does, then confirms
    officer = at_work(opened, address, fund.officer)
    page = officer.page
    page.goto(f"{address}/services/{fund.department.id}/regrouper/")
    look(officer, "1-form")
    page.select_option("[name=into]", label="Recouvrement")
    press(page, "Voir ce qui va changer")
    expect(page.locator("main")).to_contain_text("1 plan pas encore approuvé")
    expect(page.locator("main")).to_contain_text("2 personnes")
    look(officer, "2-what-will-change")
    press(page, "Regrouper ce service")
    expect(page.get_by_role("status")).to_contain_text("Service regroupé.")
    look(officer, "3-done")

    # the head who was there is a collaborator now, keeps the action, and no longer prepares a plan
    former = at_work(opened, address, fund.head, width=360)
    closed = former.page.request.get(f"{address}/plans/{JUNE.year}/{fund.department.id}/preparer")
    assert closed.status == 403
    former.page.goto(f"{address}/actions/{held[0].id}")
    expect(former.page.locator("main")).to_contain_text("Recouvrement")
    look(former, "4-former-head")

    # the head of the department that was joined finds the plan to finish, each action with its origin
    head = at_work(opened, address, fund.stranger)
    page = head.page
    page.get_by_role("link", name=f"Finir le plan {JUNE.year}").first.click()
    expect(page.locator("main")).to_contain_text("venue de Accueil téléphonique")
    expect(page.locator("main")).to_contain_text("Repris de Accueil téléphonique")
    look(head, "5-plan-taken-up")
    page.get_by_role("link", name="Écrire ce plan").or_(
        page.get_by_role("link", name="Modifier")
    ).first.click()
    expect(page.locator("main")).to_contain_text("venue de Accueil téléphonique")
    look(head, "6-writing")
    page.fill("[name=aims]", "Que chaque appel trouve une réponse, ici comme à l’accueil.")
    press(page, "Enregistrer le plan")
    press(page, "Soumettre à la direction")
    look(head, "7-submitted")

    # the old plan is read as it was, and says where its actions are
    page.goto(f"{address}/plans/{JUNE.year}/{fund.department.id}")
    expect(page.locator("main")).to_contain_text("Jamais approuvé")
    look(head, "8-old-plan")
    page.goto(f"{address}/plans/?annee={JUNE.year}")
    expect(page.locator("main")).to_contain_text("repris dans un autre plan")
    look(head, "9-list-of-plans")

    # the administrator finds its people in the other department, and names one of them deputy
    office = at_work(opened, address, nora)
    page = office.page
    page.goto(f"{address}/comptes/")
    row = page.get_by_role("row").filter(has_text=fund.head.name)
    expect(row).to_contain_text("Collaborateur")
    expect(row).to_contain_text("Recouvrement")
    row.get_by_role("link", name=fund.head.name).click()
    press(page, "Confier ou retirer un service")
    options = page.locator("[name=department] option").all_inner_texts()
    assert "Accueil téléphonique" not in options
    page.select_option("[name=department]", label="Recouvrement")
    page.select_option("[name=kind]", value="deputy")
    press(page, "Confier ce service")
    expect(page.get_by_role("status")).to_contain_text("Service confié")
    look(office, "10-deputy")

    # the work done since keeps the officer from putting everything back
    officer.page.goto(f"{address}/services/{fund.department.id}/regrouper/")
    expect(officer.page.locator("main")).to_contain_text("a servi depuis")
    look(officer, "11-no-way-back")

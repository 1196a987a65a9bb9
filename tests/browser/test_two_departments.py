"""A head of two departments, away for a month, and the colleague named in their stead: on their own screens."""

from collections.abc import Callable
from datetime import date, datetime

from playwright.sync_api import expect
from sqlmodel import Session

from organisation.models import HeadshipKind, Role
from tests.action_builders import make_action, make_fund
from tests.browser.conftest import Reader
from tests.browser.test_staff import at_work, press
from tests.builders import make_charter, make_headship, make_user

Opened = Callable[..., Reader]


def test_a_head_of_two_departments_and_the_deputy_of_one(
    opened: Opened, address: str, session: Session, now: datetime
) -> None:
    make_charter(session, now)
    fund = make_fund(session)
    nora = make_user(session, Role.ADMINISTRATOR, name="Nora Petit")
    make_headship(session, fund.head, fund.other, date(2027, 3, 1), HeadshipKind.HEAD)
    make_action(session, fund, now, title="Rappeler sous deux heures")
    home, fund.department = fund.department, fund.other
    make_action(session, fund, now, title="Expliquer les cotisations")
    fund.department = home
    session.commit()

    # the head sees both departments, then each apart, with the keyboard alone
    head = at_work(opened, address, fund.head, width=360)
    page = head.page
    expect(page.locator("main")).to_contain_text("Expliquer les cotisations")
    switch = page.get_by_role(
        "navigation", name="Services que vous dirigez, et ce qui vous y attend"
    )
    switch.get_by_role("link", name="Recouvrement").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("une chose vous attend")
    expect(page.locator("main")).not_to_contain_text("Rappeler sous deux heures")
    head.look()

    # the administrator names a colleague of the first department in their stead, until the end of the month
    office = at_work(opened, address, nora)
    page = office.page
    page.goto(f"{address}/comptes/")
    page.get_by_role("link", name=fund.owner.name).click()
    office.look()
    press(page, "Confier ou retirer un service")
    office.look()
    page.select_option("[name=department]", label="Recouvrement")
    page.select_option("[name=kind]", index=0)
    page.fill("[name=until_day]", "2027-03-31")
    press(page, "Confier ce service")
    expect(page.get_by_role("status")).to_contain_text("Service confié")
    office.look()

    # the deputy does there what the head does, and the page says in whose stead
    deputy = at_work(opened, address, fund.owner)
    page = deputy.page
    switch = page.get_by_role(
        "navigation", name="Services que vous dirigez, et ce qui vous y attend"
    )
    expect(switch).to_contain_text("Recouvrement, suppléant du responsable")
    page.get_by_role("link", name="Décider de « Expliquer les cotisations »").first.click()
    page.goto(page.url.replace("/decider", "/refuser"))
    page.fill("[name=reason]", "C’est déjà dans la lettre annuelle.")
    press(page, "Refuser")
    expect(page.locator("main")).to_contain_text("pour le responsable")
    deputy.look()

    # taken back, the department is closed to them again
    page = office.page
    press(page, "Retirer")
    office.look()
    deputy.page.goto(f"{address}/mon-travail")
    expect(deputy.page.locator("main")).not_to_contain_text("suppléant du responsable")

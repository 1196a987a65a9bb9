"""What comes back, on screen: shown to those who settle it, one form prefilled, one reason, gone afterwards."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from actionplans.malfunctions import preventing, recurrences
from actionplans.models import ActionStatus, Cause
from core import clock
from tests.action_builders import Fund, make_fund
from tests.actionplans_malfunctions_builders import make_report
from tests.builders import make_charter
from tests.pages import Visitor
from tests.queries import of_page

DAY = timedelta(days=1)


@pytest.fixture
def fund(session: Session, now: datetime) -> Fund:
    make_charter(session, now)
    found = make_fund(session)
    tell(session, found, now)
    return found


def tell(session: Session, fund: Fund, now: datetime, count: int = 3) -> None:
    for _ in range(count):
        make_report(session, now, by=fund.owner, department=fund.department, theme="telephone")
    session.commit()


def page(fund: Fund) -> str:
    return f"/signalements/qui-revient/{fund.department.id}/telephone"


def test_from_the_cockpit_one_click_opens_the_form_filled_in_and_one_more_proposes_it(
    session: Session, app: Any, fund: Fund
) -> None:
    officer = Visitor(app).sign_in(fund.officer)
    cockpit = officer.open("/pilotage")
    [link] = cockpit.select(f'a[href="{page(fund)}"]')
    officer.open(link["href"])
    assert "3 signalements" in officer.text.replace("\u00a0", " ")
    title = officer.page.select_one("#title")["value"]
    assert title.startswith("Supprimer la cause de 3")
    assert officer.page.select_one("#commitment option[selected]")["value"]
    officer.submit("Proposer cette action")
    officer.follow()
    assert title.replace("\u00a0", " ") in officer.text.replace("\u00a0", " ")
    causes = session.exec(select(Cause)).all()
    assert len([one for one in causes if one.malfunction_id]) == 3
    assert len([one for one in causes if one.commitment_id]) == 1
    officer.open(page(fund), expect=404)
    assert not officer.open("/pilotage").select(f'a[href="{page(fund)}"]')


def test_the_head_finds_it_in_the_list_and_in_what_is_to_do_others_do_not(
    app: Any, fund: Fund
) -> None:
    head = Visitor(app).sign_in(fund.head)
    assert head.open("/signalements/").select(f'a[href="{page(fund)}"]')
    assert head.open("/mon-travail").select(f'a[href="{page(fund)}"]')
    stranger = Visitor(app).sign_in(fund.stranger)
    assert not stranger.open("/signalements/").select(f'a[href="{page(fund)}"]')
    stranger.open(page(fund), expect=404)
    Visitor(app).sign_in(fund.owner).open(page(fund), expect=403)


def test_management_counts_what_it_may_not_read(app: Any, fund: Fund) -> None:
    management = Visitor(app).sign_in(fund.management)
    management.open(page(fund))
    assert management.text.count("Ce signalement ne vous est pas ouvert") == 3
    assert "imprimante" not in management.text


def test_not_to_act_needs_a_reason_and_a_day(session: Session, app: Any, fund: Fund) -> None:
    head = Visitor(app).sign_in(fund.head)
    head.open(page(fund))
    head.submit("Ne pas agir", expect=422)
    assert "Écrivez pourquoi vous n’agissez pas" in head.text
    head.submit(
        "Ne pas agir",
        expect=422,
        **{"leave-reason": "Le standard change.", "leave-review_on": "2027-03-15"},
    )
    assert "réexamen à venir" in head.text
    assert "Le standard change." in head.text
    head.submit(
        "Ne pas agir",
        **{"leave-reason": "Le standard change.", "leave-review_on": "2027-06-15"},
    )
    head.follow()
    assert "Ce qui revient" not in head.text
    session.rollback()
    decided = recurrences.decided(session, "telephone", fund.department.id or 0)
    assert [one.reason for one in decided] == ["Le standard change."]


def test_after_an_action_the_officer_opens_it_again(
    session: Session, app: Any, fund: Fund, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = recurrences.named(session, "telephone", fund.department.id or 0, fund.head, now.date())
    action = preventing.act(session, found, "Changer le standard", None, fund.head, now)
    action.status, action.done_on = ActionStatus.EFFECTIVE, now.date() + 5 * DAY
    action.closed_on, action.owner_id = now.date() + 5 * DAY, fund.owner.id
    later = now + 20 * DAY
    tell(session, fund, later)
    monkeypatch.setattr(clock, "now", lambda: later)
    head = Visitor(app).sign_in(fund.head)
    head.open(page(fund))
    assert "Rouvrir cette action" not in head.text
    officer = Visitor(app).sign_in(fund.officer)
    officer.open(page(fund))
    officer.submit("Rouvrir cette action", expect=422)
    officer.submit("Rouvrir cette action", **{"again-reason": "Les appels se perdent encore."})
    officer.follow()
    assert "Changer le standard" in officer.text
    session.expire_all()
    assert action.status is ActionStatus.IN_PROGRESS


def test_the_page_costs_the_same_with_more_reports(
    session: Session, app: Any, fund: Fund, now: datetime
) -> None:
    officer = Visitor(app).sign_in(fund.officer)
    few = of_page(officer, page(fund))
    tell(session, fund, now, 12)
    assert of_page(officer, page(fund)) == few

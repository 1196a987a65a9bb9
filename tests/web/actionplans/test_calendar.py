"""A person's deadlines in their own calendar."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar
from sqlmodel import Session, select

from actionplans.models import ActionStatus, CalendarFeed
from tests.action_builders import Fund, make_action, make_fund
from tests.pages import Visitor


@pytest.fixture
def fund(session: Session, now: datetime) -> Fund:
    made = make_fund(session)
    make_action(session, made, now, ActionStatus.DECIDED, title="Rappeler plus vite")
    session.commit()
    return made


def opened(visitor: Visitor, fund: Fund) -> str:
    """The address of the owner's feed, as the page says it once."""
    visitor.sign_in(fund.owner).open("/mon-agenda")
    visitor.submit("Ouvrir mon agenda", expect=200)
    found = re.search(r"/agenda/[\w-]+\.ics", visitor.text)
    assert found is not None
    return found[0]


def test_a_feed_holds_one_s_own_deadlines_and_needs_no_account(
    app: Any, visitor: Visitor, session: Session, fund: Fund, now: datetime
) -> None:
    answer = app.test_client().get(opened(visitor, fund))
    assert answer.mimetype == "text/calendar"
    (event,) = Calendar.from_ical(answer.data).walk("VEVENT")
    assert "Rappeler plus vite" in event["summary"]
    assert event["dtstart"].dt > now.date() - timedelta(days=1)


def test_the_address_is_said_once_and_only_its_fingerprint_is_kept(
    visitor: Visitor, session: Session, fund: Fund
) -> None:
    token = opened(visitor, fund).removeprefix("/agenda/").removesuffix(".ics")
    assert session.exec(select(CalendarFeed)).one().token_hash != token
    session.rollback()
    visitor.open("/mon-agenda")
    assert token not in str(visitor.page)


def test_another_address_or_none_puts_the_old_one_out(
    app: Any, visitor: Visitor, fund: Fund
) -> None:
    first = opened(visitor, fund)
    visitor.submit("Une autre adresse", expect=200)
    assert app.test_client().get(first).status_code == 404
    visitor.submit("Retirer l’agenda")
    visitor.follow()
    assert "Aucun agenda n’est ouvert" in visitor.text


def test_the_feed_of_an_account_that_was_closed_says_nothing(
    app: Any, visitor: Visitor, session: Session, fund: Fund
) -> None:
    address = opened(visitor, fund)
    session.refresh(fund.owner)
    fund.owner.is_active = False
    session.add(fund.owner)
    session.commit()
    assert app.test_client().get(address).status_code == 404


def test_a_stranger_s_feed_does_not_hold_it(app: Any, visitor: Visitor, fund: Fund) -> None:
    visitor.sign_in(fund.stranger).open("/mon-agenda")
    visitor.submit("Ouvrir mon agenda", expect=200)
    found = re.search(r"/agenda/[\w-]+\.ics", visitor.text)
    assert found is not None
    assert b"Rappeler" not in app.test_client().get(found[0]).data

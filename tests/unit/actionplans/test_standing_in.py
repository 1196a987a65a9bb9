"""Who is given a department is told in the day's one digest, as are those whose term begins or ends."""

from datetime import timedelta

import pytest
from sqlmodel import select

from actionplans.my_work import deadlines
from actionplans.my_work.deadlines import SOURCES
from actionplans.my_work.notices import Days
from actionplans.my_work.standing_in import about_headships
from core.models import OutgoingMessage
from organisation import headships
from organisation.headships import Term
from organisation.models import HeadshipKind, Role
from tests.builders import make_department, make_headship, make_user

A_DAY = timedelta(days=1)


@pytest.fixture
def place(session):
    return make_department(session, "Liquidation")


@pytest.fixture
def head(session, place):
    return make_user(session, Role.HEAD, place, name="Thomas Guillou")


@pytest.fixture
def ines(session):
    return make_user(session, name="Inès Roy")


def told(session, morning, since=None):
    day = morning.date()
    days = Days(since or day - A_DAY, day)
    return [(one.user_id, one.title, one.reason) for one in about_headships(session, days)]


def test_whoever_is_named_is_told_the_next_morning_by_whom_and_until_when(
    session, now, place, head, ines
):
    until = now.date() + 30 * A_DAY
    term = Term(place, HeadshipKind.DEPUTY, now.date(), until)
    headships.name(session, ines, term, head, now)
    ((who, title, reason),) = told(session, now + A_DAY)
    assert (who, title) == (ines.id, "Un service vous est confié")
    assert reason.startswith("Suppléant du responsable, Liquidation, du 15")
    assert "par Thomas Guillou" in reason
    assert told(session, now + 2 * A_DAY) == []


def test_a_named_deputy_gets_one_message_that_day_and_no_second(session, now, place, head, ines):
    term = Term(place, HeadshipKind.DEPUTY, now.date())
    headships.name(session, ines, term, head, now)
    assert deadlines.tell(session, now + A_DAY) == 1
    assert deadlines.tell(session, now + A_DAY + timedelta(hours=3)) == 0
    message = session.exec(select(OutgoingMessage)).one()
    assert message.to_address == ines.email
    assert "Un service vous est confié" in message.text


def test_one_withdrawn_before_its_day_is_told_too(session, now, place, head, ines):
    one = headships.name(
        session, ines, Term(place, HeadshipKind.DEPUTY, now.date() + 9 * A_DAY), head, now
    )
    headships.withdraw(session, one, head, now + A_DAY)
    ((who, title, _),) = told(session, now + 2 * A_DAY)
    assert (who, title) == (ines.id, "Un service ne vous est plus confié")


def test_the_first_day_is_told_that_morning_and_not_twice_when_it_was_said_the_day_before(
    session, now, place, head, ines
):
    term = Term(place, HeadshipKind.DEPUTY, now.date() + 9 * A_DAY)
    headships.name(session, ines, term, head, now)
    ((who, _, reason),) = told(session, now + 9 * A_DAY)
    assert (who, reason) == (ines.id, "C’est à partir d’aujourd’hui que vous y agissez.")
    zoe = make_user(session)
    tomorrow = Term(place, HeadshipKind.DEPUTY, now.date() + A_DAY)
    headships.name(session, zoe, tomorrow, head, now)
    assert [who for who, *_ in told(session, now + A_DAY)].count(zoe.id) == 1


def test_three_days_before_the_end_the_deputy_and_the_head_are_told(
    session, now, place, head, ines
):
    deputy_too = make_user(session)
    make_headship(session, deputy_too, place, now.date() - 9 * A_DAY)
    make_headship(session, ines, place, now.date() - 9 * A_DAY, until_day=now.date() + 3 * A_DAY)
    found = told(session, now)
    assert [who for who, *_ in found] == [ines.id, head.id]
    assert "Prolongez cette suppléance" in found[1][2]
    assert told(session, now + A_DAY) == told(session, now - A_DAY) == []


def test_a_morning_without_a_run_is_caught_up(session, now, place, head, ines):
    headships.name(session, ines, Term(place, HeadshipKind.DEPUTY, now.date()), head, now)
    late = now + 4 * A_DAY
    assert [who for who, *_ in told(session, late, now.date())] == [ines.id]


def test_it_is_one_of_the_sources_of_the_digest():
    assert about_headships in SOURCES

"""Those who can prolong an access are told before its last day."""

from datetime import timedelta

import pytest

from actionplans.my_work.deadlines import SOURCES
from actionplans.my_work.expiring import about_accounts
from actionplans.my_work.notices import Days
from organisation.models import Role
from tests.builders import make_user


@pytest.fixture
def people(session):
    return {role: make_user(session, role) for role in Role}


def told(session, people, day, since=None):
    names = {person.id: role for role, person in people.items()}
    days = Days(since or day - timedelta(days=1), day)
    return [names[notice.user_id] for notice in about_accounts(session, days)]


@pytest.mark.parametrize("before", [14, 3])
def test_the_officer_and_the_administrator_are_told_before_an_access_ends(
    session, now, people, before
):
    make_user(session, Role.READER, expires_on=now.date() + timedelta(days=before))
    assert set(told(session, people, now.date())) == {Role.QUALITY_OFFICER, Role.ADMINISTRATOR}


@pytest.mark.parametrize("before", [15, 13, 4, 2, 0, -1])
def test_nobody_is_told_on_the_other_days(session, now, people, before):
    make_user(session, Role.READER, expires_on=now.date() + timedelta(days=before))
    assert told(session, people, now.date()) == []


def test_a_morning_without_a_run_is_caught_up_while_there_is_time(session, now, people):
    make_user(session, Role.READER, expires_on=now.date() + timedelta(days=2))
    since = now.date() - timedelta(days=2)
    assert told(session, people, now.date(), since) != []
    make_user(session, Role.READER, expires_on=now.date() - timedelta(days=1))
    assert len(told(session, people, now.date(), now.date() - timedelta(days=6))) == 2


def test_an_account_closed_already_is_not_spoken_of(session, now, people):
    make_user(session, Role.READER, expires_on=now.date() + timedelta(days=3), is_active=False)
    assert told(session, people, now.date()) == []


def test_it_is_part_of_the_daily_digest():
    assert about_accounts in SOURCES

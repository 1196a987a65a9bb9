"""The digest and reports: whoever holds one on its day, whoever told one the morning after; never a word of what it says."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from actionplans.malfunctions import malfunctions, notices
from actionplans.malfunctions.malfunctions import Qualification
from actionplans.models import Malfunction, MalfunctionStatus, ReportMode
from actionplans.my_work.notices import Days, Notice
from tests.action_builders import Fund, make_fund
from tests.actionplans_malfunctions_builders import make_report

DAY = timedelta(days=1)
S = MalfunctionStatus


@pytest.fixture
def fund(session: Session) -> Fund:
    return make_fund(session)


def told(session: Session, now: datetime, days: int) -> list[Notice]:
    """What is told so many days after."""
    today = now.date() + days * DAY
    return list(notices.about_reports(session, Days(today - DAY, today)))


def held(session: Session, fund: Fund, now: datetime, status: S, severity: int = 3) -> Malfunction:
    return make_report(
        session, now - 30 * DAY, mode=ReportMode.ANONYMOUS, department=fund.department,
        status=status, severity=severity, due_on=now.date(),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("status", "who"),
    [(S.REPORTED, "officer"), (S.RESOLVED, "officer"), (S.QUALIFIED, "head"), (S.IN_HAND, "head")],
)
def test_whoever_holds_it_is_told_on_its_day_then_each_week(
    session: Session, now: datetime, fund: Fund, status: S, who: str
) -> None:
    held(session, fund, now, status)
    for days, is_told in ((-1, False), (0, True), (1, False), (6, False), (7, True), (14, True)):
        found = told(session, now, days)
        assert [one.user_id for one in found] == ([fund.people[who].id] if is_told else [])


def test_the_most_serious_reaches_management_after_a_week(
    session: Session, now: datetime, fund: Fund
) -> None:
    held(session, fund, now, S.IN_HAND, severity=1)
    assert {one.user_id for one in told(session, now, 0)} == {fund.head.id}
    assert {one.user_id for one in told(session, now, 7)} == {fund.head.id, fund.management.id}


@pytest.mark.parametrize("status", [S.CLOSED, S.JOINED, S.REDIRECTED, S.NOT_PURSUED])
def test_what_is_settled_reminds_nobody(
    session: Session, now: datetime, fund: Fund, status: S
) -> None:
    held(session, fund, now, status)
    assert told(session, now, 0) == []


def test_whoever_told_it_knows_it_was_looked_at_then_answered_joined_ones_too(
    session: Session, now: datetime, fund: Fund
) -> None:
    first = make_report(session, now, by=fund.owner, text="Le standard coupe.")
    second = make_report(session, now, by=fund.stranger)
    nobody = make_report(session, now, mode=ReportMode.ANONYMOUS)
    for joined in (second, nobody):
        malfunctions.join(session, joined, first, fund.officer, now)
    malfunctions.qualify(session, first, Qualification(3, fund.department), fund.officer, now)
    found = told(session, now, 1)
    assert {one.user_id for one in found} == {fund.owner.id, fund.stranger.id}
    assert all("regardé" in one.reason for one in found)
    later = now + 5 * DAY
    malfunctions.resolve(session, first, "Changé.", fund.head, later)
    malfunctions.close(session, first, "C’est fait.", fund.officer, later)
    found = told(session, now, 6)
    assert {one.user_id for one in found} == {fund.owner.id, fund.stranger.id}
    assert all(one.reason == notices.SATISFIED for one in found)
    assert not any("standard" in f"{one.title} {one.reason}" for one in found)
    assert told(session, now, 7) == []


def test_what_is_dropped_says_where_the_reason_is(
    session: Session, now: datetime, fund: Fund
) -> None:
    m = make_report(session, now, by=fund.owner)
    malfunctions.drop(session, m, "Déjà réglé.", fund.officer, now)
    assert [one.reason for one in told(session, now, 1)] == [notices.DROPPED]

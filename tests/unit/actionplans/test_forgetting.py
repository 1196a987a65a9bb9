"""Six months after a confidential report is closed, nobody can say any more who told it."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from actionplans.malfunctions import forgetting
from actionplans.models import MalfunctionStatus, ReportMode
from tests.actionplans_malfunctions_builders import make_report

S = MalfunctionStatus


@pytest.mark.parametrize(
    ("mode", "days", "is_forgotten"),
    [
        (ReportMode.CONFIDENTIAL, 184, True),
        (ReportMode.CONFIDENTIAL, 183, False),
        (ReportMode.SIGNED, 400, False),
    ],
)
def test_six_months_after_its_closing(
    session: Session, now: datetime, mode: ReportMode, days: int, is_forgotten: bool
) -> None:
    closed_on = now.date() - timedelta(days=days)
    m = make_report(session, now, mode=mode, status=S.CLOSED, closed_on=closed_on)
    assert forgetting.forget_reporters(session, now) == is_forgotten
    session.refresh(m)
    assert (m.reporter_id is None) == is_forgotten
    assert m.text  # what it says stays


def test_a_joined_report_goes_with_the_one_it_was_joined_to(
    session: Session, now: datetime
) -> None:
    first = make_report(session, now)
    second = make_report(session, now, status=S.JOINED, joined_to_id=first.id)
    assert forgetting.forget_reporters(session, now) == 0
    first.status, first.closed_on = S.CLOSED, now.date() - timedelta(days=200)
    session.flush()
    assert forgetting.forget_reporters(session, now) == 2
    session.refresh(second)
    assert second.reporter_id is None


def test_what_is_not_closed_keeps_its_reporter(session: Session, now: datetime) -> None:
    make_report(session, now - timedelta(days=900), status=S.IN_HAND)
    assert forgetting.forget_reporters(session, now) == 0


@pytest.mark.parametrize(("days", "is_forgotten"), [(183, False), (184, True)])
def test_what_went_to_an_official_channel_is_forgotten_six_months_after_it_was_told(
    session: Session, now: datetime, days: int, is_forgotten: bool
) -> None:
    m = make_report(session, now - timedelta(days=days), status=S.REDIRECTED)
    assert forgetting.forget_reporters(session, now) == is_forgotten
    session.refresh(m)
    assert (m.reporter_id is None) == is_forgotten

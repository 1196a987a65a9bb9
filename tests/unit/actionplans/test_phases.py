"""The steps of a campaign follow from its dates, its closing and the fund's signed review."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actionplans.assessments import notices
from actionplans.assessments.phases import Phase, phase
from actionplans.models import Campaign, CampaignStatus

DUE_ON = date(2027, 4, 15)


def campaign(status: CampaignStatus = CampaignStatus.OPEN) -> Campaign:
    return Campaign(
        year=2027, charter_id=1, opened_on=date(2027, 3, 1), due_on=DUE_ON, status=status
    )


@pytest.mark.parametrize(
    ("today", "step"),
    [
        (date(2027, 3, 31), Phase.OPEN),
        (date(2027, 4, 1), Phase.REMINDING),
        (date(2027, 5, 1), Phase.REMINDING),
    ],
)
def test_a_campaign_is_in_its_reminders_from_the_first_of_them(today: date, step: Phase) -> None:
    assert phase(campaign(), today, False) is step
    if step is Phase.REMINDING:
        first = DUE_ON - timedelta(days=max(notices.DAYS_BEFORE))
        assert notices.is_day_to_remind(DUE_ON, first)


def test_closed_then_published() -> None:
    assert phase(campaign(CampaignStatus.CLOSED), DUE_ON, False) is Phase.CLOSED
    assert phase(campaign(CampaignStatus.CLOSED), DUE_ON, True) is Phase.PUBLISHED


@given(
    st.dates(date(2027, 1, 1), date(2028, 12, 31)), st.dates(date(2027, 1, 1), date(2028, 12, 31))
)
def test_a_campaign_never_goes_back(one: date, other: date) -> None:
    order = list(Phase)
    earlier, later = sorted((one, other))
    before, after = (phase(campaign(), day, False) for day in (earlier, later))
    assert order.index(before) <= order.index(after)

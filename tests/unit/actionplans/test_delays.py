"""Delays: every boundary of every promise, and what no further request may do to a figure."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actionplans.delays import delays
from actionplans.delays.delays import PROMISES, Dates, Figure, Judgement, Outcome, Verdict
from actionplans.models import RequestChannel, RequestKind

DAY = timedelta(days=1)
MONDAY = date(2027, 3, 1)
ELECTRONIC, POSTAL = RequestChannel.ELECTRONIC, RequestChannel.POSTAL
KEPT, BREACHED, PENDING = Outcome.KEPT, Outcome.BREACHED, Outcome.PENDING
OTHER, CLAIM = RequestKind.OTHER, RequestKind.CLAIM


def judged(code: str, dates: Dates, known_on: date) -> Judgement:
    found = PROMISES[code].judge(dates, known_on)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("channel", "code", "days", "outcome"),
    [
        (ELECTRONIC, "DEL-02", 0, KEPT),
        (ELECTRONIC, "DEL-02", 6, KEPT),
        (ELECTRONIC, "DEL-02", 7, KEPT),
        (ELECTRONIC, "DEL-02", 8, BREACHED),
        (POSTAL, "DEL-03", 0, KEPT),
        (POSTAL, "DEL-03", 13, KEPT),
        (POSTAL, "DEL-03", 14, KEPT),
        (POSTAL, "DEL-03", 15, BREACHED),
    ],
)
def test_an_acknowledgement_is_in_time_up_to_the_last_day_included(
    channel: RequestChannel, code: str, days: int, outcome: Outcome
) -> None:
    dates = Dates(channel, OTHER, MONDAY, acknowledged_on=MONDAY + days * DAY)
    found = judged(code, dates, MONDAY + 90 * DAY)
    assert (found.outcome, found.days, found.is_open) == (outcome, days, False)


@pytest.mark.parametrize("code", ["DEL-01", "DEL-05"])
@pytest.mark.parametrize(("channel", "limit"), [(ELECTRONIC, 7), (POSTAL, 14)])
def test_what_is_open_is_a_breach_from_the_day_after_the_limit(
    code: str, channel: RequestChannel, limit: int
) -> None:
    timed = {ELECTRONIC: "DEL-02", POSTAL: "DEL-03"}[channel]
    for promise in (code, timed):
        dates = Dates(channel, OTHER, MONDAY)
        outcomes = [judged(promise, dates, MONDAY + n * DAY).outcome for n in (0, limit, limit + 1)]
        assert outcomes == [PENDING, PENDING, BREACHED]


def test_an_open_breach_grows_older_with_the_extraction() -> None:
    found = judged("DEL-02", Dates(ELECTRONIC, OTHER, MONDAY), MONDAY + 30 * DAY)
    assert (found.days, found.late, found.is_open, found.due_on) == (30, 23, True, MONDAY + 7 * DAY)


@pytest.mark.parametrize("weekday", range(7))
def test_saturdays_and_sundays_count_like_other_days(weekday: int) -> None:
    received = MONDAY + weekday * DAY
    outcomes = [
        judged("DEL-02", Dates(ELECTRONIC, OTHER, received, received + n * DAY), received).outcome
        for n in (7, 8)
    ]
    assert outcomes == [KEPT, BREACHED]


@pytest.mark.parametrize(
    ("received", "last_day"),
    [
        (date(2028, 2, 22), date(2028, 2, 29)),
        (date(2028, 2, 29), date(2028, 3, 7)),
        (date(2027, 2, 22), date(2027, 3, 1)),
        (date(2027, 12, 28), date(2028, 1, 4)),
    ],
)
def test_a_leap_day_is_a_day(received: date, last_day: date) -> None:
    for on, outcome in ((last_day, KEPT), (last_day + DAY, BREACHED)):
        dates = Dates(ELECTRONIC, OTHER, received, acknowledged_on=on)
        assert judged("DEL-02", dates, on).outcome is outcome


def test_received_today_is_neither_kept_nor_late() -> None:
    for code in ("DEL-01", "DEL-02", "DEL-05"):
        assert judged(code, Dates(ELECTRONIC, OTHER, MONDAY), MONDAY).outcome is PENDING


def test_acknowledged_late_is_acknowledged_all_the_same() -> None:
    dates = Dates(ELECTRONIC, OTHER, MONDAY, acknowledged_on=MONDAY + 60 * DAY)
    assert judged("DEL-01", dates, MONDAY + 90 * DAY).outcome is KEPT
    assert judged("DEL-02", dates, MONDAY + 90 * DAY).outcome is BREACHED


def test_an_answer_is_not_an_acknowledgement() -> None:
    dates = Dates(ELECTRONIC, OTHER, MONDAY, answered_on=MONDAY + DAY)
    assert judged("DEL-02", dates, MONDAY + 8 * DAY).outcome is BREACHED


@pytest.mark.parametrize("code", ["DEL-06", "DEL-07"])
def test_an_answer_is_due_on_the_day_announced_included(code: str) -> None:
    kind = CLAIM if code == "DEL-07" else RequestKind.RETIREMENT
    announced = MONDAY + 30 * DAY
    for on, known_on, outcome in (
        (announced, announced, KEPT),
        (announced + DAY, announced + DAY, BREACHED),
        (None, announced, PENDING),
        (None, announced + DAY, BREACHED),
    ):
        dates = Dates(POSTAL, kind, MONDAY, announced_on=announced, answered_on=on)
        assert judged(code, dates, known_on).outcome is outcome


def test_a_date_or_an_answer_is_enough() -> None:
    for given_date in ({"announced_on": MONDAY + 99 * DAY}, {"answered_on": MONDAY + 40 * DAY}):
        dates = Dates(ELECTRONIC, OTHER, MONDAY, **given_date)
        assert judged("DEL-05", dates, MONDAY + 50 * DAY).outcome is KEPT


@pytest.mark.parametrize(
    ("dates", "codes"),
    [
        (Dates(ELECTRONIC, OTHER, MONDAY), {"DEL-01", "DEL-02", "DEL-05"}),
        (Dates(POSTAL, CLAIM, MONDAY), {"DEL-03", "DEL-05"}),
        (
            Dates(POSTAL, CLAIM, MONDAY, announced_on=MONDAY),
            {"DEL-03", "DEL-05", "DEL-07"},
        ),
        (
            Dates(ELECTRONIC, RequestKind.AFFILIATION, MONDAY, announced_on=MONDAY),
            {"DEL-01", "DEL-02", "DEL-05", "DEL-06"},
        ),
    ],
)
def test_each_promise_counts_the_requests_it_was_made_to(dates: Dates, codes: set[str]) -> None:
    assert {code for code, p in PROMISES.items() if p.judge(dates, MONDAY)} == codes


# ---------------------------------------------------------------- figures


@pytest.mark.parametrize(
    ("kept", "breached", "verdict"),
    [
        (0, 0, Verdict.UNDETERMINED),
        (9, 0, Verdict.UNDETERMINED),
        (10, 0, Verdict.MET),
        (19, 1, Verdict.MET),  # 95 % exactly
        (18, 2, Verdict.FRAGILE),  # 90 %, up to 97 %
        (90, 10, Verdict.MISSED),  # 90 %, up to 94.5 %
        (0, 10, Verdict.MISSED),
    ],
)
def test_the_verdict_depends_on_the_share_its_interval_and_their_number(
    kept: int, breached: int, verdict: Verdict
) -> None:
    assert Figure(kept, breached, 0).verdict is verdict


def test_what_is_pending_counts_for_nothing() -> None:
    assert Figure(9, 1, 500).share == 0.9
    assert Figure(0, 0, 5).share is None
    assert Figure(0, 0, 5).measure is None


def test_median_and_ninetieth_percentile() -> None:
    found = Figure(10, 0, 0, tuple(range(1, 11)))
    assert (found.median, found.ninetieth) == (5.5, 9)
    assert (Figure(1, 0, 0, (4,)).median, Figure(1, 0, 0, (4,)).ninetieth) == (4, 4)
    assert (Figure(0, 0, 0).median, Figure(0, 0, 0).ninetieth) == (None, None)


def test_no_days_are_said_where_no_file_tells_them() -> None:
    judgement = judged("DEL-05", Dates(ELECTRONIC, OTHER, MONDAY), MONDAY + 20 * DAY)
    assert delays.figure(PROMISES["DEL-05"], [judgement]).median is None


requests = st.lists(
    st.builds(
        lambda channel, kind, ago, done: Dates(
            channel,
            kind,
            MONDAY - ago * DAY,
            acknowledged_on=None if done is None else MONDAY - ago * DAY + min(done, ago) * DAY,
        ),
        st.sampled_from(RequestChannel),
        st.sampled_from(RequestKind),
        st.integers(0, 60),
        st.none() | st.integers(0, 60),
    ),
    max_size=40,
)


def figure(code: str, known: list[Dates]) -> Figure:
    found = (PROMISES[code].judge(dates, MONDAY) for dates in known)
    return delays.figure(PROMISES[code], [one for one in found if one])


@given(requests, st.integers(15, 400), st.sampled_from(RequestChannel))
def test_one_more_open_late_request_never_improves_a_share(
    known: list[Dates], ago: int, channel: RequestChannel
) -> None:
    worse = [*known, Dates(channel, OTHER, MONDAY - ago * DAY)]
    for code in ("DEL-01", "DEL-02", "DEL-03", "DEL-05"):
        before, after = figure(code, known), figure(code, worse)
        if before.share is not None:
            assert after.share is not None
            assert after.share <= before.share


@given(requests)
def test_every_request_counted_is_kept_breached_or_pending(known: list[Dates]) -> None:
    for code, promise in PROMISES.items():
        found = figure(code, known)
        counted = sum(1 for dates in known if promise.counts(dates))
        assert found.kept + found.breached + found.pending == counted


@given(st.lists(st.integers(0, 500), min_size=1), st.integers(1, 100))
def test_a_percentile_is_one_of_the_values_and_covers_enough_of_them(
    values: list[int], percent: int
) -> None:
    found = delays.percentile(values, percent)
    assert found in values
    assert sum(value <= found for value in values) * 100 >= percent * len(values)
    assert sum(value < found for value in values) * 100 < percent * len(values)


@given(st.lists(st.integers(0, 500), min_size=1))
def test_the_median_never_passes_the_ninetieth_percentile(values: list[int]) -> None:
    found = Figure(len(values), 0, 0, tuple(values))
    assert found.median is not None
    assert found.ninetieth is not None
    assert min(values) <= found.median <= found.ninetieth <= max(values)

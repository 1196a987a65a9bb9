"""Who answers: rates that hold, comparisons that say no more than the numbers allow."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2_contingency, fisher_exact

from analysis.indicators import responding
from analysis.indicators.responding import Asked, Verdict
from analysis.statistics import wilson
from survey.models import EventKind, InvitationStatus
from tests.builders import make_department
from tests.survey_builders import make_invitation

TODAY = date(2027, 9, 1)


def asked(sent: int, answered: int, **more) -> Asked:
    values = {
        "kind": EventKind.AFFILIATION, "wave": date(2027, 3, 1), "is_over": True, "channel": "email", "department": "Retraite",
    } | more  # fmt: skip
    return Asked(**values, sent=sent, answered=answered)


def verdict(lines, title: str) -> Verdict:
    return next(one.verdict for one in responding.comparisons(lines) if one.title == title)


def test_a_rate_carries_the_interval_of_wilson():
    (rate,) = responding.rates([asked(650, 227)], lambda one: one.kind.label)
    assert (rate.share, rate.interval) == (227 / 650, wilson(227, 650))


def test_a_group_of_four_is_never_shown_nor_worked_out_from_the_others():
    lines = [asked(4, 1, channel="letter"), asked(40, 10)]
    small, large = sorted(responding.rates(lines, lambda one: one.channel), key=lambda r: r.sent)
    assert (small.share, small.interval) == (None, None)
    assert large.share is None  # the total less this one would give the four away


def test_a_large_gap_between_channels_is_established_and_named():
    lines = [asked(200, 120), asked(200, 60, channel="letter")]
    found = next(one for one in responding.comparisons(lines) if one.title == "Canal de l’envoi")
    assert found.verdict is Verdict.DIFFERENT
    assert "« courriel » répond plus" in found.sentence
    assert "courrier" in found.sentence


def test_a_small_gap_is_not_a_difference():
    assert verdict([asked(100, 40), asked(100, 36, channel="letter")], "Canal de l’envoi") is Verdict.NONE_SHOWN  # fmt: skip


@pytest.mark.parametrize(
    "lines",
    [
        [],
        [asked(100, 50)],
        [asked(30, 5), asked(30, 4, channel="letter")],
        [asked(30, 29), asked(30, 25, channel="letter")],
        [asked(100, 50), asked(4, 0, channel="letter")],
        [asked(100, 50, is_over=False), asked(100, 10, channel="letter", is_over=False)],
    ],
)
def test_too_little_is_said_to_be_too_little(lines):
    assert verdict(lines, "Canal de l’envoi") is Verdict.TOO_FEW


def test_the_large_table_agrees_with_scipy():
    table = np.array([[120.0, 80.0], [60.0, 140.0], [33.0, 27.0]])
    expected = chi2_contingency(table, correction=False).pvalue
    assert responding.independence(table) == pytest.approx(expected)


def test_the_small_table_agrees_with_the_exact_test():
    table = np.array([[9.0, 1.0], [6.0, 14.0]])
    drawn = responding.independence(table)
    assert drawn == pytest.approx(fisher_exact(table).pvalue, abs=0.01)
    assert drawn == responding.independence(table)  # the same each time


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 100), st.floats(0.2, 0.8))
def test_chance_alone_is_seldom_taken_for_a_difference(seed, rate):
    draw = np.random.default_rng(seed)
    found = [
        responding.independence(np.array([[a, 60.0 - a], [b, 60.0 - b]]))
        for a, b in draw.binomial(60, rate, size=(40, 2)).astype(float)
    ]
    assert sum(p < responding.LEVEL / 3 for p in found) <= 6


def test_what_left_is_counted_once_by_moment_wave_channel_and_department(session, now):
    place = make_department(session, "Retraite")
    for status in (InvitationStatus.ANSWERED, InvitationStatus.CLOSED):
        make_invitation(session, department=place, status=status)
    make_invitation(session, sent_on=date(2027, 8, 2))
    make_invitation(session, sent_on=None)
    found = responding.asked(session, date(2027, 1, 1), TODAY)
    assert sorted((one.wave, one.is_over, one.department, one.sent, one.answered) for one in found) == [
        (date(2027, 3, 1), True, "Retraite", 2, 1),
        (date(2027, 8, 1), False, "", 1, 0),
    ]  # fmt: skip


def test_waves_come_newest_first_and_an_open_one_says_so():
    lines = [asked(20, 9), asked(20, 2, wave=date(2027, 4, 1), is_over=False)]
    newest, oldest = responding.by_wave(lines, EventKind.AFFILIATION)
    assert (newest.label.replace("\u00a0", " "), newest.is_over) == ("avril 2027", False)
    assert (oldest.label.replace("\u00a0", " "), oldest.is_over) == ("mars 2027", True)

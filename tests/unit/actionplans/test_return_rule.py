"""The rule that says a subject is back: its properties, and how often it is wrong when nothing changes."""

from random import Random

from hypothesis import assume, given
from hypothesis import strategies as st

from actionplans.actions.decisions import SIGNIFICANT
from actionplans.actions.effects import SMALLEST_WINDOW
from actionplans.models import ReturnVerdict
from actionplans.returns.rule import NOBODY, Judged, Seen, judge
from analysis.statistics import newcombe
from analysis.topics.shares import Share

BACK, ABOVE, BELOW = ReturnVerdict.BACK, ReturnVerdict.ABOVE, ReturnVerdict.BELOW
NOT_ENOUGH = ReturnVerdict.NOT_ENOUGH


@st.composite
def shares(draw: st.DrawFn, fewest: int = 0) -> Share:
    n = draw(st.integers(fewest, 400))
    return Share(draw(st.integers(0, n)), n)


def word(before: tuple[int, int], now: tuple[int, int], after: tuple[int, int] = (0, 0)) -> str:
    return judge(Seen(Share(*before), Share(*now), Share(*after))).verdict


def test_what_was_halved_and_is_whole_again_is_back() -> None:
    assert word((30, 150), (32, 150), (12, 150)) is BACK
    assert word((30, 150), (29, 150), (12, 150)) is BELOW  # not above where it began


def test_what_never_left_is_not_back_until_it_is_beyond_chance_above_the_baseline() -> None:
    assert word((30, 150), (33, 150), (30, 150)) is ABOVE
    assert word((30, 150), (50, 150), (30, 150)) is BACK


def test_few_voices_decide_nothing() -> None:
    assert word((1, 29), (20, 40)) is NOT_ENOUGH
    assert word((1, 40), (20, 29)) is NOT_ENOUGH
    assert word((0, 40), (SIGNIFICANT - 1, 40)) is NOT_ENOUGH
    assert word((0, 40), (SIGNIFICANT, 40)) is BACK


def test_the_months_after_count_only_where_they_hold_enough() -> None:
    assert word((30, 150), (32, 150), (0, SMALLEST_WINDOW - 1)) is ABOVE
    assert word((30, 150), (32, 150), (0, SMALLEST_WINDOW)) is BACK


@given(shares(), shares(), shares())
def test_back_is_said_only_above_the_baseline_of_enough_members_and_beyond_chance(
    before: Share, after: Share, now: Share
) -> None:
    seen = Seen(before, now, after)
    found = judge(seen)
    is_back = found.verdict is BACK
    assert is_back == (
        min(before.n, now.n) >= SMALLEST_WINDOW
        and now.x >= SIGNIFICANT
        and now.x * before.n > before.x * now.n
        and newcombe(now.x, now.n, seen.floor.x, seen.floor.n).low > 0
    )


@given(shares(), shares(), shares())
def test_an_interval_is_given_wherever_the_rule_tells_and_nowhere_else(
    before: Share, after: Share, now: Share
) -> None:
    found = judge(Seen(before, now, after))
    if found.verdict is NOT_ENOUGH:
        assert found == Judged(NOT_ENOUGH)
    else:
        assert found.low is not None
        assert found.high is not None
        assert -1 <= found.low <= found.high <= 1


@given(shares(SMALLEST_WINDOW), shares(), shares(SMALLEST_WINDOW))
def test_one_more_who_complains_never_makes_it_go_away(
    before: Share, after: Share, now: Share
) -> None:
    assume(now.x < now.n)
    if judge(Seen(before, now, after)).verdict is BACK:
        assert judge(Seen(before, Share(now.x + 1, now.n), after)).verdict is BACK


@given(shares(SMALLEST_WINDOW), shares(SMALLEST_WINDOW), shares(SMALLEST_WINDOW), st.integers(2, 5))
def test_a_larger_survey_with_the_same_shares_never_hides_it(
    before: Share, after: Share, now: Share, times: int
) -> None:
    def larger(one: Share) -> Share:
        return Share(one.x * times, one.n * times)

    if judge(Seen(before, now, after)).verdict is BACK:
        assert judge(Seen(larger(before), larger(now), larger(after))).verdict is BACK


@given(shares(SMALLEST_WINDOW), shares(SMALLEST_WINDOW))
def test_without_months_after_the_baseline_alone_is_the_reference(
    before: Share, now: Share
) -> None:
    assert Seen(before, now).floor == before
    assert Seen(before, now, NOBODY).floor == before


def test_when_nothing_changes_it_is_wrong_four_times_in_a_hundred() -> None:
    chance, wrong, tried = Random(20261130), 0, 4000

    def drawn(share: float, n: int) -> Share:
        return Share(sum(chance.random() < share for _ in range(n)), n)

    for _ in range(tried):
        seen = Seen(drawn(0.12, 150), drawn(0.12, 140), drawn(0.12, 150))
        wrong += judge(seen).verdict is BACK
    assert 0.03 < wrong / tried < 0.05


def test_what_was_halved_and_comes_back_whole_is_mostly_seen() -> None:
    chance, found, tried = Random(20261130), 0, 1000

    def drawn(share: float, n: int) -> Share:
        return Share(sum(chance.random() < share for _ in range(n)), n)

    for _ in range(tried):
        seen = Seen(drawn(0.18, 150), drawn(0.24, 140), drawn(0.07, 150))
        found += judge(seen).verdict is BACK
    assert found / tried > 0.8

"""The verdict on an action: windows fixed before, a stated rule, and words that claim no more than it."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session

from actionplans.actions import effects, verifying
from actionplans.models import Action, ActionStatus, Direction, Verdict
from analysis.indicators.measures import Measure
from analysis.statistics import newcombe
from core.errors import Refused
from organisation import journal
from tests.action_builders import Fund, make_action, make_fund, make_replies, make_voices, terms

S = ActionStatus
UP, DOWN = Direction.UP, Direction.DOWN


@pytest.fixture
def fund(session: Session) -> Fund:
    return make_fund(session)


def judged(before: tuple[int, int], after: tuple[int, int], direction: Direction) -> Verdict:
    return effects.judge(Measure("essai", *before), Measure("essai", *after), direction).verdict


# ---------------------------------------------------------------- the rule


@pytest.mark.parametrize(
    ("before", "after", "direction", "verdict"),
    [
        ((30, 100), (60, 100), UP, Verdict.EFFECT),
        ((60, 100), (30, 100), DOWN, Verdict.EFFECT),
        ((30, 100), (60, 100), DOWN, Verdict.WORSE),
        ((60, 100), (30, 100), UP, Verdict.WORSE),
        ((50, 100), (55, 100), UP, Verdict.FAVOURABLE),
        ((55, 100), (50, 100), DOWN, Verdict.FAVOURABLE),
        ((50, 100), (50, 100), UP, Verdict.NONE),
        ((55, 100), (50, 100), UP, Verdict.NONE),
        ((0, 29), (40, 40), UP, Verdict.NOT_ENOUGH),
        ((0, 40), (29, 29), UP, Verdict.NOT_ENOUGH),
        ((0, 0), (0, 0), UP, Verdict.NOT_ENOUGH),
        ((0, 30), (30, 30), UP, Verdict.EFFECT),
    ],
)
def test_each_word_is_said_where_the_rule_says_it(
    before: tuple[int, int], after: tuple[int, int], direction: Direction, verdict: Verdict
) -> None:
    assert judged(before, after, direction) is verdict


def proportion(smallest: int = 0) -> st.SearchStrategy[tuple[int, int]]:
    return st.integers(smallest, 400).flatmap(lambda n: st.integers(0, n).map(lambda x: (x, n)))


@given(proportion(), proportion(), st.sampled_from(Direction))
def test_no_effect_is_ever_claimed_when_the_interval_crosses_zero(
    before: tuple[int, int], after: tuple[int, int], direction: Direction
) -> None:
    verdict = judged(before, after, direction)
    if min(before[1], after[1]) < effects.SMALLEST_WINDOW:
        assert verdict is Verdict.NOT_ENOUGH
        return
    low, high = newcombe(*after, *before)
    if low <= 0 <= high:
        assert verdict in (Verdict.FAVOURABLE, Verdict.NONE)
    else:
        assert verdict in (Verdict.EFFECT, Verdict.WORSE)


@given(proportion(30), proportion(30))
def test_what_is_an_effect_one_way_is_a_worsening_the_other_way(
    before: tuple[int, int], after: tuple[int, int]
) -> None:
    opposite = {Verdict.EFFECT: Verdict.WORSE, Verdict.WORSE: Verdict.EFFECT}
    up, down = judged(before, after, UP), judged(before, after, DOWN)
    assert opposite.get(up, down) is down


@given(proportion(30), proportion(30), st.sampled_from(Direction))
def test_the_interval_holds_the_difference_that_is_shown(
    before: tuple[int, int], after: tuple[int, int], direction: Direction
) -> None:
    effect = effects.judge(Measure("", *before), Measure("", *after), direction)
    assert effect.low is not None
    assert effect.high is not None
    assert effect.difference is not None
    assert effect.low - 1e-12 <= effect.difference <= effect.high + 1e-12


def test_no_verdict_says_thanks_to() -> None:
    assert not [verdict for verdict in Verdict if "grâce" in verdict.label]


# ---------------------------------------------------------------- windows


def test_windows_are_whole_months_around_a_transition(
    session: Session, now: datetime, fund: Fund
) -> None:
    action = make_action(session, fund, now, S.DONE, window_months=3)
    action.decided_on, action.done_on = date(2027, 1, 20), date(2027, 3, 15)
    before, after = effects.window_before(action), effects.window_after(action)
    assert (before.since, before.until) == (date(2026, 10, 1), date(2026, 12, 31))
    assert (after.since, after.until) == (date(2027, 4, 1), date(2027, 6, 30))


def test_the_effect_is_judged_ninety_days_on_and_once_its_window_is_over(
    session: Session, now: datetime, fund: Fund
) -> None:
    measured = make_action(session, fund, now, S.DONE, window_months=3)  # done on 15 March
    written = make_action(session, fund, now, S.DONE, indicator="")
    assert effects.verifiable_on(measured) == date(2027, 7, 1)
    assert effects.verifiable_on(written) == date(2027, 6, 13)


def test_ninety_days_are_kept_even_when_the_window_is_over_before(
    session: Session, now: datetime, fund: Fund
) -> None:
    action = make_action(session, fund, now, S.DONE, window_months=3)
    action.done_on = date(2027, 3, 31)
    assert effects.verifiable_on(action) == date(2027, 7, 1)
    assert effects.verifiable_on(action) >= action.done_on + effects.WAIT


def test_every_indicator_of_the_catalogue_can_be_measured(
    session: Session, now: datetime, fund: Fund
) -> None:
    for key in effects.indicators():
        more = {"indicator": key, "window_months": 6}
        action = make_action(session, fund, now, S.DECIDED, **more)
        found = effects.baseline(session, action)
        assert (found.n, found.share) == (0, None)


# ---------------------------------------------------------------- verify and close


def done(session: Session, fund: Fund, now: datetime, **more: object) -> tuple[Action, datetime]:
    """An action done today, and a moment at which its window of three months is over."""
    action = make_action(session, fund, now, S.DONE, **more)
    return action, now + timedelta(days=120)


def answered(session: Session, before: tuple[int, int], after: tuple[int, int]) -> None:
    """(satisfied, of how many) in the months before (Dec–Feb) and after (Apr–Jun)."""
    make_replies(session, date(2027, 1, 1), before[1], before[0])
    make_replies(session, date(2027, 5, 1), after[1], after[0])


def test_a_shown_effect_closes_the_action(session: Session, now: datetime, fund: Fund) -> None:
    answered(session, (12, 40), (32, 40))
    action, later = done(session, fund, now)
    verifying.verify(session, action, fund.officer, later)
    assert (action.status, action.verdict) == (S.EFFECTIVE, Verdict.EFFECT)
    assert (action.verified_by_id, action.closed_on) == (fund.officer.id, later.date())
    assert "30\u00a0% avant (12 sur 40)" in action.verdict_details
    assert "80\u00a0% après (32 sur 40)" in action.verdict_details
    assert journal.about(session, f"action {action.id}")[0].details == "effet constaté"


def test_what_was_answered_during_the_transition_counts_for_nothing(
    session: Session, now: datetime, fund: Fund
) -> None:
    answered(session, (20, 40), (20, 40))
    make_replies(session, date(2027, 3, 1), 200, 200)  # decided and done in March
    action, later = done(session, fund, now)
    effect = effects.effect_of(session, action)
    assert effect is not None
    assert (effect.before.n, effect.after.n) == (40, 40)
    verifying.verify(session, action, fund.officer, later, "On continue autrement.")
    assert action.verdict is Verdict.NONE


@pytest.mark.parametrize(
    ("after", "verdict"),
    [
        ((22, 40), Verdict.FAVOURABLE),
        ((20, 40), Verdict.NONE),
        ((4, 40), Verdict.WORSE),
        ((20, 29), Verdict.NOT_ENOUGH),
    ],
)
def test_without_a_shown_effect_one_says_what_comes_next(
    session: Session, now: datetime, fund: Fund, after: tuple[int, int], verdict: Verdict
) -> None:
    answered(session, (20, 40), after)
    action, later = done(session, fund, now)
    with pytest.raises(Refused, match="ce qui vient ensuite"):
        verifying.verify(session, action, fund.officer, later)
    verifying.verify(session, action, fund.officer, later, "Revoir les horaires d’appel.")
    assert (action.status, action.verdict) == (S.WITHOUT_EFFECT, verdict)
    assert "Revoir les horaires d’appel." in action.verdict_details


def test_the_officer_cannot_overrule_the_rule(session: Session, now: datetime, fund: Fund) -> None:
    answered(session, (20, 40), (20, 40))
    action, later = done(session, fund, now)
    verifying.verify(session, action, fund.officer, later, "Tout va mieux.", is_effective=True)
    assert action.status is S.WITHOUT_EFFECT


def test_a_fall_is_an_effect_where_a_fall_was_wanted(
    session: Session, now: datetime, fund: Fund
) -> None:
    for month, speak, silent in ((date(2027, 1, 1), 30, 10), (date(2027, 5, 1), 8, 32)):
        make_voices(session, "telephone", speak, month)
        make_voices(session, "delai", silent, month)
    action, later = done(session, fund, now, indicator="theme:telephone", direction=DOWN)
    verifying.verify(session, action, fund.officer, later)
    assert (action.status, action.verdict) == (S.EFFECTIVE, Verdict.EFFECT)
    assert "75\u00a0% avant (30 sur 40)" in action.verdict_details


def test_two_versions_of_the_reader_are_noticed(
    session: Session, now: datetime, fund: Fund
) -> None:
    make_voices(session, "telephone", 3, date(2027, 1, 1))
    late = make_voices(session, "telephone", 3, date(2027, 5, 1))
    action, _ = done(session, fund, now, indicator="theme:telephone", direction=DOWN)
    assert effects.was_read_alike(session, action)
    late[0].reader = "autre version"
    session.flush()
    assert not effects.was_read_alike(session, action)
    late[0].is_corrected = True  # a person's word is the same in every version
    session.flush()
    assert effects.was_read_alike(session, action)


def test_nobody_judges_too_early(session: Session, now: datetime, fund: Fund) -> None:
    answered(session, (12, 40), (32, 40))
    action, _ = done(session, fund, now)
    for days in (0, 89, 90, 107):
        with pytest.raises(Refused, match="trop tôt"):
            verifying.verify(session, action, fund.officer, now + timedelta(days=days))
    verifying.verify(session, action, fund.officer, now + timedelta(days=108))  # 1 July


def test_without_an_indicator_the_evaluation_is_written_and_the_wait_the_same(
    session: Session, now: datetime, fund: Fund
) -> None:
    action, later = done(session, fund, now, indicator="")
    with pytest.raises(Refused, match="trop tôt"):
        verifying.verify(session, action, fund.officer, now + timedelta(89), "Vu.", True)
    with pytest.raises(Refused, match="écrivez ce qui a changé"):
        verifying.verify(session, action, fund.officer, later, "  ", True)
    verifying.verify(session, action, fund.officer, later, "Plus une plainte au guichet.", True)
    assert (action.status, action.verdict) == (S.EFFECTIVE, Verdict.WRITTEN)
    assert action.verdict_details == "Plus une plainte au guichet."


def test_a_written_evaluation_may_conclude_to_nothing(
    session: Session, now: datetime, fund: Fund
) -> None:
    action, later = done(session, fund, now, indicator="")
    verifying.verify(session, action, fund.officer, later, "Les plaintes continuent.")
    assert (action.status, action.verdict) == (S.WITHOUT_EFFECT, Verdict.WRITTEN)


def test_nobody_verifies_their_own_action(session: Session, now: datetime, fund: Fund) -> None:
    """An officer's own action is management's to verify, and no other."""
    action, later = done(session, fund, now, indicator="", owner=fund.officer)
    with pytest.raises(Refused, match="Personne ne vérifie sa propre action"):
        verifying.verify(session, action, fund.officer, later, "Très bien.", True)
    verifying.verify(session, action, fund.management, later, "Vu sur place.", True)
    assert action.verified_by_id == fund.management.id


def test_management_leaves_the_verification_to_the_officer(
    session: Session, now: datetime, fund: Fund
) -> None:
    action, later = done(session, fund, now, indicator="")
    for person in (fund.management, fund.head, fund.owner):
        with pytest.raises(Refused, match="référent qualité"):
            verifying.verify(session, action, person, later, "Vu.", True)


def test_an_action_is_closed_once(session: Session, now: datetime, fund: Fund) -> None:
    action, later = done(session, fund, now, indicator="")
    verifying.verify(session, action, fund.officer, later, "Vu.", True)
    with pytest.raises(Refused, match="Cette action est close"):
        verifying.verify(session, action, fund.officer, later, "Vu.", True)


# ---------------------------------------------------------------- reopen


def test_reopening_starts_again_with_a_reason_and_a_day(
    session: Session, now: datetime, fund: Fund
) -> None:
    action, later = done(session, fund, now, indicator="")
    verifying.verify(session, action, fund.officer, later, "Vu.", True)
    soon = later.date() + timedelta(days=30)
    with pytest.raises(Refused, match="ce qui vous fait rouvrir"):
        verifying.reopen(session, action, soon, " ", fund.officer, later)
    with pytest.raises(Refused, match="à venir"):
        verifying.reopen(session, action, later.date(), "Ça revient.", fund.officer, later)
    verifying.reopen(session, action, soon, "Les plaintes reviennent.", fund.officer, later)
    assert (action.status, action.due_on) == (S.IN_PROGRESS, soon)
    assert (action.verdict, action.done_on, action.closed_on, action.proof) == (
        None,
        None,
        None,
        "",
    )
    entry = journal.about(session, f"action {action.id}")[0]
    assert (entry.deed, entry.details) == ("reopen_action", "elle était close, effet constaté")


def test_a_proof_that_does_not_hold_sends_the_action_back(
    session: Session, now: datetime, fund: Fund
) -> None:
    action, _ = done(session, fund, now)
    soon = now.date() + timedelta(days=10)
    verifying.reopen(session, action, soon, "Le lien ne mène à rien.", fund.officer, now)
    assert action.status is S.IN_PROGRESS


def test_an_abandoned_action_is_not_reopened(session: Session, now: datetime, fund: Fund) -> None:
    action = make_action(session, fund, now, S.ABANDONED)
    with pytest.raises(Refused, match="abandonnée"):
        verifying.reopen(
            session, action, now.date() + timedelta(9), "Finalement.", fund.officer, now
        )


def test_the_terms_of_the_builder_are_those_of_the_product(now: datetime, fund: Fund) -> None:
    made = terms(fund, now)
    effects.check_terms(made.indicator, made.direction, made.window_months)

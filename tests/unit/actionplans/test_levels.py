"""Levels: what the facts propose and how high one may go, case by case."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actionplans.assessments import levels
from actionplans.assessments.levels import ENOUGH, Facts, Measure, Opinion
from actionplans.models import Level

A, B, C, D = Level.A, Level.B, Level.C, Level.D
MET = Measure(is_met=True, share_kept=0.97, cases=200)
BREACHED = Measure(is_met=False, share_kept=0.8, cases=200)
FAR = Measure(is_met=False, share_kept=0.5, cases=200)
FEW_BREACHED = Measure(is_met=False, share_kept=0.5, cases=ENOUGH - 1)
CONTENT, DISCONTENT = Opinion(54, 64), Opinion(30, 64)
FEW_CONTENT = Opinion(9, ENOUGH - 1)


@pytest.mark.parametrize(
    ("measure", "opinion", "is_proven", "proposed", "ceiling"),
    [
        # the threshold speaks first
        (MET, None, False, A, A),
        (MET, DISCONTENT, False, A, A),
        (MET, None, True, A, A),
        (BREACHED, None, False, C, C),
        (BREACHED, CONTENT, True, C, C),
        (FAR, None, False, D, C),
        (FAR, CONTENT, True, D, C),
        # too few cases: as if there were no measure
        (FEW_BREACHED, None, False, None, B),
        (FEW_BREACHED, None, True, A, A),
        # then a proof
        (None, None, True, A, A),
        (None, DISCONTENT, True, A, A),
        # then the members, never above B
        (None, CONTENT, False, B, B),
        (None, DISCONTENT, False, C, B),
        (None, FEW_CONTENT, False, None, B),
        (None, None, False, None, B),
    ],
)
def test_a_level_is_proposed_by_the_first_source_able_to_speak(
    measure: Measure | None,
    opinion: Opinion | None,
    is_proven: bool,
    proposed: Level | None,
    ceiling: Level,
) -> None:
    proposal = levels.propose(Facts(measure=measure, opinion=opinion, is_proven=is_proven))
    assert (proposal.level, proposal.ceiling) == (proposed, ceiling)


@pytest.mark.parametrize(("kept", "level"), [(0.76, C), (0.75, C), (0.7499, D), (0.0, D)], ids=str)
def test_a_breach_is_partial_from_three_cases_out_of_four(kept: float, level: Level) -> None:
    measure = Measure(is_met=False, share_kept=kept, cases=100)
    assert levels.propose(Facts(measure=measure)).level is level


@pytest.mark.parametrize(
    ("satisfied", "answers", "level"), [(75, 100, B), (74, 100, C), (8, 10, B), (9, 9, None)]
)
def test_members_are_heard_from_ten_answers_and_content_from_three_out_of_four(
    satisfied: int, answers: int, level: Level | None
) -> None:
    assert levels.propose(Facts(opinion=Opinion(satisfied, answers))).level is level


def test_a_promise_dated_in_the_future_is_not_judged_even_with_a_proof() -> None:
    proposal = levels.propose(Facts(is_due=False, is_proven=True, measure=FAR))
    assert proposal.level is Level.NOT_DUE


def test_a_department_without_the_activity_is_proposed_not_concerned() -> None:
    assert levels.propose(Facts(is_concerned=False, is_proven=True)).level is Level.NOT_CONCERNED


MEASURES = st.none() | st.builds(Measure, st.booleans(), st.floats(0, 1), st.integers(0, 300))
OPINIONS = st.none() | st.integers(0, 300).flatmap(
    lambda n: st.builds(Opinion, st.integers(0, n), st.just(n))
)


@given(st.builds(Facts, st.booleans(), st.booleans(), MEASURES, OPINIONS, st.booleans()))
def test_what_is_proposed_never_passes_the_ceiling(facts: Facts) -> None:
    proposal = levels.propose(facts)
    assert not levels.is_above(proposal.level, proposal.ceiling)


@given(st.builds(Facts, st.just(True), st.just(True), st.none(), OPINIONS, st.just(False)))
def test_satisfaction_alone_never_gives_more_than_b(facts: Facts) -> None:
    proposal = levels.propose(facts)
    assert proposal.level is not A
    assert proposal.ceiling is B


def test_kept_but_not_felt_is_told() -> None:
    assert "peu ressenti" in levels.discordance(Facts(is_proven=True, opinion=DISCONTENT))


def test_felt_but_not_kept_is_told() -> None:
    assert "Bien ressenti" in levels.discordance(Facts(measure=BREACHED, opinion=CONTENT))


def test_few_answers_raise_no_discordance() -> None:
    assert levels.discordance(Facts(is_proven=True, opinion=Opinion(1, ENOUGH - 1))) == ""


def test_levels_without_points_compare_to_nothing() -> None:
    assert not levels.is_above(Level.NOT_CONCERNED, D)
    assert not levels.is_above(A, Level.NOT_DUE)
    assert not levels.is_above(A, None)
    assert levels.is_above(A, B)
    assert levels.up_to(B) == [B, C, D]

"""An indicator in its slices: what may be said of each beside another, and where a series breaks."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import Session

from analysis.indicators import breakdowns, breaks, control_charts, measures
from analysis.indicators.answered import Answered
from analysis.indicators.breakdowns import Breakdown, Source
from analysis.indicators.commitment_questions import own_formulas
from analysis.indicators.indicators import FORMULAS
from analysis.indicators.variation import Signal
from analysis.results.disclosure import Audience
from analysis.statistics import Change
from survey.models import EventKind, Mode, Question, Questionnaire
from survey.replies import Ledger
from tests.builders import make_department
from tests.survey_builders import make_questionnaire, make_reply

UNTIL = date(2027, 1, 1)
NO_LEDGER = Ledger(0, {}, 0, 0, 0, 0, 0, {}, 0)


def some(number: int, back: int, mark: str = "good", mode: Mode = Mode.WEB, version: int = 1) -> list[Answered]:  # fmt: skip
    quarter = measures.month_start(UNTIL, -3 * (back + 1))
    return [
        Answered(quarter, EventKind.AFFILIATION, mode, 1, version, {"satisfaction": mark})
        for _ in range(number)
    ]


def cut(replies: list[Answered], versions: dict[int, Questionnaire] | None = None) -> Breakdown:
    source = Source(EventKind.AFFILIATION, UNTIL, replies, {}, versions or {}, {1: "Affiliation"}, NO_LEDGER)  # fmt: skip
    return breakdowns.breakdown(FORMULAS["satisfaction"], source, Audience.INTERNAL)


def questionnaire(version: int, wording: str) -> Questionnaire:
    question = Question(page=1, rank=1, code="satisfaction", kind="single_choice", wording=wording)
    question.choices = [["good", "Bien"], ["bad", "Mal"]]
    return Questionnaire(id=version, kind=EventKind.AFFILIATION, version=version, title="T", questions=[question])  # fmt: skip


def test_a_year_is_told_beside_the_year_before() -> None:
    found = cut(some(40, 5, "bad") + some(40, 1, "good"))
    assert (found.before.n, found.year.n) == (40, 40)
    assert found.year.change is Change.UP
    same = cut(some(20, 5) + some(20, 5, "bad") + some(20, 1) + some(20, 1, "bad"))
    assert same.year.change is Change.NONE_SHOWN


def test_quarters_begin_with_the_first_answers_and_each_is_told_beside_the_one_before() -> None:
    found = cut(some(30, 2, "bad") + some(30, 1, "good") + some(30, 0, "good"))
    assert [one.label.replace("\u00a0", " ") for one in found.quarters] == [
        "2e trimestre 2026",
        "3e trimestre 2026",
        "4e trimestre 2026",
    ]
    assert [one.change for one in found.quarters] == [None, Change.UP, Change.NONE_SHOWN]


def test_a_mode_is_told_beside_all_the_others_and_shares_the_risk_of_error() -> None:
    found = cut(some(40, 0, "good") + some(40, 0, "bad", Mode.PAPER))
    assert {one.label: one.change for one in found.modes} == {
        "web": Change.UP,
        "papier": Change.DOWN,
    }


def test_a_withheld_slice_holds_neither_value_nor_comparison() -> None:
    found = cut(some(40, 0) + some(3, 0, "bad", Mode.PAPER))
    paper = next(one for one in found.modes if one.label == "papier")
    assert (paper.estimate, paper.change, paper.is_withheld) == (None, None, True)


def test_a_reworded_question_forbids_to_compare_and_another_version_alone_is_told() -> None:
    replies = some(30, 1, "good", version=1) + some(30, 0, "bad", version=2)
    same = {1: questionnaire(1, "Alors ?"), 2: questionnaire(2, "Alors ?")}
    other = {1: questionnaire(1, "Alors ?"), 2: questionnaire(2, "Êtes-vous content ?")}
    kept, broken = cut(replies, same).quarters[-1], cut(replies, other).quarters[-1]
    assert (kept.change, kept.broken) == (Change.DOWN, breaks.Break("questionnaire, version 2", False))  # fmt: skip
    assert broken.change is Change.NOT_COMPARABLE
    assert broken.broken == breaks.Break("questionnaire, version 2 : question changée", True)


def test_another_mix_of_modes_forbids_to_compare() -> None:
    found = cut(some(60, 1) + some(30, 0) + some(30, 0, "bad", Mode.PAPER)).quarters[-1]
    assert found.change is Change.NOT_COMPARABLE
    assert found.broken is not None
    assert "papier" in found.broken.why or "web" in found.broken.why


@pytest.mark.parametrize(("few", "many"), [((10, 0), (7, 3)), ((95, 5), (91, 9))])
def test_a_mix_that_moved_little_or_by_chance_is_no_break(few: Any, many: Any) -> None:
    found = cut(
        some(few[0], 1) + some(few[1], 1, "good", Mode.PAPER)
        + some(many[0], 0) + some(many[1], 0, "good", Mode.PAPER)
    )  # fmt: skip
    assert found.quarters[-1].broken is None


# ---------------------------------------------------------------- control charts


def test_five_quarters_make_no_chart_and_none_makes_none() -> None:
    assert control_charts.study(cut([])) is None
    assert control_charts.study(cut([one for back in range(5) for one in some(20, back)])) is None


def level(back: int, good: int) -> list[Answered]:
    return some(good, back, "good") + some(60 - good, back, "bad")


def test_limits_are_fixed_by_the_quarters_before_the_year_and_said() -> None:
    """Eight steady quarters, then a year far above: its four points are judged by limits they did not move."""
    steady = [one for back in range(4, 12) for one in level(back, 30 + back % 2)]
    after = [one for back in range(4) for one in level(back, 55)]
    seen, alone = control_charts.study(cut(steady + after)), control_charts.study(cut(steady))
    assert seen is not None
    assert alone is not None
    assert (seen.limits.centre, seen.limits.baseline) == (alone.limits.centre, 8)
    assert set(seen.signals) == {8, 9, 10, 11}
    assert set(seen.signals.values()) == {Signal.OUTSIDE}
    assert "fixées pour toute l’année 2026" in seen.basis
    assert "Limites provisoires" in alone.basis
    assert all("hors des limites" in sentence for sentence in seen.sentences)
    assert len(seen.sentences) == 4


def test_a_run_is_one_sentence() -> None:
    rising = [one for back in range(6) for one in level(back, 36 - back)]
    seen = control_charts.study(cut(rising))
    assert seen is not None
    said = [sentence for sentence in seen.sentences if "montent" in sentence]
    assert len(said) == 1
    assert said[0].replace("\u00a0", " ").startswith("Du 3e trimestre 2025 au 4e trimestre 2026 :")


def test_a_chart_begins_anew_after_a_break_that_forbids_to_compare() -> None:
    versions = {1: questionnaire(1, "Alors ?"), 2: questionnaire(2, "Content ?")}
    replies = [one for back in range(8) for one in some(30, back, "good", version=1 if back > 2 else 2)]  # fmt: skip
    assert control_charts.study(cut(replies, versions)) is None
    seen = control_charts.study(cut(replies, {}))
    assert seen is not None
    assert len(seen.quarters) == 8


# ---------------------------------------------------------------- the fund's own questions


def test_questions_tied_to_a_commitment_are_shares_of_those_who_say_yes(session: Session) -> None:
    make_questionnaire(session)
    found = own_formulas(session)
    assert found.keys() == {"acknowledged", "documents_known", "kept_informed", "delay_kept"}
    assert found["delay_kept"].commitment == "DEL-06"
    given = [{"delay_kept": value} for value in ("yes", "yes", "no", "na", "")]
    estimate = found["delay_kept"].estimate(given)
    assert estimate is not None
    assert (round(estimate.value, 1), estimate.n) == (66.7, 3)


def test_a_source_reads_where_replies_come_from(session: Session) -> None:
    department = make_department(session, name="Liquidation")
    make_reply(session, EventKind.RETIREMENT, period_start=date(2026, 11, 1), mode=Mode.PAPER, department_id=department.id)  # fmt: skip
    make_reply(session, EventKind.RETIREMENT, period_start=date(2023, 11, 1))
    make_reply(session, EventKind.AFFILIATION, period_start=date(2026, 11, 1))
    found = breakdowns.source(session, EventKind.RETIREMENT, date(2027, 3, 15))
    (one,) = found.replies
    assert (one.quarter, one.mode, one.department_id) == (date(2026, 10, 1), Mode.PAPER, department.id)  # fmt: skip
    assert one.given["contact_reached"] == {"phone": "yes"}
    assert department.id in found.departments

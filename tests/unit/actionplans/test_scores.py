"""Scores: bounds, weights, themes without any row, the floor rule, one year against another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actionplans.assessments import scores
from actionplans.assessments.scores import Line, Rate
from actionplans.models import Level

LEVELS = st.sampled_from(list(Level))
LINES = st.lists(
    st.builds(
        Line,
        code=st.sampled_from([f"X-{n:02}" for n in range(30)]),
        theme=st.sampled_from(["Accueil", "Délais", "Clarté"]),
        level=LEVELS,
        is_explicit=st.booleans(),
        fingerprint=st.sampled_from(["one", "two"]),
    ),
    unique_by=lambda line: line.code,
)


def line(level: str, theme: str = "Accueil", explicit: bool = False, code: str = "") -> Line:
    return Line(code or f"{theme}-{level}", theme, Level(level), explicit, "same")


# ---------------------------------------------------------------- properties


@given(LINES)
def test_every_score_lies_between_0_and_100_or_is_not_shown(lines: list[Line]) -> None:
    found = scores.scores(lines)
    for score in [found.score, *(theme.score for theme in found.themes)]:
        assert score is None or 0 <= score <= 100


@given(LINES)
def test_a_department_lies_between_its_worst_and_its_best_theme(lines: list[Line]) -> None:
    found = scores.scores(lines)
    known = [theme.score for theme in found.themes if theme.score is not None]
    if not known:
        assert found.score is None
    else:
        assert found.score is not None
        assert min(known) - 1e-9 <= found.score <= max(known) + 1e-9


@given(LINES)
def test_a_theme_where_nothing_is_scored_has_no_score_rather_than_0(lines: list[Line]) -> None:
    for theme in scores.scores(lines).themes:
        rows = [row for row in lines if row.theme == theme.theme]
        assert (theme.score is None) == (not any(row.is_scored for row in rows))


@given(LINES)
def test_a_number_of_the_charter_not_kept_is_never_shown_green(lines: list[Line]) -> None:
    for theme in scores.scores(lines).themes:
        rows = [row for row in lines if row.theme == theme.theme]
        if any(row.is_explicit and row.level is Level.D for row in rows):
            assert theme.is_floored
            assert theme.tone != "good"


@given(LINES, st.randoms())
def test_the_order_of_the_rows_changes_nothing(lines: list[Line], random: object) -> None:
    other = list(lines)
    random.shuffle(other)  # type: ignore[attr-defined]
    assert scores.department_score(other) == pytest.approx(scores.department_score(lines))


@given(LINES)
def test_rates_count_parts_of_wholes(lines: list[Line]) -> None:
    found = scores.scores(lines)
    for rate in (found.respect, found.proof, found.completeness, found.not_concerned):
        assert 0 <= rate.count <= rate.of
        assert (rate.share is None) == (rate.of == 0)


@given(LINES, LINES)
def test_total_change_is_common_perimeter_plus_effect_of_perimeter(
    before: list[Line], after: list[Line]
) -> None:
    found = scores.evolution(before, after)
    then, today = scores.department_score(before), scores.department_score(after)
    if found is not None:
        assert then is not None
        assert today is not None
        assert found.total == pytest.approx(today - then)


@given(LINES)
def test_the_same_answers_two_years_in_a_row_do_not_move(lines: list[Line]) -> None:
    found = scores.evolution(lines, lines)
    if found is not None:
        assert (found.common, found.perimeter) == (0, 0)


# ---------------------------------------------------------------- figures


@pytest.mark.parametrize(
    ("rows", "score"),
    [
        (["A"], 100),
        (["B"], 70),
        (["C"], 35),
        (["D"], 0),
        (["A", "D"], 50),
        (["A", "NC", "PE", "NE"], 100),
        (["NC", "PE", "NE"], None),
        ([], None),
    ],
)
def test_a_theme_is_the_mean_of_its_points(rows: list[str], score: float | None) -> None:
    assert scores.theme_score([line(level, code=str(n)) for n, level in enumerate(rows)]) == score


def test_a_number_of_the_charter_weighs_twice() -> None:
    assert scores.theme_score([line("A", explicit=True), line("D")]) == pytest.approx(200 / 3)


def test_eleven_rows_do_not_drown_three() -> None:
    many = [line("A", "Joignabilité", code=f"J{n}") for n in range(11)]
    few = [line("D", "Résultats", code=f"R{n}") for n in range(3)]
    assert scores.department_score(many + few) == 50


def test_the_four_rates_on_one_example() -> None:
    rows = ["A", "A", "B", "C", "D", "NC", "NC", "PE", "NE"]
    found = scores.scores([line(level, code=str(n)) for n, level in enumerate(rows)])
    assert found.respect == Rate(3, 5)
    assert found.proof == Rate(2, 3)
    assert found.completeness == Rate(5, 6)
    assert found.not_concerned == Rate(2, 8)


def test_more_than_three_rows_in_ten_not_concerned_are_to_look_at() -> None:
    def said(n: int) -> bool:
        rows = [line("NC")] * n + [line("A")] * (10 - n)
        return scores.scores(rows).says_too_often_not_concerned

    assert [said(n) for n in (0, 3, 4, 10)] == [False, False, True, True]
    assert not scores.scores([]).says_too_often_not_concerned


def test_a_floored_theme_with_a_high_mean_is_watched_not_green() -> None:
    rows = [line("A", code=str(n)) for n in range(20)] + [line("D", explicit=True)]
    theme = scores.scores(rows).themes[0]
    assert theme.score is not None
    assert theme.score > scores.GREEN_FROM
    assert theme.tone == "watch"


def test_a_rewritten_criterion_leaves_the_common_perimeter() -> None:
    before = [line("D", code="1"), line("B", code="2")]
    after = [
        Line("1", "Accueil", Level.A, fingerprint="rewritten"),
        line("B", code="2"),
    ]
    found = scores.evolution(before, after)
    assert found is not None
    assert (found.common, found.perimeter, found.lines) == (0, 50, 1)


def test_two_years_without_a_row_in_common_are_not_compared() -> None:
    assert scores.evolution([line("A", code="1")], [line("A", code="2")]) is None

"""Delivered beside perceived in the reviews: a figure and its table, of the fund and of a department."""

import pytest

from actionplans.assessments import perceived
from actionplans.assessments.delivered import Quadrant
from actionplans.assessments.levels import Opinion
from actionplans.bilans import bilans, fund_bilans
from actionplans.models import Level
from core.documents import FORMATS, Figure, Paragraph
from tests.assessment_builders import validated
from tests.unit.actionplans.test_proposals import answer

pytestmark = pytest.mark.usefixtures("app")  # figures are kept in its folder


def row(code, level):
    return {"code": code, "title": f"Promesse {code}", "validated": level and level.value}


def drawn(document):
    return [p for p in document.parts if isinstance(p, Figure) and "adhérents satisfaits" in p.caption]  # fmt: skip


def test_a_row_without_a_scored_level_or_without_ten_answers_is_in_neither_the_figure_nor_the_table():
    rows = [row("A-01", Level.A), row("A-02", Level.NOT_CONCERNED), row("A-03", None), row("A-04", Level.D)]  # fmt: skip
    enough, few = Opinion(9, 10), Opinion(9, 9)
    found = perceived.rated(rows, {"A-01": enough, "A-02": enough, "A-03": enough, "A-04": few})
    assert [one.code for one in found] == ["A-01"]


def test_what_is_most_pressing_comes_first():
    rows = [row("A-01", Level.A), row("A-02", Level.A), row("A-03", Level.C), row("A-04", Level.D)]
    felt, not_felt = Opinion(8, 10), Opinion(2, 10)
    opinions = {"A-01": felt, "A-02": not_felt, "A-03": felt, "A-04": not_felt}
    found = perceived.rated(rows, opinions)
    assert [one.quadrant for one in found] == [Quadrant.URGENT, Quadrant.EXPLAIN, Quadrant.FRAGILE, Quadrant.SUCCESS]  # fmt: skip


def test_the_figure_of_a_department_says_levels_and_intervals_in_words():
    found = perceived.rated([row("A-01", Level.C)], {"A-01": Opinion(6, 10)})
    said = perceived.drawn_of_department(found).alternative
    assert "A-01\u00a0: urgent (Niveau validé C et Adhérents satisfaits 60\u00a0%" in said
    assert "10\u00a0réponses" in said


def test_both_reviews_draw_it_with_its_table_and_say_so_when_there_is_nothing(
    session, now, settings
):
    made = validated(session, now)

    def reviews():
        today = now.date()
        yield bilans.written(session, made.assessment, today, settings)
        yield fund_bilans.written(session, made.campaign, today, settings)

    for document in reviews():
        assert drawn(document) == []
        assert perceived.NOTHING in [p.text for p in document.parts if isinstance(p, Paragraph)]
    answer(session, "yes", 12)
    for document in reviews():
        (figure,) = drawn(document)
        assert "ORI-02" in figure.alternative
        assert [str(line[0])[:6] for line in figure.table.rows] == ["ORI-02"]
        assert all(FORMATS[extension].write(document) for extension in FORMATS)


def test_the_same_review_is_drawn_the_same_so_that_it_can_be_signed(session, now, settings):
    made = validated(session, now)
    answer(session, "yes", 12)
    first, again = (bilans.written(session, made.assessment, now.date(), settings) for _ in range(2))  # fmt: skip
    assert first == again


def test_ten_commitments_on_one_level_are_all_in_the_figure_and_in_its_table():
    rows = [row(f"A-{n:02}", Level.B) for n in range(10)]
    found = perceived.rated(rows, {line["code"]: Opinion(6, 10) for line in rows})
    (figure,) = [p for p in perceived.of_department(found) if isinstance(p, Figure)]
    codes = [line["code"] for line in rows]
    assert [code for code in codes if code not in figure.alternative] == []
    assert [str(line[0])[:4] for line in figure.table.rows] == codes

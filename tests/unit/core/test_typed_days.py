"""A day typed for something to be done: to come, within reach, and said when the offices are closed."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import typed_days, working_days
from core.errors import Refused
from core.french import NBSP

TODAY = date(2027, 3, 15)
A_DAY = timedelta(days=1)


@given(days=st.integers(-4000, 3000), today_too=st.booleans())
def test_a_day_is_taken_from_tomorrow_on_or_from_today_where_that_is_meant(days, today_too):
    day = TODAY + days * A_DAY
    if days > 0 or (days == 0 and today_too):
        typed_days.expect_to_come(day, TODAY, today_too=today_too)
    else:
        with pytest.raises(Refused, match="Choisissez un jour à venir"):
            typed_days.expect_to_come(day, TODAY, today_too=today_too)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (TODAY - A_DAY, "Choisissez une échéance à venir : le 14 mars 2027 est passé."),
        (TODAY, "Choisissez une échéance à venir : le 15 mars 2027, c’est aujourd’hui."),
        (date(2206, 3, 15), "Vérifiez l’année : le 15 mars 2206 est dans plus de dix ans."),
    ],
)
def test_the_sentence_says_what_to_do_and_which_day_was_read(day, said):
    with pytest.raises(Refused) as refusal:
        typed_days.expect_to_come(day, TODAY, "une échéance", "due_on")
    assert str(refusal.value).replace(NBSP, " ") == said
    assert refusal.value.about == "due_on"


def test_the_first_year_beyond_reach_is_refused_and_the_one_before_taken():
    typed_days.expect_to_come(date(2037, 12, 31), TODAY)
    with pytest.raises(Refused, match="Vérifiez l’année"):
        typed_days.expect_to_come(date(2038, 1, 1), TODAY)


@settings(deadline=None)  # the first holidays asked for are slow to load
@given(days=st.integers(0, 3000))
def test_a_closed_day_is_said_with_the_next_day_of_work_and_an_open_one_is_not(days):
    day = TODAY + days * A_DAY
    told = typed_days.said("Fait.", day)
    assert (told == "Fait.") is working_days.is_working(day)
    if told != "Fait.":
        assert told.startswith("Fait. Le ")
        assert "n’est pas travaillé : le premier jour ouvré est le" in told


@pytest.mark.parametrize(
    ("day", "other"),
    [
        (date(2027, 5, 1), "lundi 3 mai 2027"),  # a Saturday and a holiday
        (date(2027, 5, 6), "vendredi 7 mai 2027"),  # Ascension
        (date(2027, 12, 25), "lundi 27 décembre 2027"),
    ],
)
def test_the_day_proposed_is_the_first_that_is_worked(day, other):
    assert typed_days.said("", day).replace(NBSP, " ").endswith(f"est le {other}.")


def test_no_day_says_nothing_more():
    assert typed_days.said("Fait.", None) == "Fait."

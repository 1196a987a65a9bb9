"""Dates, plurals, numbers and percentages as French writes them."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import french
from core.french import NBSP


def plain(text: str) -> str:
    """With ordinary spaces, to be read."""
    return text.replace(NBSP, " ")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (date(2026, 3, 3), "3 mars 2026"),
        (date(2026, 4, 1), "1er avril 2026"),
        (date(2026, 8, 21), "21 août 2026"),
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), "1er janvier 2027"),
    ],
)
def test_a_day(value: date, said: str) -> None:
    assert plain(french.day(value)) == said
    assert " " not in french.day(value)


def test_a_week_day_a_month_and_a_moment() -> None:
    assert plain(french.weekday(date(2026, 3, 3))) == "mardi 3 mars 2026"
    assert plain(french.month(date(2026, 2, 1))) == "février 2026"
    assert (
        plain(french.moment(datetime(2026, 7, 3, 12, 5, tzinfo=UTC))) == "3 juillet 2026 à 14 h 05"
    )
    assert plain(french.moment(datetime(2026, 1, 3, 7, 0, tzinfo=UTC))) == "3 janvier 2026 à 8 h 00"


@pytest.mark.parametrize(
    ("value", "decimals", "said"),
    [
        (1234.5, 1, "1 234,5"),
        (1234567, 0, "1 234 567"),
        (0, 0, "0"),
        (-3, 0, "−3"),
        (-0.4, 0, "0"),
        (2.5, 1, "2,5"),
        (None, 0, "–"),
    ],
)
def test_a_number(value: float | None, decimals: int, said: str) -> None:
    assert plain(french.number(value, decimals)) == said


@pytest.mark.parametrize(
    ("share", "said"), [(0.842, "84 %"), (1, "100 %"), (0, "0 %"), (None, "–"), (-0.05, "−5 %")]
)
def test_a_percentage(share: float | None, said: str) -> None:
    assert plain(french.percent(share)) == said


@pytest.mark.parametrize(
    ("n", "one", "many", "said"),
    [
        (0, "action", "", "0 action"),
        (1, "réponse reçue", "", "1 réponse reçue"),
        (2, "réponse reçue", "", "2 réponses reçues"),
        (1500, "avis", "", "1 500 avis"),
        (2, "journal", "journaux", "2 journaux"),
        (3, "choix", "", "3 choix"),
    ],
)
def test_a_count_agrees_with_its_number(n: int, one: str, many: str, said: str) -> None:
    assert plain(french.count(n, one, many)) == said


def test_a_due_day_says_how_it_stands() -> None:
    today = date(2026, 3, 10)
    said = [plain(french.due(date(2026, 3, day), today)) for day in (7, 9, 10, 11, 12)]
    assert said == [
        "en retard de 3 jours",
        "en retard de 1 jour",
        "aujourd’hui",
        "demain",
        "12 mars 2026",
    ]


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        (date(2026, 7, 1), date(2026, 9, 30), "3e trimestre 2026"),
        (date(2026, 1, 1), date(2026, 3, 31), "1er trimestre 2026"),
        (date(2026, 8, 1), date(2026, 8, 31), "août 2026"),
        (date(2028, 2, 1), date(2028, 2, 29), "février 2028"),
        (date(2026, 2, 1), date(2026, 4, 30), "du 1er février 2026 au 30 avril 2026"),
        (date(2026, 3, 3), date(2026, 5, 9), "du 3 mars 2026 au 9 mai 2026"),
    ],
)
def test_a_period_is_named_when_it_has_a_name(since: date, until: date, said: str) -> None:
    assert plain(french.period(since, until)) == said


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("l'accueil", "l’accueil"),
        ("Pourquoi ?", f"Pourquoi{NBSP}?"),
        ("Enfin !  Oui", f"Enfin{NBSP}!  Oui"),
        ("« oui »", f"«{NBSP}oui{NBSP}»"),
        ("12 %", f"12{NBSP}%"),
        ("ratio 1:2 et http://caisse.example", "ratio 1:2 et http://caisse.example"),
        ("L'« accueil »", f"L'«{NBSP}accueil{NBSP}»"),
        ("'entre guillemets'", "'entre guillemets'"),
        ("", ""),
    ],
)
def test_what_people_type_is_set_as_french_is(typed: str, shown: str) -> None:
    assert french.typeset(typed) == shown


@given(st.text())
def test_setting_twice_changes_nothing_more(text: str) -> None:
    once = french.typeset(text)
    assert french.typeset(once) == once


def test_a_list_of_words() -> None:
    assert french.listed([]) == ""
    assert french.listed(["a"]) == "a"
    assert french.listed(["a", "b"]) == "a et b"
    assert french.listed(["a", "b", "c"], "ou") == "a, b ou c"


def test_what_people_typed_stays_text_in_its_paragraphs() -> None:
    typed = "Bonjour,\n<b>j'attends</b>\n\n\nMerci & à bientôt"
    expected = "<p>Bonjour,<br>&lt;b&gt;j’attends&lt;/b&gt;</p><p>Merci &amp; à bientôt</p>"
    assert french.paragraphs(typed) == expected


def test_lines_ended_as_browsers_end_them_are_lines_too() -> None:
    assert french.paragraphs("un\r\ndeux\r\n\r\ntrois") == "<p>un<br>deux</p><p>trois</p>"

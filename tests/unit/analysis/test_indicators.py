"""The indicators, against the test vector of « Je donne mon avis »."""

import pytest

from analysis.indicators.indicators import FORMULAS, OURS, Given, Indicator, Tone, indicator
from analysis.results.disclosure import Audience, may_show
from core.french import number

Reply = dict[str, Given]


def reply(satisfaction: str, clarity: str, tried: list[str], **by_channel: str) -> Reply:
    """One line of the vector: `phone="yes 5"` is a channel reached, and the mark of its help."""
    reached = {channel: said.split()[0] for channel, said in by_channel.items()}
    marks = {ch: said.split()[1] for ch, said in by_channel.items() if " " in said}
    return {
        "satisfaction": satisfaction,
        "comprehension": clarity,
        "contact_tried": tried,
        "contact_reached": reached,
        "contact_satisfaction": marks,
    }


# survey.md, 2.2.
VECTOR = [
    reply("good", "5", ["none"]),
    reply("good", "4", ["phone"], phone="yes 5"),
    reply("good", "", ["phone", "email"], phone="yes 4", email="no"),
    reply("medium", "3", ["phone", "email"], phone="no", email="no"),
    reply("medium", "4", ["none"]),
    reply("bad", "1", ["phone", "counter"], phone="yes 2", counter="yes 1"),
    reply("good", "5", []),
    reply("good", "5", ["relative"]),
    reply("bad", "2", ["phone"], phone="yes"),
    reply("good", "4", ["none"]),
]


@pytest.mark.parametrize(
    ("code", "value", "n", "people"),
    [
        ("satisfaction", "7,0", 10, 10),
        ("comprehension", "6,7", 9, 9),
        ("contact_reached", "62,5", 8, 5),
        ("contact_satisfaction", "5,0", 4, 3),
        ("contact", "2,9", 7, 4),
        ("autonomy", "33,3", 9, 9),
        ("contact_reached_by_person", "80,0", 5, 5),
    ],
)
def test_the_vector_of_the_reference_gives_the_same_figures(
    code: str, value: str, n: int, people: int
) -> None:
    found = FORMULAS[code].estimate(VECTOR)
    assert found is not None
    assert (number(found.value, 1), found.n) == (value, n)
    assert people_of(code, VECTOR) == people


def people_of(code: str, replies: list[Reply]) -> int:
    """How many replies it rests on: fewer than n when a person counts once a channel."""
    return sum(1 for reply in replies if FORMULAS[code].brings(reply))


def by_code(replies: list[Reply], audience: Audience = Audience.INTERNAL) -> dict[str, Indicator]:
    return {
        code: indicator(one, replies, 40, may_show(people_of(code, replies), audience))
        for code, one in FORMULAS.items()
    }


def test_little_effort_is_a_good_mark_and_unknown_is_not_counted() -> None:
    replies: list[Reply] = [{"effort": value} for value in ("1", "1", "5", "na", "", "9")]
    found = FORMULAS["effort"].estimate(replies)
    assert found is not None
    assert (found.value, found.n) == (pytest.approx(20 / 3), 3)


def test_nobody_answering_is_no_figure() -> None:
    for replies in ([], [{}], [{"satisfaction": "?", "contact_tried": []}]):
        for found in by_code(replies).values():
            assert (found.value, found.interval, found.n, found.shown) == (None, None, 0, False)


def test_an_answer_of_the_wrong_shape_is_not_counted() -> None:
    odd: Reply = {
        "satisfaction": ["good"],
        "comprehension": {"5": "5"},
        "contact_tried": "none",
        "contact_reached": "yes",
        "contact_satisfaction": ["5"],
    }
    assert {found.n for found in by_code([odd]).values()} == {0}


def test_under_the_threshold_nothing_but_the_number_of_answers_is_held() -> None:
    public, internal = by_code(VECTOR[:9], Audience.PUBLIC), by_code(VECTOR[:9])
    assert not public["satisfaction"].shown
    assert public["satisfaction"].value is None
    assert public["satisfaction"].interval is None
    assert public["satisfaction"].level is None
    assert public["satisfaction"].n == 9
    assert internal["satisfaction"].shown


def test_several_channels_of_few_people_do_not_pass_the_threshold() -> None:
    four = [
        reply("good", "5", ["phone", "email", "counter"], phone="yes", email="no", counter="no")
    ] * 4
    found = by_code(four)["contact_reached"]
    assert found.n == 12
    assert not found.shown


def test_a_level_is_firm_only_when_the_whole_interval_says_the_same() -> None:
    many, few = [{"satisfaction": "good"}] * 60, [{"satisfaction": "good"}] * 6
    firm = indicator(FORMULAS["satisfaction"], many, None, True).level
    weak = indicator(FORMULAS["satisfaction"], few, None, True).level
    assert firm is not None
    assert weak is not None
    assert (firm.word, firm.tone, firm.is_firm) == ("Bien", Tone.GOOD, True)
    assert (weak.word, weak.is_firm) == ("Bien", False)


@pytest.mark.parametrize(
    ("yes", "of", "word"),
    [(85, 100, "Optimal"), (84, 100, "Moyen"), (70, 100, "Moyen"), (69, 100, "Faible")],
)
def test_levels_of_reaching_change_at_70_and_85_percent(yes: int, of: int, word: str) -> None:
    replies: list[Reply] = [
        {"contact_reached": {"phone": "yes" if place < yes else "no"}} for place in range(of)
    ]
    level = by_code(replies)["contact_reached"].level
    assert level is not None
    assert level.word == word


@pytest.mark.parametrize(
    ("good", "word"), [(80, "Bien"), (79, "Moyen"), (50, "Moyen"), (49, "Pas bien")]
)
def test_levels_of_marks_change_at_five_and_eight(good: int, word: str) -> None:
    replies: list[Reply] = [{"satisfaction": "good" if i < good else "bad"} for i in range(100)]
    level = by_code(replies)["satisfaction"].level
    assert level is not None
    assert level.word == word


def test_autonomy_has_no_badge() -> None:
    assert by_code(VECTOR)["autonomy"].level is None


def test_knowing_who_was_invited_narrows_what_everybody_could_answer() -> None:
    for code in ("satisfaction", "autonomy"):
        alone, known = (FORMULAS[code].estimate(VECTOR, invited) for invited in (None, 15))
        assert alone is not None
        assert known is not None
        assert known.interval.low > alone.interval.low
    assert FORMULAS["contact"].estimate(VECTOR, 15) == FORMULAS["contact"].estimate(VECTOR)


def test_what_is_ours_alone_is_told_apart() -> None:
    assert FORMULAS.keys() >= OURS
    assert len(FORMULAS.keys() - OURS) == 6

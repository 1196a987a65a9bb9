"""What weighs on overall satisfaction."""

import numpy as np
import pytest

from analysis.themes.weights import FEWEST_MEMBERS, FEWEST_VOICES, weights


def members(number: int = 200, seed: int = 3) -> tuple[list[float], dict[str, list[float]]]:
    """Marks that follow what is said of waiting, a little what is said of letters, and not of the site."""
    chance = np.random.default_rng(seed)
    said = {theme: chance.choice([-1.0, 0.0, 1.0], size=number) for theme in ("delai", "courrier", "site")}  # fmt: skip
    marks = 5 + 3 * said["delai"] + 1 * said["courrier"] + chance.normal(0, 1.5, number)
    return list(marks), {theme: list(signs) for theme, signs in said.items()}


def test_the_theme_that_marks_follow_weighs_most_and_one_they_do_not_weighs_nothing() -> None:
    found = weights(*members())
    delay, letters, site = (found[theme] for theme in ("delai", "courrier", "site"))
    assert delay is not None
    assert letters is not None
    assert site is not None
    assert delay.value > letters.value > 0.1 > abs(site.value)
    assert delay.interval.low > letters.interval.high
    assert site.interval.low < 0 < site.interval.high


def test_a_theme_is_not_charged_with_what_another_explains() -> None:
    """Those who speak of letters speak of waiting too; only waiting moves the mark."""
    chance = np.random.default_rng(5)
    delay = chance.choice([-1.0, 0.0, 1.0], size=400)
    letters = np.where(chance.random(400) < 0.7, delay, chance.choice([-1.0, 0.0, 1.0], size=400))
    marks = 5 + 3 * delay + chance.normal(0, 1, 400)
    found = weights(list(marks), {"delai": list(delay), "courrier": list(letters)})
    assert found["courrier"] is not None
    assert found["courrier"].interval.low < 0 < found["courrier"].interval.high


def test_the_same_members_always_give_the_same_intervals() -> None:
    assert weights(*members()) == weights(*members())


def test_the_interval_holds_the_true_weight_about_ninety_five_times_in_a_hundred() -> None:
    truth = weights(*members(20_000, 1))["delai"]
    assert truth is not None
    held = 0
    for seed in range(60):
        found = weights(*members(150, seed))["delai"]
        assert found is not None
        held += found.interval.low <= truth.value <= found.interval.high
    assert held >= 52


@pytest.mark.parametrize("marks", [[5.0] * 200, []])
def test_equal_marks_or_none_weigh_nothing(marks: list[float]) -> None:
    assert weights(marks, {"delai": [1.0] * len(marks)}) == {"delai": None}


def test_too_few_members_or_voices_are_insufficient() -> None:
    marks, said = members(FEWEST_MEMBERS - 1)
    assert set(weights(marks, said).values()) == {None}
    marks, said = members()
    said["rare"] = [1.0] * (FEWEST_VOICES - 1) + [0.0] * (200 - FEWEST_VOICES + 1)
    assert weights(marks, said)["rare"] is None
    assert weights(marks, said)["delai"] is not None

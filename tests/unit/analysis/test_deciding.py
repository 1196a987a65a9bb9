"""From evidence to readings: the themes given, the certainty, comments without content."""

from collections.abc import Sequence

import numpy as np
import pytest

from analysis.readers import deciding
from analysis.readers.base import Evidence, Example, Scores
from analysis.readers.deciding import DecidingReader, best_temperature, probabilities
from analysis.themes.themes import codes

DELAY, FOLLOW, PHONE = (codes().index(code) for code in ("delai", "suivi", "telephone"))


class SetReader(DecidingReader):
    """A reader that finds what the test says, in every comment."""

    name = "set"
    version = "set-1"
    beside = 0.3
    third = 0.5

    def __init__(self, main: dict[int, float], mentioned: dict[int, float]) -> None:
        self.main, self.mentioned = _row(main), _row(mentioned)

    def learn(self, examples: Sequence[Example]) -> None:
        """It knows already."""

    def weigh(self, comments: Sequence[Example]) -> Evidence:
        times = (len(comments), 1)
        return Evidence(np.log(np.tile(self.main, times)), np.tile(self.mentioned, times))


def _row(told: dict[int, float]) -> Scores:
    left = max(0.0, 1 - sum(told.values())) / len(codes())
    return np.array([told.get(column, max(left, 1e-6)) for column in range(len(codes()))])


def read(reader: DecidingReader, text: str = "Trop long") -> tuple[str, ...]:
    return reader.read([Example(text)])[0].themes


def test_one_subject_gives_one_theme() -> None:
    assert read(SetReader({DELAY: 0.9}, {DELAY: 0.9})) == ("delai",)


def test_a_theme_clearly_mentioned_comes_second() -> None:
    reader = SetReader({DELAY: 0.7, FOLLOW: 0.25}, {DELAY: 0.9, FOLLOW: 0.8})
    assert read(reader) == ("delai", "suivi")


def test_a_third_theme_needs_more_than_a_second() -> None:
    main = {DELAY: 0.4, FOLLOW: 0.35, PHONE: 0.2}
    assert len(read(SetReader(main, {DELAY: 0.9, FOLLOW: 0.9, PHONE: 0.5}))) == 2
    assert len(read(SetReader(main, {DELAY: 0.9, FOLLOW: 0.9, PHONE: 0.95}))) == 3


def test_the_main_theme_comes_first_even_when_another_is_mentioned_more() -> None:
    reader = SetReader({DELAY: 0.5, FOLLOW: 0.4}, {DELAY: 0.5, FOLLOW: 0.99})
    assert read(reader)[0] == "delai"


def test_temperature_changes_the_certainty_and_never_the_theme() -> None:
    reader = SetReader({DELAY: 0.6, FOLLOW: 0.3}, {DELAY: 0.9})
    before = reader.read([Example("Trop long")])[0]
    reader.temperature = 2.0
    after = reader.read([Example("Trop long")])[0]
    assert after.themes == before.themes
    assert after.certainty < before.certainty


def test_the_shares_of_a_reading_sum_to_one() -> None:
    reading = SetReader({DELAY: 0.6}, {}).read([Example("Trop long")])[0]
    assert sum(reading.shares.values()) == pytest.approx(1)
    assert reading.certainty == reading.shares["delai"]


@pytest.mark.parametrize("text", ["", " \n ", "…", "👍👍", "\ufeff"])
def test_a_comment_without_content_is_other_and_keeps_its_place(text: str) -> None:
    reader = SetReader({DELAY: 0.9}, {DELAY: 0.9})
    readings = reader.read([Example("Long"), Example(text), Example("Trop long")])
    assert [reading.themes for reading in readings] == [("delai",), ("autre",), ("delai",)]
    assert readings[1].certainty == deciding.CONTENTLESS_CERTAINTY
    assert sum(readings[1].shares.values()) == pytest.approx(1)


def test_nothing_to_read_gives_nothing() -> None:
    assert SetReader({DELAY: 0.9}, {}).read([]) == []


def test_calibration_makes_certainty_as_high_as_the_reader_is_often_right() -> None:
    chance = np.random.default_rng(0)
    honest = chance.normal(size=(4_000, 15)) * 2
    truth = [int(chance.choice(15, p=row)) for row in probabilities(honest)]
    boastful = honest * 3  # the same opinions, three times too sure
    temperature = best_temperature(boastful, truth)
    assert temperature == pytest.approx(3, rel=0.15)
    certainty = probabilities(boastful / temperature).max(axis=1).mean()
    right = np.mean(honest.argmax(axis=1) == np.array(truth))
    assert certainty == pytest.approx(right, abs=0.02)


def test_calibration_is_fitted_on_comments_with_content_only() -> None:
    reader = SetReader({DELAY: 0.6}, {})
    told = [Example("Long", themes=("delai",))] * 3 + [Example("Seul", themes=("suivi",))]
    reader.calibrate(told)
    fitted = reader.temperature
    reader.calibrate([*told, Example("…", themes=("autre",))])
    assert reader.temperature == fitted
    assert reader.read([Example("Long")])[0].certainty == pytest.approx(0.75, abs=0.01)


def test_fingerprint_changes_with_anything_in_the_examples() -> None:
    first = deciding.fingerprint([Example("a", "retraite", 2, ("delai",))])
    others = [Example("b", "retraite", 2, ("delai",)), Example("a", "retraite", 3, ("delai",))]
    assert len({first, *(deciding.fingerprint([other]) for other in others)}) == 3

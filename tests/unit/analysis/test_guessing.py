"""The theme proposed by words alone: how often it is one of those a person gave, and how often it keeps silent."""

import csv

import pytest

from analysis.corpus import FOLDER
from analysis.themes import guessing
from analysis.themes.themes import OTHER


@pytest.mark.parametrize(
    ("name", "right", "proposed"), [("calibration", 0.95, 0.70), ("demonstration", 0.85, 0.75)]
)
def test_of_comments_never_learnt_from_most_get_a_theme_that_a_person_gave(
    name: str, right: float, proposed: float
) -> None:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    given = [(guessing.guessed(row["text"]), row["labels"].split("|")) for row in rows]
    hits = [theme.code in labels for theme, labels in given if theme]
    assert sum(hits) / len(hits) >= right
    assert len(hits) / len(rows) >= proposed


@pytest.mark.parametrize("text", ["", "Bonjour.", "RAS", "Merci, rien à dire.", "??? !!!"])
def test_nothing_is_proposed_of_nothing(text: str) -> None:
    assert guessing.guessed(text) is None


def test_other_is_never_proposed() -> None:
    found = guessing.guessed("Je ne suis pas d’accord avec la loi sur les retraites, merci.")
    assert found is None or found.code != OTHER

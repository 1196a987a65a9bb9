"""Whether two reports speak of the same problem."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from analysis.similarity.learning import (
    Guess,
    ReportFile,
    best_threshold,
    corpus,
    f1,
    guesses,
    learn,
    read,
)
from analysis.similarity.similarity import (
    ReportText,
    Weights,
    pair_features,
    probabilities,
    weights,
)

DARK = ReportText(
    "1", "Affiliation", "Pièces illisibles", "Les PDF venus d’un iPhone ont des pages noires."
)
AGAIN = ReportText(
    "2", "Affiliation", "Photos noires", "La pièce d’identité envoyée par téléphone apparaît noire."
)
LIFT = ReportText("3", "Moyens généraux", "Ascenseur bloqué", "Les portes restent ouvertes.")
BLANK = ReportText("4", "", " ", "")


def test_a_threshold_is_chosen_where_precision_and_recall_are_best() -> None:
    told = [
        Guess(0.9, is_right=True, is_repeat=True),
        Guess(0.6, is_right=True, is_repeat=True),
        Guess(0.5, is_right=False, is_repeat=False),
        Guess(0.1, is_right=False, is_repeat=True),
    ]
    assert best_threshold(told) == 0.6
    assert f1(told, 0.6) == pytest.approx(4 / 5)


def test_nothing_to_find_is_no_success() -> None:
    assert f1([Guess(0.2, is_right=False, is_repeat=False)], 0.5) == 0


def test_weights_are_kept_as_text(tmp_path: Path) -> None:
    kept = tmp_path / "weights.json"
    weights().save(kept)
    assert Weights.load(kept) == weights()


def test_an_empty_title_leaves_the_description_alone() -> None:
    assert replace(LIFT, title="").stressed == LIFT.description
    assert LIFT.stressed.count("Ascenseur") == 2


@pytest.mark.slow
def test_the_same_problem_in_other_words_is_nearer_than_another() -> None:
    same, other = probabilities([AGAIN], [DARK, LIFT])[0]
    assert same > weights().likely_from > other


@pytest.mark.slow
def test_probabilities_stay_between_nothing_and_certainty() -> None:
    reports = [DARK, AGAIN, LIFT, BLANK]
    table = probabilities(reports, reports)
    assert table.min() >= 0
    assert table.max() <= 1


@pytest.mark.slow
def test_a_blank_report_is_like_nothing() -> None:
    table = probabilities([BLANK, DARK], [DARK, BLANK])
    assert table[0].tolist() == [0, 0]
    assert table[1, 1] == 0


@pytest.mark.slow
def test_the_order_of_two_reports_does_not_matter() -> None:
    there, back = pair_features([DARK], [LIFT]), pair_features([LIFT], [DARK])
    assert np.allclose(there, back, atol=1e-5)


@pytest.mark.slow
def test_the_department_is_compared_whatever_its_accents_and_a_missing_one_is_no_department() -> (
    None
):
    shouted, unknown = replace(DARK, department="AFFILIATION "), replace(DARK, department="")
    assert pair_features([DARK], [shouted])[0, 0, 2] == 1
    assert pair_features([unknown], [unknown])[0, 0, 2] == 0


@pytest.mark.slow
def test_nothing_compared_with_nothing_has_a_shape() -> None:
    assert probabilities([], [DARK]).shape == (0, 1)
    assert probabilities([DARK], []).shape == (1, 0)


@pytest.mark.slow
def test_the_shipped_weights_are_those_the_corpus_teaches() -> None:
    learned = learn(corpus())
    for name in ("base", "meaning", "words", "same_department", "likely_from"):
        assert getattr(learned, name) == pytest.approx(getattr(weights(), name), abs=0.02), name


@pytest.mark.slow
def test_repeats_are_found_in_a_file_that_taught_nothing() -> None:
    first, *others = corpus()
    found = guesses([first], learn(others))
    assert sum(guess.is_right for guess in found) >= 0.7 * len(first.repeats)


def test_a_file_of_reports_names_its_repeats_by_place() -> None:
    file = read(Path(__file__).parents[2] / "data" / "malfunctions_c.csv")
    assert isinstance(file, ReportFile)
    assert len(file.reports) == 50
    assert file.repeats[7] == 2
    assert all(old < new for new, old in file.repeats.items())

"""Prints how well repeats among staff reports are found: file by file, trained on the others, then on reports never seen."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from actionplans.models import SimilarReport
from analysis.similarity.learning import ReportFile, corpus, f1, guesses, learn, read
from analysis.similarity.similarity import ReportText, Weights, pair_features, weights
from analysis.similarity.wording import CORPUS

HELD_OUT = Path(__file__).parents[1] / "data" / "malfunctions_c.csv"
pytestmark = [pytest.mark.bench, pytest.mark.slow]


def ranks(file: ReportFile, weights: Weights) -> list[int]:
    """The place of the right earlier report for each repeat, from 0."""
    table = weights.apply(pair_features(file.reports, file.reports))
    return [int((table[new, :new] > table[new, old]).sum()) for new, old in file.repeats.items()]


def line(name: str, files: Sequence[ReportFile], weights: Weights) -> str:
    places = [rank for file in files for rank in ranks(file, weights)]
    found = guesses(files, weights)
    said = [guess for guess in found if guess.probability >= weights.likely_from]
    right = sum(guess.is_right for guess in said)
    return (
        f"{name:32} first {places.count(0):3}/{len(places)}  among three {sum(p < 3 for p in places):3}"
        f"  precision {right / max(len(said), 1):.2f}  recall {right / len(places):.2f}"
        f"  F1 {f1(found, weights.likely_from):.2f}  (from {weights.likely_from:.2f})"
    )


def together(files: Sequence[ReportFile]) -> ReportFile:
    """All the files as one stream, one after the other: many more wrong candidates."""
    reports: list[ReportText] = []
    repeats: dict[int, int] = {}
    for file in files:
        start = len(reports)
        repeats |= {new + start: old + start for new, old in file.repeats.items()}
        reports += file.reports
    return ReportFile(reports, repeats)


def test_repeats_are_found_on_files_left_out() -> None:
    files = corpus()
    names = [path.stem for path in sorted(CORPUS.glob("malfunctions_*.csv"))]
    print()
    for name, file in zip(names, files, strict=True):
        others = learn([other for other in files if other is not file])
        print(line(f"{name}, trained on the others", [file], others))
    a, b = files[:2]
    print(line("b, trained on a alone", [b], learn([a])))
    print(line("a, trained on b alone", [a], learn([b])))
    print(line("all in one stream (not left out)", [together(files)], weights()))
    no_department = [
        replace(file, reports=[replace(report, department="") for report in file.reports])
        for file in files
    ]
    print(line("without department (not left out)", no_department, weights()))


def test_repeats_are_found_on_reports_never_seen() -> None:
    print()
    print(line("held out", [read(HELD_OUT)], weights()))
    assert np.mean([rank < 3 for rank in ranks(read(HELD_OUT), weights())]) > 0.8


def sure(files: Sequence[ReportFile], weights: Weights) -> tuple[int, int, int, int]:
    """Announced as sure and right among them; the same for those announced as doubtful."""
    said = [one for one in guesses(files, weights) if one.probability >= weights.likely_from]
    high = [one for one in said if one.probability >= SimilarReport.SURE_FROM]
    low = [one for one in said if one.probability < SimilarReport.SURE_FROM]
    return len(high), sum(one.is_right for one in high), len(low), sum(one.is_right for one in low)


def test_what_is_announced_as_sure_is_right_nine_times_of_ten() -> None:
    a, b, d, e, f = corpus()
    chosen = [a, d, e, f]
    told = np.sum(
        [sure([one], learn([other for other in chosen if other is not one])) for one in chosen], 0
    )
    print()
    for name, (high, right, low, right_low) in {
        "a, d, e, f, each left out": told,
        "b, trained on a, d, e, f": sure([b], learn(chosen)),
        "c, trained on all": sure([read(HELD_OUT)], weights()),
    }.items():
        print(f"{name:28} sure {right} of {high}, doubtful {right_low} of {low}")
        assert right / high > 0.8

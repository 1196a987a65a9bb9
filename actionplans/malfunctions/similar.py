"""Similar reports: for a malfunction just told, the earlier ones that may tell the same problem."""

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from actionplans.malfunctions.files import read_reports
from analysis.similarity.similarity import ReportText, probabilities, weights
from core.errors import Refused

SHOWN = 3  # candidates shown to a person, who alone decides: none is ever merged by itself
AT_ONCE = 500  # reports compared at once with all earlier ones: bounds the memory
COLUMNS = ("id", "candidate", "score", "likely")

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Candidate:
    """An earlier report that may tell the same problem.

    `score` is the probability that it does, between 0 and 1; `likely` is whether it is high enough to be
    announced as a probable repeat.
    """

    id: str
    score: float
    likely: bool


def closest(new: ReportText, earlier: Sequence[ReportText], limit: int = SHOWN) -> list[Candidate]:
    """The earlier reports nearest to a new one, best first. Reads no database and merges nothing.

    A report without words is like nothing: it has no candidate and is none. Among equals the earliest comes first:
    it is where the problem was first told.
    """
    told = [report for report in earlier if not report.is_blank]
    return [] if new.is_blank else _best(probabilities([new], told)[0], told, limit)


def similar_reports(
    reports: Sequence[ReportText], progress: Progress | None = None
) -> Iterator[tuple[ReportText, list[Candidate]]]:
    """For each report, in order of arrival, the three nearest of those before it, however far.

    Fewer when fewer came before, none for the first; a blank report is at 0 from all.
    """
    for start in range(0, len(reports), AT_ONCE):
        some = reports[start : start + AT_ONCE]
        table = probabilities(some, reports[: start + len(some)])
        for place, (report, row) in enumerate(zip(some, table, strict=True), start):
            yield report, _best(row[:place], reports[:place], SHOWN)
        if progress:
            progress(start + len(some), len(reports))


def _best(
    scores: NDArray[np.float64], earlier: Sequence[ReportText], limit: int
) -> list[Candidate]:
    # Rounded first: two identical reports must not be told apart by the seventh decimal.
    rounded = np.round(scores, 4)
    order = np.argsort(-rounded, kind="stable")[:limit]
    from_here = round(weights().likely_from, 4)
    return [
        Candidate(earlier[place].id, float(rounded[place]), bool(rounded[place] >= from_here))
        for place in order
    ]


def similar_file(source: Path, output: Path, progress: Progress | None = None) -> int:
    """Write the candidates of each report of a CSV file to another; return how many reports were read.

    The output (`id,candidate,score,likely`, UTF-8) is only written once the whole input was understood.
    """
    reports = read_reports(source)
    found = list(similar_reports(reports, progress))
    try:
        with output.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            writer.writerows(_rows(found))
    except OSError as error:
        raise Refused(
            f"Choisissez un autre fichier de sortie : « {output} » ne peut pas être écrit."
        ) from error
    return len(reports)


def _rows(
    found: Sequence[tuple[ReportText, list[Candidate]]],
) -> Iterator[tuple[str, str, str, int]]:
    for report, candidates in found:
        for candidate in candidates:
            yield report.id, candidate.id, f"{candidate.score:.4f}", int(candidate.likely)

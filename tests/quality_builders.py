"""Builders of measures of the reading."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlmodel import Session

from analysis.models import Basis, QualityCell, QualityRun
from tests.builders import saved

Counts = dict[tuple[str, str, int], int]
"""By theme a person gave, theme read, and tenth of certainty: how many sentences."""

ORDINARY: Counts = {
    ("delai", "delai", 9): 70,
    ("delai", "suivi", 5): 12,
    ("suivi", "suivi", 8): 30,
    ("suivi", "delai", 5): 6,
    ("telephone", "telephone", 9): 40,
    ("ecologie", "ecologie", 9): 4,
}


def make_measure(
    session: Session, basis: Basis = Basis.TRIAL, counts: Counts | None = None, **more: Any
) -> QualityRun:
    """A measure with these counts; certainties are in the middle of their tenth."""
    values: dict[str, Any] = {
        "basis": basis,
        "at": datetime(2027, 3, 1, 2, 30, tzinfo=UTC),
        "reader": "essai-1",
        "fingerprint": basis.value,
    }
    cells = [
        QualityCell(
            truth=truth,
            given=given,
            tenth=tenth,
            sentences=number,
            among=number if truth == given else number // 2,
            certainty=number * (tenth + 0.5) / 10,
        )
        for (truth, given, tenth), number in (ORDINARY if counts is None else counts).items()
    ]
    return saved(session, QualityRun(**(values | more), cells=cells))

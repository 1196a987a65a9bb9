"""The time an assessment takes: what is spent, as measured, and what is left, as promised."""

from datetime import datetime
from math import ceil

from core import french

PROMISED_MINUTES = 45  # what a head of department is promised, whatever the number of rows
PLANNED_SECONDS = 60  # a row, before anything is measured
MEASURED_FROM = 3  # rows; below, the first ones alone would mislead
PAUSE_SECONDS = 300  # a longer silence is somebody doing something else


def minutes_spent(previous: datetime | None, now: datetime) -> float:
    """Minutes one row took: since the row before, or the planned time after a pause."""
    seconds = (now - previous).total_seconds() if previous else PAUSE_SECONDS + 1
    return (seconds if 0 <= seconds <= PAUSE_SECONDS else PLANNED_SECONDS) / 60


def spent(minutes: float) -> str:
    """« 31 minutes mesurées, sur 45 promises »."""
    return f"{french.count(round(minutes), 'minute mesurée')}, sur {PROMISED_MINUTES} promises"


def seconds_per_row(rows: int, done: int, minutes: float) -> float:
    """The pace so far; before three rows, the plan that keeps the promise."""
    if done >= MEASURED_FROM:
        return minutes * 60 / done
    return min(PLANNED_SECONDS, PROMISED_MINUTES * 60 / max(rows, 1))


def minutes_left(rows: int, done: int, minutes: float) -> int | None:
    """Whole minutes to the end; None when the measured pace goes beyond what is promised."""
    left = ceil((rows - done) * seconds_per_row(rows, done, minutes) / 60)
    return left if left <= PROMISED_MINUTES else None

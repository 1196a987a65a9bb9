"""A mean followed month by month, and whether it moved: segmented regression by ordinary least squares.

y = b0 + b1·t + b2·after + b3·(t − T0)·after (improvement §3.4.7). What is judged is the level at the
middle of the months after, against where the trend before was going: b2 + b3·m, m being the distance
from T0 to the mean of those months. Six months at least on each side. Ordinary least squares takes the
months as independent: the interval is too narrow when they are not, and below twelve points in all it
is not to be taken at its word (Turner et al., medRxiv 2020.10.12.20211706). It shows a change, never its cause.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col

from analysis.indicators.measures import inside
from analysis.models import ThemeReading, Verbatim
from survey.models import Grain, Reply

FEWEST = 6  # months with a mark, on each side
SHORT = 12  # points in all below which the interval is told to be too narrow


class Point(NamedTuple):
    """One month: its mean mark, from 0 to 10, and how many members gave it."""

    month: date
    mean: float
    n: int


@dataclass(frozen=True)
class Shift:
    """How far the months after stand from where the trend before was going, with its 95 % interval."""

    gap: float
    low: float
    high: float
    points: int

    @property
    def is_short(self) -> bool:
        """Few points: the interval is surely too narrow."""
        return self.points < SHORT


def of_theme(session: Session, theme: str, since: date, until: date) -> list[Point]:
    """The mean mark, month by month, of the members who spoke of a theme; months told whole alone."""
    speakers = (
        sa.select(
            col(Reply.period_start).label("month"),
            col(Verbatim.reply_id),
            sa.func.max(col(Verbatim.satisfaction)).label("mark"),
        )
        .select_from(Verbatim)
        .join(ThemeReading, col(ThemeReading.verbatim_id) == col(Verbatim.id))
        .join(Reply, col(Reply.id) == col(Verbatim.reply_id))
        .where(
            col(ThemeReading.theme) == theme,
            col(Verbatim.satisfaction).is_not(None),
            col(Reply.grain) == Grain.MONTH,
            inside(since, until),
        )
        .group_by(col(Reply.period_start), col(Verbatim.reply_id))
        .subquery()
    )
    by_month = sa.select(speakers.c.month, sa.func.avg(speakers.c.mark), sa.func.count()).group_by(
        speakers.c.month
    )
    rows = session.connection().execute(by_month.order_by(speakers.c.month))
    return [Point(month, float(mean), n) for month, mean, n in rows]


def shift(before: Sequence[Point], after: Sequence[Point]) -> Shift | None:
    """The shift between two runs of months; None below six on a side."""
    if min(len(before), len(after)) < FEWEST:
        return None
    import numpy as np
    from scipy.special import stdtrit

    rows = [*before, *after]
    start = rows[0].month
    t = np.array([_months(start, row.month) for row in rows], dtype=float)
    y = np.array([row.mean for row in rows])
    is_after = np.array([0.0] * len(before) + [1.0] * len(after))
    since = (t - t[len(before)]) * is_after
    design = np.column_stack([np.ones(len(rows)), t, is_after, since])
    found, *_ = np.linalg.lstsq(design, y, rcond=None)
    freedom = len(rows) - 4
    residual = y - design @ found
    spread = float(residual @ residual) / freedom
    contrast = np.array([0.0, 0.0, 1.0, float(since[len(before) :].mean())])
    gap = float(contrast @ found)
    variance = max(0.0, float(contrast @ np.linalg.inv(design.T @ design) @ contrast) * spread)
    half = float(stdtrit(freedom, 0.975)) * variance**0.5
    return Shift(gap, gap - half, gap + half, len(rows))


def _months(start: date, month: date) -> int:
    return (month.year - start.year) * 12 + month.month - start.month

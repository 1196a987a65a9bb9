"""What members speak of in a period: each theme's weight, trend and satisfaction, and its sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import selectinload
from sqlmodel import Session, col, select

from analysis import statistics
from analysis.indicators import measures
from analysis.indicators.measures import Voices
from analysis.models import ThemeReading, Verbatim
from analysis.statistics import Estimate
from analysis.themes.themes import OTHER, Theme, themes
from core import french
from organisation import charters
from organisation.models import Department, Role, User
from organisation.rights import Right, departments_with
from survey.models import EventKind, Reply

SHOWN_FROM = 5  # voices; below, a theme is counted with the others (internal threshold)
READ_FROM = 10  # voices; below, sentences are shown to the quality officer alone


@dataclass(frozen=True)
class Period:
    """A quarter, both days included."""

    since: date
    until: date

    @property
    def label(self) -> str:
        return french.quarter(self.since)

    @property
    def before(self) -> "Period":
        last = self.since - timedelta(days=1)
        return Period(*measures.quarter_of(last))


@dataclass(frozen=True)
class ThemeLine:
    """One theme in one period, beside the period before."""

    theme: Theme
    voices: int
    satisfaction: float | None
    trend: str  # up, down, level
    share: Estimate | None = None
    """Of the members whose comment was read, those who speak of it, between 0 and 1; Wilson's interval."""

    @property
    def trend_words(self) -> str:
        return {"up": "en hausse", "down": "en baisse", "level": "pas de différence établie"}[
            self.trend
        ]

    @property
    def tone(self) -> str:
        return {"up": "watch", "down": "good", "level": ""}[self.trend]


@dataclass(frozen=True)
class Panorama:
    """All themes of a period: those large enough to be shown, and the rest counted together."""

    period: Period
    lines: Sequence[ThemeLine]
    commented: int
    others: int
    other_voices: int

    @property
    def headline(self) -> str:
        """What changed, in a sentence."""
        risen = [line.theme.title for line in self.lines if line.trend == "up"]
        fallen = [line.theme.title for line in self.lines if line.trend == "down"]
        if not risen and not fallen:
            return f"Ce que disent les adhérents, {self.period.label}"
        parts = [f"« {risen[0]} » monte"] if risen else []
        parts += [f"« {fallen[0]} » recule"] if fallen else []
        return french.typeset(", ".join(parts))


def panorama(session: Session, period: Period) -> Panorama:
    """Weight, trend and satisfaction of each theme; the smallest are only counted."""
    now = measures.voices(session, period.since, period.until)
    before = measures.voices(session, period.before.since, period.before.until)
    n_now = commented(session, period)
    n_before = commented(session, period.before)
    shown = [theme for theme in themes() if _count(now, theme) >= SHOWN_FROM]
    lines = [
        ThemeLine(
            theme,
            _count(now, theme),
            now[theme.code].satisfaction,
            trend(_count(now, theme), n_now, _count(before, theme), n_before),
            statistics.proportion(_count(now, theme), n_now) if n_now else None,
        )
        for theme in shown
    ]
    lines.sort(key=lambda line: (line.theme.code == OTHER, -line.voices))
    small = [theme for theme in themes() if 0 < _count(now, theme) < SHOWN_FROM]
    return Panorama(period, lines, n_now, len(small), sum(_count(now, theme) for theme in small))


def _count(voices: dict[str, Voices], theme: Theme) -> int:
    return voices[theme.code].count if theme.code in voices else 0


def trend(x: int, n: int, x_before: int, n_before: int) -> str:
    """Up or down when Newcombe's 95 % interval of the difference of shares leaves zero."""
    if not n or not n_before:
        return "level"
    low, high = statistics.newcombe(x, n, x_before, n_before)
    return "up" if low > 0 else "down" if high < 0 else "level"


def commented(session: Session, period: Period) -> int:
    """How many members wrote something that was read in this period."""
    counted = (
        sa.select(sa.func.count(col(Verbatim.reply_id).distinct()))
        .select_from(Verbatim)
        .join(Reply, col(Reply.id) == col(Verbatim.reply_id))
        .where(measures.written(period.since, period.until), col(Verbatim.theme) != "")
    )
    return int(session.connection().execute(counted).scalar_one())


def about(theme: str, period: Period, kind: EventKind | None = None) -> Any:
    """The sentences of a theme in a period, main theme first; to be cut in pages."""
    wanted = [col(ThemeReading.theme) == theme, measures.written(period.since, period.until)]
    if kind is not None:
        wanted.append(col(Verbatim.kind) == kind)
    found = select(Verbatim).join(ThemeReading).join(Reply).where(*wanted)
    return found.order_by(col(ThemeReading.rank), col(Verbatim.id))


def periods(session: Session) -> list[Period]:
    """The quarters in which members wrote something, newest first."""
    starts = sa.select(col(Verbatim.period_start)).distinct()
    found = session.connection().execute(starts).scalars()
    quarters = {measures.quarter_of(start) for start in found}
    return [Period(*quarter) for quarter in sorted(quarters, reverse=True)]


def readable_themes(session: Session, user: User) -> set[str]:
    """The themes whose sentences this person may read: all, or those of their own commitments."""
    places = departments_with(user, Right.READ_VERBATIMS)
    if places is None:
        return {theme.code for theme in themes()}
    found = select(Department).where(col(Department.id).in_(places))
    departments = session.exec(found.options(selectinload(Department.activities))).all()  # type: ignore[arg-type]
    if not departments:
        return set()
    theirs = {
        code
        for code, commitment in charters.by_code(session).items()
        if any(charters.concerns(commitment, one) for one in departments)
    }
    return {theme.code for theme in themes() if theirs.intersection(theme.commitments)}


def may_read(user: User, voices: int) -> bool:
    """Few voices could be recognised: below ten, the quality officer alone reads them."""
    return voices >= READ_FROM or user.role is Role.QUALITY_OFFICER

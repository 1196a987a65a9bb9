"""What is counted to know whether something changed: shares of replies over a period, and voices by theme."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from analysis.models import ThemeReading, Verbatim
from analysis.results.disclosure import Audience, may_show
from analysis.themes.themes import Theme, themes
from core.errors import Missing
from survey.models import Answer, Grain, Reply

THEME = "theme:"


@dataclass(frozen=True)
class Measure:
    """`x` replies of `n`; what is counted is said by `label`."""

    label: str
    x: int
    n: int

    @property
    def share(self) -> float | None:
        """Between 0 and 1; None when nobody answered."""
        return self.x / self.n if self.n else None


@dataclass(frozen=True)
class Share:
    """One question of the survey, and the answers that count."""

    question: str
    label: str
    counted: tuple[str, ...]


SHARES = {
    "satisfaction": Share("satisfaction", "Adhérents satisfaits", ("good",)),
    "clarity": Share("comprehension", "Informations jugées claires (4 ou 5 sur 5)", ("4", "5")),
    "effort": Share("effort", "Démarche jugée facile (effort de 1 ou 2 sur 5)", ("1", "2")),
}


def theme(code: str) -> Theme:
    """The theme with this code, or Missing."""
    found = next((theme for theme in themes() if theme.code == code), None)
    if found is None:
        raise Missing("Ce thème n’existe pas. Revenez à la liste des thèmes.")
    return found


def label(key: str) -> str:
    """What this key counts, in French; Missing for a key that is not in the catalogue."""
    if key.startswith(THEME):
        return f"Commentaires parlant de « {theme(key.removeprefix(THEME)).title} »"
    if key not in SHARES:
        raise Missing("Cet indicateur n’existe pas.")
    return SHARES[key].label


def measure(session: Session, key: str, since: date, until: date) -> Measure:
    """Count over the days `since` to `until`, both included.

    `key` is one of SHARES, or `theme:` and a theme's code: of the replies with a comment that was
    read, those that speak of the theme, whatever the rank. A reply counts when its whole month (or
    quarter) lies inside the period. Shares of answers, not numbers of answers: a larger survey
    does not move them (improvement §3.4.9).
    """
    said = label(key)
    if key.startswith(THEME):
        return Measure(said, *_speaking(session, key.removeprefix(THEME), since, until))
    return Measure(said, *_answering(session, SHARES[key], since, until))


def _answering(session: Session, share: Share, since: date, until: date) -> tuple[int, int]:
    counts = sa.case((col(Answer.value).in_(share.counted), 1), else_=0)
    row = session.exec(
        select(sa.func.coalesce(sa.func.sum(counts), 0), sa.func.count())
        .select_from(Answer)
        .join(Reply)
        .where(
            col(Answer.question_code) == share.question,
            col(Answer.part) == "",
            col(Answer.value) != "",
            inside(since, until),
        )
    ).one()
    return int(row[0]), int(row[1])


def _speaking(session: Session, code: str, since: date, until: date) -> tuple[int, int]:
    speaks = sa.case((col(ThemeReading.theme) == code, col(Verbatim.reply_id)))
    row = session.exec(
        select(sa.func.count(speaks.distinct()), sa.func.count(col(Verbatim.reply_id).distinct()))
        .select_from(Verbatim)
        .join(Reply)
        .join(ThemeReading)
        .where(written(since, until))
    ).one()
    return int(row[0]), int(row[1])


# ---------------------------------------------------------------- voices


@dataclass(frozen=True)
class Voices:
    """How many members spoke of a theme, and how content they were, from 0 to 10 (None: too few marks to tell)."""

    count: int = 0
    satisfaction: float | None = None


def voices(session: Session, since: date, until: date) -> dict[str, Voices]:
    """By theme: members (not sentences) who spoke of it. Themes nobody spoke of are not there."""
    speakers = (
        sa.select(
            col(ThemeReading.theme).label("theme"),
            col(Verbatim.reply_id).label("reply_id"),
            sa.func.max(col(Verbatim.satisfaction)).label("satisfaction"),
        )
        .select_from(Verbatim)
        .join(ThemeReading, col(ThemeReading.verbatim_id) == col(Verbatim.id))
        .join(Reply, col(Reply.id) == col(Verbatim.reply_id))
        .where(written(since, until))
        .group_by(col(ThemeReading.theme), col(Verbatim.reply_id))
        .subquery()
    )
    counted = sa.select(
        speakers.c.theme,
        sa.func.count(),
        sa.func.count(speakers.c.satisfaction),
        sa.func.avg(speakers.c.satisfaction),
    ).group_by(speakers.c.theme)
    rows = session.connection().execute(counted)
    return {theme: Voices(n, _shown(mean, marks)) for theme, n, marks, mean in rows}


def voices_by_quarter(session: Session, since: date, until: date) -> dict[date, dict[str, Voices]]:
    """The same for each quarter of these days, by its first day, in one query; `since` begins a quarter."""
    per_month = (
        sa.select(
            col(Reply.period_start),
            col(ThemeReading.theme),
            col(Verbatim.reply_id),
            sa.func.max(col(Verbatim.satisfaction)).label("satisfaction"),
        )
        .select_from(Verbatim)
        .join(ThemeReading, col(ThemeReading.verbatim_id) == col(Verbatim.id))
        .join(Reply, col(Reply.id) == col(Verbatim.reply_id))
        .where(written(since, until), _within_a_quarter())
        .group_by(col(Reply.period_start), col(ThemeReading.theme), col(Verbatim.reply_id))
        .subquery()
    )
    mark = per_month.c.satisfaction
    counted = sa.select(
        per_month.c.period_start,
        per_month.c.theme,
        sa.func.count(),
        sa.func.count(mark),
        sa.func.coalesce(sa.func.sum(mark), 0),
    ).group_by(per_month.c.period_start, per_month.c.theme)
    return _added_up(session.connection().execute(counted))


def _within_a_quarter() -> Any:
    """A reply known to the quarter belongs to one that begins as ours do."""
    begins = sa.extract("month", col(Reply.period_start)).in_((1, 4, 7, 10))
    return sa.or_(col(Reply.grain) == Grain.MONTH, begins)


def _added_up(rows: Any) -> dict[date, dict[str, Voices]]:
    totals: dict[tuple[date, str], list[float]] = {}
    for month, theme, *numbers in rows:
        total = totals.setdefault((quarter_of(month)[0], theme), [0, 0, 0])
        total[:] = [known + more for known, more in zip(total, numbers, strict=True)]
    found: dict[date, dict[str, Voices]] = {}
    for (quarter, theme), (n, marks, summed) in totals.items():
        mean = summed / marks if marks else None
        found.setdefault(quarter, {})[theme] = Voices(int(n), _shown(mean, int(marks)))
    return found


def _shown(mean: float | None, marks: int) -> float | None:
    """A mean of fewer marks than may be shown would tell somebody's: those who spoke may not all have given one."""
    return float(mean) if mean is not None and may_show(marks, Audience.INTERNAL) else None


def sentences(
    session: Session, theme: str, since: date, until: date, at_most: int
) -> list[Verbatim]:
    """Masked sentences of the theme, the most certain first; who may read them is the caller's affair."""
    found = (
        select(Verbatim)
        .join(ThemeReading)
        .join(Reply)
        .where(col(ThemeReading.theme) == theme, written(since, until))
        .order_by(col(ThemeReading.rank), col(Verbatim.certainty).desc(), col(Verbatim.id))
    )
    return list(session.exec(found.limit(at_most)))


def reader_versions(session: Session, since: date, until: date) -> set[str]:
    """The versions of the reader behind the themes of a period; sentences put right by hand apart."""
    used = (
        select(Verbatim.reader)
        .distinct()
        .join(Reply)
        .where(
            written(since, until),
            col(Verbatim.is_corrected).is_(False),
            col(Verbatim.reader) != "",
        )
    )
    return set(session.exec(used))


# ---------------------------------------------------------------- periods


def inside(since: date, until: date) -> Any:
    """Condition on Reply: its whole month, or quarter, lies between these days, both included."""
    after = until + timedelta(days=1)
    return sa.and_(
        col(Reply.period_start) >= since,
        sa.or_(
            sa.and_(
                col(Reply.grain) == Grain.MONTH, col(Reply.period_start) <= month_start(after, -1)
            ),
            sa.and_(
                col(Reply.grain) == Grain.QUARTER, col(Reply.period_start) <= month_start(after, -3)
            ),
        ),
    )


def written(since: date, until: date) -> Any:
    """The same of a sentence and its reply, where both are read: a sentence says when its reply is of, and is found by it."""
    return sa.and_(col(Verbatim.period_start).between(since, until), inside(since, until))


def month_start(day: date, months: int = 0) -> date:
    """The first day of this day's month, some months later or earlier."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(years, month + 1, 1)


def quarter_of(day: date) -> tuple[date, date]:
    """First and last day of the quarter this day is in."""
    first = month_start(day, -((day.month - 1) % 3))
    return first, month_start(first, 3) - timedelta(days=1)

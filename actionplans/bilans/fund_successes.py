"""Successes of the fund that nobody has to write: what was gained, held, proven to work, praised; each counted, none guessed."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from actionplans.assessments import levels
from actionplans.bilans import counted
from actionplans.bilans.fund_sheets import DepartmentSheet, FundSheet, Row
from actionplans.delays.delays import Figure
from actionplans.delays.figures import Period
from actionplans.models import (
    Action,
    ActionStatus,
    Campaign,
    Level,
)
from analysis.themes import marks as theme_marks
from core import french

NAMED = 4  # examples told of each kind
OPEN = (ActionStatus.DECIDED, ActionStatus.IN_PROGRESS, ActionStatus.SUSPENDED)


def successes(session: Session, sheet: FundSheet, promises: Mapping[str, Figure]) -> list[str]:
    """A sentence for each kind of success that exists."""
    campaign = sheet.campaign
    return [
        *_gained(sheet.sheets),
        *_strong(sheet.sheets),
        *counted.held(promises),
        *_effective(session, campaign),
        *counted.reports_closed(session, Period(campaign.period_start, campaign.period_end)),
        *_praised(session, campaign.period_end),
    ]


def coming(session: Session, most: int) -> Sequence[Action]:
    """The decided actions due first."""
    found = select(Action).where(col(Action.status).in_(OPEN), col(Action.due_on).is_not(None))
    ordered = found.options(joinedload(Action.department)).order_by(  # type: ignore[arg-type]
        col(Action.due_on), col(Action.id)
    )
    return session.exec(ordered.limit(most)).all()


def gains(sheet: DepartmentSheet) -> Iterator[tuple[Row, Level, Level]]:
    """(row, level before, level now) of what went up since last year, the promise being the same."""
    for row in sheet.rows:
        earlier = sheet.before.get(row["code"])
        if earlier is None or earlier["fingerprint"] != row["fingerprint"]:
            continue
        was, is_now = Level(earlier["validated"]), Level(row["validated"])
        if levels.is_above(is_now, was):
            yield row, was, is_now


def _gained(sheets: Sequence[DepartmentSheet]) -> Iterator[str]:
    found = [(sheet.department, *gain) for sheet in sheets for gain in gains(sheet)]
    if not found:
        return
    # The longest way up first: from D to A before from B to A.
    found.sort(key=lambda one: levels.POINTS[one[2]] - levels.POINTS[one[3]])
    told = [
        f"{row['code']} de {was.value} à {now.value} ({department})"
        for department, row, was, now in found[:NAMED]
    ]
    said = french.count(len(found), "niveau gagné", "niveaux gagnés")
    yield f"{said} depuis l’an dernier, dont {french.listed(told)}."


def _strong(sheets: Sequence[DepartmentSheet]) -> Iterator[str]:
    found = [
        f"{row['code']} {row['title']} ({sheet.department})"
        for sheet in sheets
        for row in sheet.rows
        if row["is_strong"]
    ]
    if found:
        said = french.count(len(found), "point fort", "points forts")
        yield f"{said} à partager, dont {french.listed(found[:NAMED])}."


def _effective(session: Session, campaign: Campaign) -> Iterator[str]:
    since, until = campaign.period_start, campaign.period_end
    found = session.exec(
        select(Action)
        .where(
            Action.status == ActionStatus.EFFECTIVE,
            col(Action.closed_on).between(since, until),
        )
        .order_by(col(Action.closed_on).desc(), col(Action.id))
    ).all()
    if found:
        said = french.count(len(found), "action close", "actions closes")
        told = [f"« {one.title} »" for one in found[:NAMED]]
        yield f"{said} avec un effet constaté, dont {french.listed(told)}."


def _praised(session: Session, until: date) -> Iterator[str]:
    """What members praise most, by how many wrote it; withheld where too few gave a mark."""
    for year in theme_marks.marks(session, until):
        told = [one for one in year.told if one.praise.estimate is not None]
        told.sort(key=lambda one: (-one.praise.n, one.theme.title))
        if told:
            named = [f"{one.theme.title} ({one.praise.n} avis)" for one in told[:3]]
            yield (
                f"Ce que les adhérents saluent le plus, {year.kind.label.lower()}, {year.label} : "
                f"{french.listed(named)}."
            )

"""Who answered: from events to answers, as a figure and the table under it, of a year, a quarter or a department.

Of a group of events from which fewer than five were left out, the events are not told; nor are those of another group, where adding
and subtracting would give them. The figure and its table have the same steps.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlmodel import Session

from analysis.charts import Step
from analysis.indicators import measures
from analysis.results import figures, results
from analysis.results.disclosure import Audience, hidden
from analysis.results.isolating import Sum
from core import french
from core.documents import Cell, Column, Figure, Part, Table
from organisation.models import Department
from survey import replies
from survey.models import EventKind
from survey.replies import Ledger, Scope

WHOLE = "toute l’année"
STEPS = (
    Column("Étape", about="De l’événement à la réponse."),
    Column("Nombre", "number", about="Adhérents à cette étape.", unit="adhérents"),
    Column("Part", "percent", about="Nombre rapporté à celui de la ligne au-dessus."),
    Column("Les autres", about="Ce que sont devenus ceux de l’étape d’avant."),
)  # fmt: skip


def of_year(kind: EventKind, ledger: Ledger, label: str) -> Iterator[Part]:
    """The twelve months of a moment of life."""
    yield from _drawn(kind, ledger, label, True)


def of_quarter(session: Session, kind: EventKind, since: date) -> Iterator[Part]:
    """One quarter, beside the three others of each year it is in, whose total is known."""
    starts = [measures.month_start(since, 3 * step) for step in range(-3, 4)]
    scope = Scope(starts[0], measures.month_start(starts[-1], 3), kind)
    found = replies.ledgers_by_quarter(session, scope)
    if since not in found:
        return
    left = {start: _left_out(found[start]) if start in found else 0 for start in starts}
    years = [{one: left[one] for one in starts[at : at + 4]} for at in range(4)]
    is_told = all(since not in withheld(year) for year in years)
    yield from _drawn(kind, found[since], french.quarter(since), is_told)


def of_department(
    session: Session, kind: EventKind, department: Department, today: date
) -> Iterator[Part]:
    """The year of one department, beside all the others; nothing where too few were written to."""
    since, until = results.last_year(today)
    found = replies.ledgers_by_department(session, Scope(since, until, kind))
    mine = found.get(department.id)
    if mine is None or mine.sent < Audience.INTERNAL:
        return
    label = f"{french.month(since)} à {french.month(measures.month_start(until, -1))}"
    left = {place: _left_out(one) for place, one in found.items()}
    yield from _drawn(kind, mine, label, department.id not in withheld(left))


def withheld(left: Mapping[Any, int]) -> frozenset[Any]:
    """The groups, of those that together make one whose total is known, from which too few were left out to tell it."""
    whole: Sum[Any] = Sum(WHOLE, tuple(left))
    return hidden({**left, WHOLE: sum(left.values())}, [whole], Audience.INTERNAL)


def _left_out(ledger: Ledger) -> int:
    return ledger.events - ledger.sent


def _drawn(kind: EventKind, ledger: Ledger, label: str, with_events: bool) -> Iterator[Part]:
    if not ledger.events:
        return
    steps = figures.flow_steps(ledger, with_events)
    figure = figures.flowing(kind, steps)
    named = kind.label.capitalize()
    rate = f", taux de réponse {french.percent(ledger.rate)}" if ledger.rate is not None else ""
    caption = f"{named} : de l’événement à la réponse. Source : registre des envois, {label}{rate}."
    table = Table(f"{named} : de l’événement à la réponse, {label}", STEPS, tuple(_rows(steps)))
    yield Figure(figure.wide.encode(), figure.alternative, caption, table)


def _rows(steps: Sequence[Step]) -> Iterator[tuple[Cell, ...]]:
    before: Step | None = None
    for step in steps:
        gone = before.count - step.count if before else 0
        share = step.count / before.count if before and before.count else None
        said = f"{french.number(gone)} {step.lost}" if gone > 0 and step.lost else None
        yield step.label, step.count, share, said
        before = step

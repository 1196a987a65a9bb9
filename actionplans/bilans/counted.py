"""Successes that are counted the same way for a department and for the fund: delays held all year, reports closed for good."""

from collections.abc import Iterator, Mapping

import sqlalchemy as sa
from sqlmodel import Session, col

from actionplans.assessments import levels
from actionplans.delays import figures as delays
from actionplans.delays.delays import Figure
from actionplans.delays.figures import Period
from actionplans.models import Action, ActionStatus, Cause, Malfunction, MalfunctionStatus
from core import french


def held(promises: Mapping[str, Figure]) -> Iterator[str]:
    """Delays kept over the whole assessed year, on enough requests to be judged."""
    found = [
        f"{code} ({delays.share(one)} de {french.count(one.n, 'demande')})"
        for code, one in promises.items()
        if one.measure and one.n >= levels.ENOUGH and one.measure.is_met
    ]
    if found:
        yield f"Délais tenus sur les douze mois : {french.listed(found)}."


def reports_closed(
    session: Session, period: Period, department_id: int | None = None
) -> Iterator[str]:
    """Reports of staff that are closed, and whose action had its effect; of the whole fund, or of one department."""
    closed = (
        sa.select(sa.func.count(sa.distinct(col(Malfunction.id))))
        .select_from(Malfunction)
        .join(Cause, col(Cause.malfunction_id) == col(Malfunction.id))
        .join(Action, col(Action.id) == col(Cause.action_id))
        .where(
            col(Malfunction.status) == MalfunctionStatus.CLOSED,
            col(Malfunction.closed_on).between(period.since, period.until),
            col(Action.status) == ActionStatus.EFFECTIVE,
        )
    )
    if department_id is not None:
        closed = closed.where(col(Malfunction.department_id) == department_id)
    number = session.connection().execute(closed).scalar_one()
    if number:
        yield (
            f"{french.count(number, 'signalement')} de collaborateurs "
            f"{'clos après une action' if number == 1 else 'clos après des actions'} à l’effet constaté."
        )

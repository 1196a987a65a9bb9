"""What reports ask of somebody: to qualify and to answer for the officer, to fix for whoever leads the department."""

from datetime import date
from typing import Any

from sqlmodel import Session, col, or_, select

from actionplans.malfunctions.malfunctions import WITH_DEPARTMENT, visible_to
from actionplans.models import Malfunction, MalfunctionStatus
from actionplans.my_work.tasks import Task
from organisation import leading
from organisation.leading import Heads
from organisation.models import Role, User

S = MalfunctionStatus
OF_OFFICER = {S.REPORTED: "Qualifier", S.RESOLVED: "Faire le retour"}
OF_HEAD = {S.QUALIFIED: "Prendre en charge", S.IN_HAND: "Résoudre"}


def report_tasks(
    session: Session, user: User, today: date, heads: Heads | None = None
) -> list[Task]:
    """What waits for this person; the officer takes up what a department led by nobody has in hand."""
    waiting: list[Any] = []
    if user.role is Role.QUALITY_OFFICER:
        led = leading.heads(session, today) if heads is None else heads
        nobodys = col(Malfunction.department_id).not_in([one for one in led if one is not None])
        waiting.append(col(Malfunction.status).in_(OF_OFFICER))
        waiting.append(nobodys & col(Malfunction.status).in_(OF_HEAD))
    if places := leading.led(user):
        mine = col(Malfunction.department_id).in_(places)
        waiting.append(mine & col(Malfunction.status).in_(OF_HEAD))
    if not waiting:
        return []
    found = select(Malfunction).where(visible_to(user), or_(*waiting))
    ordered = found.options(WITH_DEPARTMENT).order_by(col(Malfunction.due_on))
    return [_task(m) for m in session.exec(ordered)]


def _task(m: Malfunction) -> Task:
    verb = (OF_OFFICER | OF_HEAD)[m.status]
    return Task(
        due_on=m.due_on,
        title=f"{verb} le dysfonctionnement {m.number}",
        detail=m.title,
        department=m.department.name if m.department else "",
        url=("malfunctions.show", {"malfunction_id": m.id}),
        verb=verb,
    )

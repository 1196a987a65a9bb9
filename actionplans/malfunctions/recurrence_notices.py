"""Reports that come back, to those who settle it: in their « À faire » until it is settled, and in one digest."""

from collections.abc import Iterator
from datetime import date, timedelta

from sqlmodel import Session

from actionplans.actions.notices import People
from actionplans.malfunctions import recurrences
from actionplans.malfunctions.recurrences import WINDOW, Recurrence
from actionplans.my_work.notices import Days, Notice
from actionplans.my_work.tasks import Task
from core import french
from core.keys import key
from organisation import leading
from organisation.models import Role, User

A_DAY = timedelta(days=1)


def recurrence_tasks(session: Session, user: User, today: date) -> list[Task]:
    """For who leads the department, and decides its actions, and for the officer; the cockpit tells management."""
    if not (user.role is Role.QUALITY_OFFICER or leading.led(user)):
        return []
    return [
        Task(
            one.decide_by,
            f"Décider : « {one.theme.title} » revient",
            said(one),
            one.department.name,
            ("recurrences.show", {"department_id": one.department.id, "theme": one.theme.code}),
            "Décider",
        )
        for one in recurrences.of_user(session, user, today)
    ]


def about_recurrences(session: Session, days: Days) -> Iterator[Notice]:
    """The morning after there are enough of them."""
    fired = [
        one for one in recurrences.found(session, days.today) if days.hold(one.fired_on + A_DAY)
    ]
    people = People(session, days.today) if fired else None
    for one in fired:
        assert people is not None
        heads = people.heads.get(one.department.id, [])
        title = f"« {one.theme.title} » revient, service {one.department.name}"
        for number in {key(user): None for user in [*heads, *people.officers]}:
            yield Notice(number, title, f"{said(one)} : une action est proposée.", path(one), one.decide_by)  # fmt: skip


def said(one: Recurrence) -> str:
    """« 4 signalements en 90 jours »."""
    return f"{french.count(len(one.reports), 'signalement')} en {french.count(WINDOW.days, 'jour')}"


def path(one: Recurrence) -> str:
    """Its page."""
    return f"/signalements/qui-revient/{one.department.id}/{one.theme.code}"

"""Departments that nobody leads, or their deputy alone: told to the administrator, who alone puts somebody at their head.

The administrator reads the name of the department and nothing of what waits in it; the officer reads the rest in « Pilotage ».
"""

from collections.abc import Iterator
from datetime import date, timedelta

from sqlmodel import Session, select

from actionplans.my_work.notices import Days, Notice
from actionplans.my_work.tasks import Task
from core.french import day
from core.keys import key
from organisation import leading, leaving
from organisation.leading import Heads
from organisation.models import Department, Role, User
from organisation.rights import Right, may

MONDAY = 0
NOBODY = "Ni responsable, ni suppléant"


def headless_tasks(
    session: Session, user: User, today: date, heads: Heads | None = None
) -> list[Task]:
    """For the administrator: each department without a head, until somebody is named."""
    if not may(user, Right.MANAGE_USERS):
        return []
    led = leading.heads(session, today) if heads is None else heads
    return [
        Task(
            None,
            f"Nommer un responsable du service {place.name}",
            f"{held_by(place, led, today)}.",
            place.name,
            ("people.index", {}),
            "Nommer",
        )
        for place in leading.without_head(session, led, today)
    ]


def about_departments(session: Session, days: Days) -> Iterator[Notice]:
    """Each Monday, while it lasts."""
    monday = days.today - timedelta(days=(days.today.weekday() - MONDAY) % 7)
    if not days.hold(monday):
        return
    led = leading.heads(session, days.today)
    without = leading.without_head(session, led, days.today)
    if not without:
        return
    told = select(User).where(User.role == Role.ADMINISTRATOR, leaving.at_work(days.today))
    for person in session.exec(told).all():
        for place in without:
            title = f"Service {place.name} sans responsable"
            said = f"{held_by(place, led, days.today)} : confiez-le à quelqu’un dans « Comptes »."
            yield Notice(key(person), title, said, "/comptes/", days.today)


def held_by(place: Department, led: Heads, today: date) -> str:
    """Who holds it meanwhile: « Tenu par Inès Roy, suppléant, jusqu’au 31 mars 2027 »."""
    deputies = led.get(place.id, [])
    if not deputies:
        return NOBODY
    said = [
        f"{person.name}{_until(person, place, today)}"
        for person in deputies
        if leading.deputises(person, place.id, today)
    ]
    return f"Tenu par un suppléant : {', '.join(said)}"


def _until(person: User, place: Department, today: date) -> str:
    lasts = [
        one.until_day for one in leading.holding(person, today) if one.department_id == place.id
    ]
    return f" (jusqu’au {day(lasts[0])})" if lasts and lasts[0] is not None else ""

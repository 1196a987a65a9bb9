"""The steps of the year in the officer's « À faire »: late ones, and those of the coming week."""

from datetime import date, timedelta

from sqlmodel import Session

from actionplans.my_work.tasks import Task
from actionplans.year import year
from actionplans.year.items import Item
from organisation.models import User
from organisation.rights import Right, may

NEAR = timedelta(days=7)
EVERYBODY = "Tous"


def year_tasks(session: Session, user: User, today: date) -> list[Task]:
    """For whoever animates: what is to do of the year's calendar."""
    if not may(user, Right.ANIMATE):
        return []
    until = today + NEAR
    found = [*year.steps(session, today.year)]
    if until.year != today.year:
        found += year.steps(session, until.year)
    return [
        _task(item)
        for item in found
        if item.done_on is None and not item.is_before and item.on <= until
    ]


def _task(item: Item) -> Task:
    place = ("year.show", {"year": item.on.year, "step": item.step})
    return Task(item.on, item.title, item.detail, EVERYBODY, place, "Ouvrir")


def coming(session: Session, user: User, today: date) -> list[Task]:
    """What is to come of this year and the next, for the officer's own calendar program."""
    if not may(user, Right.ANIMATE):
        return []
    return [
        Task(
            item.on,
            item.title,
            item.detail,
            EVERYBODY,
            ("year.index", {"annee": number, "_anchor": item.key}),
            "Ouvrir",
        )
        for number in (today.year, today.year + 1)
        for item in year.items(session, number)
        if item.is_to_come(today)
    ]

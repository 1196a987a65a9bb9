"""A department has a name of its own and at least one activity of the charter."""

from datetime import datetime

import pytest
from sqlmodel import Session

from core.errors import Refused
from organisation import charters, departments, journal


@pytest.fixture(autouse=True)
def charter(session: Session, now: datetime) -> None:
    charters.load(session, now, None)


def test_a_department_carries_its_activities(session: Session, now: datetime) -> None:
    made = departments.open_department(
        session, " Mon  service ", ["informatique", "dpo"], None, now
    )
    assert made.name == "Mon service"
    assert {activity.code for activity in made.activities} == {"informatique", "dpo"}


def test_opening_a_department_is_written_down(session: Session, now: datetime) -> None:
    made = departments.open_department(session, "Paie", ["rh_formation"], None, now)
    story = journal.about(session, f"department {made.id}")
    assert [entry.deed for entry in story] == ["open_department"]


def test_a_name_is_given_once(session: Session, now: datetime) -> None:
    departments.open_department(session, "Paie", ["rh_formation"], None, now)
    with pytest.raises(Refused, match="existe déjà"):
        departments.open_department(session, "Paie", ["direction"], None, now)


@pytest.mark.parametrize("activities", [[], ["jonglage"], ["direction", "jonglage"]])
def test_activities_are_those_of_the_charter(
    session: Session, now: datetime, activities: list[str]
) -> None:
    with pytest.raises(Refused, match="activités"):
        departments.open_department(session, "Cirque", activities, None, now)

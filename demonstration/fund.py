"""What every part of the making shares: the fund's people, its calendar, its agenda, and chance."""

from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from sqlmodel import Session

from core.settings import Settings
from demonstration.agenda import Agenda
from demonstration.calendar import Calendar
from demonstration.reading import Reading
from demonstration.staff import Staff
from organisation.models import Department, User


@dataclass
class Fund:
    """The fund in the making. `scale` 1 is the whole of it; tests make a small one."""

    settings: Settings
    calendar: Calendar
    reading: Reading
    scale: float
    chance: Random
    agenda: Agenda = field(default_factory=Agenda)
    staff: Staff = field(default_factory=lambda: Staff({}, {}))
    reports: dict[str, int] = field(default_factory=dict)
    """The reports told so far: their keys, by their number in the shipped files."""

    def person(self, session: Session, name: str) -> User:
        """Somebody of the staff, by the first part of their address."""
        return self.staff.person(session, name)

    def officer(self, session: Session) -> User:
        """The quality officer, who keeps the whole going."""
        return self.person(session, OFFICER)

    def department(self, session: Session, name: str) -> Department:
        """One of the six."""
        found = session.get(Department, self.staff.departments[name])
        assert found is not None
        return found

    @property
    def until(self) -> datetime:
        """The present moment, where the story stops."""
        return self.calendar.now


OFFICER = "helene.marchand"

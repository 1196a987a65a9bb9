"""Members' requests, as the back office exports them: cp1252, a title, a total, a few rows that are wrong.

The officer imports them twice: a first file with more than a year, a second with what came since and
what was still open.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random

from sqlmodel import Session, func, select

from actionplans.delays import files as request_files
from actionplans.delays import imports as request_imports
from actionplans.models import RequestBatch
from core import working_days
from core.clock import PARIS
from demonstration.calendar import MONTHS, moment
from demonstration.exports import ENCODING
from demonstration.fund import Fund
from organisation.models import Department, User

TITLES = ("N° demande", "N° adhérent", "Mode de réception", "Nature", "Reçue le", "AR envoyé le", "Réponse annoncée pour le", "Répondue le", "Service")  # fmt: skip
FOLDER = "demonstration-requests"
IMPORTED = (60, 3)  # days ago
DAYS_TOLD = 31 * MONTHS
ONLINE = 0.68
ANNOUNCED = 0.94
PROMISED_IN = (30, 45, 60, 90)  # days
WRONG = (
    ("guichet", "31/02/2027"),
    ("Formulaire en ligne", "31/02/2027"),
    ("accueil", ""),
)


@dataclass(frozen=True)
class Habit:
    """How many requests a department receives a month, of what nature, and how well it answers."""

    a_month: int
    natures: tuple[str, ...]
    acknowledged: float
    """Share acknowledged in time; most others are late, one in four never."""
    answered: float
    """Share answered by the day announced."""


HABITS = {
    "gestion_affiliation": Habit(42, ("Affiliation", "Affiliation", "Modification"), 0.985, 0.97),
    "gestion_retraite": Habit(50, ("Liquidation", "Relevé de carrière", "Liquidation"), 0.93, 0.88),
    "accueil_telephonique": Habit(36, ("Renseignement", "Réclamation"), 0.97, 0.93),
    "recouvrement": Habit(20, ("Échéancier", "Attestation", "Réclamation"), 0.90, 0.95),
}
"""By the activity that says which department it is."""


@dataclass(frozen=True)
class Request:
    """What truly happens to a request, past and to come."""

    number: str
    member: str
    channel: str
    nature: str
    received_on: date
    acknowledged_on: date | None
    announced_on: date | None
    answered_on: date
    department: str

    def is_closed(self, on: date) -> bool:
        """Whether nothing was left to be told of it on that day."""
        acknowledged = self.acknowledged_on is not None and self.acknowledged_on <= on
        return acknowledged and self.answered_on <= on

    def cells(self, on: date) -> list[str]:
        """The row of an export of that day: what has not happened yet is empty."""
        known = (self.received_on, self.acknowledged_on)
        days = [_written(day, on) for day in known]
        announced = f"{self.announced_on:%d/%m/%Y}" if self.announced_on else ""
        answered = _written(self.answered_on, on)
        who = [self.number, self.member, self.channel, self.nature]
        return [*who, *days, announced if days[1] or answered else "", answered, self.department]


def _written(day: date | None, on: date) -> str:
    return f"{day:%d/%m/%Y}" if day and day <= on else ""


def note(fund: Fund) -> None:
    """Write both imports in the agenda."""
    for days in IMPORTED:
        at = moment(fund.calendar.ago(days), 10, 40)
        fund.agenda.deed(at, partial(_import, fund, fund.calendar.month(0)))


def _import(fund: Fund, since: date, session: Session, now: datetime) -> None:
    places = [fund.department(session, name) for name in fund.staff.departments]
    folder = fund.settings.HOME / FOLDER
    add_requests(session, now, places, folder, since, fund.officer(session), fund.scale)


def add_requests(
    session: Session,
    now: datetime,
    departments: Sequence[Department],
    folder: Path,
    since: date,
    by: User | None = None,
    scale: float = 1.0,
) -> RequestBatch:
    """Write in `folder` the export of today and import it, as the officer does; no commit.

    Called again later with the same `since`, it tells what is new and what was open, and no more.
    """
    on = now.astimezone(PARIS).date()
    before = session.exec(select(func.max(RequestBatch.extracted_on))).one()
    told = [one for one in _requests(departments, since, scale) if one.received_on <= on]
    if before is not None:
        told = [one for one in told if one.received_on > before or not one.is_closed(before)]
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"DEMANDES_{on:%Y-%m-%d}.csv"
    _write(path, told, on)
    checked = request_files.check(session, path, path.name, on, None)
    return request_imports.import_requests(session, checked, by, now)


def _write(path: Path, told: Sequence[Request], on: date) -> None:
    with path.open("w", encoding=ENCODING, newline="") as file:
        file.write(f"Demandes reçues – édité le {on:%d/%m/%Y};;;\r\n")
        rows = csv.writer(file, delimiter=";", lineterminator=";\r\n")
        rows.writerow(TITLES)
        rows.writerows(one.cells(on) for one in told)
        for place, (channel, received) in enumerate(WRONG):
            name = told[0].department if told else ""
            number = f"{on:%y%m}-X{place}"
            rows.writerow([number, "", channel, "Renseignement", received, "", "", "", name])
        rows.writerow(["TOTAL", str(len(told)), *[""] * (len(TITLES) - 2)])


# ---------------------------------------------------------------- what happens


def _requests(departments: Sequence[Department], since: date, scale: float) -> list[Request]:
    """All of them, always the same for the same start: the past does not change between two files."""
    found: list[Request] = []
    for department in departments:
        for activity in department.activities:
            if habit := HABITS.get(activity.code):
                found += _of(department.name, activity.code, habit, since, scale)
    return sorted(found, key=lambda one: (one.received_on, one.number))


def _of(
    department: str, activity: str, habit: Habit, since: date, scale: float
) -> Iterator[Request]:
    chance = Random(f"requests {activity}")
    prefix = activity.rpartition("_")[2][:3].upper()
    for place in range(max(1, round(habit.a_month * MONTHS * scale))):
        day = since + timedelta(days=chance.randrange(DAYS_TOLD))
        received_on = working_days.first_from(day)
        yield _request(chance, habit, f"{prefix}-{place + 1:05d}", received_on, department)


def _request(
    chance: Random, habit: Habit, number: str, received_on: date, department: str
) -> Request:
    is_online = chance.random() < ONLINE
    acknowledged_on = _acknowledged_on(chance, habit, received_on, 7 if is_online else 14)
    promised = timedelta(days=chance.choice(PROMISED_IN))
    announced_on = received_on + promised if chance.random() < ANNOUNCED else None
    return Request(
        number=number,
        member=f"{chance.randrange(100_000, 999_999)}",
        channel=chance.choice(("Formulaire en ligne", "Courriel")) if is_online else "Courrier",
        nature=chance.choice(habit.natures),
        received_on=received_on,
        acknowledged_on=acknowledged_on,
        announced_on=announced_on,
        answered_on=_answered_on(chance, habit, received_on, promised),
        department=department,
    )


def _acknowledged_on(chance: Random, habit: Habit, received_on: date, limit: int) -> date | None:
    if chance.random() < habit.acknowledged:
        # A form acknowledges itself at once; a letter waits for somebody.
        days = min(chance.randint(0, limit), chance.randint(0, limit))
    elif chance.random() < 0.75:
        days = limit + chance.randint(1, 14)
    else:
        return None
    return received_on + timedelta(days=days)


def _answered_on(chance: Random, habit: Habit, received_on: date, promised: timedelta) -> date:
    if chance.random() < habit.answered:
        return received_on + promised * chance.uniform(0.2, 1.0)
    return received_on + promised + timedelta(days=chance.randint(1, 40))

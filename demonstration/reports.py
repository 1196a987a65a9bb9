"""What staff report, and what becomes of it: the shipped reports, told over the year and a half."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, partial
from itertools import chain
from pathlib import Path
from typing import Any

import yaml
from sqlmodel import Session, col, select

from actionplans.malfunctions import attaching, malfunctions, reporting
from actionplans.malfunctions.malfunctions import Handling, Qualification
from actionplans.malfunctions.reporting import Told
from actionplans.models import CauseFamily, Frequency, Malfunction, MalfunctionStatus, ReportMode
from analysis.corpus import FOLDER
from analysis.indicators import measures
from core import working_days
from core.clock import PARIS
from core.keys import key
from demonstration import screens
from demonstration.calendar import moment
from demonstration.fund import Fund
from organisation import charters
from organisation.models import Commitment, Role, User

FILE = Path(__file__).with_name("reports.yaml")
FROM_MONTH = 2
FRIDAY = 4
MODES = {ReportMode.SIGNED: 30, ReportMode.CONFIDENTIAL: 50, ReportMode.ANONYMOUS: 20}
JOINED, ASKED, SLOW = 0.85, 0.15, 0.12
# Working days until a department takes a report in hand, solves it, and the officer tells its author.
TO_TAKE, TO_SOLVE, TO_TELL, WHEN_SLOW = (1, 10), (8, 45), (2, 12), 25
SEVERITIES = {2: 20, 3: 55, 4: 25}


@dataclass(frozen=True)
class Line:
    """One report of the shipped files."""

    id: str
    department: str
    text: str
    repeats: str
    """The earlier one that tells the same; empty for most."""


@cache
def described() -> dict[str, Any]:
    """What the file says of their departments and of what becomes of them."""
    content: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return content


def lines() -> list[Line]:
    """The reports of both files, one of each in turn, in their order of arrival."""
    return list(chain.from_iterable(zip(_lines("a"), _lines("b"), strict=True)))


def _lines(letter: str) -> list[Line]:
    place = described()["departments"]
    with (FOLDER / f"malfunctions_{letter}.csv").open(encoding="utf-8", newline="") as file:
        return [
            Line(
                f"{letter}{row['id']}",
                place[row["service"]],
                f"{row['title']}. {row['description']}",
                f"{letter}{row['duplicate_of']}" if row["duplicate_of"] else "",
            )
            for row in csv.DictReader(file)
        ]


def note(fund: Fund) -> None:
    """Write in the agenda the reports, and the officer's weekly desk."""
    told = _some(fund, lines())
    start = fund.calendar.month(FROM_MONTH)
    days = (fund.calendar.today - start).days
    for place, line in enumerate(told):
        after = int(days * (place + fund.chance.random()) / len(told))
        day = working_days.first_from(start + timedelta(days=after))
        at = moment(day, fund.chance.randint(8, 17), fund.chance.randint(0, 59))
        fund.agenda.deed(at, partial(_report, fund, line))
    desk = Desk(fund, {line.id: line for line in told})
    for day in fund.calendar.working_days():
        if day >= start and day.weekday() == FRIDAY:
            fund.agenda.deed(moment(day, 15), desk.work, after_reading=True)


def _some(fund: Fund, told: Sequence[Line]) -> list[Line]:
    """As many as the scale says, in their order."""
    kept = fund.chance.sample(range(len(told)), round(len(told) * fund.scale))
    return [told[place] for place in sorted(kept)]


def _report(fund: Fund, line: Line, session: Session, now: datetime) -> None:
    department_id = fund.staff.departments[line.department]
    mode = fund.chance.choices(list(MODES), list(MODES.values()))[0]
    touches = "adhérent" in line.text or "retraité" in line.text
    told = Told(line.text, mode, department_id, touches)
    by = fund.chance.choice(_colleagues(session, department_id))
    report, _ = reporting.report(session, told, by, now)
    fund.reports[line.id] = key(report)
    if shown := described()["screens"].get(line.id):
        file = attaching.prepared(screens.capture(shown), mode)
        attaching.attach(session, report, file, now)


def _colleagues(session: Session, department_id: int) -> Sequence[User]:
    """Who works there, management apart."""
    wanted = [Role.COLLABORATOR, Role.HEAD]
    people = select(User).where(User.department_id == department_id, col(User.role).in_(wanted))
    return session.exec(people.order_by(col(User.id))).all()


class Desk:
    """The officer looks at what came in; each report then goes its way."""

    def __init__(self, fund: Fund, lines: dict[str, Line]) -> None:
        self.fund, self.chance, self.lines = fund, fund.chance, lines

    def work(self, session: Session, now: datetime) -> None:
        """Judge every report that was read."""
        new = select(Malfunction).where(
            Malfunction.status == MalfunctionStatus.REPORTED,
            Malfunction.text != "",
            Malfunction.reported_on < now.astimezone(PARIS).date(),
        )
        told = {number: self.lines[name] for name, number in self.fund.reports.items()}
        for report in session.exec(new.order_by(col(Malfunction.id))):
            self._judge(session, report, told[key(report)], now)

    def _judge(self, session: Session, report: Malfunction, line: Line, now: datetime) -> None:
        officer, said = self.fund.officer(session), described()
        earlier = session.get(Malfunction, self.fund.reports.get(line.repeats, 0))
        if earlier is not None and earlier.text and self.chance.random() < JOINED:
            malfunctions.join(session, report, earlier, officer, now)
        elif line.id in said["redirected"]:
            malfunctions.redirect(session, report, said["redirected"][line.id], officer, now)
        elif line.id in said["dropped"]:
            malfunctions.drop(session, report, said["dropped"][line.id], officer, now)
        else:
            self._qualify(session, report, line, officer, now)

    def _qualify(
        self, session: Session, report: Malfunction, line: Line, officer: User, now: datetime
    ) -> None:
        department = self.fund.department(session, self._entrusted_to(line))
        judged = Qualification(
            self._severity(line),
            department,
            report.theme,
            _commitment(session, report.theme),
            Frequency.OFTEN if line.repeats else Frequency.SOMETIMES,
        )
        malfunctions.qualify(session, report, judged, officer, now)
        if self.chance.random() < ASKED:
            reporting.add_word(session, report, described()["questions"], now, from_reporter=False)
            self._later(report, now, (1, 3), self._reply)
        slow = WHEN_SLOW if self.chance.random() < SLOW else 0
        self._later(report, now, (TO_TAKE[0], TO_TAKE[1] + slow), self._take)

    def _entrusted_to(self, line: Line) -> str:
        text, said = line.text.lower(), described()
        computing = any(word in text for word in said["for_computing"])
        if computing and self.chance.random() < 0.4:
            return str(said["computing"])
        return line.department

    def _severity(self, line: Line) -> int:
        said = described()
        if line.id in said["grave"]:
            return 1
        if line.id in said["serious"]:
            return 2
        return self.chance.choices(list(SEVERITIES), list(SEVERITIES.values()))[0]

    # ------------------------------------------------------------ its way

    def _later(
        self, report: Malfunction, now: datetime, between: tuple[int, int], step: Any
    ) -> None:
        """Some working days later, by the hand of whoever does this step."""
        days = self.chance.randint(*between)
        day = working_days.after(now.astimezone(PARIS).date(), days)
        at = moment(day, self.chance.randint(9, 17), self.chance.randint(0, 59))
        self.fund.agenda.deed(at, partial(step, key(report)), after_reading=True)

    def _of(self, session: Session, number: int) -> tuple[Malfunction, User]:
        """The report, and the head of the department it was entrusted to."""
        report = session.get(Malfunction, number)
        assert report is not None
        head = select(User).where(
            User.department_id == report.department_id, User.role == Role.HEAD
        )
        return report, session.exec(head).one()

    def _reply(self, number: int, session: Session, now: datetime) -> None:
        report, _ = self._of(session, number)
        said = self.chance.choice(described()["replies"])
        reporting.add_word(session, report, said, now, from_reporter=True)

    def _take(self, number: int, session: Session, now: datetime) -> None:
        report, head = self._of(session, number)
        family = described()["families"].get(report.theme, "organisation")
        malfunctions.take_in_hand(session, report, head, now, Handling(CauseFamily(family)))
        self._later(report, now, TO_SOLVE, self._resolve)

    def _resolve(self, number: int, session: Session, now: datetime) -> None:
        report, head = self._of(session, number)
        assert report.department is not None
        fix = self.chance.choice(described()["fixes"][report.department.name])
        malfunctions.resolve(session, report, fix, head, now)
        self._later(report, now, TO_TELL, self._close)

    def _close(self, number: int, session: Session, now: datetime) -> None:
        report, _ = self._of(session, number)
        outcome = self.chance.choice(described()["outcomes"]).format(fix=report.fix)
        malfunctions.close(session, report, outcome, self.fund.officer(session), now)


def _commitment(session: Session, theme: str) -> Commitment | None:
    """The promise closest to what the report is about, if there is one."""
    promised = measures.theme(theme).commitments if theme else ()
    known = charters.by_code(session)
    return next((known[code] for code in promised if code in known), None)

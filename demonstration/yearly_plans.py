"""The departments' plans: the year's, approved in spring, one of them closed; the next year's, on their way; actions cut into milestones."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any

import yaml
from sqlmodel import Session, col, select

from actionplans.actions import milestones, proofs, steps, story
from actionplans.assessments.evidence import Proof
from actionplans.models import Action, YearlyPlan
from actionplans.plans import approving, candidates, closing, plans, preparing
from core.errors import Refused
from core.keys import key
from demonstration.calendar import moment
from demonstration.fund import Fund
from organisation.models import Role, User

FILE = Path(__file__).with_name("yearly_plans.yaml")
BEGUN_BEFORE = {"year": 220, "next": 18}  # days before today
CLOSED_BEFORE = 12
APPROVER = "philippe.delorme"


@cache
def described() -> dict[str, Any]:
    """Aims, stages, reasons and milestones, as the file tells them."""
    content: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return content


def note(fund: Fund) -> None:
    """Write every plan in the agenda, one department after the other."""
    for when in BEGUN_BEFORE:
        lines = described()[when]
        begun = fund.calendar.ago(BEGUN_BEFORE[when])
        year = begun.year if when == "year" else fund.calendar.ago(BEGUN_BEFORE["year"]).year + 1
        for place, (name, line) in enumerate(lines.items()):
            Preparing(fund, name, year, line).note(begun, 9 + place)
    for line in described()["cut"]:
        Cut(fund, line).note()


@dataclass(frozen=True)
class Preparing:
    """The plan of one department, up to its stage."""

    fund: Fund
    department: str
    year: int
    line: dict[str, str]

    def note(self, begun: date, hour: int) -> None:
        """Begun, then decided some days later, closed before today."""
        calendar = self.fund.calendar
        self._at(begun, hour, self.prepare)
        decided = calendar.ago((calendar.today - begun).days - 9)
        if self.line["stage"] in ("approved", "closed", "returned"):
            self._at(decided, hour, self.decide)
        if self.line["stage"] == "closed":
            self._at(calendar.ago(CLOSED_BEFORE), 16, self.close)

    def _at(self, day: date, hour: int, deed: Any) -> None:
        self.fund.agenda.deed(moment(day, hour, 20), deed, after_reading=True)

    def prepare(self, session: Session, now: datetime) -> None:
        """The head writes the aims, keeps what is decided, and hands it to management."""
        head = self._head(session)
        department = self.fund.department(session, self.department)
        plan = preparing.open_plan(session, department, self.year, head, now)
        held = [
            key(action)
            for action in candidates.of(session, plan)
            if action.decided_on and action.owner_id and action.due_on
        ]
        because = "" if held else self.line["without"]
        preparing.write(session, plan, self.line["aims"], because, held, head, now)
        if self.line["stage"] != "in_preparation":
            preparing.submit(session, plan, head, now)

    def decide(self, session: Session, now: datetime) -> None:
        """Management says yes, or what is to be looked at again."""
        plan, by = self._plan(session), self.fund.person(session, APPROVER)
        if self.line["stage"] == "returned":
            approving.send_back(session, plan, self.line["returned"], by, now)
        else:
            approving.approve(session, plan, self.fund.settings, by, now)

    def close(self, session: Session, now: datetime) -> None:
        """The officer closes a plan whose actions have all ended; another waits for December."""
        plan = self._plan(session)
        if not closing.too_early(plan, story.today(now)):
            closing.close(session, plan, self.line["lessons"], self.fund.officer(session), now)

    def _plan(self, session: Session) -> YearlyPlan:
        number = self.fund.staff.departments[self.department]
        found = plans.of(session, number, self.year)
        if found is None:
            raise Refused("Commencez ce plan avant d’en décider.")
        return found

    def _head(self, session: Session) -> User:
        return _head_of(session, self.fund.staff.departments[self.department])


def _head_of(session: Session, department_id: int) -> User:
    heads = select(User).where(User.department_id == department_id, User.role == Role.HEAD)
    return session.exec(heads).one()


@dataclass(frozen=True)
class Cut:
    """An action cut into milestones by its head; one reached in time is told, and a proof joined."""

    fund: Fund
    line: dict[str, Any]

    def note(self) -> None:
        """Each on its day."""
        self._at(self.line["at"], 9, self.begin)
        for place, one in enumerate(self.line["milestones"]):
            if "reached" in one:
                self._at(one["reached"], 14, partial(self.reach, place))
        if "proof" in self.line:
            self._at(self.line["proof"]["at"], 15, self.prove)

    def _at(self, days: int, hour: int, deed: Any) -> None:
        day = self.fund.calendar.day(days)
        self.fund.agenda.deed(moment(day, hour, 40), deed, after_reading=True)

    def begin(self, session: Session, now: datetime) -> None:
        """The head cuts it."""
        action = self._action(session)
        if action is None:
            return
        head = _head_of(session, action.department_id)
        for one in self.line["milestones"]:
            due_on = self.fund.calendar.day(one["due"])
            if steps.is_open("milestone", action, head) and due_on <= (action.due_on or due_on):
                milestones.add(session, action, one["title"], due_on, head, now)

    def reach(self, place: int, session: Session, now: datetime) -> None:
        """Its owner says that a part is done."""
        action = self._action(session)
        title = self.line["milestones"][place]["title"]
        if action is None or not steps.is_open("milestone", action, self._owner(session, action)):
            return
        for one in action.milestones:
            if one.title == title:
                milestones.end(session, action, one, self._owner(session, action), now)

    def prove(self, session: Session, now: datetime) -> None:
        """Its owner joins a proof, that the officer has still to judge."""
        action, said = self._action(session), self.line["proof"]
        if action is None or not steps.is_open("prove", action, self._owner(session, action)):
            return
        today = story.today(now)
        proof = Proof(said["title"], said["location"], today, today + timedelta(days=365))
        proofs.bring(session, action, proof, self._owner(session, action), now)

    def _action(self, session: Session) -> Action | None:
        beginning = self.line["action"]
        return session.exec(select(Action).where(col(Action.title).startswith(beginning))).first()

    def _owner(self, session: Session, action: Action) -> User:
        owner = session.get(User, action.owner_id) if action.owner_id else None
        return owner or _head_of(session, action.department_id)

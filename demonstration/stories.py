"""What was decided on themes, reports and findings, and what became of it: `stories.yaml`, lived through."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any

import yaml
from sqlmodel import Session, select

from actionplans.actions import actions, decisions, verifying
from actionplans.actions.actions import Origin, Terms
from actionplans.actions.decisions import Subject
from actionplans.models import (
    Action,
    Assessment,
    Direction,
    Malfunction,
    PublishedChange,
    Rating,
)
from actionplans.tracing import publishing, whole_chains
from actionplans.tracing.whole_chains import Candidate, Words
from analysis.indicators import measures
from core.clock import PARIS
from core.errors import Refused
from core.keys import key
from demonstration.calendar import moment
from demonstration.fund import Fund
from organisation.models import Commitment, User

FILE = Path(__file__).with_name("stories.yaml")
Line = dict[str, Any]


@cache
def described() -> Sequence[Line]:
    """The stories, as the file tells them."""
    told: list[Line] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return told


def note(fund: Fund) -> None:
    """Write every story in the agenda."""
    for line in described():
        Story(fund, line).note()


class Story:
    """One decision or action from its beginning to where it stands today."""

    begins_read = True
    """Whether it begins with something that was read; an idea is told first, and read then."""

    def __init__(self, fund: Fund, line: Line) -> None:
        self.fund, self.line = fund, line
        self.action_id: int | None = None
        self.decision_id: int | None = None

    def note(self) -> None:
        """Its beginning and its steps, at their days, one hour after the other on the same day."""
        begins = self.line["topic"]["at"] if "topic" in self.line else self.line["at"]
        self._note(begins, 9, self._begin, self.begins_read)
        for place, step in enumerate(self.line.get("steps", ())):
            self._note(step["at"], 10 + place % 8, partial(self._take, step))

    def _note(
        self,
        at: Any,
        hour: int,
        deed: Callable[[Session, datetime], None],
        after_reading: bool = True,
    ) -> None:
        when = moment(self.fund.calendar.day(at), hour, self.fund.chance.randint(0, 59))
        self.fund.agenda.deed(when, deed, after_reading)

    # ------------------------------------------------------------ how it begins

    def _begin(self, session: Session, now: datetime) -> None:
        if "topic" in self.line:
            self._decide_topic(session, now)
        elif (origin := self._origin(session)) is not None:
            department = self.fund.department(session, self.line["department"])
            by = self._person(session, self.line["by"])
            self._follow(
                actions.propose(session, self.line["title"], department, [origin], by, now)
            )

    def _decide_topic(self, session: Session, now: datetime) -> None:
        topic = self.line["topic"]
        subject = Subject(measures.theme(topic["theme"]), *_last_quarter(now))
        by = self._person(session, topic["by"])
        if "reason" in topic:
            review = self.fund.calendar.day(topic["review"])
            made = decisions.decide_no_action(session, subject, topic["reason"], review, by, now)
            self.decision_id = key(made)
            return
        department = self.fund.department(session, self.line["department"])
        self._follow(
            decisions.decide_action(session, subject, self.line["title"], department, by, now)
        )

    def _follow(self, action: Action) -> None:
        self.action_id = key(action)

    def _origin(self, session: Session) -> Origin | None:
        """The report or the finding it comes from; None when a small demonstration has none."""
        if "report" in self.line:
            number = self.fund.reports.get(self.line["report"])
            return session.get(Malfunction, number) if number else None
        wanted = self.line["rating"]
        department_id = self.fund.staff.departments[wanted["department"]]
        found = (
            select(Rating)
            .join(Assessment)
            .join(Commitment)
            .where(
                Assessment.department_id == department_id, Commitment.code == wanted["commitment"]
            )
        )
        return session.exec(found.order_by(Rating.id)).first()  # type: ignore[arg-type]

    def _person(self, session: Session, name: str) -> User:
        return self.fund.person(session, name)

    # ------------------------------------------------------------ its steps

    def _take(self, step: Line, session: Session, now: datetime) -> None:
        by = self._person(session, step.get("by") or self.line["owner"])
        taking = Taking(self.fund, step, session, by, now)
        if step["do"] in ("prepare", "publish"):
            _tell(taking, self.action_id, self.decision_id)
        elif self.action_id is not None:
            action = session.get(Action, self.action_id)
            assert action is not None
            name = step.get("owner") or self.line.get("owner")
            owner = self._person(session, name) if name else by
            STEPS[step["do"]](taking, action, owner)


def _last_quarter(now: datetime) -> tuple[date, date]:
    """The quarter that was over on that day."""
    first, _ = measures.quarter_of(now.astimezone(PARIS).date())
    return measures.quarter_of(first - timedelta(days=1))


@dataclass(frozen=True)
class Taking:
    """One step being taken: what the file says of it, by whom, when."""

    fund: Fund
    line: Line
    session: Session
    by: User
    now: datetime

    def day(self, name: str) -> date:
        """A day that the step names."""
        return self.fund.calendar.day(self.line[name])

    @property
    def who(self) -> tuple[User, datetime]:
        return self.by, self.now


def _decide(taking: Taking, action: Action, owner: User) -> None:
    line = taking.line
    terms = Terms(
        owner=owner,
        due_on=taking.day("due"),
        expected=line["expected"],
        expected_proof=line["expected_proof"],
        indicator=line.get("indicator", ""),
        direction=Direction(line["direction"]) if "direction" in line else None,
        window_months=line.get("window", 6),
    )
    actions.decide(taking.session, action, terms, *taking.who)


def _start(taking: Taking, action: Action, owner: User) -> None:
    actions.start(taking.session, action, *taking.who)


def _note(taking: Taking, action: Action, owner: User) -> None:
    actions.note(taking.session, action, taking.line["text"], *taking.who)


def _postpone(taking: Taking, action: Action, owner: User) -> None:
    actions.postpone(taking.session, action, taking.day("due"), taking.line["reason"], *taking.who)


def _suspend(taking: Taking, action: Action, owner: User) -> None:
    actions.suspend(taking.session, action, taking.line["reason"], taking.day("until"), *taking.who)


def _finish(taking: Taking, action: Action, owner: User) -> None:
    actions.finish(taking.session, action, taking.line["proof"], *taking.who)


def _refuse(taking: Taking, action: Action, owner: User) -> None:
    actions.refuse(taking.session, action, taking.line["reason"], *taking.who)


def _verify(taking: Taking, action: Action, owner: User) -> None:
    is_effective = taking.line.get("effective", False)
    evaluation = taking.line["evaluation"]
    verifying.verify(taking.session, action, *taking.who, evaluation, is_effective)


STEPS: dict[str, Callable[[Taking, Action, User], None]] = {
    "decide": _decide,
    "start": _start,
    "note": _note,
    "postpone": _postpone,
    "suspend": _suspend,
    "finish": _finish,
    "refuse": _refuse,
    "verify": _verify,
}


# ---------------------------------------------------------------- told to the public


def _tell(taking: Taking, action_id: int | None, decision_id: int | None) -> None:
    """Prepare or approve what the public reads; below ten voices the chain stays inside."""
    kind, number = ("action", action_id) if action_id else ("decision", decision_id)
    today = taking.now.astimezone(PARIS).date()
    try:
        one = whole_chains.candidate(taking.session, kind, number or 0, today)
    except Refused:  # its chain is not whole: nothing to tell
        return
    if one.enough_voices:
        PUBLIC[taking.line["do"]](taking, one)


def _prepare(taking: Taking, one: Candidate) -> None:
    line = taking.line
    words = Words(line["said"], line["decided"], line.get("done", ""))
    publishing.prepare(taking.session, one, words, *taking.who)


def _publish(taking: Taking, one: Candidate) -> None:
    told = select(PublishedChange)
    if one.action:
        told = told.where(PublishedChange.action_id == one.action.id)
    else:
        told = told.where(PublishedChange.topic_decision_id == one.decision.id)
    change = taking.session.exec(told).one()
    words = Words(change.said, change.decided, change.done)
    publishing.publish(taking.session, change, words, *taking.who)


PUBLIC: dict[str, Callable[[Taking, Candidate], None]] = {
    "prepare": _prepare,
    "publish": _publish,
}

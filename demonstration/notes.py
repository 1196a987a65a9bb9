"""The officer's year: the last notes of the month, sent and read, and the usual steps taken as they came."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from random import Random
from typing import Any

import yaml
from sqlmodel import Session, col, select

from actionplans.models import NoteReader
from actionplans.notes import notes, preparing, readers
from actionplans.year import moving, usual
from core import working_days
from core.keys import key
from demonstration.calendar import LAST, moment
from demonstration.fund import Fund
from organisation.models import User

FILE = Path(__file__).with_name("notes.yaml")
SEED = 12
READ_IN = 9  # working days at most, after which whoever has not read never does
LEFT_OPEN = ("label-blanc",)  # a step the officer has let pass
ENDED_BEFORE = timedelta(days=10)


@cache
def described() -> list[dict[str, Any]]:
    """The officer's words, as the file tells them."""
    content: list[dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return content


def note(fund: Fund) -> None:
    """Write the last notes and the steps of the year and a half in the agenda."""
    chance, told = Random(SEED), described()
    for place, line in enumerate(told):
        Sending(fund, LAST - len(told) + 1 + place, line, Random(chance.random())).note()
    for year in range(fund.calendar.month(0).year, fund.calendar.today.year + 1):
        for step in usual.steps().values():
            _note_step(fund, step, year, chance)


def _note_step(fund: Fund, step: usual.Usual, year: int, chance: Random) -> None:
    """Taken within two days, unless it is done by itself, came before the story, or is too near to be certain."""
    day = working_days.first_from(step.due_on(year) + timedelta(days=chance.randint(0, 2)))
    first, last = fund.calendar.month(0), fund.calendar.today - ENDED_BEFORE
    if not step.fact and step.code not in LEFT_OPEN and first < day < last:
        fund.agenda.deed(moment(day, 17, chance.randint(0, 59)), partial(_end, fund, year, step.code), after_reading=True)  # fmt: skip


def _end(fund: Fund, year: int, code: str, session: Session, now: datetime) -> None:
    moving.end(session, moving.find(session, year, code), fund.officer(session), now)


@dataclass
class Sending:
    """One note: prepared by itself, given a word and sent the next day, read in the days after."""

    fund: Fund
    month: int
    line: dict[str, Any]
    chance: Random

    def note(self) -> None:
        """Its steps, at their days."""
        prepared_on, sent_on = (self.fund.calendar.working_day(self.month, rank) for rank in (1, 2))
        self.fund.agenda.deed(moment(prepared_on, 6, 15), preparing.prepare_due, after_reading=True)
        self.fund.agenda.deed(moment(sent_on, 11, 20), self.send, after_reading=True)
        for rank in range(3, 3 + READ_IN):
            day = self.fund.calendar.working_day(self.month, rank)
            self.fund.agenda.deed(moment(day, 9, 40), partial(self.read, rank), after_reading=True)

    @property
    def told(self) -> date:
        """The month it tells."""
        return notes.last_month(self.fund.calendar.month(self.month))

    def send(self, session: Session, now: datetime) -> None:
        """The officer adds a word, and sends it."""
        by, found = self.fund.officer(session), notes.at(session, self.told)
        assert found is not None
        texts = {**found.sections, "word": self.line["word"]}
        notes.write(session, found, texts, by, now)
        notes.send(session, found, self.fund.settings, by, now)

    def read(self, rank: int, session: Session, now: datetime) -> None:
        """Some of those who have not yet, fewer each day, so that in the end the share of the file has."""
        found = notes.at(session, self.told)
        assert found is not None
        waiting = select(NoteReader).where(
            NoteReader.note_id == key(found), col(NoteReader.read_on).is_(None)
        )
        for one in session.exec(waiting.order_by(col(NoteReader.user_id))).all():
            if self.chance.random() < self.line["read"] / (rank - 1):
                person = session.get(User, one.user_id)
                assert person is not None
                readers.read(session, found, person, now)

"""The agenda: what is done at which moment of the year and a half, in two columns.

One column lives by itself: files come in, invitations leave, members answer. The other depends on
what was read of it: themes are decided, reports judged. Both advance to a first stop, one after the
other, then to the next: so the language models read while the first column goes on.
"""

import heapq
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

import sqlalchemy as sa
from sqlmodel import Session

from core import clock
from core.database import open_session

Deed = Callable[[Session, datetime], object]
Step = Callable[[sa.Engine, datetime], object]
Tell = Callable[[datetime], None]


@dataclass(order=True)
class Entry:
    """One thing to do; of two at one moment, the first noted is done first."""

    at: datetime
    rank: int
    step: Step = field(compare=False)


class Agenda:
    """Things to do, at moments that the whole process then believes in."""

    def __init__(self) -> None:
        self._columns: dict[bool, list[Entry]] = {False: [], True: []}
        self._ranks = count()

    def deed(self, at: datetime, deed: Deed, after_reading: bool = False) -> None:
        """Do this deed then, in a transaction of its own."""

        def step(engine: sa.Engine, now: datetime) -> None:
            with open_session(engine) as session:
                deed(session, now)
                session.commit()

        self.step(at, step, after_reading)

    def step(self, at: datetime, step: Step, after_reading: bool = False) -> None:
        """The same for what opens its own sessions."""
        heapq.heappush(self._columns[after_reading], Entry(at, next(self._ranks), step))

    def run(self, engine: sa.Engine, stops: Sequence[datetime], read: Tell, tell: Tell) -> None:
        """Do everything up to the last stop; what lies beyond is left to the future.

        `read` is called at each stop between the two columns, outside of any transaction: it returns
        once everything written so far has been read. `tell` hears the moment of each thing done.
        """
        for stop in stops:
            self._advance(engine, stop, False, tell)
            read(stop)
            self._advance(engine, stop, True, tell)

    def _advance(self, engine: sa.Engine, until: datetime, after_reading: bool, tell: Tell) -> None:
        entries = self._columns[after_reading]
        while entries and entries[0].at <= until:
            entry = heapq.heappop(entries)
            tell(entry.at)
            with clock.moved_to(entry.at):
                entry.step(engine, entry.at)

"""Members who must not be written to: deaths, objections, protections, disputes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from organisation.models import User
from survey.desk import events, member_numbers
from survey.desk.status_changes import OPEN
from survey.models import EventBatch, Invitation, LeftOut, Suppression
from survey.registers.cells.numbers import same_member
from survey.registers.remarks import Remark
from survey.registers.rows import Row
from survey.registers.titles import Vocabulary
from survey.registers.values import Values
from survey.status_files.base import (
    MEMBER,
    NUMBER,
    NUMBERS,
    Cells,
    Consequence,
    Effect,
    concerned,
    member_told,
)


@dataclass
class Suppressed:
    """A list of members with, perhaps, the day it is true from (the day of the import otherwise)."""

    name: str
    label: str
    hint: str
    reason: LeftOut
    vocabulary: Vocabulary
    can_be_taken_back: bool = True

    def judge(self, cells: Cells, today: date) -> tuple[Values, Sequence[Remark]]:
        return member_told(cells, today)

    def consequences(self, session: Session, rows: Sequence[Row]) -> list[Consequence]:
        known = member_numbers.writings(session, [row.values.member_number or "" for row in rows])
        noted = self._noted(session, list(known.values()))
        is_open = col(Invitation.status).in_(OPEN)
        stopped = concerned(session, NUMBERS, list(known.values()), is_open)
        found = []
        for row in rows:
            member = known[same_member(row.values.member_number or "")]
            effect = Effect.KNOWN if member in noted else Effect.STOPS
            found.append(Consequence(row, effect, member, stopped[member]))
        return found

    def _noted(self, session: Session, members: list[str]) -> set[str]:
        lines = select(Suppression.member_number).where(Suppression.reason == self.reason)
        return {
            number
            for part in member_numbers.parts(members)
            for number in session.exec(lines.where(col(Suppression.member_number).in_(part)))
        }

    def apply(
        self,
        session: Session,
        consequence: Consequence,
        batch: EventBatch,
        by: User | None,
        now: datetime,
    ) -> None:
        since = consequence.row.values.event_date
        events.stop_member(session, batch, consequence.member, self.reason, by, now, since)


def _since(*titles: str) -> Vocabulary:
    """A number, and a day under one of these titles."""
    return Vocabulary(
        {**MEMBER, "since": (*titles, "date", "depuis", "date effet", "jour")},
        NUMBER,
        nothing="aucun adhérent",
        labels={"member_number": "numéro d’adhérent", "since": "date"},
    )


DEATHS = Suppressed(
    "deces",
    "Décès",
    "Le numéro d’adhérent de chaque personne décédée et, si vous l’avez, la date du décès.",
    LeftOut.DECEASED,
    _since("date deces", "date dc", "date dcd", "deces"),
)
OBJECTIONS = Suppressed(
    "oppositions",
    "Oppositions",
    "Le numéro d’adhérent de chaque personne qui refuse les enquêtes et, si vous l’avez, la date.",
    LeftOut.OBJECTION,
    _since("date opposition", "date demande", "date refus"),
)
PROTECTIONS = Suppressed(
    "protections",
    "Tutelles et curatelles",
    "Le numéro d’adhérent de chaque personne protégée et, si vous l’avez, la date de la mesure.",
    LeftOut.PROTECTED,
    _since("date mesure", "date protection", "date tutelle", "date jugement"),
)
DISPUTES = Suppressed(
    "litiges",
    "Litiges",
    "Le numéro d’adhérent de chaque personne en litige avec la caisse et, si vous l’avez, la date.",
    LeftOut.DISPUTE,
    _since("date litige", "date recours", "date saisine"),
)

"""Letters that came back (NPAI), as the post or the print shop lists them: it ends there."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session

from survey.desk import member_numbers
from survey.models import Invitation, InvitationStatus
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
    InError,
    concerned,
    member_told,
)


class ReturnedLetters(InError):
    """The number of each member whose letter came back, and the day it did."""

    name = "courriers-revenus"
    label = "Courriers revenus (NPAI)"
    hint = "Le numéro d’adhérent de chaque courrier revenu et, si vous l’avez, la date du retour."
    vocabulary = Vocabulary(
        {
            **MEMBER,
            "since": ("date retour", "date", "date npai", "jour", "date pnd"),
        },
        NUMBER,
        nothing="aucun courrier",
        labels={"member_number": "numéro d’adhérent", "since": "date du retour"},
    )

    def judge(self, cells: Cells, today: date) -> tuple[Values, Sequence[Remark]]:
        return member_told(cells, today)

    def consequences(self, session: Session, rows: Sequence[Row]) -> list[Consequence]:
        known = member_numbers.writings(session, [row.values.member_number or "" for row in rows])
        sent = Invitation.channel == "letter", Invitation.status == InvitationStatus.SENT
        waiting = concerned(session, NUMBERS, list(known.values()), *sent)
        found = []
        for row in rows:
            member = known[same_member(row.values.member_number or "")]
            theirs = waiting[member]
            effect = Effect.ENDS if theirs else Effect.NOTHING
            found.append(Consequence(row, effect, member, theirs))
        return found

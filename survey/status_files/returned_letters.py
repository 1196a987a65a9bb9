"""Letters that came back (NPAI), as the post or the print shop lists them: it ends there."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session, col, select

from organisation.models import User
from survey import bounces, member_numbers
from survey.models import EventBatch, Invitation, InvitationStatus, LifeEvent
from survey.registers.cells import numbers
from survey.registers.cells.numbers import same_member
from survey.registers.remarks import Remark
from survey.registers.rows import Row
from survey.registers.titles import Vocabulary
from survey.registers.values import Values
from survey.status_files.base import MEMBER, NUMBER, Cells, Consequence, Effect
from survey.status_files.days import past_day


class ReturnedLetters:
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
    can_be_taken_back = False

    def judge(self, cells: Cells, today: date) -> tuple[Values, Sequence[Remark]]:
        number = numbers.member_number(cells["member_number"])
        day = past_day(cells["since"], today)
        values = Values(member_number=number.value, event_date=day.value)
        return values, (*number.remarks, *day.remarks)

    def consequences(self, session: Session, rows: Sequence[Row]) -> list[Consequence]:
        known = member_numbers.writings(session, [row.values.member_number or "" for row in rows])
        waiting = _waiting(session, list(known.values()))
        found = []
        for row in rows:
            member = known[same_member(row.values.member_number or "")]
            theirs = waiting.get(member, [])
            effect = Effect.ENDS if theirs else Effect.NOTHING
            found.append(Consequence(row, effect, member, theirs))
        return found

    def apply(
        self,
        session: Session,
        consequence: Consequence,
        batch: EventBatch,
        by: User | None,
        now: datetime,
    ) -> None:
        for invitation in consequence.invitations:
            bounces.address_in_error(session, invitation, by, now)


def _waiting(session: Session, members: list[str]) -> dict[str, list[Invitation]]:
    """The letters sent to these members that wait for an answer, by number."""
    found: dict[str, list[Invitation]] = {}
    for part in member_numbers.parts(members):
        theirs = (
            select(LifeEvent.member_number, Invitation)
            .join(Invitation)
            .where(
                col(LifeEvent.member_number).in_(part),
                Invitation.channel == "letter",
                Invitation.status == InvitationStatus.SENT,
            )
        )
        for number, invitation in session.exec(theirs):
            found.setdefault(number, []).append(invitation)
    return found

"""The pile of sheets that wait for a second entry, or for somebody to settle what the two entries disagree on."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from core.lists import Slice, sliced
from organisation import leading
from organisation.models import User
from survey.answering import invitations
from survey.models import Invitation, LifeEvent, SecondEntry

SHOWN_SIGNS = 4  # of the code: enough to find the sheet in its pile, not to open a questionnaire


class Rest(StrEnum):
    """What remains to be done with a sheet, for whoever looks; its place in the address."""

    KEY_AGAIN = "seconde-saisie"
    SETTLE = "trancher"
    HAND_OVER = "confier"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    Rest.KEY_AGAIN: "à saisir une seconde fois",
    Rest.SETTLE: "à trancher, la feuille en main",
    Rest.HAND_OVER: "à confier à une autre personne que vous",
}


@dataclass(frozen=True)
class Waiting:
    """One sheet: found in its pile by the start of its code."""

    starts_with: str
    keyed_on: date
    closes_on: date | None
    rest: Rest


def counts(session: Session, by: User) -> dict[Rest, int]:
    """How many sheets wait for each thing; none that this person's department is judged by."""
    rest = _rest(by)
    counted = (
        select(rest, func.count())
        .select_from(SecondEntry)
        .join(Invitation, col(Invitation.id) == SecondEntry.invitation_id)
        .join(LifeEvent)
        .where(_of_others(by))
        .group_by(rest)
    )
    found = {Rest(name): number for name, number in session.exec(counted)}
    return {one: found.get(one, 0) for one in Rest}


def waiting(
    session: Session, by: User, wanted: Rest | None = None, page: int = 1
) -> Slice[Waiting]:
    """One page of these sheets, the first keyed first."""
    theirs = (
        select(SecondEntry, Invitation)
        .join(Invitation, col(Invitation.id) == SecondEntry.invitation_id)
        .join(LifeEvent)
        .where(_of_others(by))
        .order_by(col(SecondEntry.keyed_on), col(SecondEntry.invitation_id))
    )
    if wanted is not None:
        theirs = theirs.where(_rest(by) == wanted.value)
    found = sliced(session, theirs, page)
    rows = [
        Waiting(
            starts_with=invitations.code(invitation)[:SHOWN_SIGNS],
            keyed_on=second.keyed_on,
            closes_on=invitation.closes_on,
            rest=_rest_of(second, by),
        )
        for second, invitation in found.rows
    ]
    return Slice(rows, found.page, found.total)


def _rest_of(second: SecondEntry, by: User) -> Rest:
    if second.second is not None:
        return Rest.SETTLE
    return Rest.HAND_OVER if second.first_by_id == by.id else Rest.KEY_AGAIN


def _rest(by: User) -> sa.ColumnElement[str]:
    """The same, asked of the database."""
    return sa.case(
        (col(SecondEntry.second).is_not(None), sa.literal(Rest.SETTLE.value)),
        (col(SecondEntry.first_by_id) == by.id, sa.literal(Rest.HAND_OVER.value)),
        else_=sa.literal(Rest.KEY_AGAIN.value),
    )


def _of_others(by: User) -> sa.ColumnElement[bool]:
    department = col(LifeEvent.department_id)
    return sa.or_(department.is_(None), department.not_in(leading.ties(by)))

"""Which sheets of paper are keyed twice, and how often the two entries differ.

Drawn by a keyed fingerprint of the invitation: nobody chooses, nobody foresees it without the installation's secret, and keying
the sheet again gives the same draw. What is kept for good are counts of a year. They say nothing of an answer: every sheet adds the
same number of fields, filled in or not, else two copies of the database would tell which questions a member left empty.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from core import mail, proportions, secrecy
from core.clock import PARIS
from core.limits import INSERT
from organisation.models import User
from survey.answering import codes
from survey.models import Draft, EntryTally, Invitation, SecondEntry


def is_drawn(invitation: Invitation, percent: int) -> bool:
    """Whether this sheet is one of the `percent` in a hundred that are keyed twice."""
    drawn = codes.fingerprint(f"double entry {invitation.event_id}", secrecy.key())
    return int(drawn[:12], 16) % 100 < percent


def draw(session: Session, draft: Draft, invitation: Invitation, by: User, now: datetime) -> bool:
    """Put a sheet just keyed aside for its second entry, when it is drawn; say whether it was."""
    if not is_drawn(invitation, mail.fund().DOUBLE_ENTRY_PERCENT):
        return False
    assert by.id is not None
    second = SecondEntry(
        invitation_id=draft.invitation_id,
        keyed_on=now.astimezone(PARIS).date(),
        first=draft.sealed,
        first_by_id=by.id,
    )
    session.add(second)
    session.flush()
    return True


# ---------------------------------------------------------------- how often they differ


@dataclass(frozen=True)
class ErrorRate:
    """Of a year: sheets keyed twice, fields compared, fields that differed, with Wilson's 95 % interval."""

    year: int
    sheets: int
    fields: int
    different: int

    @property
    def share(self) -> float:
        """Fields that differed, of those compared."""
        return self.different / self.fields

    @property
    def interval(self) -> tuple[float, float]:
        """What chance leaves possible; a sheet's fields count as if each were keyed apart."""
        return proportions.wilson(self.share, self.fields)


def tally(session: Session, fields: int, different: int, now: datetime) -> None:
    """Count one more sheet keyed twice; two at the same instant are both counted."""
    year = now.astimezone(PARIS).year
    insert = INSERT[session.get_bind().dialect.name]
    added = {"sheets": 1, "fields": fields, "different": different}
    row = insert(EntryTally).values(year=year, **added)
    more = {name: getattr(EntryTally, name) + number for name, number in added.items()}
    session.connection().execute(row.on_conflict_do_update(index_elements=["year"], set_=more))


def rates(session: Session) -> Sequence[ErrorRate]:
    """Each year's, the newest first."""
    years = session.exec(select(EntryTally).order_by(col(EntryTally.year).desc()))
    return [ErrorRate(one.year, one.sheets, one.fields, one.different) for one in years]

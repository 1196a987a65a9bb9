"""Who has signed in lately: « what changed since your last visit » needs a last visit."""

from datetime import datetime
from functools import partial

from sqlmodel import Session

from demonstration.calendar import moment
from demonstration.fund import Fund
from demonstration.staff import PASSWORD, address
from organisation import signing_in

LATELY = 12  # working days: everybody came twice
MOST_OFTEN = ("helene.marchand", "thomas.guillou", "sylvie.perrot", "karim.belhadj")


def note(fund: Fund) -> None:
    """Write the last visits of everybody in the agenda, and those of some weeks for some."""
    days = fund.calendar.working_days()
    for name in fund.staff.people:
        often = days[-2 * LATELY :: 2]
        for day in often if name in MOST_OFTEN else fund.chance.sample(days[-LATELY:], 2):
            at = moment(day, fund.chance.randint(8, 10), fund.chance.randint(0, 59))
            fund.agenda.deed(at, partial(_sign_in, name))


def _sign_in(name: str, session: Session, now: datetime) -> None:
    assert signing_in.sign_in(session, address(name), PASSWORD, now) is not None

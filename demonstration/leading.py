"""Departments led beside one's own, or in their head's stead: said on the day they begin."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlmodel import Session

from demonstration import staff
from demonstration.calendar import moment
from demonstration.fund import Fund
from organisation import headships
from organisation.headships import Term
from organisation.models import HeadshipKind


def note(fund: Fund) -> None:
    """Write each in the agenda; no draw of chance, so that nothing else moves."""
    for line in staff.described()["headships"]:
        day = fund.calendar.today + timedelta(days=line["from"])
        fund.agenda.deed(moment(day, 7, 30), partial(_name, fund, line), after_reading=True)


def _name(fund: Fund, line: dict[str, Any], session: Session, now: datetime) -> None:
    today = fund.calendar.today
    until = today + timedelta(days=line["until"]) if "until" in line else None
    place = fund.department(session, line["department"])
    term = Term(place, HeadshipKind(line["kind"]), today + timedelta(days=line["from"]), until)
    by = fund.person(session, line["by"])
    headships.name(session, fund.person(session, line["login"]), term, by, now)

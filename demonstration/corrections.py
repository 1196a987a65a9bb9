"""The officer puts some sentences right, and the reading learns from it."""

from datetime import datetime
from functools import partial

from sqlmodel import Session, col, select

from analysis.models import Verbatim
from analysis.themes import correcting
from demonstration import comments
from demonstration.calendar import moment
from demonstration.fund import Fund

AT = (9, 15)  # month and working day: an afternoon spent on « à relire »
LOOKED_AT = 25


def note(fund: Fund) -> None:
    """Write the afternoon in the agenda, and the learning in the evening; see `stop`."""
    truth = {one.text: one.themes[0] for one in comments.everything()}
    day = fund.calendar.working_day(*AT)
    fund.agenda.deed(moment(day, 14), partial(_look, fund, truth), after_reading=True)
    fund.agenda.step(moment(day, 22), lambda _, now: fund.reading.learn(now), after_reading=True)


def stop(fund: Fund) -> datetime:
    """The end of that day: the reading learns while the survey goes on."""
    return moment(fund.calendar.working_day(*AT), 23)


def _look(fund: Fund, truth: dict[str, str], session: Session, now: datetime) -> None:
    """The least certain sentences first; most are put right, some only confirmed."""
    doubtful = select(Verbatim).where(*correcting.waits()).order_by(col(Verbatim.certainty))
    known = [one for one in session.exec(doubtful) if one.text in truth]
    for verbatim in known[:LOOKED_AT]:
        correcting.correct(session, verbatim, truth[verbatim.text], fund.officer(session), now)

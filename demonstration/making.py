"""Make the demonstration: a fund gets ready, then lives a year and a half in about a minute."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from random import Random

import sqlalchemy as sa

from actionplans.my_work import deadlines
from core import french, mail, migrating
from core.clock import PARIS
from core.database import open_session
from core.settings import DEMONSTRATION_PERCENT, Settings
from demonstration import (
    campaigns,
    corrections,
    findings_left,
    ideas,
    leading,
    mailroom,
    notes,
    plans,
    register,
    reports,
    requests,
    rounds,
    staff,
    standing,
    stories,
    visits,
    yearly_plans,
)
from demonstration.calendar import Calendar, moment
from demonstration.fund import Fund
from demonstration.reading import Reading
from organisation import charters
from survey.privacy import retention
from survey.questionnaires import questionnaires

SEED = 2026
DIGESTS_ON = 0  # Monday; the worker does it every morning, and catches up a week
Tell = Callable[[float, str], None]
STARTS, LIVES, ENDS = 0.02, 0.04, 0.97  # shares of the work done when each part begins


def make(
    settings: Settings,
    engine: sa.Engine,
    now: datetime,
    reading: Reading,
    tell: Tell,
    scale: float = 1.0,
) -> None:
    """Make a whole demonstration in this folder; whatever was unfinished there is removed first."""
    tell(0, "préparation de la base")
    calendar = Calendar(now)
    settings = replace(settings, DEMONSTRATION=True, DOUBLE_ENTRY_PERCENT=DEMONSTRATION_PERCENT)
    standing.begin(settings, calendar.today)
    mail.init(settings)  # from here on messages can only become files
    migrating.migrate(engine)
    fund = Fund(settings, calendar, reading, scale, Random(SEED))
    reading.prepare()
    tell(STARTS, "charte, services et comptes")
    _get_ready(fund, engine)
    _note_everything(fund)
    fund.agenda.run(engine, [corrections.stop(fund), now], _read(fund), _telling(calendar, tell))
    tell(ENDS, "dernières lectures")
    _put_away(fund, engine)
    standing.finish(settings)


def _get_ready(fund: Fund, engine: sa.Engine) -> None:
    """The charter, the people and the questionnaires, in the month before the first sending."""
    opening = moment(fund.calendar.working_day(-1, 8), 9)
    with open_session(engine) as session:
        charters.load(session, opening, None)
        fund.staff = staff.hire(session, fund.calendar.today, opening)
        officer = fund.officer(session)
        questionnaires.load_starting(
            session, moment(fund.calendar.working_day(-1, 12), 11), officer
        )
        session.commit()


def _note_everything(fund: Fund) -> None:
    """Fill the agenda of the year and a half."""
    months = register.members(fund.chance, fund.calendar, fund.scale)
    to_come = plans.plans(fund.chance, fund.calendar, [m.members for m in months], fund.scale)
    register.write_rows(fund.chance, fund.calendar, months, to_come)
    mailroom.note(fund, months, to_come)
    reports.note(fund)
    ideas.note(fund)
    requests.note(fund)
    leading.note(fund)
    rounds.note(fund)
    campaigns.note(fund)
    corrections.note(fund)
    stories.note(fund)
    yearly_plans.note(fund)
    notes.note(fund)
    visits.note(fund)
    for day in fund.calendar.working_days():
        if day.weekday() == DIGESTS_ON:
            fund.agenda.deed(moment(day, 7), deadlines.tell, after_reading=True)
            fund.agenda.step(moment(day, 8, 45), mailroom.deliver, after_reading=True)


def _read(fund: Fund) -> Callable[[datetime], None]:
    """Everything written so far is read before the story goes on."""

    def read(at: datetime) -> None:
        fund.reading.read(at)
        fund.reading.settle()

    return read


def _put_away(fund: Fund, engine: sa.Engine) -> None:
    """What was said last is read, what was written last leaves, what has served its time is erased."""
    now = fund.calendar.now
    _read(fund)(now)
    fund.reading.group(now)
    fund.reading.notice(now)
    fund.reading.measure(now)
    fund.reading.settle()
    mailroom.deliver(engine, now)
    with open_session(engine) as session:
        findings_left.leave(fund, session, now)
        retention.erase_expired(session, now)
        session.commit()


def _telling(calendar: Calendar, tell: Tell) -> Callable[[datetime], None]:
    """Say which month it is, and how much of the whole is behind."""
    start = moment(calendar.month(0), 0)
    whole = (calendar.now - start).total_seconds()

    def told(at: datetime) -> None:
        share = max(0.0, (at - start).total_seconds() / whole)
        month: date = at.astimezone(PARIS).date()
        tell(LIVES + share * (ENDS - LIVES), f"la caisse en {french.month(month)}")

    return told

"""The survey's days: the export comes in, invitations and reminders leave, letters are printed."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

import sqlalchemy as sa
from sqlmodel import Session, col, select

from core import jobs
from core.clock import PARIS
from core.database import open_session
from core.errors import Refused
from core.models import MessageStatus, OutgoingMessage
from demonstration import exports, replying
from demonstration.calendar import LAST, MONTHS, moment
from demonstration.fund import Fund
from demonstration.plans import IMPORT_DAY, Plan
from demonstration.register import Month
from survey.desk import batches as event_batches
from survey.desk import events
from survey.models import Invitation, LeftOut, LifeEvent
from survey.paper import printing
from survey.privacy import retention, transfer
from survey.sending import planning, reminders, sending

CHECKED_AFTER = 3  # working days: the officer looks at the doubtful rows of an export
REMINDS_ON = (0, 2, 3)  # the worker does it every day; three are enough to live through, and faster
THURSDAY, FRIDAY = 3, 4
PRINTER = "bruno.tessier"


def note(fund: Fund, months: Sequence[Month], plans: Mapping[str, Plan]) -> None:
    """Write in the agenda all that the survey does by itself or by somebody's hand."""
    for month in months:
        _note_export(fund, month)
    for day in fund.calendar.working_days():
        _note_day(fund, plans, day)
    for number in range(1, MONTHS):
        first = fund.calendar.month(number)
        fund.agenda.deed(moment(first, 0, 30), transfer.close_due)
        fund.agenda.deed(moment(first, 3), retention.erase_expired)


def _note_day(fund: Fund, plans: Mapping[str, Plan], day: date) -> None:
    """What the worker does every day, and the letters once a week."""
    fund.agenda.deed(moment(day, 8, 15), partial(_send, fund, plans))
    if day.weekday() in REMINDS_ON:
        fund.agenda.deed(moment(day, 8, 30), reminders.remind_due)
    fund.agenda.step(moment(day, 8, 45), deliver)
    if day.weekday() == THURSDAY:
        fund.agenda.deed(moment(day, 14), partial(_print, fund))
    fund.agenda.deed(moment(day, 19), transfer.transfer_ready)
    if day.weekday() == FRIDAY:
        fund.agenda.step(moment(day, 20), lambda _, now: fund.reading.read(now))


def deliver(engine: sa.Engine, now: datetime) -> None:
    """Let go what waits in the outbox, when something does."""
    waiting = select(OutgoingMessage.id).where(OutgoingMessage.status == MessageStatus.WAITING)
    with open_session(engine, writing=False) as session:
        is_empty = session.exec(waiting.limit(1)).first() is None
    if not is_empty:
        jobs.drain(engine, jobs.LIGHT)


def _send(fund: Fund, plans: Mapping[str, Plan], session: Session, now: datetime) -> None:
    """What is due leaves; those it reaches will answer, object, or have an address in error."""
    sending.send_due(session, now)
    just_sent = select(Invitation).where(col(Invitation.sent_on) == now.astimezone(PARIS).date())
    for invitation in session.exec(just_sent.order_by(col(Invitation.id))):
        plan = plans.get(invitation.event.member_number)
        replying.note(fund, invitation, plan, now)


def _print(fund: Fund, session: Session, now: datetime) -> None:
    if printing.waiting(session):
        with suppress(Refused):  # everybody has answered meanwhile: nothing is left to print
            printing.print_batch(session, fund.person(session, PRINTER), now)


# ---------------------------------------------------------------- the export of a month


def _note_export(fund: Fund, month: Month) -> None:
    """Written the day before by the back office, brought in by the officer, then looked at."""
    if not month.rows:
        return
    told, edited = (
        fund.calendar.month(month.number - 1),
        fund.calendar.working_day(month.number, IMPORT_DAY - 1),
    )
    folder = fund.settings.HOME / exports.FOLDER
    folder.mkdir(exist_ok=True)
    day = fund.calendar.working_day(month.number, IMPORT_DAY)
    if day > fund.calendar.today:
        return
    path = exports.write(fund.chance, folder, month, told, edited)
    fund.agenda.deed(moment(day, 10, 20), partial(_bring_in, fund, path))
    _note_planning(fund, day)
    if month.number < LAST:  # the last ones wait for whoever looks at the demonstration
        looked_at = fund.calendar.working_day(month.number, IMPORT_DAY + CHECKED_AFTER)
        fund.agenda.deed(moment(looked_at, 11, 5), partial(_look_at_doubts, fund))
        _note_planning(fund, looked_at)


def _note_planning(fund: Fund, day: date) -> None:
    """The next morning: on all other days there is nothing new to plan."""
    fund.agenda.deed(moment(day + timedelta(days=1), 6), planning.plan)


def _bring_in(fund: Fund, path: Path, session: Session, now: datetime) -> None:
    check = events.check_file(session, path, now.astimezone(PARIS).date())
    events.import_events(session, check, events.source_of(path), fund.officer(session), now)


def _look_at_doubts(fund: Fund, session: Session, now: datetime) -> None:
    """The officer clears most of them; some stay, for want of an answer from the back office."""
    doubtful = select(LifeEvent).where(LifeEvent.left_out == LeftOut.TO_CHECK)
    for event in session.exec(doubtful.order_by(col(LifeEvent.id))):
        if fund.chance.random() < 0.8:
            event_batches.clear(session, event, fund.officer(session), now)

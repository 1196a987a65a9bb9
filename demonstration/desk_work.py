"""What staff do beside the answers: a sheet keyed again by a colleague, the paper looked at where they differ, a call in vain.

Chance is drawn here apart, by invitation: which sheets are drawn depends on the secret of the folder, and must not change the rest
of the story.
"""

from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from random import Random

from sqlmodel import Session
from werkzeug.datastructures import MultiDict

from core.clock import PARIS
from core.errors import Refused
from core.keys import key
from demonstration.calendar import moment
from demonstration.fund import Fund
from survey.answering import calling_back
from survey.entry import calling, double_entry
from survey.models import CallBack, CallOutcome, Invitation, InvitationStatus, SecondEntry

AGAIN = "bruno.tessier"  # of a department that follows no member
DECIDES = "emilie.vasseur"
STILL_WAITING = 60  # days before the present
STILL_TO_CALL = 20  # the same, for who asked to be called back
SLIPS = 0.35  # of the sheets keyed twice, those with a difference
CALLED = 0.2  # of those written to by letter who do not answer
REFUSES = 0.3  # of those called
MARKS = ("1", "2", "3", "4", "5")


def note_second_entry(fund: Fund, number: int, form: MultiDict[str, str], now: datetime) -> None:
    """The sheet waits on its pile for some days; the last ones are still there for whoever looks at the demonstration."""
    if (fund.until - now).days < STILL_WAITING:
        return
    chance = Random(f"second entry {number}")
    at = _later(now, chance.randint(3, 24), chance)
    fund.agenda.deed(at, partial(_key_again, fund, number, form, chance))


def _key_again(
    fund: Fund,
    number: int,
    form: MultiDict[str, str],
    chance: Random,
    session: Session,
    now: datetime,
) -> None:
    invitation, second = session.get(Invitation, number), session.get(SecondEntry, number)
    if invitation is None or second is None:  # the wave is over
        return
    by = fund.person(session, AGAIN)
    assert (
        double_entry.enter_again(session, invitation, second, _slipped(form, chance), by, now) == []
    )
    if double_entry.differs(session, invitation):
        at = _later(now, chance.randint(1, 6), chance)
        fund.agenda.deed(at, partial(_settle, fund, number, form))


def _settle(
    fund: Fund, number: int, form: MultiDict[str, str], session: Session, now: datetime
) -> None:
    """The paper said what was keyed first."""
    invitation, second = session.get(Invitation, number), session.get(SecondEntry, number)
    if invitation is not None and second is not None:
        by = fund.person(session, DECIDES)
        assert double_entry.settle(session, invitation, second, form, by, now) == []


def _slipped(form: MultiDict[str, str], chance: Random) -> MultiDict[str, str]:
    """The same sheet, sometimes with a finger beside the key."""
    typed = form.copy()
    scales = [code for code in ("comprehension", "effort") if typed.get(code) in MARKS]
    if scales and chance.random() < SLIPS:
        code = chance.choice(scales)
        beside = MARKS.index(typed[code]) + (1 if typed[code] == "1" else -1)
        typed[code] = MARKS[beside]
    return typed


# ---------------------------------------------------------------- calls in vain


def note_call(fund: Fund, invitation: Invitation, now: datetime) -> None:
    """Somebody written to by letter, who will not answer, is called once in a while."""
    chance = Random(f"call {invitation.id}")
    if invitation.channel == "letter" and chance.random() < CALLED:
        at = _later(now, chance.randint(12, 40), chance)
        fund.agenda.deed(at, partial(_call, fund, key(invitation), chance))


def _call(fund: Fund, number: int, chance: Random, session: Session, now: datetime) -> None:
    invitation = session.get(Invitation, number)
    if invitation is None or invitation.status is not InvitationStatus.SENT:
        return
    by = fund.officer(session)
    with suppress(Refused):  # the wave is over
        if chance.random() < REFUSES:
            calling.refuse(session, invitation, by, now)
        else:
            outcome = chance.choice((CallOutcome.ABSENT, CallOutcome.ABSENT, CallOutcome.LATER))
            calling.note(session, invitation, outcome, by, now)


# ---------------------------------------------------------------- people who wait for a call


def note_call_back(fund: Fund, wanted: CallBack, now: datetime) -> None:
    """Somebody calls within the week; the last to have asked still wait."""
    if (fund.until - now).days >= STILL_TO_CALL:
        chance = Random(f"call back {wanted.id}")
        at = _later(now, chance.randint(1, 5), chance)
        fund.agenda.deed(at, partial(_call_back, fund, key(wanted)))


def _call_back(fund: Fund, number: int, session: Session, now: datetime) -> None:
    wanted = session.get(CallBack, number)
    assert wanted is not None
    calling_back.done(session, wanted, fund.person(session, DECIDES), now)


def _later(now: datetime, days: int, chance: Random) -> datetime:
    day = now.astimezone(PARIS).date() + timedelta(days=days)
    return moment(day, chance.choice((9, 10, 11, 14, 15, 16)), chance.randint(0, 59))

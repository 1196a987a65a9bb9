"""The fund's other surveys: whoever was asked by one is left alone by ours for a year."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from core import french
from core.clock import PARIS
from core.errors import Refused
from organisation import journal
from organisation.models import User
from organisation.words import DEEDS
from survey.desk import member_numbers, status_changes
from survey.models import Invitation, InvitationStatus, LeftOut, LifeEvent, OtherMailing
from survey.registers.cells.numbers import same_member
from survey.sending import quarantine

DEEDS.update({"note_other_mailing": "autre enquête notée", "erase_other_mailing": "autre enquête retirée"})  # fmt: skip

AHEAD = timedelta(days=180)  # a survey that is prepared may be told beforehand
LONGEST_NUMBER = 20
BETWEEN = re.compile(r"[\s;,]+")
NUMBER = re.compile(r"[0-9A-Za-z]{1,12}")


def numbers_in(text: str) -> list[str]:
    """The member numbers of a list or a pasted column, each once; a title is left out, a doubt refused."""
    written = [word for word in BETWEEN.split(text.replace("\ufeff", "").strip()) if word]
    if written and written[0].isalpha():
        written = written[1:]
    wrong = [
        word for word in written if not (NUMBER.fullmatch(word) and any(map(str.isdigit, word)))
    ]
    if wrong:
        raise Refused(
            f"Gardez seulement les numéros d’adhérent\u00a0: {french.count(len(wrong), 'mot n’en est pas un', 'mots n’en sont pas')}.",
            about="numbers",
        )
    if not written:
        raise Refused("Collez au moins un numéro d’adhérent.", about="numbers")
    return list(dict.fromkeys(written))


def record(
    session: Session,
    name: str,
    asked_on: date,
    numbers: Sequence[str],
    by: User | None,
    now: datetime,
) -> int:
    """Note who is asked by another survey; stop what is planned for them within a year; return how many.

    What already left goes on: its reminders are of the same survey. Noted twice, it is noted once.
    """
    today = now.astimezone(PARIS).date()
    if not today - quarantine.YEAR < asked_on <= today + AHEAD:
        raise Refused(
            "Choisissez un jour des douze derniers mois ou des six prochains\u00a0: plus loin, il ne change rien.",
            about="asked_on",
        )
    if not name.strip():
        raise Refused("Donnez un nom à cette enquête.", about="name")
    known = _as_known(session, numbers)
    rows = session.exec(select(OtherMailing.member_number).where(OtherMailing.asked_on == asked_on))
    there = set(rows)
    for number in dict.fromkeys(known):
        if number not in there:
            session.add(
                OtherMailing(member_number=number, asked_on=asked_on, name=name.strip()[:120])
            )
    session.flush()
    stopped = _stop_planned(session, asked_on)
    told = f"{french.count(len(set(known)), 'adhérent')}, {french.count(stopped, 'envoi arrêté', 'envois arrêtés')}"
    journal.write(session, now, by, "note_other_mailing", "sendings", told)
    return stopped


def _as_known(session: Session, numbers: Sequence[str]) -> list[str]:
    """Each number as the events write it (« 0012345 » for « 12345 »); unknown, as it was typed."""
    known = member_numbers.writings(session, numbers)
    return [known[same_member(number)] for number in numbers]


def _stop_planned(session: Session, asked_on: date) -> int:
    planned = (
        select(Invitation)
        .join(LifeEvent)
        .join(OtherMailing, col(OtherMailing.member_number) == LifeEvent.member_number)
        .where(
            col(OtherMailing.asked_on) == asked_on,
            col(Invitation.status) == InvitationStatus.PLANNED,
            col(Invitation.send_on) > asked_on - quarantine.YEAR,
            col(Invitation.send_on) < asked_on + quarantine.YEAR,
        )
    )
    found = session.exec(planned).all()
    for invitation in found:
        status_changes.halt(session, invitation, LeftOut.RECENTLY_ASKED)
    session.flush()
    return len(found)


def told(session: Session) -> list[tuple[str, date, int]]:
    """(name, day, how many members) of each survey noted, the newest first."""
    counted = (
        sa.select(col(OtherMailing.name), col(OtherMailing.asked_on), sa.func.count())
        .group_by(col(OtherMailing.name), col(OtherMailing.asked_on))
        .order_by(col(OtherMailing.asked_on).desc(), col(OtherMailing.name))
    )
    return [(name, day, number) for name, day, number in session.connection().execute(counted)]


def erase(session: Session, name: str, asked_on: date, by: User | None, now: datetime) -> int:
    """Take back a survey noted by mistake; what it stopped stays stopped, new events are free."""
    wanted = sa.delete(OtherMailing).where(
        col(OtherMailing.name) == name, col(OtherMailing.asked_on) == asked_on
    )
    number = session.connection().execute(wanted).rowcount
    if not number:
        raise Refused("Cette enquête n’est plus dans la liste\u00a0: rechargez la page.")
    journal.write(
        session, now, by, "erase_other_mailing", "sendings", french.count(number, "adhérent")
    )
    return number

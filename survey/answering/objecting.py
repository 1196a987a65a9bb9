"""Object to surveys; ask to be called back, outside the anonymous answer."""

from datetime import date, datetime

import phonenumbers
from sqlmodel import Session

from core import limits
from core.clock import PARIS
from core.errors import Refused
from survey.desk import status_changes
from survey.models import CallBack, Invitation, LeftOut, Suppression

CALL_BACKS_AN_HOUR = 60  # for the whole site
LONGEST = 500


def object_to_surveys(session: Session, invitation: Invitation, today: date) -> None:
    """Never write to this member again; asked twice, it is done once. Unsent answers are erased."""
    number = invitation.event.member_number
    if session.get(Suppression, (number, LeftOut.OBJECTION)) is None:
        session.add(Suppression(member_number=number, reason=LeftOut.OBJECTION, since_on=today))
    status_changes.stop_all(session, number, LeftOut.OBJECTION)


def ask_call_back(session: Session, phone: str, about: str, now: datetime) -> CallBack:
    """Note a number to call; nothing ties it to an answer."""
    limits.check(session, "call_backs", now, CALL_BACKS_AN_HOUR)
    wanted = CallBack(
        phone=_phone(phone), about=about.strip()[:LONGEST], asked_on=now.astimezone(PARIS).date()
    )
    limits.count(session, "call_backs", now)
    session.add(wanted)
    session.flush()
    return wanted


def _phone(typed: str) -> str:
    try:
        number = phonenumbers.parse(typed, "FR")
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        raise Refused("Indiquez un numéro de téléphone complet, par exemple 06 12 34 56 78.")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)

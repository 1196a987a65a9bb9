"""The members who must not be written to, looked for by number and by reason."""

from typing import Any

from sqlmodel import Session, col, select

from survey.desk import member_numbers
from survey.models import LeftOut, Suppression


def wanted(session: Session, member_number: str, reason: LeftOut | None) -> Any:
    """A select of the lines, the newest first; an empty number or reason says nothing."""
    lines = select(Suppression)
    if number := member_number.strip():
        known = member_numbers.as_known(session, number)
        lines = lines.where(Suppression.member_number == known)
    if reason is not None:
        lines = lines.where(Suppression.reason == reason)
    return lines.order_by(col(Suppression.since_on).desc(), col(Suppression.member_number))

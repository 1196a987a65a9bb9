"""Not to act, for now, on a theme, a finding or reports that come back (improvement N2): what the decision must hold."""

from datetime import date

from core import typed_days
from core.errors import Refused

NO_REASON = "Écrivez pourquoi vous n’agissez pas : la raison sera lue."


def expect_motivated(reason: str, review_on: date, today: date) -> None:
    """Refused, beside its field, without a reason or without a day to come on which it is looked at again."""
    if not reason.strip():
        raise Refused(NO_REASON, "reason")
    typed_days.expect_to_come(review_on, today, "une date de réexamen", "review_on")

"""The time. The only place that reads it: everything else receives `now` or `today`."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


def now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)  # noqa: TID251 - this is the one place


def today() -> date:
    """The day it is in Paris, where the fund works."""
    return now().astimezone(PARIS).date()

"""The time. The only place that reads it: everything else receives `now` or `today`."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
_moved_to: list[datetime] = []


def now() -> datetime:
    """The present moment, in UTC."""
    return _moved_to[-1] if _moved_to else datetime.now(UTC)  # noqa: TID251 - the one place


@contextmanager
def moved_to(moment: datetime) -> Iterator[None]:
    """This process believes it is another moment: for the demonstration's past and for tests."""
    _moved_to.append(moment)
    try:
        yield
    finally:
        _moved_to.pop()


def today() -> date:
    """The day it is in Paris, where the fund works."""
    return now().astimezone(PARIS).date()

"""How many queries something takes: a page that asks more when there is more is a page that will be slow."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa


@contextmanager
def counted(engine: Any) -> Iterator[list[str]]:
    """The statements that ran within, as they were sent."""
    ran: list[str] = []

    def note(*sent: Any) -> None:
        ran.append(sent[2])

    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield ran
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)


def of_page(visitor: Any, path: str) -> int:
    """How many this page takes, opened once before so that nothing is read for the first time."""
    visitor.open(path)
    with counted(visitor.app.extensions["engine"]) as ran:
        visitor.open(path)
    return len(ran)

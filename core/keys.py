"""The key of a row already in the database, for the type checker's sake: `id` is None until then."""

from typing import Protocol


class Keyed(Protocol):
    """A row with a number for key."""

    id: int | None


def key(row: Keyed) -> int:
    """Its number; a row not flushed yet is a mistake of ours."""
    assert row.id is not None, "flush before asking for the key"
    return row.id

"""The shape of all that the cockpit shows: blocks of parts, each with its number, its first lines and its list."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from actionplans.tracing.links import Address
from core import french
from organisation.models import User

SHOWN = 5  # lines of a part; the others are one link away


@dataclass(frozen=True)
class Line:
    """One thing in one sentence: who answers for it, since or until when, and the page where it is settled."""

    said: str
    who: str
    when: str
    url: Address | None
    tone: str = ""


@dataclass(frozen=True)
class Part:
    """Things of one kind: how many in all, the first of them, and where all of them are."""

    label: str
    count: int
    lines: Sequence[Line]
    page: Address
    words: str
    """What the link to the whole list says."""
    note: str = ""
    """A sentence above the lines: the rule, or what is not shown."""


@dataclass(frozen=True)
class Block:
    """One question the officer asks every morning."""

    key: str
    title: str
    good_news: str
    """Said when there is nothing in it."""
    parts: Sequence[Part] = field(default=())
    also: tuple[str, Address, str] | None = None
    """Where more of the same kind is worked out, or settled: the words of the link, the page, what is there."""

    @property
    def count(self) -> int:
        return sum(part.count for part in self.parts)

    @property
    def filled(self) -> list[Part]:
        return [part for part in self.parts if part.count]

    @property
    def quiet(self) -> str:
        """The kinds of which there is nothing, when there is something of others."""
        return french.listed([part.label.lower() for part in self.parts if not part.count], "ni")


def first(session: Session, rows: Any) -> tuple[list[Any], int]:
    """The first rows of a select of one thing, and how many there are: one query."""
    counted = rows.add_columns(sa.func.count().over()).limit(SHOWN)
    found = session.execute(counted).all()
    return [row[0] for row in found], int(found[0][1]) if found else 0


def since(day: date, today: date) -> str:
    """« depuis 12 jours », « depuis 4 mois »: exact enough for whoever only wants to know how long."""
    days = (today - day).days
    if days < 1:
        return "aujourd’hui"
    return (
        f"depuis {french.count(days, 'jour') if days < 100 else french.count(days // 30, 'mois')}"
    )


def names(people: Sequence[User] | None, otherwise: str = "direction") -> str:
    """The people by name, or who stands in for them."""
    return french.listed([person.name for person in people or ()]) or otherwise

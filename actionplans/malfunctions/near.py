"""Reports near to what somebody is typing: found by their words alone, and told of by number, theme and state.

Nothing is stored of what was asked. Only reports the officer has qualified are told of: their names are masked, and a person
has judged that they are not about somebody. Whoever may not read a report is not shown a word of it, its department nor its day.
The comparison is by words (rarity, six first letters): the one by meaning (`similar`) needs a model that no page loads, and comes after.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from actionplans.malfunctions.malfunctions import OPEN, visible_to
from actionplans.models import Malfunction, MalfunctionStatus
from analysis.similarity.wording import plain, rarity, telling_words
from analysis.themes.themes import themes
from organisation.models import User

SHOWN = 3
LOOKED_BACK = timedelta(days=365)  # on those that are over; those going on are all looked at
NEAR_FROM, SHARED_FROM = 0.4, 2  # share of the telling, and words, in common
LONGEST = 2_000  # characters read of what is typed
STEM = 6  # letters: « imprimante » and « imprimantes » are one word
TOLD = (*(state for state in OPEN if state is not MalfunctionStatus.REPORTED), MalfunctionStatus.CLOSED)  # fmt: skip


@dataclass(frozen=True)
class Near:
    """A report that may tell the same. `title` and `id` are for whoever may read it alone."""

    number: str
    state: str
    theme: str
    title: str = ""
    id: int | None = None


def near(session: Session, user: User, text: str, today: date) -> list[Near]:
    """The three nearest, best first; none when nothing is near enough, or too little was typed."""
    said = _weighed(text[:LONGEST])
    if len(said) < SHARED_FROM:
        return []
    scored = [(_closeness(said, _weighed(row.text)), row) for row in _known(session, user, today)]
    best = sorted(scored, key=lambda one: (-one[0], -one[1].id))[:SHOWN]
    return [_told(row) for score, row in best if score >= NEAR_FROM]


def _known(session: Session, user: User, today: date) -> Iterable[sa.Row[tuple[object, ...]]]:
    lately = sa.or_(
        col(Malfunction.status).in_(OPEN), col(Malfunction.closed_on) > today - LOOKED_BACK
    )
    found = sa.select(
        col(Malfunction.id),
        col(Malfunction.number),
        col(Malfunction.status),
        col(Malfunction.theme),
        col(Malfunction.title),
        col(Malfunction.text),
        visible_to(user).label("is_open"),
    ).where(
        col(Malfunction.status).in_(TOLD),
        col(Malfunction.qualified_on).is_not(None),
        col(Malfunction.text) != "",
        lately,
    )
    return session.connection().execute(found).all()


def _weighed(text: str) -> dict[str, float]:
    """The telling words of a text, cut to their stem, with what each tells."""
    return {plain(word)[:STEM]: rarity(word) for word in telling_words(text)}


def _closeness(said: dict[str, float], heard: dict[str, float]) -> float:
    """The mean of the shares that each says of the other, between 0 and 1; 0 below two words in common."""
    common = said.keys() & heard.keys()
    if len(common) < SHARED_FROM:
        return 0.0
    there = sum(said[word] for word in common) / sum(said.values())
    back = sum(heard[word] for word in common) / sum(heard.values())
    return (there + back) / 2


def _told(row: sa.Row[tuple[object, ...]]) -> Near:
    titles = {theme.code: theme.title for theme in themes()}
    known = Near(row.number, row.status.label, titles.get(row.theme, "thème à préciser"))
    return known if not row.is_open else Near(known.number, known.state, known.theme, row.title, row.id)  # fmt: skip

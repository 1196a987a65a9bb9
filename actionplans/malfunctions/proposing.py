"""The theme and the commitments that a report being told may touch: proposed by its words, taken or left by its author.

A commitment is proposed for the words the charter gives it (`seed_words`), or because it is among those of the theme; at most three. What its
author takes is a guess: whoever judges the report finds it chosen, and changes it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlmodel import Session

from actionplans.models import Malfunction, MalfunctionStatus
from analysis.indicators import measures
from analysis.similarity.wording import rarity
from analysis.themes import guessing
from analysis.themes.themes import Theme, codes
from core import secrecy
from core.errors import Refused
from core.keys import key
from organisation import charters
from organisation.models import Commitment

AT_MOST = 3
WORDS_FROM = 11.0  # what its words must tell together for a commitment outside the theme
OF_THEME, NEXT = 8.0, 0.8  # what being the closest of the theme tells; each next one tells less
LONGEST = 2_000  # characters read of what is typed


@dataclass(frozen=True)
class Proposal:
    """What a text may be about. `theme` is None where its words say too little; the commitments come best first."""

    theme: Theme | None
    commitments: Sequence[Commitment]

    def __bool__(self) -> bool:
        return bool(self.theme or self.commitments)


@dataclass(frozen=True)
class Guess:
    """What the author of a report takes of it: the code of a theme, or none; a commitment, or none."""

    theme: str = ""
    commitment: Commitment | None = None


def proposed(session: Session, text: str) -> Proposal:
    """For a text that is being typed, or was told; nothing is stored."""
    read = text[:LONGEST]
    theme, said = guessing.guessed(read), guessing.stems(read)
    scored = [(_told(said, one, theme), one) for one in _in_force(session)]
    best = sorted((pair for pair in scored if pair[0] > 0), key=lambda pair: -pair[0])
    return Proposal(theme, [one for _, one in best[:AT_MOST]])


def _in_force(session: Session) -> Collection[Commitment]:
    try:
        return charters.by_code(session).values()
    except Refused:  # no charter yet
        return []


def _told(said: set[str], commitment: Commitment, theme: Theme | None) -> float:
    """What the text tells of this commitment; 0 where it is not to be proposed."""
    words = sum(_weight(seed) for seed in set(commitment.seed_words) if _stems(seed) <= said)
    of_theme = theme.commitments if theme else ()
    if commitment.code in of_theme:
        return words + OF_THEME - NEXT * of_theme.index(commitment.code)
    return words if words >= WORDS_FROM else 0.0


@lru_cache(maxsize=2_000)
def _stems(seed: str) -> frozenset[str]:
    return frozenset(guessing.stems(seed)) or frozenset({seed})


@lru_cache(maxsize=2_000)
def _weight(seed: str) -> float:
    """What a word of the charter tells, a group of words as its rarest."""
    return max((rarity(word) for word in _stems(seed)), default=0.0)


# ---------------------------------------------------------------- taken by its author


def read(session: Session, typed: str) -> Guess:
    """What was taken on the page (« telephone JOI-05 »); a word that is neither a theme nor a commitment in force is nothing."""
    words = typed.split()
    theme = next((word for word in words if word in codes()), "")
    known = {one.code: one for one in _in_force(session)} if words else {}
    return Guess(theme, next((known[word] for word in words if word in known), None))


def take(session: Session, m: Malfunction, guess: Guess) -> None:
    """Keep what its author takes, until it is judged. Not in the journal: its time would tell who tells."""
    if m.status is not MalfunctionStatus.REPORTED:
        raise Refused("Ce signalement est déjà qualifié : ajoutez plutôt un mot.")
    m.guessed_theme = guess.theme
    m.guessed_commitment_id = key(guess.commitment) if guess.commitment else None
    session.flush()


def for_author(session: Session, m: Malfunction) -> Proposal:
    """What is proposed to its author once it is sent; nothing once they took something, or it was judged."""
    is_over = m.status is not MalfunctionStatus.REPORTED or bool(m.guessed_theme)
    if is_over or m.guessed_commitment_id or not (m.text or m.sealed):
        return Proposal(None, ())
    return proposed(session, m.text or secrecy.unseal(m.sealed or b"", f"report {m.number}"))


# ---------------------------------------------------------------- chosen for whoever judges


def chosen_theme(m: Malfunction) -> str:
    """The theme found chosen: as judged, else what its author said, else what was read."""
    return (m.status is MalfunctionStatus.REPORTED and m.guessed_theme) or m.theme


def chosen_commitment(m: Malfunction, in_force: Collection[str]) -> str:
    """The code found chosen: as judged, else what its author said, else the closest to its theme; empty without one in force."""
    if m.commitment is not None:
        return m.commitment.code
    if m.status is not MalfunctionStatus.REPORTED:
        return ""
    said = m.guessed_commitment.code if m.guessed_commitment else ""
    theme = chosen_theme(m)
    closest = measures.theme(theme).commitments if theme else ()
    return next((code for code in (said, *closest) if code in in_force), "")

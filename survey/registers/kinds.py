"""How serious what is said is, and what it makes of a row."""

from dataclasses import dataclass
from enum import StrEnum

from core.french import typeset


class Level(StrEnum):
    """How serious a remark is, as the person reads it."""

    BLOCKING = "bloquant"  # the row is not imported
    TO_CHECK = "à vérifier"  # imported, nothing is sent until somebody has looked
    CORRECTED = "corrigé"  # imported with another value than the one written
    INFO = "info"  # good to know, nothing to do


class Outcome(StrEnum):
    """What becomes of a row. Stable words: other programs read them."""

    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    DUPLICATE = "duplicate"
    EXCLUDED = "excluded"
    REJECTED = "rejected"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Kind:
    """One reason that can be given: its level, its sentence, the outcome it imposes."""

    level: Level
    template: str
    outcome: Outcome | None = None


def blocking(sentence: str) -> Kind:
    """The row is not imported."""
    return Kind(Level.BLOCKING, typeset(sentence), Outcome.REJECTED)


def to_check(sentence: str) -> Kind:
    """The row is imported; nothing is sent until somebody has looked."""
    return Kind(Level.TO_CHECK, typeset(sentence))


def corrected(sentence: str) -> Kind:
    """The row is imported with another value."""
    return Kind(Level.CORRECTED, typeset(sentence), Outcome.CORRECTED)


def info(sentence: str, outcome: Outcome | None = None) -> Kind:
    """Good to know; may impose an outcome."""
    return Kind(Level.INFO, typeset(sentence), outcome)

"""What changed between two versions of the charter, promise by promise.

A promise is the same from one version to the next when its code is. When its criterion or its threshold changed, its fingerprint
did: its levels are no longer compared with last year's (the common perimeter of the scores). A new title or another proof
changes nothing to what is measured.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlmodel import Session

from core import french
from organisation import charters
from organisation.models import Charter, Commitment


class Kind(StrEnum):
    """How a promise differs."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True)
class Difference:
    """One field that reads otherwise."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """A promise that was added, removed or reworded."""

    code: str
    title: str
    kind: Kind
    differences: tuple[Difference, ...] = ()
    breaks_series: bool = False


def activities(line: Commitment) -> str:
    """The activities a promise concerns, in words."""
    if charters.EVERYBODY in line.activities:
        return "tous les services"
    return ", ".join(charters.ACTIVITIES[code] for code in line.activities)


def threshold(line: Commitment) -> str:
    """« au plus 7 jours (explicite) », or nothing."""
    if not line.threshold:
        return ""
    words = {"<=": "au plus", "<": "moins de", ">=": "au moins", "==": "exactement"}
    of = line.threshold
    value = french.number(of["value"], 0 if float(of["value"]).is_integer() else 1)
    return f"{words.get(of['op'], of['op'])} {value} {of['unit']} ({of['basis']})"


FIELDS: dict[str, Any] = {
    "Titre": lambda line: line.title,
    "Critère": lambda line: line.criterion,
    "Seuil": threshold,
    "Preuves attendues": lambda line: line.evidence,
    "Question posée aux adhérents": lambda line: line.survey_question,
    "Non concerné quand": lambda line: line.not_concerned_when,
    "Exigible à partir du": lambda line: french.day(line.due_from) if line.due_from else "",
    "Concerne": activities,
}


def between(session: Session, earlier: Charter, later: Charter) -> list[Change]:
    """What reads otherwise in the later version, in its order; what left the charter comes last."""
    before = {line.code: line for line in charters.commitments(session, earlier)}
    after = {line.code: line for line in charters.commitments(session, later)}
    told = [_change(before.get(code), line) for code, line in after.items()]
    return [change for change in told if change] + _removed(before, after)


def _change(before: Commitment | None, after: Commitment) -> Change | None:
    if before is None:
        return Change(after.code, after.title, Kind.ADDED)
    differences = tuple(
        Difference(label, said(before), said(after))
        for label, said in FIELDS.items()
        if said(before) != said(after)
    )
    if not differences:
        return None
    breaks = before.fingerprint != after.fingerprint
    return Change(after.code, after.title, Kind.CHANGED, differences, breaks)


def _removed(before: Mapping[str, Commitment], after: Mapping[str, Commitment]) -> list[Change]:
    return [
        Change(code, line.title, Kind.REMOVED) for code, line in before.items() if code not in after
    ]

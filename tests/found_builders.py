"""Findings as the worker keeps them, without the year of replies they would come from."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from analysis.finding_rules import Finding
from analysis.models import FoundQuarter

QUARTER = date(2026, 10, 1)
LAST = "2026-10-01"
LOW, GOOD, EFFORT = f"low_theme.delai.{LAST}", f"praised_theme.accueil_agents.{LAST}", f"at_risk.effort.affiliation.{LAST}"  # fmt: skip
SENTENCE = "Ceux qui parlent de « Délais » notent plus bas"
EFFORT_SAID = "L’effort est au plus bas"
FINDINGS: list[dict[str, Any]] = [
    {"key": LOW, "rule": "low_theme", "sentence": SENTENCE, "proof": "3,1 sur 10", "score": 1.5,
     "subject": "delai", "theme": "delai", "commitments": ["DEL-01"], "topic": None, "is_good": False},
    {"key": EFFORT, "rule": "at_risk", "sentence": EFFORT_SAID, "proof": "2,1 sur 5", "score": 1.0,
     "subject": "effort", "theme": "", "commitments": [], "topic": None, "is_good": False},
    {"key": GOOD, "rule": "praised_theme", "sentence": "Ceux qui parlent de l’accueil notent plus haut", "proof": "9,1 sur 10", "score": 0.9,
     "subject": "accueil_agents", "theme": "accueil_agents", "commitments": [], "topic": None, "is_good": True},
]  # fmt: skip


def make_found(session: Session, now: datetime, since: date = QUARTER) -> FoundQuarter:
    """Two findings to work on and one to be proud of, in the quarter that begins on this day."""
    kept = [one | {"key": one["key"].replace(LAST, since.isoformat())} for one in FINDINGS]
    row = FoundQuarter(
        since=since, at=now, fingerprint="0" * 64, looked_at=True, commented=40, findings=kept
    )
    session.add(row)
    session.flush()
    return row


def finding(key: str) -> Finding:
    """The one with this key, whatever its quarter."""
    told = next(one for one in FINDINGS if one["key"][:-11] == key[:-11])
    return Finding(**told | {"key": key, "commitments": tuple(told["commitments"])})


def finding_in(since: date) -> Finding:
    """What `make_found` leaves to decide in the quarter that begins on this day."""
    return finding(EFFORT.replace(LAST, since.isoformat()))

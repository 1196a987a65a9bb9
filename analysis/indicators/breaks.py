"""Breaks: where a series stops comparing, because the questionnaire changed or because people answered otherwise.

The telephone gives better marks than paper, from 5 to 18 points (survey, N2): a change of the mix of modes moves the figures
by itself. It counts as a break when it is established (chi-square at 1 %) and at least ten points of the replies moved.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlmodel import Session, select

from analysis.indicators.answered import Answered
from core import french
from survey.models import EventKind, Mode, Questionnaire
from survey.questionnaires.changes import changes

LEVEL = 0.01
MOVED = 0.10  # of the replies, from one mode to another
REWORDED = "la question"

Versions = Mapping[int, Questionnaire]


@dataclass(frozen=True)
class Break:
    """Why two periods differ in more than what members think; `forbids` when they do not compare at all."""

    why: str
    forbids: bool


def versions(session: Session, kind: EventKind) -> dict[int, Questionnaire]:
    """The questionnaires of a moment of life with their questions, by key. Two queries."""
    found = session.exec(select(Questionnaire).where(Questionnaire.kind == kind))
    return {one.id: one for one in found if one.id is not None}


@dataclass(frozen=True)
class Mix:
    """How many replies of a period came by each questionnaire, and by each mode."""

    questionnaires: Counter[int]
    modes: Counter[Mode]


def mix(replies: Iterable[Answered]) -> Mix:
    """The mix of these replies."""
    known = [(one.questionnaire_id, one.mode) for one in replies]
    return Mix(Counter(number for number, _ in known), Counter(mode for _, mode in known))


def between(code: str, before: Mix, after: Mix, known: Versions) -> Break | None:
    """What broke between two periods for the question of this code; None when they compare."""
    if not before.modes or not after.modes:
        return None
    found = [_questionnaire(code, before, after, known), _modes(before.modes, after.modes)]
    real = [one for one in found if one is not None]
    if not real:
        return None
    return Break(" ; ".join(one.why for one in real), any(one.forbids for one in real))


def _questionnaire(code: str, before: Mix, after: Mix, known: Versions) -> Break | None:
    """The questionnaire most replies came by has another version; it forbids when the question itself changed."""
    was, now = _main(before.questionnaires), _main(after.questionnaires)
    if was == now or was not in known or now not in known:
        return None
    reworded = any(
        difference.breaks or difference.what == REWORDED
        for change in changes(known[was], known[now])
        if change.code == code
        for difference in change.differences
    )
    said = f"questionnaire, version {known[now].version}"
    return Break(f"{said} : question changée" if reworded else said, reworded)


def _main(counted: Counter[int]) -> int:
    return max(counted, key=lambda version: (counted[version], version))


def _modes(was: Counter[Mode], now: Counter[Mode]) -> Break | None:
    moves = {mode: now[mode] / now.total() - was[mode] / was.total() for mode in Mode}
    moved = sum(abs(move) for move in moves.values()) / 2
    if moved < MOVED or _by_chance(was, now) >= LEVEL:
        return None
    mode = max(Mode, key=lambda one: (abs(moves[one]), one.value))
    shares = (french.percent(one[mode] / one.total()) for one in (was, now))
    return Break(f"modes de réponse ({mode.label} : {' puis '.join(shares)})", forbids=True)


def _by_chance(was: Counter[Mode], now: Counter[Mode]) -> float:
    """How often chance alone would move the mix that much: Pearson's chi-square."""
    from scipy.special import chdtrc

    used = [mode for mode in Mode if was[mode] + now[mode]]
    total = was.total() + now.total()
    statistic = 0.0
    for mode in used:
        for counts in (was, now):
            expected = (was[mode] + now[mode]) * counts.total() / total
            statistic += (counts[mode] - expected) ** 2 / expected
    return float(chdtrc(len(used) - 1, statistic)) if len(used) > 1 else 1.0

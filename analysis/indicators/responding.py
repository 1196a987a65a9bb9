"""Who answers: response rates with their intervals, and whether those who answered are like those who were asked.

A comparison bears on waves that are over. The test is Pearson's chi-square on answered × not answered; where a count expected
by chance is under five, the same statistic is read against its exact conditional distribution, drawn 20 000 times with one seed.
It says nothing of why, nor of what those who did not answer think.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlmodel import Session, col

from analysis.results.disclosure import Audience, hidden
from analysis.results.isolating import Sum
from analysis.statistics import Interval, wilson
from core import french
from organisation.models import Department
from survey.channels import CHANNELS
from survey.models import EventKind, Invitation, InvitationStatus, LifeEvent
from survey.sending import waves

LEVEL = 0.05
SMALLEST_EXPECTED = (
    5  # Cochran's rule, under which the chi-square distribution is not to be trusted
)
ENOUGH = 10  # answers, and silences, without which no difference could be seen
DRAWS, SEED = 20_000, 20_270_101


class Verdict(StrEnum):
    """What may be said of a comparison."""

    DIFFERENT = "différence établie"
    NONE_SHOWN = "pas de différence établie"
    TOO_FEW = "données insuffisantes"


@dataclass(frozen=True)
class Asked:
    """How many invitations left that are alike, and how many of them were answered."""

    kind: EventKind
    wave: date
    is_over: bool
    channel: str
    department: str
    sent: int
    answered: int


@dataclass(frozen=True)
class Rate:
    """A response rate; its figures are withheld where the group is too small."""

    label: str
    sent: int
    answered: int
    is_over: bool = True
    shown: bool = True

    @property
    def share(self) -> float | None:
        """Answers over invitations that left; None when it may not be shown."""
        return self.answered / self.sent if self.shown and self.sent else None

    @property
    def interval(self) -> Interval | None:
        """Wilson's, 95 %."""
        return wilson(self.answered, self.sent) if self.shown and self.sent else None


@dataclass(frozen=True)
class Comparison:
    """Respondents beside the invited, on one trait."""

    title: str
    rates: Sequence[Rate]
    p_value: float | None
    verdict: Verdict
    sentence: str


def asked(session: Session, since: date, today: date) -> list[Asked]:
    """All that left since a day, by moment, wave, channel and department; one query."""
    group = [
        col(LifeEvent.kind),
        col(Invitation.sent_on),
        col(Invitation.closes_on),
        col(Invitation.channel),
        sa.func.coalesce(col(Department.name), ""),
    ]
    answered = sa.case((col(Invitation.status) == InvitationStatus.ANSWERED, 1), else_=0)
    counted = (
        sa.select(*group, sa.func.count(), sa.func.sum(answered))
        .select_from(Invitation)
        .join(LifeEvent)
        .outerjoin(Department)
        .where(col(Invitation.sent_on) >= since)
        .group_by(*group)
    )
    rows: Iterable[Any] = session.connection().execute(counted)
    return [
        Asked(kind, waves.month_start(sent_on), closes_on is not None and closes_on < today, channel, place, sent, done)
        for kind, sent_on, closes_on, channel, place, sent, done in rows
    ]  # fmt: skip


# ---------------------------------------------------------------- rates


Trait = Callable[[Asked], Any]
TRAITS: dict[str, tuple[str, Trait]] = {
    "moment": ("Moment de vie", lambda one: one.kind.label),
    "canal": ("Canal de l’envoi", lambda one: CHANNELS[one.channel].label),
    "service": ("Service", lambda one: one.department or "aucun"),
}


def rates(lines: Iterable[Asked], trait: Trait) -> list[Rate]:
    """The rate of each group, and of no group too small nor one that would give a small one away."""
    totals: dict[Any, list[int]] = {}
    over: dict[Any, bool] = {}
    for one in lines:
        found = totals.setdefault(trait(one), [0, 0])
        found[0] += one.sent
        found[1] += one.answered
        over[trait(one)] = over.get(trait(one), True) and one.is_over
    away = withheld({group: sent for group, (sent, _) in totals.items()})
    return [
        Rate(str(group), sent, answered, over[group], group not in away)
        for group, (sent, answered) in sorted(totals.items())
    ]


def withheld(counts: Mapping[Any, int]) -> frozenset[Any]:
    """The groups not to be shown beside their total, which is known."""
    total = "all of them"
    return hidden(
        {**counts, total: sum(counts.values())}, [Sum(total, tuple(counts))], Audience.INTERNAL
    )


def by_wave(lines: Sequence[Asked], kind: EventKind) -> list[Rate]:
    """The rate of each wave of a moment, the newest first."""
    theirs = [one for one in lines if one.kind is kind]
    found = rates(theirs, lambda one: one.wave)[::-1]
    return [
        Rate(french.month(date.fromisoformat(r.label)), r.sent, r.answered, r.is_over, r.shown)
        for r in found
    ]


# ---------------------------------------------------------------- are they alike


def comparisons(lines: Sequence[Asked]) -> list[Comparison]:
    """Respondents and invited on each trait; the level is shared between the comparisons made."""
    over = [one for one in lines if one.is_over]
    level = LEVEL / len(TRAITS)
    return [compared(title, rates(over, trait), level) for title, trait in TRAITS.values()]


def compared(title: str, found: Sequence[Rate], level: float) -> Comparison:
    """What may be said of one trait, in words."""
    usable = [rate for rate in found if rate.shown and rate.sent]
    table = np.array([[r.answered, r.sent - r.answered] for r in usable], dtype=float)
    if len(usable) < 2 or table.sum(axis=0).min() < ENOUGH:
        return Comparison(title, found, None, Verdict.TOO_FEW, _too_few(usable))
    p_value = independence(table)
    verdict = Verdict.DIFFERENT if p_value < level else Verdict.NONE_SHOWN
    return Comparison(title, found, p_value, verdict, _said(usable, verdict))


def independence(table: NDArray[np.float64]) -> float:
    """The p-value of « answering does not depend on the group », for rows of (answered, not answered)."""
    from scipy.stats import chi2

    expected = table.sum(axis=1, keepdims=True) * table.sum(axis=0, keepdims=True) / table.sum()
    statistic = float(((table - expected) ** 2 / expected).sum())
    if expected.min() >= SMALLEST_EXPECTED:
        return float(chi2.sf(statistic, len(table) - 1))
    return _drawn(table, expected, statistic)


def _drawn(table: NDArray[np.float64], expected: NDArray[np.float64], statistic: float) -> float:
    """The share of draws at least as far from chance, the table itself counted among them."""
    sizes, answers = table.sum(axis=1).astype(int), int(table[:, 0].sum())
    drawn = np.random.default_rng(SEED).multivariate_hypergeometric(sizes, answers, size=DRAWS)
    gaps = (drawn - expected[:, 0]) ** 2
    statistics = (gaps / expected[:, 0] + gaps / expected[:, 1]).sum(axis=1)
    return float((1 + (statistics >= statistic - 1e-9).sum()) / (DRAWS + 1))


def _too_few(usable: Sequence[Rate]) -> str:
    if len(usable) < 2:
        return "Données insuffisantes : un seul groupe est assez grand pour être montré."
    return (
        f"Données insuffisantes : il faut {ENOUGH} réponses et {ENOUGH} silences au moins "
        "dans des vagues closes."
    )


def _said(usable: Sequence[Rate], verdict: Verdict) -> str:
    if verdict is Verdict.NONE_SHOWN:
        return (
            "Pas de différence établie : ceux qui ont répondu ressemblent à ceux qui ont été sollicités, "
            "pour autant que ces nombres permettent de le voir."
        )
    low, high = (pick(usable, key=lambda r: r.answered / r.sent) for pick in (min, max))
    return (
        f"Différence établie : « {high.label} » répond plus ({french.percent(high.share)}) "
        f"que « {low.label} » ({french.percent(low.share)}). Lisez les résultats de chacun à part."
    )

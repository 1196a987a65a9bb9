"""Delivered beside perceived: what the departments do for a commitment, and what members see of it.

Two facts, never one mark: kept and felt, kept and not felt, felt and not kept, neither (improvement,
3.4.5). A commitment is here only when enough members answered about it and a department was judged.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import Session, col, func, select

from actionplans.assessments import proposals
from actionplans.assessments.levels import SATISFIED_ENOUGH, TOLERANCE, Opinion
from actionplans.models import Assessment, Campaign, Level, Rating
from organisation.models import Commitment

KEPT = (Level.A, Level.B)
JUDGED = (*KEPT, Level.C, Level.D)


class Quadrant(StrEnum):
    """What the two facts make together, the most pressing first."""

    URGENT = "urgent"
    EXPLAIN = "explain"
    FRAGILE = "fragile"
    SUCCESS = "success"

    @property
    def label(self) -> str:
        return WORDS[self][0]

    @property
    def about(self) -> str:
        return WORDS[self][1]

    @property
    def tone(self) -> str:
        return {"urgent": "bad", "success": "good"}.get(self.value, "watch")


WORDS = {
    Quadrant.URGENT: ("Urgent", "ni tenu partout, ni ressenti"),
    Quadrant.EXPLAIN: ("À expliquer", "tenu, mais peu ressenti : le seuil est-il trop large ?"),
    Quadrant.FRAGILE: ("Fragile", "bien ressenti, mais pas tenu partout"),
    Quadrant.SUCCESS: ("Réussite", "tenu et ressenti : à faire savoir"),
}


@dataclass(frozen=True)
class Delivered:
    """One commitment: the departments that keep it, of those judged, and the members content with it."""

    commitment: Commitment
    kept: int
    judged: int
    opinion: Opinion

    @property
    def share(self) -> float:
        return self.kept / self.judged

    @property
    def quadrant(self) -> Quadrant:
        return quadrant_of(self.share >= TOLERANCE, self.opinion)


def quadrant_of(is_kept: bool, opinion: Opinion) -> Quadrant:
    """What is kept, or not, beside what is felt."""
    if is_kept:
        return Quadrant.SUCCESS if opinion.share >= SATISFIED_ENOUGH else Quadrant.EXPLAIN
    return Quadrant.FRAGILE if opinion.share >= SATISFIED_ENOUGH else Quadrant.URGENT


def of_campaign(session: Session, campaign: Campaign) -> list[Delivered]:
    """Every commitment that has both facts, the most pressing first."""
    opinions = proposals.opinions(session, campaign)
    felt = {code: opinion for code, opinion in opinions.items() if opinion.is_enough}
    found = [
        Delivered(commitment, kept, judged, felt[commitment.code])
        for commitment, kept, judged in _judged(session, campaign, list(felt))
    ]
    order = list(Quadrant)
    return sorted(found, key=lambda one: (order.index(one.quadrant), one.commitment.code))


def _judged(
    session: Session, campaign: Campaign, codes: Sequence[str]
) -> list[tuple[Commitment, int, int]]:
    """(commitment, departments that keep it, departments judged) from what was validated."""
    counted = (
        select(Rating.commitment_id, Rating.validated, func.count())
        .join(Assessment)
        .where(
            Assessment.campaign_id == campaign.id,
            col(Assessment.validated_at).is_not(None),
            col(Rating.validated).in_(JUDGED),
        )
        .group_by(col(Rating.commitment_id), col(Rating.validated))
    )
    kept, judged = Counter[int](), Counter[int]()
    for commitment_id, level, number in session.exec(counted):
        judged[commitment_id] += number
        kept[commitment_id] += number if level in KEPT else 0
    wanted = select(Commitment).where(
        col(Commitment.id).in_(list(judged)), col(Commitment.code).in_(codes)
    )
    return [
        (one, kept[one.id], judged[one.id]) for one in session.exec(wanted) if one.id is not None
    ]

"""The list of campaigns: each in one line, how many departments are where; the archived ones apart."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col, select

from actionplans.assessments import campaigns
from actionplans.assessments.campaigns import Progress
from actionplans.models import Assessment, Campaign, CampaignStatus
from core.keys import key

PUT_AWAY = (CampaignStatus.ARCHIVED, CampaignStatus.CANCELLED)


@dataclass(frozen=True)
class Round:
    """A campaign in one line: how many departments are where, and those one leads."""

    campaign: Campaign
    statuses: tuple[tuple[str, int], ...]
    own: Sequence[Progress]

    @property
    def departments(self) -> int:
        return sum(n for _, n in self.statuses)


def rounds(session: Session, led: Collection[int], put_away: bool = False) -> list[Round]:
    """Campaigns of every day, prepared ones too, or with `put_away` the archived and cancelled ones;
    the newest first. `led`: the departments whose assessment is one's to fill in."""
    counted = sa.select(
        col(Assessment.campaign_id), col(Assessment.status), sa.func.count()
    ).group_by(col(Assessment.campaign_id), col(Assessment.status))
    found: dict[int, list[tuple[str, int]]] = {}
    for campaign_id, status, n in session.connection().execute(counted):
        found.setdefault(campaign_id, []).append((status.label, n))
    mine = campaigns.gather(session, col(Assessment.department_id).in_(led)) if led else []
    own: dict[int, list[Progress]] = {}
    for row in mine:
        own.setdefault(row.assessment.campaign_id, []).append(row)
    aside = col(Campaign.status).in_(PUT_AWAY)
    shown = select(Campaign).where(aside if put_away else sa.not_(aside))
    return [
        Round(one, tuple(sorted(found.get(key(one), []))), own.get(key(one), ()))
        for one in session.exec(shown.order_by(col(Campaign.year).desc()))
    ]


def put_away(session: Session) -> int:
    """How many are out of the everyday list."""
    aside = select(sa.func.count()).where(col(Campaign.status).in_(PUT_AWAY))
    return session.exec(aside).one()

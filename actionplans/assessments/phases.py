"""Where a campaign is in its year: told by its state, its dates and the fund's signed review."""

from datetime import date, timedelta
from enum import StrEnum

from actionplans.assessments.notices import DAYS_BEFORE
from actionplans.models import Campaign, CampaignStatus

REMINDED_FROM = timedelta(days=max(DAYS_BEFORE))


class Phase(StrEnum):
    """The steps of a campaign, in their order; the value is its words on screen."""

    PREPARED = "préparée"
    OPEN = "ouverte"
    REMINDING = "en relance"
    CLOSED = "close"
    PUBLISHED = "bilan publié"
    ARCHIVED = "archivée"
    CANCELLED = "annulée"

    @property
    def tone(self) -> str:
        return {
            Phase.OPEN: "watch",
            Phase.REMINDING: "bad",
            Phase.PUBLISHED: "good",
        }.get(self, "")


FIXED = {
    CampaignStatus.PREPARED: Phase.PREPARED,
    CampaignStatus.ARCHIVED: Phase.ARCHIVED,
    CampaignStatus.CANCELLED: Phase.CANCELLED,
}
STEPS = [phase for phase in Phase if phase is not Phase.CANCELLED]
"""What a campaign that goes its way passes through, in order."""


def phase(campaign: Campaign, today: date, is_published: bool) -> Phase:
    """The step reached today; `is_published` once the fund's review of that year is signed."""
    if campaign.status in FIXED:
        return FIXED[campaign.status]
    if campaign.is_open:
        reminds = today >= campaign.due_on - REMINDED_FROM
        return Phase.REMINDING if reminds else Phase.OPEN
    return Phase.PUBLISHED if is_published else Phase.CLOSED

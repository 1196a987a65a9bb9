"""Where a campaign is in its year: told by its dates, its closing and the fund's signed review, never set by hand."""

from datetime import date, timedelta
from enum import StrEnum

from actionplans.assessments.notices import DAYS_BEFORE
from actionplans.models import Campaign

REMINDED_FROM = timedelta(days=max(DAYS_BEFORE))


class Phase(StrEnum):
    """The steps of a campaign, in their order; the value is its words on screen."""

    OPEN = "ouverte"
    REMINDING = "en relance"
    CLOSED = "close"
    PUBLISHED = "bilan publié"

    @property
    def tone(self) -> str:
        return {"ouverte": "watch", "en relance": "bad", "close": "", "bilan publié": "good"}[
            self.value
        ]


def phase(campaign: Campaign, today: date, is_published: bool) -> Phase:
    """The step reached today; `is_published` once the fund's review of that year is signed."""
    if is_published:
        return Phase.PUBLISHED
    if not campaign.is_open:
        return Phase.CLOSED
    return Phase.REMINDING if today >= campaign.due_on - REMINDED_FROM else Phase.OPEN

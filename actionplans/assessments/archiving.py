"""What comes after the round: its review is published, it goes to the archives, where it is only read."""

from datetime import datetime

from sqlmodel import Session, select

from actionplans.assessments import campaigns
from actionplans.models import Campaign, CampaignStatus, FundBilan
from core.errors import Refused
from organisation import journal
from organisation.models import User
from organisation.rights import Right, may
from organisation.words import DEEDS

DEEDS.update(
    {
        "publish_campaign": "bilan de la campagne publié",
        "archive_campaign": "campagne archivée",
        "take_out_campaign": "campagne sortie des archives",
    }
)


def expect_closed(campaign: Campaign) -> None:
    """A fund signs what no department changes any more; the archives are only read."""
    campaign.expect_alive()
    if campaign.is_open:
        raise Refused(f"Closez d’abord la campagne {campaign.year} : le bilan dit ce qui est figé.")


def published(session: Session, campaign: Campaign, by: User, now: datetime) -> None:
    """Write that the fund's review of that year was signed for the first time: everybody inside reads it."""
    details = f"{campaign.year}, close → bilan publié"
    journal.write(session, now, by, "publish_campaign", f"campaign {campaign.id}", details)


def archive(session: Session, campaign: Campaign, by: User, now: datetime) -> Campaign:
    """Put away a round whose review is published: out of everyday lists, read and found as before."""
    campaigns.expect_runner(by)
    campaign.expect(CampaignStatus.CLOSED)
    if not is_published(session, campaign):
        raise Refused(f"Faites d’abord signer le bilan {campaign.year} de la caisse.")
    return campaigns.moved(session, campaign, CampaignStatus.ARCHIVED, "archive_campaign", by, now)


def take_out(
    session: Session, campaign: Campaign, reason: str, by: User, now: datetime
) -> Campaign:
    """Back among the closed ones, to correct something, and why; management's alone, like a correction."""
    if not may(by, Right.PUBLISH):
        raise Refused("Seule la direction sort une campagne des archives.")
    campaign.expect(CampaignStatus.ARCHIVED)
    if not reason.strip():
        raise Refused("Écrivez pourquoi vous la sortez des archives.", "reason")
    closed, deed = CampaignStatus.CLOSED, "take_out_campaign"
    return campaigns.moved(session, campaign, closed, deed, by, now, reason.strip())


def is_published(session: Session, campaign: Campaign) -> bool:
    """Whether the fund's review of its year is signed."""
    signed = select(FundBilan.id).where(FundBilan.year == campaign.year).limit(1)
    return session.exec(signed).first() is not None

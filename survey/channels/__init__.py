"""Catalogue of the ways to reach people, one file each; which one reaches this person."""

from survey.channels.base import Channel
from survey.channels.email import Email
from survey.channels.letter import PostalLetter
from survey.models import LifeEvent

CHANNELS: dict[str, Channel] = {channel.name: channel for channel in (Email(), PostalLetter())}

SHARED_MAILBOX = "shared_mailbox"  # a remark of the import: several members, one address
PREFERENCES = {
    "email": ("email", "letter"),
    "letter": ("letter", "email"),
    "phone": ("letter", "email"),  # the letter gives the number and the hours first
}


def choose(event: LifeEvent) -> Channel | None:
    """The stated preference, else e-mail, else a letter; only by a usable address, never by age.

    A mailbox that several members share may be read by others: a letter is then preferred.
    """
    is_shared = any(remark.startswith(SHARED_MAILBOX) for remark in event.remarks)
    usual = PREFERENCES["letter" if is_shared else "email"]
    order = PREFERENCES.get(event.preferred_channel, usual)
    return next((CHANNELS[name] for name in order if CHANNELS[name].can_reach(event)), None)

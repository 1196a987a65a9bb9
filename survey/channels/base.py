"""What a way of reaching people knows: whether it reaches somebody, and how it writes to them."""

from datetime import datetime
from typing import Protocol

from sqlmodel import Session

from survey.models import Invitation, LifeEvent

FIRST, REMINDER, LAST = 0, 1, 2
"""The steps of an invitation: its first message, its first and its last reminder."""


class Channel(Protocol):
    """One way to reach a person."""

    name: str
    label: str

    def can_reach(self, event: LifeEvent) -> bool:
        """Whether the register holds a usable address for it."""

    def invite(self, session: Session, invitation: Invitation, step: int, now: datetime) -> None:
        """Write what leaves at this step, once: asked again, nothing more is written."""

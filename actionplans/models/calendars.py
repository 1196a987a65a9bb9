"""The secret address at which a person's calendar program reads their deadlines."""

from datetime import datetime

from sqlmodel import Field

from core.models import Model


class CalendarFeed(Model, table=True):
    """One person's feed. The address is shown once: only its fingerprint is kept."""

    __tablename__ = "calendar_feeds"

    user_id: int = Field(foreign_key="users.id", primary_key=True)
    token_hash: str = Field(unique=True, max_length=64)
    made_at: datetime

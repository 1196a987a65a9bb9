"""What was measured before an action on what members say, and whether it is back once the action is closed."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, Relationship

from actionplans.models.actions import Action
from core.models import Model, one_of
from organisation.models import User


class Baseline(Model, table=True):
    """The share of members who asked for something better on a subject, over the months before an action was approved."""

    __tablename__ = "baselines"
    __table_args__ = (sa.UniqueConstraint("action_id", "subject"),)

    id: int | None = Field(default=None, primary_key=True)
    action_id: int = Field(foreign_key="actions.id", index=True)
    subject: str = Field(max_length=60)  # « telephone », or « telephone.12 » for one of its topics
    theme: str = Field(max_length=30)
    topic_id: int | None = Field(
        default=None, foreign_key="topics.id", index=True, ondelete="SET NULL"
    )
    topic_name: str = Field(default="", max_length=80)  # as it was named that day
    since: date  # the window, fixed that day: whole months
    until: date
    x: int
    n: int
    reader: str = Field(max_length=80)
    recorded_at: datetime

    action: Action = Relationship()

    @property
    def is_of_topic(self) -> bool:
        """Of one topic of the theme, rather than of the whole of it."""
        return bool(self.topic_name)


class ReturnVerdict(StrEnum):
    """What the stated rule says of a subject in a quarter after its action was closed."""

    BACK = "back"
    ABOVE = "above"
    BELOW = "below"
    NOT_ENOUGH = "not_enough"

    @property
    def label(self) -> str:
        return {
            "back": "de retour",
            "above": "au-dessus du départ, sans que la hausse dépasse le hasard",
            "below": "pas de retour",
            "not_enough": "données insuffisantes",
        }[self.value]


class ReturnAnswer(StrEnum):
    """What the officer did of it."""

    REOPENED = "reopened"
    LEFT = "left"


class Return(Model, table=True):
    """One subject of one closed action in one quarter: three shares read alike, the rule's word, what was answered."""

    __tablename__ = "returns"
    __table_args__ = (
        sa.UniqueConstraint("baseline_id", "quarter"),
        sa.CheckConstraint(
            "(answer IS NULL) = (answered_at IS NULL)", name="answered_on_a_day"
        ),
        sa.CheckConstraint("answer IS NULL OR answer <> 'left' OR reason <> ''", name="left_is_motivated"),
    )  # fmt: skip

    id: int | None = Field(default=None, primary_key=True)
    baseline_id: int = Field(foreign_key="baselines.id", index=True)
    quarter: date = Field(index=True)  # its first day
    before_x: int
    before_n: int
    after_x: int
    after_n: int
    now_x: int
    now_n: int
    low: float | None = None  # 95 % interval of the rise since the lower of the two
    high: float | None = None
    verdict: ReturnVerdict = Field(sa_type=one_of(ReturnVerdict))
    reader: str = Field(default="", max_length=80)
    at: datetime
    back_since: date | None = None  # the day the rule first said it is back

    answer: ReturnAnswer | None = Field(default=None, sa_type=one_of(ReturnAnswer))
    reason: str = Field(default="", max_length=2000)
    answered_by_id: int | None = Field(default=None, foreign_key="users.id")
    answered_at: datetime | None = None

    baseline: Baseline = Relationship()
    answered_by: User | None = Relationship()

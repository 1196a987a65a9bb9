"""Decisions on themes, actions with their causes and notes, and what is published of them."""

from datetime import date, datetime
from enum import StrEnum
from typing import Optional

import sqlalchemy as sa
from sqlmodel import Field, Relationship

from actionplans.models.assessments import Rating
from actionplans.models.ideas import Idea
from actionplans.models.malfunctions import Malfunction
from actionplans.models.milestones import Follower, Milestone
from core.errors import Refused
from core.models import Model, one_of
from organisation.models import Commitment, Department, User


class Decision(StrEnum):
    """What one decides on a topic."""

    ACTION = "action"
    NO_ACTION = "no_action"


class TopicDecision(Model, table=True):
    """What was decided about a theme, seen over a period: an action, or none, and why."""

    __tablename__ = "topic_decisions"
    __table_args__ = (
        sa.CheckConstraint(
            "decision = 'action' OR (reason <> '' AND review_on IS NOT NULL)",
            name="no_action_is_motivated",
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    theme: str = Field(max_length=30, index=True)
    period_start: date
    period_end: date
    decision: Decision = Field(sa_type=one_of(Decision))
    reason: str = Field(default="", max_length=2000)
    review_on: date | None = None
    voices: int  # how many sentences spoke of it, and how content their authors were, that day
    satisfaction: float | None = None
    decided_by_id: int = Field(foreign_key="users.id")
    decided_at: datetime

    decided_by: User = Relationship()


class ActionStatus(StrEnum):
    """The life of an action. Done is not effective: an effect is verified by somebody else."""

    PROPOSED = "proposed"
    DECIDED = "decided"
    IN_PROGRESS = "in_progress"
    SUSPENDED = "suspended"
    DONE = "done"
    EFFECTIVE = "effective"
    WITHOUT_EFFECT = "without_effect"
    REFUSED = "refused"
    ABANDONED = "abandoned"
    MERGED = "merged"

    @property
    def label(self) -> str:
        return ACTION_LABELS[self]

    @property
    def is_closed(self) -> bool:
        return self in CLOSED_STATUSES


ACTION_LABELS = {
    ActionStatus.PROPOSED: "proposée",
    ActionStatus.DECIDED: "décidée",
    ActionStatus.IN_PROGRESS: "en cours",
    ActionStatus.SUSPENDED: "suspendue",
    ActionStatus.DONE: "réalisée, à vérifier",
    ActionStatus.EFFECTIVE: "close, effet constaté",
    ActionStatus.WITHOUT_EFFECT: "close, sans effet démontré",
    ActionStatus.REFUSED: "refusée",
    ActionStatus.ABANDONED: "abandonnée",
    ActionStatus.MERGED: "réunie à une autre",
}
CLOSED_STATUSES = {
    ActionStatus.EFFECTIVE,
    ActionStatus.WITHOUT_EFFECT,
    ActionStatus.REFUSED,
    ActionStatus.ABANDONED,
    ActionStatus.MERGED,
}

CARRIED = (ActionStatus.DECIDED, ActionStatus.IN_PROGRESS, ActionStatus.SUSPENDED)


class Direction(StrEnum):
    """Which way the indicator is expected to move; fixed before the action starts."""

    UP = "up"
    DOWN = "down"


class Verdict(StrEnum):
    """What the stated rule says of an action's effect. Never « grâce à »."""

    EFFECT = "effect"
    FAVOURABLE = "favourable"
    NONE = "none"
    WORSE = "worse"
    NOT_ENOUGH = "not_enough"
    WRITTEN = "written"

    @property
    def label(self) -> str:
        return {
            "effect": "effet constaté",
            "favourable": "évolution favorable non démontrée",
            "none": "pas d’effet visible",
            "worse": "dégradation",
            "not_enough": "données insuffisantes",
            "written": "évaluation écrite",
        }[self.value]


class Action(Model, table=True):
    """Something decided, by whom and for when, and the effect expected of it."""

    __tablename__ = "actions"
    __table_args__ = (
        sa.CheckConstraint("due_changes >= 0", name="due_changes_not_negative"),
        sa.CheckConstraint(
            "status NOT IN ('effective', 'without_effect') OR closed_on IS NOT NULL",
            name="closed_has_a_day",
        ),
        sa.CheckConstraint(
            "(status = 'merged') = (merged_into_id IS NOT NULL)", name="merged_says_where"
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    title: str = Field(min_length=5, max_length=160)
    department_id: int = Field(foreign_key="departments.id", index=True)
    status: ActionStatus = Field(
        default=ActionStatus.PROPOSED, sa_type=one_of(ActionStatus), index=True
    )
    proposed_by_id: int = Field(foreign_key="users.id")
    proposed_at: datetime
    immediate_fix: str = Field(default="", max_length=2000)  # done at once, beside the correction
    merged_into_id: int | None = Field(default=None, foreign_key="actions.id", index=True)
    version: int = 1  # grows with each change: two people who edit at once do not undo each other

    # who, for when
    owner_id: int | None = Field(default=None, foreign_key="users.id", index=True)
    accepted_on: date | None = None  # the day its owner said yes
    suggested_owner_id: int | None = Field(default=None, foreign_key="users.id")  # by who declined
    due_on: date | None = Field(default=None, index=True)
    first_due_on: date | None = None
    due_changes: int = 0
    decided_by_id: int | None = Field(default=None, foreign_key="users.id")
    decided_on: date | None = None

    # the effect, written before
    expected: str = Field(default="", max_length=2000)
    expected_proof: str = Field(default="", max_length=500)  # what will show that it is done
    indicator: str = Field(default="", max_length=60)  # a key of actionplans.actions.indicators
    direction: Direction | None = Field(default=None, sa_type=one_of(Direction))
    window_months: int = 6
    effect_changes: int = 0  # changes of what was fixed beforehand; each is in the journal

    # how it went
    suspended_until: date | None = None
    reason: str = Field(default="", max_length=2000)  # why refused, suspended, abandoned
    proof: str = Field(default="", max_length=2000)
    done_on: date | None = None
    verdict: Verdict | None = Field(default=None, sa_type=one_of(Verdict))
    verdict_details: str = Field(default="", max_length=2000)
    verified_by_id: int | None = Field(default=None, foreign_key="users.id")
    closed_on: date | None = None

    # whether it lasts: done, effective and kept are three things, on three days
    kept_verdict: Verdict | None = Field(default=None, sa_type=one_of(Verdict, "kept"))
    kept_details: str = Field(default="", max_length=2000)
    kept_on: date | None = None

    department: Department = Relationship()
    owner: Optional["User"] = Relationship(
        sa_relationship_kwargs={"foreign_keys": "Action.owner_id"}
    )
    decided_by: Optional["User"] = Relationship(
        sa_relationship_kwargs={"foreign_keys": "Action.decided_by_id"}
    )
    causes: list["Cause"] = Relationship(back_populates="action")
    milestones: list["Milestone"] = Relationship(
        sa_relationship_kwargs={"order_by": "(Milestone.due_on, Milestone.id)"}
    )
    followers: list["Follower"] = Relationship()

    @property
    def is_unanswered(self) -> bool:
        """Somebody was named, who has not yet said yes."""
        return self.owner_id is not None and self.accepted_on is None and self.status in CARRIED

    @property
    def is_orphan(self) -> bool:
        """Decided, and in nobody's hands: the person named said no."""
        return self.owner_id is None and self.status in CARRIED

    def is_late(self, today: date) -> bool:
        """Past its day and not done."""
        waiting = self.status in (ActionStatus.DECIDED, ActionStatus.IN_PROGRESS)
        return waiting and self.due_on is not None and self.due_on < today

    def expect(self, *statuses: ActionStatus) -> None:
        """Refuse a step that this action has not reached, or has passed."""
        if self.status not in statuses:
            raise Refused(
                f"Cette action est {self.status.label} : ce n’est pas possible maintenant."
            )


class ActionNote(Model, table=True):
    """What was said at a step of an action: a reason, a proof, how far it is. Never changed."""

    __tablename__ = "action_notes"

    id: int | None = Field(default=None, primary_key=True)
    action_id: int = Field(foreign_key="actions.id", index=True)
    by_id: int = Field(foreign_key="users.id")
    at: datetime
    step: str = Field(max_length=20)  # a key of actionplans.actions.steps.STEPS
    text: str = Field(max_length=2000)

    by: User = Relationship()


class Cause(Model, table=True):
    """Where an action comes from: exactly one thing a line; an action may have several."""

    __tablename__ = "causes"
    __table_args__ = (
        sa.CheckConstraint(
            "(CASE WHEN topic_decision_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN malfunction_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN rating_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN idea_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN commitment_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN finding_key = '' THEN 0 ELSE 1 END) = 1",
            name="exactly_one",
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    action_id: int = Field(foreign_key="actions.id", index=True)
    topic_decision_id: int | None = Field(
        default=None, foreign_key="topic_decisions.id", index=True
    )
    malfunction_id: int | None = Field(default=None, foreign_key="malfunctions.id", index=True)
    rating_id: int | None = Field(default=None, foreign_key="ratings.id", index=True)
    idea_id: int | None = Field(default=None, foreign_key="ideas.id", index=True)
    commitment_id: int | None = Field(default=None, foreign_key="commitments.id", index=True)
    # a finding of the analysis: its stable key, and what it said that day (figures move on)
    finding_key: str = Field(default="", max_length=120, index=True)
    finding_said: str = Field(default="", max_length=300)

    action: Action = Relationship(back_populates="causes")
    topic_decision: Optional["TopicDecision"] = Relationship()
    malfunction: Malfunction | None = Relationship()
    rating: Rating | None = Relationship()
    idea: Idea | None = Relationship()
    commitment: Commitment | None = Relationship()


class PublishedChange(Model, table=True):
    """« Vous avez dit, nous avons décidé, nous avons fait »: prepared, then approved by management."""

    __tablename__ = "published_changes"
    __table_args__ = (
        sa.CheckConstraint("(action_id IS NULL) <> (topic_decision_id IS NULL)", name="one_origin"),
        sa.CheckConstraint(
            "(approved_by_id IS NULL) = (published_at IS NULL)", name="approved_iff_published"
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    action_id: int | None = Field(default=None, foreign_key="actions.id", unique=True)
    topic_decision_id: int | None = Field(
        default=None, foreign_key="topic_decisions.id", unique=True
    )
    said: str = Field(min_length=10, max_length=400)
    decided: str = Field(min_length=5, max_length=400)
    done: str = Field(default="", max_length=400)
    prepared_by_id: int = Field(foreign_key="users.id")
    prepared_at: datetime
    approved_by_id: int | None = Field(default=None, foreign_key="users.id")
    published_at: datetime | None = None
    withdrawn_at: datetime | None = None

    action: Optional["Action"] = Relationship()
    topic_decision: Optional["TopicDecision"] = Relationship()

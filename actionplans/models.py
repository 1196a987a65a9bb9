"""Self-assessments, malfunctions, actions and what was published of them."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Optional

import sqlalchemy as sa
from sqlmodel import Field, Relationship

from core.errors import Refused
from core.models import Model, one_of
from organisation.models import Charter, Commitment, Department, User

# ---------------------------------------------------------------- self-assessment


class CampaignStatus(StrEnum):
    """The life of a yearly campaign."""

    OPEN = "open"
    CLOSED = "closed"


class Campaign(Model, table=True):
    """The yearly round in which each department assesses itself against the charter."""

    __tablename__ = "campaigns"

    id: int | None = Field(default=None, primary_key=True)
    year: int = Field(unique=True)
    charter_id: int = Field(foreign_key="charters.id")
    opened_on: date
    due_on: date
    status: CampaignStatus = Field(default=CampaignStatus.OPEN, sa_type=one_of(CampaignStatus))

    charter: Charter = Relationship()

    @property
    def is_open(self) -> bool:
        """Whether departments still work on it."""
        return self.status is CampaignStatus.OPEN

    @property
    def period_start(self) -> date:
        """First of the twelve months that are assessed."""
        return self.due_on - timedelta(days=364)

    @property
    def period_end(self) -> date:
        """Last of them: the day the assessments are due."""
        return self.due_on


class AssessmentStatus(StrEnum):
    """The life of a department's self-assessment."""

    TODO = "todo"
    IN_PROGRESS = "in_progress"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    VALIDATED = "validated"
    FROZEN = "frozen"

    @property
    def label(self) -> str:
        return {
            "todo": "à faire",
            "in_progress": "en cours",
            "submitted": "soumise",
            "returned": "à compléter",
            "validated": "validée",
            "frozen": "figée",
        }[self.value]


class Assessment(Model, table=True):
    """One department's self-assessment for one campaign."""

    __tablename__ = "assessments"
    __table_args__ = (sa.UniqueConstraint("campaign_id", "department_id"),)

    id: int | None = Field(default=None, primary_key=True)
    campaign_id: int = Field(foreign_key="campaigns.id")
    department_id: int = Field(foreign_key="departments.id", index=True)
    status: AssessmentStatus = Field(
        default=AssessmentStatus.TODO, sa_type=one_of(AssessmentStatus), index=True
    )
    successes: str = Field(default="", max_length=5000)
    improvements: str = Field(default="", max_length=5000)
    minutes: float = 0.0  # spent filling it in, as measured
    submitted_by_id: int | None = Field(default=None, foreign_key="users.id")
    submitted_at: datetime | None = None
    validated_by_id: int | None = Field(default=None, foreign_key="users.id")
    validated_at: datetime | None = None
    returned_because: str = Field(default="", max_length=2000)

    # once frozen: what was said, whole, and its fingerprint
    snapshot: str | None = None
    sha256: str | None = Field(default=None, max_length=64)

    campaign: Campaign = Relationship()
    department: Department = Relationship()
    ratings: list["Rating"] = Relationship(back_populates="assessment")

    @property
    def is_open(self) -> bool:
        """Still in the hands of the department."""
        return self.status in OPEN_STATUSES

    def expect(self, *statuses: AssessmentStatus) -> None:
        """Refuse a step that this assessment has not reached, or has passed."""
        if self.status not in statuses:
            raise Refused(
                f"Cette auto-évaluation est {self.status.label} : ce n’est pas possible maintenant."
            )


OPEN_STATUSES = (
    AssessmentStatus.TODO,
    AssessmentStatus.IN_PROGRESS,
    AssessmentStatus.RETURNED,
)


class Level(StrEnum):
    """How far a commitment is kept."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    NOT_CONCERNED = "NC"
    NOT_DUE = "PE"
    NOT_ASSESSED = "NE"

    @property
    def label(self) -> str:
        return LEVEL_LABELS[self]


LEVEL_LABELS = {
    Level.A: "Tenu et prouvé",
    Level.B: "Tenu, preuve à compléter",
    Level.C: "Tenu en partie",
    Level.D: "Pas tenu",
    Level.NOT_CONCERNED: "Non concerné",
    Level.NOT_DUE: "Pas encore exigible",
    Level.NOT_ASSESSED: "Non évalué",
}


class Rating(Model, table=True):
    """One commitment in one self-assessment: proposed by the machine, declared, validated."""

    __tablename__ = "ratings"
    __table_args__ = (sa.UniqueConstraint("assessment_id", "commitment_id"),)

    id: int | None = Field(default=None, primary_key=True)
    assessment_id: int = Field(foreign_key="assessments.id", index=True)
    commitment_id: int = Field(foreign_key="commitments.id", index=True)
    proposed: Level | None = Field(default=None, sa_type=one_of(Level, "proposed"))
    ceiling: Level | None = Field(default=None, sa_type=one_of(Level, "ceiling"))
    sources: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)  # the three sentences
    declared: Level = Field(default=Level.NOT_ASSESSED, sa_type=one_of(Level, "declared"))
    validated: Level | None = Field(default=None, sa_type=one_of(Level, "validated"))
    reason: str = Field(default="", max_length=2000)
    is_strong: bool = False  # « point fort à partager », on A alone
    officer_comment: str = Field(default="", max_length=2000)
    rated_at: datetime | None = None

    assessment: Assessment = Relationship(back_populates="ratings")
    commitment: Commitment = Relationship()


class Evidence(Model, table=True):
    """A proof that a commitment is kept: what it is, where it is, and the period it covers."""

    __tablename__ = "evidence"
    __table_args__ = (sa.CheckConstraint("valid_from <= valid_to", name="period_in_order"),)

    id: int | None = Field(default=None, primary_key=True)
    department_id: int = Field(foreign_key="departments.id", index=True)
    commitment_id: int = Field(foreign_key="commitments.id", index=True)
    title: str = Field(min_length=3, max_length=200)
    location: str = Field(default="", max_length=300)  # a link, a folder, a reference
    valid_from: date
    valid_to: date
    added_by_id: int = Field(foreign_key="users.id")
    added_at: datetime

    commitment: Commitment = Relationship()


# ---------------------------------------------------------------- malfunctions


class ReportMode(StrEnum):
    """How a report was made. Anonymous keeps no account, no address and no time finer than the day."""

    SIGNED = "signed"
    CONFIDENTIAL = "confidential"
    ANONYMOUS = "anonymous"

    @property
    def label(self) -> str:
        return {"signed": "signé", "confidential": "confidentiel", "anonymous": "anonyme"}[
            self.value
        ]


class MalfunctionStatus(StrEnum):
    """The life of a malfunction report."""

    REPORTED = "reported"
    QUALIFIED = "qualified"
    IN_HAND = "in_hand"
    RESOLVED = "resolved"
    CLOSED = "closed"
    JOINED = "joined"
    REDIRECTED = "redirected"
    NOT_PURSUED = "not_pursued"

    @property
    def label(self) -> str:
        return {
            "reported": "signalé",
            "qualified": "qualifié",
            "in_hand": "en traitement",
            "resolved": "résolu",
            "closed": "clos",
            "joined": "rattaché",
            "redirected": "réorienté",
            "not_pursued": "sans suite motivée",
        }[self.value]


class Malfunction(Model, table=True):
    """Something that does not work, told by a member of staff."""

    __tablename__ = "malfunctions"
    __table_args__ = (
        sa.CheckConstraint(
            "mode <> 'anonymous' OR (reporter_id IS NULL AND code_hash IS NOT NULL)",
            name="anonymous_has_no_reporter",
        ),
        sa.CheckConstraint("severity IS NULL OR severity BETWEEN 1 AND 4", name="severity_range"),
    )

    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(unique=True, max_length=20)  # D-2026-118
    mode: ReportMode = Field(sa_type=one_of(ReportMode))
    reporter_id: int | None = Field(default=None, foreign_key="users.id", index=True)
    code_hash: str | None = Field(default=None, unique=True, max_length=64)
    reported_on: date = Field(index=True)

    # what happened: sealed until masked, then the masked text alone
    sealed: bytes | None = None
    title: str = Field(default="", max_length=160)
    text: str = ""
    department_id: int | None = Field(default=None, foreign_key="departments.id", index=True)
    touches_members: bool = False

    # what it was judged to be
    status: MalfunctionStatus = Field(
        default=MalfunctionStatus.REPORTED, sa_type=one_of(MalfunctionStatus), index=True
    )
    theme: str = Field(default="", max_length=30, index=True)
    commitment_id: int | None = Field(default=None, foreign_key="commitments.id", index=True)
    severity: int | None = None
    joined_to_id: int | None = Field(default=None, foreign_key="malfunctions.id")
    qualified_on: date | None = None
    due_on: date | None = None

    # what was done about it
    fix: str = Field(default="", max_length=2000)
    outcome: str = Field(default="", max_length=2000)  # what the reporter is told
    closed_on: date | None = None

    department: Optional["Department"] = Relationship()
    commitment: Optional["Commitment"] = Relationship()
    reporter: Optional["User"] = Relationship(
        sa_relationship_kwargs={"foreign_keys": "Malfunction.reporter_id"}
    )


class MalfunctionMessage(Model, table=True):
    """A word exchanged with the reporter, who may stay unknown."""

    __tablename__ = "malfunction_messages"

    id: int | None = Field(default=None, primary_key=True)
    malfunction_id: int = Field(foreign_key="malfunctions.id", index=True)
    from_reporter: bool
    text: str = Field(max_length=2000)
    written_on: date


class SimilarReport(Model, table=True):
    """An earlier report that may say the same; shown, never merged by itself."""

    __tablename__ = "similar_reports"

    malfunction_id: int = Field(foreign_key="malfunctions.id", primary_key=True)
    earlier_id: int = Field(foreign_key="malfunctions.id", primary_key=True)
    score: float
    is_likely: bool

    earlier: Malfunction = Relationship(
        sa_relationship_kwargs={"foreign_keys": "SimilarReport.earlier_id"}
    )


# ---------------------------------------------------------------- ideas of staff


class IdeaStatus(StrEnum):
    """The life of an idea: moderated, studied, answered, carried out, thanked."""

    SUBMITTED = "submitted"
    VISIBLE = "visible"
    STUDIED = "studied"
    KEPT = "kept"
    ALREADY_DONE = "already_done"
    TO_RIPEN = "to_ripen"
    NOT_KEPT = "not_kept"
    DONE = "done"
    THANKED = "thanked"

    @property
    def label(self) -> str:
        return {
            "submitted": "déposée",
            "visible": "visible",
            "studied": "étudiée",
            "kept": "retenue",
            "already_done": "déjà fait",
            "to_ripen": "à mûrir",
            "not_kept": "non retenue",
            "done": "réalisée",
            "thanked": "remerciée",
        }[self.value]


class Idea(Model, table=True):
    """Something a member of staff would do better; answered with a reason within thirty days."""

    __tablename__ = "ideas"
    __table_args__ = (
        sa.CheckConstraint("merged_into_id <> id", name="not_merged_into_itself"),
        sa.CheckConstraint(
            "status <> 'to_ripen' OR ripen_on IS NOT NULL", name="to_ripen_has_a_day"
        ),
        sa.CheckConstraint("status <> 'not_kept' OR reason <> ''", name="not_kept_is_motivated"),
    )

    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(unique=True, max_length=20)  # I-2027-4
    author_id: int = Field(foreign_key="users.id", index=True)
    submitted_on: date = Field(index=True)

    # what is proposed: sealed until masked, then the masked text alone
    sealed: bytes | None = None
    title: str = Field(default="", max_length=200)
    text: str = ""
    department_id: int | None = Field(default=None, foreign_key="departments.id", index=True)

    # as moderated
    status: IdeaStatus = Field(default=IdeaStatus.SUBMITTED, sa_type=one_of(IdeaStatus), index=True)
    visible_on: date | None = None  # none: its author and the moderators alone read it
    theme: str = Field(default="", max_length=30, index=True)
    commitment_id: int | None = Field(default=None, foreign_key="commitments.id", index=True)
    is_small: bool = False  # neither expense nor reorganisation: the officer may decide
    merged_into_id: int | None = Field(default=None, foreign_key="ideas.id", index=True)

    # what was decided, and what its author is told
    first_decided_on: date | None = None
    decided_by_id: int | None = Field(default=None, foreign_key="users.id")
    decided_at: datetime | None = None
    reason: str = Field(default="", max_length=2000)
    ripen_on: date | None = None
    thanked_on: date | None = None
    thanks: str = Field(default="", max_length=2000)

    author: User = Relationship(sa_relationship_kwargs={"foreign_keys": "Idea.author_id"})
    decided_by: Optional["User"] = Relationship(
        sa_relationship_kwargs={"foreign_keys": "Idea.decided_by_id"}
    )
    department: Optional["Department"] = Relationship()
    commitment: Optional["Commitment"] = Relationship()
    merged_into: Optional["Idea"] = Relationship(
        sa_relationship_kwargs={"remote_side": "Idea.id", "foreign_keys": "Idea.merged_into_id"}
    )

    @property
    def state(self) -> str:
        """Its state in words; a merged idea has that of the one it was merged into."""
        return f"fusionnée, {self.status.label}" if self.merged_into_id else self.status.label


class Support(Model, table=True):
    """One person is for an idea: once, and as long as they wish. Who is never shown."""

    __tablename__ = "supports"

    idea_id: int = Field(foreign_key="ideas.id", primary_key=True)
    user_id: int = Field(foreign_key="users.id", primary_key=True, index=True)


class IdeaComment(Model, table=True):
    """What a colleague says of an idea; sealed until masked, like the idea itself."""

    __tablename__ = "idea_comments"

    id: int | None = Field(default=None, primary_key=True)
    idea_id: int = Field(foreign_key="ideas.id", index=True)
    author_id: int = Field(foreign_key="users.id")
    sealed: bytes | None = None
    text: str = Field(default="", max_length=4000)
    written_on: date

    author: User = Relationship()


# ---------------------------------------------------------------- decisions and actions


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
}
CLOSED_STATUSES = {
    ActionStatus.EFFECTIVE,
    ActionStatus.WITHOUT_EFFECT,
    ActionStatus.REFUSED,
    ActionStatus.ABANDONED,
}


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
    )

    id: int | None = Field(default=None, primary_key=True)
    title: str = Field(min_length=5, max_length=160)
    department_id: int = Field(foreign_key="departments.id", index=True)
    status: ActionStatus = Field(
        default=ActionStatus.PROPOSED, sa_type=one_of(ActionStatus), index=True
    )
    proposed_by_id: int = Field(foreign_key="users.id")
    proposed_at: datetime

    # who, for when
    owner_id: int | None = Field(default=None, foreign_key="users.id", index=True)
    due_on: date | None = Field(default=None, index=True)
    first_due_on: date | None = None
    due_changes: int = 0
    decided_by_id: int | None = Field(default=None, foreign_key="users.id")
    decided_on: date | None = None

    # the effect, written before
    expected: str = Field(default="", max_length=2000)
    indicator: str = Field(default="", max_length=60)  # a key of actionplans.effects.INDICATORS
    direction: Direction | None = Field(default=None, sa_type=one_of(Direction))
    window_months: int = 6

    # how it went
    suspended_until: date | None = None
    reason: str = Field(default="", max_length=2000)  # why refused, suspended, abandoned
    proof: str = Field(default="", max_length=2000)
    done_on: date | None = None
    verdict: Verdict | None = Field(default=None, sa_type=one_of(Verdict))
    verdict_details: str = Field(default="", max_length=2000)
    verified_by_id: int | None = Field(default=None, foreign_key="users.id")
    closed_on: date | None = None

    department: Department = Relationship()
    owner: Optional["User"] = Relationship(
        sa_relationship_kwargs={"foreign_keys": "Action.owner_id"}
    )
    causes: list["Cause"] = Relationship(back_populates="action")

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
    step: str = Field(max_length=20)  # a key of actionplans.steps.STEPS
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
            " + (CASE WHEN idea_id IS NULL THEN 0 ELSE 1 END) = 1",
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

    action: Action = Relationship(back_populates="causes")
    topic_decision: Optional["TopicDecision"] = Relationship()
    malfunction: Optional["Malfunction"] = Relationship()
    rating: Optional["Rating"] = Relationship()
    idea: Optional["Idea"] = Relationship()


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


# ---------------------------------------------------------------- requests and their delays


class RequestChannel(StrEnum):
    """How a request came in: the charter gives each its own limit."""

    ELECTRONIC = "electronic"
    POSTAL = "postal"

    @property
    def label(self) -> str:
        return {"electronic": "voie électronique", "postal": "courrier"}[self.value]


class RequestKind(StrEnum):
    """What a request is about."""

    AFFILIATION = "affiliation"
    RETIREMENT = "retirement"
    CLAIM = "claim"
    OTHER = "other"

    @property
    def label(self) -> str:
        return {
            "affiliation": "affiliation",
            "retirement": "retraite",
            "claim": "réclamation",
            "other": "autre demande",
        }[self.value]


class RequestBatch(Model, table=True):
    """A file of requests imported as a whole, and what it changed."""

    __tablename__ = "request_batches"

    id: int | None = Field(default=None, primary_key=True)
    file_name: str = Field(max_length=200)
    sha256: str = Field(max_length=64, index=True)
    extracted_on: date  # what is open in the file was still open on this day
    department_id: int | None = Field(default=None, foreign_key="departments.id")  # the only one
    records: int
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0
    by_id: int | None = Field(default=None, foreign_key="users.id")
    at: datetime

    by: Optional["User"] = Relationship()


class MemberRequest(Model, table=True):
    """The dates of one request, by its reference. Holds nothing of who made it."""

    __tablename__ = "member_requests"
    __table_args__ = (
        sa.UniqueConstraint("kind", "reference"),
        sa.Index("ix_member_requests_received_on_department_id", "received_on", "department_id"),
        sa.CheckConstraint("acknowledged_on >= received_on", name="acknowledged_after_receipt"),
        sa.CheckConstraint("answered_on >= received_on", name="answered_after_receipt"),
        sa.CheckConstraint("announced_on >= received_on", name="announced_after_receipt"),
    )

    id: int | None = Field(default=None, primary_key=True)
    reference: str = Field(min_length=1, max_length=40)
    channel: RequestChannel = Field(sa_type=one_of(RequestChannel))
    kind: RequestKind = Field(sa_type=one_of(RequestKind))
    department_id: int = Field(foreign_key="departments.id", index=True)
    batch_id: int = Field(foreign_key="request_batches.id", index=True)  # the last that told of it

    received_on: date
    acknowledged_on: date | None = None
    announced_on: date | None = None  # the day the member was told to expect the answer by
    answered_on: date | None = None

    department: Department = Relationship()
    batch: RequestBatch = Relationship()

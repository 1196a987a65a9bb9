"""Tables of the room, one file for each of its words."""

from actionplans.models.actions import (
    ACTION_LABELS,
    CARRIED,
    CLOSED_STATUSES,
    Action,
    ActionNote,
    ActionStatus,
    Cause,
    Decision,
    Direction,
    PublishedChange,
    TopicDecision,
    Verdict,
)
from actionplans.models.assessment_versions import AssessmentVersion
from actionplans.models.assessments import (
    LEVEL_LABELS,
    NOT_BEGUN,
    OPEN_STATUSES,
    Assessment,
    AssessmentStatus,
    Campaign,
    CampaignStatus,
    Level,
    Rating,
)
from actionplans.models.bilans import Bilan
from actionplans.models.calendars import CalendarFeed
from actionplans.models.delays import MemberRequest, RequestBatch, RequestChannel, RequestKind
from actionplans.models.delegations import Delegation
from actionplans.models.evidence import ActionProof, Evidence, EvidenceState, EvidenceUse
from actionplans.models.finding_decisions import FindingDecision
from actionplans.models.fund_bilans import FundBilan, Maturity, Stage
from actionplans.models.ideas import Idea, IdeaComment, IdeaStatus, Support
from actionplans.models.inside import (
    InsideApart,
    InsideGesture,
    InsideMove,
    InsidePlace,
    InsideRun,
    InsideTopic,
)
from actionplans.models.malfunctions import (
    CauseFamily,
    Frequency,
    Malfunction,
    MalfunctionFile,
    MalfunctionMessage,
    MalfunctionStatus,
    ReportMode,
    SimilarReport,
)
from actionplans.models.milestones import Follower, Milestone
from actionplans.models.notes import MonthlyNote, NoteReader
from actionplans.models.plans import PlannedAction, PlanStatus, YearlyPlan
from actionplans.models.recurrences import RecurrenceDecision
from actionplans.models.returns import Baseline, Return, ReturnAnswer, ReturnVerdict
from actionplans.models.thanks import Thanks
from actionplans.models.year_steps import YearStep

__all__ = [
    "ACTION_LABELS",
    "CARRIED",
    "CLOSED_STATUSES",
    "LEVEL_LABELS",
    "NOT_BEGUN",
    "OPEN_STATUSES",
    "Action",
    "ActionNote",
    "ActionProof",
    "ActionStatus",
    "Assessment",
    "AssessmentStatus",
    "AssessmentVersion",
    "Baseline",
    "Bilan",
    "CalendarFeed",
    "Campaign",
    "CampaignStatus",
    "Cause",
    "CauseFamily",
    "Decision",
    "Delegation",
    "Direction",
    "Evidence",
    "EvidenceState",
    "EvidenceUse",
    "FindingDecision",
    "Follower",
    "Frequency",
    "FundBilan",
    "Idea",
    "IdeaComment",
    "IdeaStatus",
    "InsideApart",
    "InsideGesture",
    "InsideMove",
    "InsidePlace",
    "InsideRun",
    "InsideTopic",
    "Level",
    "Malfunction",
    "MalfunctionFile",
    "MalfunctionMessage",
    "MalfunctionStatus",
    "Maturity",
    "MemberRequest",
    "Milestone",
    "MonthlyNote",
    "NoteReader",
    "PlanStatus",
    "PlannedAction",
    "PublishedChange",
    "Rating",
    "RecurrenceDecision",
    "ReportMode",
    "RequestBatch",
    "RequestChannel",
    "RequestKind",
    "Return",
    "ReturnAnswer",
    "ReturnVerdict",
    "SimilarReport",
    "Stage",
    "Support",
    "Thanks",
    "TopicDecision",
    "Verdict",
    "YearStep",
    "YearlyPlan",
]

"""Tables of the room, one file for each of its words."""

from survey.models.contact import CallBack, ContactPlan, OtherMailing, SendingPause
from survey.models.entering import (
    OUTCOME_LABELS,
    CallAttempt,
    CallOutcome,
    EntryTally,
    SecondEntry,
)
from survey.models.events import (
    LEFT_OUT_LABELS,
    EventBatch,
    EventKind,
    LeftOut,
    LifeEvent,
    Suppression,
)
from survey.models.imports import BatchChange, RegisterLayout
from survey.models.invitations import (
    STATUS_LABELS,
    Draft,
    Invitation,
    InvitationStatus,
    Letter,
    Mode,
)
from survey.models.questionnaires import Question, Questionnaire, QuestionnaireStatus
from survey.models.replies import (
    Answer,
    FreeText,
    Grain,
    Reply,
    random_key,
)

__all__ = [
    "LEFT_OUT_LABELS",
    "OUTCOME_LABELS",
    "STATUS_LABELS",
    "Answer",
    "BatchChange",
    "CallAttempt",
    "CallBack",
    "CallOutcome",
    "ContactPlan",
    "Draft",
    "EntryTally",
    "EventBatch",
    "EventKind",
    "FreeText",
    "Grain",
    "Invitation",
    "InvitationStatus",
    "LeftOut",
    "Letter",
    "LifeEvent",
    "Mode",
    "OtherMailing",
    "Question",
    "Questionnaire",
    "QuestionnaireStatus",
    "RegisterLayout",
    "Reply",
    "SecondEntry",
    "SendingPause",
    "Suppression",
    "random_key",
]

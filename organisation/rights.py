"""What each role may do: one table. « Own department » is checked by whoever knows the object.

A person named at the head of a department, or its head's deputy, has there the rights of a head, and nowhere else:
`may` says whether a right is held somewhere, `may_in` whether it is held in one department.
"""

from enum import StrEnum
from typing import Any

from organisation.leading import belongs, headed, led, ties
from organisation.models import Role, User


class Right(StrEnum):
    """Something a role may do. A page asks for one right."""

    READ_CHARTER = "read_charter"
    WRITE_CHARTER = "write_charter"
    PUBLISH_CHARTER = "publish_charter"
    READ_RESULTS = "read_results"
    READ_VERBATIMS = "read_verbatims"
    READ_JOURNAL = "read_journal"
    IMPORT_EVENTS = "import_events"
    SEND_QUESTIONNAIRES = "send_questionnaires"
    ENTER_REPLIES = "enter_replies"
    CORRECT_THEMES = "correct_themes"
    UNMASK_TEXTS = "unmask_texts"
    DECIDE_TOPICS = "decide_topics"
    RUN_CAMPAIGNS = "run_campaigns"
    FILL_ASSESSMENTS = "fill_assessments"
    FILL_ENTRUSTED_ROWS = "fill_entrusted_rows"
    VALIDATE_ASSESSMENTS = "validate_assessments"
    RATE_MATURITY = "rate_maturity"
    REPORT_MALFUNCTIONS = "report_malfunctions"
    QUALIFY_MALFUNCTIONS = "qualify_malfunctions"
    ANSWER_MALFUNCTIONS = "answer_malfunctions"
    MODERATE_IDEAS = "moderate_ideas"
    DECIDE_IDEAS = "decide_ideas"
    SETTLE_RECURRENCES = "settle_recurrences"
    PROPOSE_ACTIONS = "propose_actions"
    DECIDE_ACTIONS = "decide_actions"
    CARRY_OUT_ACTIONS = "carry_out_actions"
    VERIFY_ACTIONS = "verify_actions"
    PREPARE_PLANS = "prepare_plans"
    APPROVE_PLANS = "approve_plans"
    PUBLISH = "publish"
    SEE_COCKPIT = "see_cockpit"
    ANIMATE = "animate"
    NAME_DEPUTIES = "name_deputies"
    MANAGE_USERS = "manage_users"
    WATCH_JOBS = "watch_jobs"


STAFF = {
    Right.READ_CHARTER,
    Right.READ_RESULTS,
    Right.REPORT_MALFUNCTIONS,
    Right.PROPOSE_ACTIONS,
    Right.CARRY_OUT_ACTIONS,
}

RIGHTS: dict[Role, set[Right]] = {
    Role.COLLABORATOR: STAFF | {Right.FILL_ENTRUSTED_ROWS, Right.ENTER_REPLIES},
    Role.HEAD: STAFF
    | {
        Right.ENTER_REPLIES,
        Right.READ_VERBATIMS,
        Right.FILL_ASSESSMENTS,
        Right.ANSWER_MALFUNCTIONS,
        Right.SETTLE_RECURRENCES,
        Right.DECIDE_IDEAS,
        Right.DECIDE_ACTIONS,
        Right.PREPARE_PLANS,
        Right.NAME_DEPUTIES,
    },
    Role.QUALITY_OFFICER: STAFF
    | {
        Right.WRITE_CHARTER,
        Right.READ_VERBATIMS,
        Right.READ_JOURNAL,
        Right.IMPORT_EVENTS,
        Right.SEND_QUESTIONNAIRES,
        Right.ENTER_REPLIES,
        Right.CORRECT_THEMES,
        Right.UNMASK_TEXTS,
        Right.DECIDE_TOPICS,
        Right.RUN_CAMPAIGNS,
        Right.VALIDATE_ASSESSMENTS,
        Right.RATE_MATURITY,
        Right.QUALIFY_MALFUNCTIONS,
        Right.ANSWER_MALFUNCTIONS,
        Right.SETTLE_RECURRENCES,
        Right.MODERATE_IDEAS,
        Right.DECIDE_IDEAS,
        Right.VERIFY_ACTIONS,
        Right.SEE_COCKPIT,
        Right.ANIMATE,
        Right.PREPARE_PLANS,
    },
    Role.MANAGEMENT: STAFF
    | {
        Right.PUBLISH_CHARTER,
        Right.READ_VERBATIMS,
        Right.READ_JOURNAL,
        Right.RUN_CAMPAIGNS,
        Right.DECIDE_TOPICS,
        Right.VALIDATE_ASSESSMENTS,
        Right.SETTLE_RECURRENCES,
        Right.MODERATE_IDEAS,
        Right.DECIDE_IDEAS,
        Right.DECIDE_ACTIONS,
        Right.VERIFY_ACTIONS,
        Right.APPROVE_PLANS,
        Right.PUBLISH,
        Right.SEE_COCKPIT,
    },
    Role.READER: {Right.READ_CHARTER, Right.READ_RESULTS},
    Role.ADMINISTRATOR: {
        Right.READ_CHARTER,
        Right.READ_JOURNAL,
        Right.MANAGE_USERS,
        Right.WATCH_JOBS,
    },
}


EVERYWHERE = (Role.QUALITY_OFFICER, Role.MANAGEMENT)
HEADS_ALONE = {Right.NAME_DEPUTIES}
"""What a head's deputy does not do in the head's stead."""


def may(user: Any, right: Right) -> bool:
    """Whether this person holds this right, be it in one department; nobody signed in holds none."""
    if not user.is_authenticated:
        return False
    return right in RIGHTS[user.role] or bool(_leading_with(user, right))


def may_in(user: User, right: Right, department_id: int | None) -> bool:
    """Whether this person holds this right in this department: by their role where they work, or because they lead it."""
    if department_id in _leading_with(user, right):
        return True
    return _by_role(user, right) and may_see_department(user, department_id)


def departments_with(user: User, right: Right) -> frozenset[int] | None:
    """The same for lists: where this person holds this right; None for every department."""
    by_role = _by_role(user, right)
    if by_role and user.role in EVERYWHERE:
        return None
    return _leading_with(user, right) | (ties(user) if by_role else frozenset())


def _leading_with(user: User, right: Right) -> frozenset[int]:
    """The departments in which this person holds this right because they lead them."""
    if right not in RIGHTS[Role.HEAD]:
        return frozenset()
    return headed(user) if right in HEADS_ALONE else led(user)


def _by_role(user: User, right: Right) -> bool:
    """Whether the role alone gives it wherever one has to do; what is a head's alone follows who heads what."""
    return right in RIGHTS[user.role] and right not in HEADS_ALONE


def may_see_department(user: User, department_id: int | None) -> bool:
    """Heads and collaborators see the departments they work in or lead; officer and management see all."""
    return user.role in EVERYWHERE or belongs(user, department_id)

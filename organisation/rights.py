"""What each role may do: one table. « Own department » is checked by whoever knows the object."""

from enum import StrEnum
from typing import Any

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
    PROPOSE_ACTIONS = "propose_actions"
    DECIDE_ACTIONS = "decide_actions"
    CARRY_OUT_ACTIONS = "carry_out_actions"
    VERIFY_ACTIONS = "verify_actions"
    PREPARE_PLANS = "prepare_plans"
    APPROVE_PLANS = "approve_plans"
    PUBLISH = "publish"
    SEE_COCKPIT = "see_cockpit"
    ANIMATE = "animate"
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
        Right.DECIDE_IDEAS,
        Right.DECIDE_ACTIONS,
        Right.PREPARE_PLANS,
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


def may(user: Any, right: Right) -> bool:
    """Whether this person holds this right; nobody signed in holds none."""
    return bool(user.is_authenticated) and right in RIGHTS[user.role]


def may_see_department(user: User, department_id: int | None) -> bool:
    """Heads and collaborators see their own department; officer and management see all."""
    if user.role in (Role.QUALITY_OFFICER, Role.MANAGEMENT):
        return True
    return department_id is not None and user.department_id == department_id

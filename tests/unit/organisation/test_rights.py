"""What each role may do: the table as it was agreed, written out once more in full."""

from types import SimpleNamespace
from typing import Any

import pytest

from organisation.models import Role, User
from organisation.rights import RIGHTS, Right, may, may_see_department

# C collaborateur, H responsable de service, Q référent qualité, M direction, R lecteur,
# A administrateur technique.
LETTERS = {
    "C": Role.COLLABORATOR,
    "H": Role.HEAD,
    "Q": Role.QUALITY_OFFICER,
    "M": Role.MANAGEMENT,
    "R": Role.READER,
    "A": Role.ADMINISTRATOR,
}
AGREED = {
    Right.READ_CHARTER: "CHQMRA",
    Right.WRITE_CHARTER: "Q",
    Right.PUBLISH_CHARTER: "M",
    Right.READ_RESULTS: "CHQMR",
    Right.READ_VERBATIMS: "HQM",
    Right.READ_JOURNAL: "QMA",
    Right.IMPORT_EVENTS: "Q",
    Right.SEND_QUESTIONNAIRES: "Q",
    Right.ENTER_REPLIES: "CHQ",
    Right.CORRECT_THEMES: "Q",
    Right.UNMASK_TEXTS: "Q",
    Right.DECIDE_TOPICS: "QM",
    Right.RUN_CAMPAIGNS: "QM",
    Right.FILL_ASSESSMENTS: "H",
    Right.VALIDATE_ASSESSMENTS: "QM",
    Right.REPORT_MALFUNCTIONS: "CHQM",
    Right.QUALIFY_MALFUNCTIONS: "Q",
    Right.ANSWER_MALFUNCTIONS: "HQ",
    Right.SETTLE_RECURRENCES: "HQM",
    Right.MODERATE_IDEAS: "QM",
    Right.DECIDE_IDEAS: "HQM",
    Right.PROPOSE_ACTIONS: "CHQM",
    Right.DECIDE_ACTIONS: "HM",
    Right.CARRY_OUT_ACTIONS: "CHQM",
    Right.VERIFY_ACTIONS: "QM",
    Right.PREPARE_PLANS: "HQ",
    Right.APPROVE_PLANS: "M",
    Right.SEE_COCKPIT: "QM",
    Right.ANIMATE: "Q",
    Right.RATE_MATURITY: "Q",
    Right.FILL_ENTRUSTED_ROWS: "C",
    Right.PUBLISH: "M",
    Right.NAME_DEPUTIES: "H",
    Right.MANAGE_USERS: "A",
    Right.WATCH_JOBS: "A",
}


def person(role: Role, department_id: int | None = None) -> Any:
    return User(email="x@caisse.example", name="Xavier", role=role, department_id=department_id)


@pytest.mark.parametrize("right", Right)
def test_each_right_is_held_by_those_it_was_given_to_and_nobody_else(right: Right) -> None:
    holders = {role for role in Role if may(person(role), right)}
    assert holders == {LETTERS[letter] for letter in AGREED[right]}


def test_somebody_who_is_not_signed_in_may_nothing() -> None:
    nobody = SimpleNamespace(is_authenticated=False)
    assert not any(may(nobody, right) for right in Right)


def test_every_role_has_its_line() -> None:
    assert set(RIGHTS) == set(Role)


def test_the_administrator_sees_no_content() -> None:
    contents = {Right.READ_VERBATIMS, Right.READ_RESULTS, Right.QUALIFY_MALFUNCTIONS}
    assert not contents & RIGHTS[Role.ADMINISTRATOR]


@pytest.mark.parametrize("role", [Role.QUALITY_OFFICER, Role.MANAGEMENT])
def test_the_officer_and_management_see_every_department(role: Role) -> None:
    assert may_see_department(person(role), 7)
    assert may_see_department(person(role), None)


@pytest.mark.parametrize("role", [Role.COLLABORATOR, Role.HEAD, Role.READER, Role.ADMINISTRATOR])
def test_the_others_see_their_own(role: Role) -> None:
    assert may_see_department(person(role, 7), 7)
    assert not may_see_department(person(role, 7), 8)
    assert not may_see_department(person(role, 7), None)
    assert not may_see_department(person(role), None)
    assert not may_see_department(person(role), 7)

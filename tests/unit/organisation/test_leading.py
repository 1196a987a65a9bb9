"""Whom a department answers through, on a day: the rule that every page and deed asks."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from organisation import leading
from organisation.models import Department, Headship, HeadshipKind, Role, User
from organisation.rights import (
    HEADS_ALONE,
    RIGHTS,
    Right,
    departments_with,
    may,
    may_in,
    may_see_department,
)
from tests.builders import make_department, make_headship, make_user
from tests.queries import counted

TODAY = date(2027, 3, 15)  # the Monday of tests
A_DAY = timedelta(days=1)
HERE, THERE, ELSEWHERE = 1, 2, 3


def person(role: Role = Role.COLLABORATOR, *headships: Headship) -> User:
    """Somebody who works here."""
    made = User(email="x@caisse.example", name="Inès Roy", role=role, department_id=HERE)
    made.headships.extend(headships)
    return made


def given_to(
    place: int = THERE,
    kind: HeadshipKind = HeadshipKind.DEPUTY,
    from_day: date = TODAY,
    until_day: date | None = None,
) -> Headship:
    return Headship(
        user_id=1, department_id=place, kind=kind, from_day=from_day, until_day=until_day
    )


# ---------------------------------------------------------------- who leads what


def test_a_head_leads_the_department_they_work_in_and_nobody_else_does(now):
    assert leading.led(person(Role.HEAD)) == {HERE}
    assert all(leading.led(person(role)) == set() for role in Role if role is not Role.HEAD)


def test_a_head_to_whom_another_department_is_given_leads_both(now):
    head = person(Role.HEAD, given_to(kind=HeadshipKind.HEAD))
    assert leading.led(head) == {HERE, THERE}
    assert not leading.leads(head, ELSEWHERE)
    assert not leading.leads(head, None)


def test_a_deputy_leads_the_department_given_and_not_the_one_they_work_in(now):
    deputy = person(Role.COLLABORATOR, given_to())
    assert leading.led(deputy) == {THERE}
    assert leading.ties(deputy) == {HERE, THERE}


@pytest.mark.parametrize("role", [Role.MANAGEMENT, Role.READER, Role.ADMINISTRATOR])
def test_those_who_may_not_lead_lead_nothing_whatever_was_given(role, now):
    assert leading.led(person(role, given_to())) == set()
    assert not any(may(person(role, given_to()), r) for r in RIGHTS[Role.HEAD] - RIGHTS[role])


@given(
    starts=st.integers(-400, 400),
    lasts=st.none() | st.integers(0, 400),
    asked=st.integers(-900, 900),
)
def test_it_holds_from_its_first_day_to_its_last_both_included(starts, lasts, asked):
    first = TODAY + starts * A_DAY
    last = None if lasts is None else first + lasts * A_DAY
    day = TODAY + asked * A_DAY
    is_inside = starts <= asked and (lasts is None or asked <= starts + lasts)
    deputy = person(Role.COLLABORATOR, given_to(from_day=first, until_day=last))
    assert (THERE in leading.led(deputy, day)) is is_inside


def test_the_day_that_counts_is_the_one_of_the_clock(now):
    tomorrow = person(Role.COLLABORATOR, given_to(from_day=TODAY + A_DAY))
    yesterday = person(Role.COLLABORATOR, given_to(from_day=TODAY - A_DAY, until_day=TODAY - A_DAY))
    last_day = person(Role.COLLABORATOR, given_to(from_day=TODAY - A_DAY, until_day=TODAY))
    assert [leading.led(one) for one in (tomorrow, yesterday, last_day)] == [set(), set(), {THERE}]


# ---------------------------------------------------------------- what they may do there


def test_a_deputy_has_the_rights_of_a_head_there_and_nowhere_else(now):
    deputy = person(Role.COLLABORATOR, given_to())
    for right in RIGHTS[Role.HEAD] - RIGHTS[Role.COLLABORATOR] - HEADS_ALONE:
        assert may(deputy, right)
        assert may_in(deputy, right, THERE)
        assert not may_in(deputy, right, HERE)
        assert not may_in(deputy, right, ELSEWHERE)
        assert departments_with(deputy, right) == {THERE}


def test_a_deputy_gains_nothing_that_a_head_has_not(now):
    deputy = person(Role.COLLABORATOR, given_to())
    gained = {right for right in Right if may(deputy, right)} - RIGHTS[Role.COLLABORATOR]
    assert gained == RIGHTS[Role.HEAD] - RIGHTS[Role.COLLABORATOR] - HEADS_ALONE


def test_what_is_a_heads_alone_follows_who_heads_and_not_who_deputises(now):
    deputy = person(Role.COLLABORATOR, given_to())
    both = person(Role.HEAD, given_to(), given_to(ELSEWHERE, HeadshipKind.HEAD))
    right = Right.NAME_DEPUTIES
    assert not may(deputy, right)
    assert departments_with(deputy, right) == set()
    assert departments_with(both, right) == leading.headed(both) == {HERE, ELSEWHERE}
    assert [may_in(both, right, place) for place in (HERE, THERE, ELSEWHERE)] == [True, False, True]


def test_a_collaborator_keeps_where_they_work_what_they_had_there(now):
    deputy = person(Role.COLLABORATOR, given_to())
    assert may_in(deputy, Right.CARRY_OUT_ACTIONS, HERE)
    assert may_see_department(deputy, HERE)
    assert may_see_department(deputy, THERE)
    assert not may_see_department(deputy, ELSEWHERE)


def test_a_headship_that_is_over_opens_nothing_any_more(now):
    over = person(Role.COLLABORATOR, given_to(from_day=TODAY - A_DAY, until_day=TODAY - A_DAY))
    assert not may(over, Right.FILL_ASSESSMENTS)
    assert not may_in(over, Right.FILL_ASSESSMENTS, THERE)
    assert not may_see_department(over, THERE)


def test_the_officer_who_leads_a_department_fills_its_form_and_keeps_a_view_of_all(now):
    officer = person(Role.QUALITY_OFFICER, given_to())
    assert departments_with(officer, Right.FILL_ASSESSMENTS) == {THERE}
    assert departments_with(officer, Right.READ_VERBATIMS) is None


# ---------------------------------------------------------------- for the head


def test_what_a_deputy_does_there_is_said_to_be_done_for_the_head(now):
    deputy = person(Role.COLLABORATOR, given_to())
    assert leading.said(deputy, THERE) == "Inès Roy, pour le responsable"
    assert leading.said(deputy, HERE) == "Inès Roy"
    assert leading.said(deputy, THERE, TODAY - A_DAY) == "Inès Roy"


def test_a_head_of_two_departments_does_it_in_their_own_name(now):
    head = person(Role.HEAD, given_to(kind=HeadshipKind.HEAD))
    assert not leading.deputises(head, THERE)
    assert not leading.deputises(head, HERE)


# ---------------------------------------------------------------- lists


def test_the_heads_of_a_department_come_before_its_deputies_and_the_gone_are_left_out(session, now):
    desk, phones = make_department(session, "Accueil"), make_department(session, "Téléphone")
    head = make_user(session, Role.HEAD, desk, name="Zoé Vidal")
    deputy = make_user(session, department=phones, name="Anne Petit")
    second = make_user(session, Role.HEAD, phones, name="Marc Roy")
    gone = make_user(session, department=desk, name="Luc Bon", is_active=False)
    make_headship(session, deputy, desk, TODAY)
    make_headship(session, gone, desk, TODAY)
    make_headship(session, head, phones, TODAY, HeadshipKind.HEAD)
    make_headship(session, second, desk, TODAY + A_DAY)
    found = leading.heads(session)
    assert [one.name for one in found[desk.id]] == ["Zoé Vidal", "Anne Petit"]
    assert [one.name for one in found[phones.id]] == ["Marc Roy", "Zoé Vidal"]


def test_the_heads_are_found_in_one_query_however_many_they_are(session, now):
    def asked() -> int:
        session.expunge_all()
        with counted(session.get_bind()) as ran:
            leading.heads(session)
        return len(ran)

    place = make_department(session)
    for _ in range(2):
        make_headship(session, make_user(session, department=place), place, TODAY)
    few = asked()
    place = make_department(session)
    for _ in range(20):
        make_headship(session, make_user(session, department=place), place, TODAY)
    assert (few, asked()) == (1, 1)


def test_a_person_chooses_between_departments_only_when_there_are_several(now):
    here, there = Department(id=HERE, name="Accueil"), Department(id=THERE, name="Téléphone")

    def chosen(role: Role, *kinds: HeadshipKind) -> list[str]:
        made = person(role, *(given_to(kind=kind) for kind in kinds))
        made.department = here
        for one in made.headships:
            one.department = there
        return [one.name for one in leading.several(made)]

    assert chosen(Role.HEAD) == []
    assert chosen(Role.COLLABORATOR) == []
    assert chosen(Role.HEAD, HeadshipKind.HEAD) == ["Accueil", "Téléphone"]
    assert chosen(Role.COLLABORATOR, HeadshipKind.DEPUTY) == ["Téléphone"]


def test_a_department_led_by_its_deputy_alone_is_said_to_have_no_head(session, now):
    led, stood_in, alone = (
        make_department(session, name) for name in ("Accueil", "Comptes", "Droits")
    )
    make_department(session, "Fermé").closed_on = TODAY
    make_user(session, Role.HEAD, led)
    make_user(session, Role.HEAD, alone, is_active=False)
    deputy = make_user(session, department=led)
    make_headship(session, deputy, stood_in, TODAY)
    assert leading.without_head(session, leading.heads(session)) == [stood_in, alone]
    make_headship(session, deputy, alone, TODAY, HeadshipKind.HEAD)
    assert leading.without_head(session, leading.heads(session)) == [stood_in]

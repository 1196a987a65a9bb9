"""A head names who stands in for them, in what they lead and nowhere else; a deputy names nobody."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from core.errors import Missing, Refused
from organisation import deputies, headships, leading, people
from organisation.headships import Term
from organisation.models import HeadshipKind, JournalEntry, Role
from organisation.people import Account
from tests.builders import make_department, make_headship, make_user

TODAY = date(2027, 3, 15)
A_DAY = timedelta(days=1)


@pytest.fixture
def place(session):
    return make_department(session, "Liquidation")


@pytest.fixture
def other(session):
    return make_department(session, "Accueil")


@pytest.fixture
def head(session, place):
    return make_user(session, Role.HEAD, place, name="Thomas Guillou")


@pytest.fixture
def ines(session, other):
    return make_user(session, department=other, name="Inès Roy")


def as_deputy(place, from_day=TODAY, until_day=None, kind=HeadshipKind.DEPUTY):
    return Term(place, kind, from_day, until_day)


def test_a_head_names_somebody_of_another_department_and_signs_it(session, now, place, head, ines):
    headships.name(session, ines, as_deputy(place, until_day=TODAY + 9 * A_DAY), head, now)
    assert leading.deputises(ines, place.id)
    written = session.exec(select(JournalEntry)).one()
    assert (written.deed, written.by_id) == ("name_head", head.id)


def test_a_head_names_nobody_for_another_department(session, now, other, head):
    with pytest.raises(Refused, match="dans les services qu’il dirige"):
        headships.name(session, make_user(session), as_deputy(other), head, now)


def test_a_head_names_no_second_head(session, now, place, head, ines):
    with pytest.raises(Refused, match="nomme ses suppléants"):
        headships.name(session, ines, as_deputy(place, kind=HeadshipKind.HEAD), head, now)


def test_a_deputy_names_no_other_and_prolongs_or_ends_nobody(session, now, place, head, ines):
    own = make_headship(session, ines, place, TODAY, until_day=TODAY + 9 * A_DAY)
    colleague = make_user(session, department=place)
    theirs = make_headship(session, colleague, place, TODAY)
    deeds = (
        lambda: headships.name(session, make_user(session), as_deputy(place), ines, now),
        lambda: headships.move(session, own, None, ines, now),
        lambda: headships.withdraw(session, theirs, ines, now),
    )
    for deed in deeds:
        with pytest.raises(Refused, match="Demandez-le au responsable"):
            deed()
    assert own.until_day == TODAY + 9 * A_DAY


@pytest.mark.parametrize("role", [Role.COLLABORATOR, Role.QUALITY_OFFICER, Role.MANAGEMENT])
def test_nobody_else_names_a_deputy_not_even_where_they_work(session, now, place, ines, role):
    by = make_user(session, role, place)
    with pytest.raises(Refused, match="Demandez-le au responsable"):
        headships.name(session, ines, as_deputy(place), by, now)


def test_a_head_of_two_departments_names_in_the_second_too(session, now, place, other, head):
    make_headship(session, head, other, TODAY, HeadshipKind.HEAD)
    headships.name(session, make_user(session), as_deputy(other), head, now)
    assert [one.name for one in deputies.places(session, head, TODAY)] == ["Accueil", "Liquidation"]


def test_who_deputises_elsewhere_names_in_their_own_alone(session, now, place, other, head, ines):
    make_headship(session, head, other, TODAY)
    assert deputies.places(session, head, TODAY) == [place]
    with pytest.raises(Refused, match="Demandez-le au responsable"):
        headships.name(session, ines, as_deputy(other), head, now)


def test_a_head_ends_early_what_the_administrator_began(session, now, place, head, ines):
    nora = make_user(session, Role.ADMINISTRATOR)
    one = headships.name(session, ines, as_deputy(place, TODAY + A_DAY), nora, now)
    assert deputies.find(session, head, one.id, TODAY) is one
    headships.withdraw(session, one, head, now)
    assert deputies.of(session, [place]) == []


def test_a_line_of_another_department_or_of_a_head_is_not_found(session, place, other, head, ines):
    elsewhere = make_headship(session, make_user(session), other, TODAY)
    second_head = make_headship(session, ines, place, TODAY, HeadshipKind.HEAD)
    for one in (elsewhere, second_head):
        with pytest.raises(Missing):
            deputies.find(session, head, one.id, TODAY)


def test_a_first_day_is_within_the_year_to_come(session, now, place, head, ines):
    with pytest.raises(Refused, match="dans l’année qui vient"):
        headships.name(session, ines, as_deputy(place, TODAY + 367 * A_DAY), head, now)


def test_a_deputy_goes_on_after_the_head_has_left(session, now, place, head, ines):
    nora = make_user(session, Role.ADMINISTRATOR)
    headships.name(session, ines, as_deputy(place, until_day=TODAY + 9 * A_DAY), head, now)
    gone = Account(head.name, head.email, head.role, place.id, is_active=False)
    people.change(session, head, gone, nora, now)
    assert leading.deputises(ines, place.id, TODAY + 9 * A_DAY)
    assert leading.led(ines, TODAY + 10 * A_DAY) == set()
    assert place in leading.without_head(session, leading.heads(session, TODAY), TODAY)


def test_those_who_could_stand_in_are_the_staff_whose_account_is_open(session, place, head, ines):
    for role in (Role.MANAGEMENT, Role.READER, Role.ADMINISTRATOR):
        make_user(session, role)
    make_user(session, is_active=False)
    officer = make_user(session, Role.QUALITY_OFFICER)
    assert deputies.candidates(session, head, TODAY) == [officer, ines]

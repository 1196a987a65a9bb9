"""A department is given to somebody, its last day moved, taken back; what has begun is never rewritten."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from core.errors import Missing, Refused
from core.french import NBSP
from organisation import headships, journal, leading, people
from organisation.headships import Term
from organisation.models import Headship, HeadshipKind, JournalEntry, Role
from organisation.people import Account
from tests.builders import make_department, make_headship, make_user

TODAY = date(2027, 3, 15)
A_DAY = timedelta(days=1)


@pytest.fixture
def place(session):
    return make_department(session, "Liquidation")


@pytest.fixture
def ines(session):
    return make_user(session, department=make_department(session, "Accueil"), name="Inès Roy")


@pytest.fixture
def nora(session):
    return make_user(session, Role.ADMINISTRATOR)


def deputy_from(place, from_day=TODAY, until_day=None):
    return Term(place, HeadshipKind.DEPUTY, from_day, until_day)


def test_a_deputy_is_named_and_the_journal_says_of_what_and_until_when(
    session, now, place, ines, nora
):
    headships.name(session, ines, deputy_from(place, until_day=date(2027, 6, 30)), nora, now)
    assert leading.leads(ines, place.id)
    written = session.exec(select(JournalEntry)).one()
    assert (written.deed, written.subject, written.by_id) == (
        "name_head",
        f"user {ines.id}",
        nora.id,
    )
    days = "du 15 mars 2027 au 30 juin 2027".replace(" ", NBSP).replace(f"du{NBSP}", "du ")
    days = days.replace(f"{NBSP}au{NBSP}", " au ")
    assert written.details == f"suppléant du responsable, Liquidation, {days}"


def test_nobody_is_named_for_days_already_gone(session, now, place, ines, nora):
    with pytest.raises(Refused, match="à partir d’aujourd’hui"):
        headships.name(session, ines, deputy_from(place, TODAY - A_DAY), nora, now)
    with pytest.raises(Refused, match="ne précède pas"):
        headships.name(session, ines, deputy_from(place, TODAY + A_DAY, TODAY), nora, now)


@pytest.mark.parametrize("role", [Role.MANAGEMENT, Role.READER, Role.ADMINISTRATOR])
def test_who_approves_reads_or_administers_is_not_put_at_the_head_of_a_department(
    session, now, place, nora, role
):
    with pytest.raises(Refused, match="la direction approuve"):
        headships.name(session, make_user(session, role), deputy_from(place), nora, now)


def test_somebody_whose_account_is_closed_is_not_named(session, now, place, nora):
    gone = make_user(session, is_active=False)
    with pytest.raises(Refused, match="compte ouvert"):
        headships.name(session, gone, deputy_from(place), nora, now)


def test_a_head_is_not_named_in_their_own_department(session, now, place, nora):
    with pytest.raises(Refused, match="c’est le sien"):
        headships.name(session, make_user(session, Role.HEAD, place), deputy_from(place), nora, now)


def test_one_department_is_given_to_one_person_once_at_a_time(session, now, place, ines, nora):
    headships.name(session, ines, deputy_from(place, TODAY, TODAY + 9 * A_DAY), nora, now)
    with pytest.raises(Refused, match="changez plutôt son dernier jour"):
        headships.name(session, ines, deputy_from(place, TODAY + 9 * A_DAY), nora, now)
    headships.name(session, ines, deputy_from(place, TODAY + 10 * A_DAY), nora, now)
    assert len(ines.headships) == 2


def test_the_last_day_moves_but_not_into_the_past(session, now, place, ines, nora):
    one = make_headship(session, ines, place, TODAY - 30 * A_DAY)
    with pytest.raises(Refused, match="ou retirez le service"):
        headships.move(session, one, TODAY - A_DAY, nora, now)
    headships.move(session, one, TODAY, nora, now)
    assert leading.leads(ines, place.id)
    headships.move(session, one, None, nora, now)
    assert one.until_day is None


def test_the_last_day_does_not_run_into_the_next_line(session, now, place, ines, nora):
    one = make_headship(session, ines, place, TODAY, until_day=TODAY + A_DAY)
    make_headship(session, ines, place, TODAY + 5 * A_DAY)
    with pytest.raises(Refused, match="plus tôt"):
        headships.move(session, one, None, nora, now)
    headships.move(session, one, TODAY + 4 * A_DAY, nora, now)


def test_what_has_begun_is_kept_and_ends_at_once(session, now, place, ines, nora):
    one = make_headship(session, ines, place, TODAY - 30 * A_DAY)
    headships.withdraw(session, one, nora, now)
    assert not leading.leads(ines, place.id)
    assert leading.said(ines, place.id, TODAY - A_DAY) == "Inès Roy, pour le responsable"
    assert session.exec(select(Headship)).one().until_day == TODAY - A_DAY
    with pytest.raises(Refused, match="déjà fini"):
        headships.withdraw(session, one, nora, now)
    with pytest.raises(Refused, match="déjà fini"):
        headships.move(session, one, None, nora, now)


def test_what_has_not_begun_goes(session, now, place, ines, nora):
    one = make_headship(session, ines, place, TODAY + A_DAY)
    headships.withdraw(session, one, nora, now)
    assert session.exec(select(Headship)).all() == []
    assert ines.headships == []


def test_a_line_is_found_on_its_own_person_alone(session, now, place, ines):
    one = make_headship(session, ines, place, TODAY)
    assert headships.find(session, ines, one.id) is one
    with pytest.raises(Missing):
        headships.find(session, make_user(session), one.id)


def test_a_deputy_who_becomes_a_reader_leads_nothing_any_more(session, now, place, ines, nora):
    make_headship(session, ines, place, TODAY)
    account = Account(ines.name, ines.email, Role.READER, expires_on=TODAY + 9 * A_DAY)
    people.change(session, ines, account, nora, now)
    assert leading.led(ines) == set()


def test_the_journal_says_that_a_deputy_acted_for_the_head(session, now, place, ines):
    make_headship(session, ines, place, TODAY)
    there = journal.write(session, now, ines, "decide_action", "action 1", "échéance", place.id)
    elsewhere = journal.write(session, now, ines, "note_action", "action 2", "", ines.department_id)
    assert there.details == "échéance, pour le responsable"
    assert elsewhere.details == ""
    assert journal.first_broken(session) is None

"""What the fund holds on one person: all of it, until the day it is really erased, and nobody else's."""

from datetime import date, datetime, time, timedelta

import pytest
from sqlmodel import select

from core.clock import PARIS
from core.models import MessageStatus, OutgoingMessage
from organisation.models import JournalEntry, Role
from survey.answering import objecting
from survey.desk import status_changes
from survey.entry import calling
from survey.models import CallOutcome, LeftOut, OtherMailing
from survey.paper import printing
from survey.privacy import holdings, holdings_file, retention
from tests.builders import make_department, make_user, saved
from tests.entry_builders import draw, key_in
from tests.sending_builders import ADDRESS, make_postal_event, planned, sent
from tests.survey_builders import answer, make_event, make_invitation


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def told(session, number: str) -> dict[str, list[str]]:
    """What each drawer says."""
    return {
        drawer.title: [plain(f"{line.what} : {line.says}") for line in drawer.lines]
        for drawer in holdings.held(session, number)
    }


def lines(session, number: str) -> list[holdings.Held]:
    return [line for drawer in holdings.held(session, number) for line in drawer.lines]


def test_everything_kept_about_a_member_is_told(session, now):
    event = make_event(
        session, department=make_department(session, "Retraite"), phone="+33612345678", birth_date=date(1961, 4, 2), **ADDRESS
    )  # fmt: skip
    invitation = sent(session, event, now)
    objecting.ask_call_back(session, "06 12 34 56 78", "le matin", now)
    saved(
        session,
        OtherMailing(
            member_number=event.member_number, asked_on=date(2026, 3, 1), name="Barème 2026"
        ),
    )
    status_changes.cancel(session, invitation, LeftOut.OBJECTION, None, now)
    said = str(told(session, event.member_number))
    for expected in (
        event.member_number, "affiliation du 10 février 2027", "service Retraite", "LEFÈVRE", "Zoé", event.email, "+33612345678",
        "12 rue du Général Leclerc 31000 Toulouse", "2 avril 1961", "arrêté", "opposition à l’enquête", "par courriel",
        "Votre avis sur votre affiliation", "Barème 2026", "+33 6 12 34 56 78 le matin", "envoi arrêté",
    ):  # fmt: skip
        assert expected in said, expected


def test_a_letter_is_told_with_the_day_it_was_printed(session, now):
    event = make_postal_event(session)
    sent(session, event, now)
    printing.print_batch(session, None, now)
    assert told(session, event.member_number)["Messages et lettres"] == [
        "lettre, invitation : imprimée le 15 mars 2027"
    ]


def test_nothing_of_anybody_else_is_told(session, now):
    event, other = make_event(session), make_event(session, last_name="Inconnue")
    sent(session, other, now)
    assert "Inconnue" not in str(told(session, event.member_number))
    assert other.member_number not in str(told(session, event.member_number))


def test_an_answer_under_seal_is_told_to_exist_and_never_opened(session, now):
    event = make_event(session)
    invitation = make_invitation(session, event=event)
    answer(session, invitation, comment="J’ai attendu onze semaines.")
    said = str(told(session, event.member_number))
    assert "réponse scellée, que personne n’ouvre" in said
    assert "onze semaines" not in said
    assert "good" not in said


def test_a_call_in_vain_and_a_sheet_keyed_twice_are_told_while_they_are_kept(session, now):
    keyer = make_user(session, department=make_department(session))
    event = make_event(session)
    invitation = make_invitation(session, event=event)
    calling.note(session, invitation, CallOutcome.ABSENT, keyer, now)
    draw(100)
    key_in(session, invitation, keyer, now)
    said = told(session, event.member_number)
    assert "appel de la caisse : pas de réponse" in said["Messages et lettres"]
    assert any("seconde saisie, scellée" in line for line in said["Envois"])


def test_an_unknown_number_has_the_same_drawers_all_empty(session, now):
    event = make_event(session)
    known, unknown = (
        holdings.held(session, event.member_number),
        holdings.held(session, "9999999"),
    )
    assert [drawer.title for drawer in known] == [drawer.title for drawer in unknown]
    assert not any(drawer.lines for drawer in unknown)
    assert {row[2] for row in holdings_file.rows(unknown)} == {holdings.NOTHING}


def test_a_number_typed_without_its_zeros_is_the_same_member(session, now):
    event = make_event(session)
    bare = event.member_number.lstrip("0")
    assert told(session, bare) == told(session, event.member_number)


def test_the_journal_says_that_somebody_looked_and_not_at_whom(session, now):
    officer, event = make_user(session, Role.QUALITY_OFFICER), make_event(session)
    holdings.tell(session, event.member_number, officer, now)
    entry = session.exec(select(JournalEntry)).one()
    assert (entry.deed, entry.by_id, entry.subject, entry.details) == (
        "tell_holdings",
        officer.id,
        "",
        "",
    )


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), PARIS)


@pytest.mark.parametrize("asked", [True, False])
def test_contacts_are_there_on_the_day_said_and_gone_on_the_next(session, now, asked):
    event = make_event(session)
    invitation = make_invitation(session, event=event) if asked else None
    until = retention.contacts_until(event, invitation)
    for day, left in ((until, "Durand"), (until + timedelta(days=1), "")):
        retention.erase_expired(session, noon(day))
        session.refresh(event)
        assert event.last_name == left


def test_an_event_whose_closing_is_not_known_says_so(session, now):
    event = make_event(session)
    planned(session, event, now)
    until = {
        plain(line.until) for line in lines(session, event.member_number) if line.what == "nom"
    }
    assert until == {"90 jours après la clôture de sa vague"}


def test_a_message_is_there_on_the_day_said_and_gone_two_days_later(session, now):
    event = make_event(session)
    sent(session, event, now)
    until = retention.message_until(now)
    message = session.exec(select(OutgoingMessage)).one()
    message.status, message.sent_at = MessageStatus.SENT, now
    session.flush()
    for day, number in ((until, 1), (until + timedelta(days=2), 0)):
        retention.erase_expired(session, noon(day) - timedelta(hours=9))
        assert (
            len([one for one in lines(session, event.member_number) if "courriel," in one.what])
            == number
        )


def test_the_number_of_queries_does_not_grow_with_what_is_held(session, now):
    from sqlalchemy import event as sql

    event = make_event(session)
    make_invitation(session, event=event)
    counted: list[str] = []
    sql.listen(session.get_bind(), "before_cursor_execute", lambda *a: counted.append(a[2]))
    holdings.held(session, event.member_number)
    few = len(counted)
    for year in range(2020, 2026):
        older = make_event(
            session, member_number=event.member_number, happened_on=date(year, 2, 10)
        )
        make_invitation(session, event=older)
    session.flush()
    counted.clear()
    session.expire_all()
    holdings.held(session, event.member_number)
    assert len(counted) <= few + 1

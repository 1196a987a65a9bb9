"""sillage survey plan, send, remind, transfer, close, suppress."""

from datetime import timedelta

import pytest
from sqlmodel import select

from core import clock
from survey import sending
from survey.models import Invitation, InvitationStatus, LeftOut, Suppression
from tests.sending_builders import ADDRESS, make_postal_event, planned, publish, sent
from tests.survey_builders import answer, make_event


@pytest.fixture
def run(app):
    """Run a command of `sillage survey`; what it says, spaces made plain."""

    def command(*words: str, code: int = 0) -> str:
        done = app.test_cli_runner().invoke(args=["survey", *words])
        assert done.exit_code == code, done.output
        return done.output.replace("\u00a0", " ")

    return command


def test_plan_says_how_many_by_channel_and_why_not(run, session, now):
    publish(session)
    make_event(session)
    make_postal_event(session)
    make_event(session, email="")
    session.commit()
    said = run("plan")
    assert "envoi planifié : 2" in said
    assert "courrier : 1" in said
    assert "ni adresse électronique ni adresse postale : 1" in said


def test_plan_without_a_questionnaire_says_what_waits(run, session):
    make_event(session)
    session.commit()
    assert "en attente d’un questionnaire publié : 1" in run("plan")
    assert "Votre avis sur votre affiliation" in run("load-questionnaires")
    assert "déjà son questionnaire" in run("load-questionnaires")


def test_send_then_remind(run, session, now, monkeypatch):
    invitation = planned(session, make_event(session, **ADDRESS), now)
    session.commit()
    assert "envoi : 1" in run("send")
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=8))
    assert "relance : 1" in run("remind")
    session.expire_all()
    assert session.get(Invitation, invitation.id).reminders_sent == 1


@pytest.mark.parametrize("command", ["send", "remind"])
def test_outside_working_hours_it_says_so(run, session, now, monkeypatch, command):
    planned(session, make_event(session), now)
    session.commit()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(hours=12))
    assert "Rien ne part maintenant" in run(command)


def test_send_says_what_it_stopped(run, session, now):
    event = make_event(session)
    planned(session, event, now)
    event.left_out = LeftOut.CANCELLED
    session.commit()
    assert "événement annulé : 1" in run("send")


def test_transfer_and_close(run, session, now, monkeypatch):
    for _ in range(10):
        answer(session, sent(session, make_event(session), now))
    answer(session, sent(session, make_event(session), now + timedelta(days=1)))
    session.commit()
    assert "11 réponses détachées" in run("transfer")
    late = sent(session, make_event(session), now + timedelta(days=1))
    answer(session, late)
    session.commit()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=90))
    assert "1 réponse reprise à la clôture" in run("close")


def test_suppress_stops_and_keeps(run, session, now):
    event = make_event(session, member_number="0012345")
    invitation = planned(session, event, now)
    session.commit()
    said = run("suppress", "12345", "--reason", "deceased", "--since", "2027-03-10")
    assert "1 envoi arrêté" in said
    session.expire_all()
    assert session.get(Invitation, invitation.id).status is InvitationStatus.CANCELLED
    assert session.exec(select(Suppression)).one().member_number == "0012345"


def test_suppress_without_a_number_is_a_sentence(run):
    assert "numéro d’adhérent" in run("suppress", "  ", "--reason", "deceased", code=1)


def test_the_jobs_of_the_timetable_send_once_even_run_twice(app, session, now):
    from core import jobs

    planned(session, make_event(session), now)
    session.commit()
    engine = app.extensions["engine"]
    for number in (1, 2):
        jobs.run(engine, f"tick-{number}", sending.SEND.name, {})
        jobs.run(engine, f"tick-{number}", sending.SEND.name, {})
    jobs.drain(engine)
    outgoing = app.config["SETTINGS"].HOME / "outgoing"
    assert len(list(outgoing.glob("*.eml"))) == 1

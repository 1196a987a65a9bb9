"""sillage survey plan, send, remind, transfer, close, suppress."""

import json
from datetime import timedelta

import pytest
from sqlmodel import select

from core import clock
from survey.answering import codes
from survey.models import Invitation, InvitationStatus, LeftOut, Suppression
from survey.sending import sending
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


# ---------------------------------------------------------------- the rest of the desk, without a screen
def test_what_would_leave_is_told_and_nothing_is_written(run, session, now):
    publish(session)
    make_event(session)
    session.commit()
    said = run("forecast", "--days", "60")
    assert "courriel 1" in said
    assert "courriel, relance 1" in said
    session.rollback()
    assert session.exec(select(Invitation)).all() == []


def test_sendings_are_suspended_with_a_reason_and_resumed(run):
    assert "Dites pourquoi" in run("pause", " ", code=1)
    assert "suspendus" in run("pause", "Serveur en panne")
    assert "Rien ne part maintenant" in run("send")
    assert "reprennent" in run("resume")


def test_the_contact_plan_is_written_out_changed_and_read_back(run, tmp_path):
    written = json.loads(run("contact-plan"))
    assert written["version"] == 0
    written["daily_limit"] = 150
    file = tmp_path / "plan.json"
    file.write_text(json.dumps(written))
    assert json.loads(run("contact-plan", "--load", str(file)))["daily_limit"] == 150
    written["moments"]["retraite"]["delay_days"] = 400
    file.write_text(json.dumps(written))
    assert "Choisissez entre" in run("contact-plan", "--load", str(file), code=1)
    file.write_text("{}")
    assert "n’est pas un plan de contact" in run("contact-plan", "--load", str(file), code=1)


def test_another_survey_of_the_fund_is_noted_from_a_file(run, session, now, tmp_path):
    file = tmp_path / "liste.txt"
    file.write_text("0012345\n0012346\n")
    said = run("other-survey", "Accueil", clock.today().isoformat(), str(file))
    assert "2 adhérents" in said
    assert "n’est pas une liste" in run("other-survey", "Accueil", "2027-03-15", "/nulle/part", code=1)  # fmt: skip


def test_the_letters_of_the_day_are_written_in_a_folder(run, session, now, tmp_path):
    sent(session, make_postal_event(session), now=now)
    session.commit()
    said = run("print-letters", str(tmp_path / "lettres"))
    assert "1 lettre" in said
    names = sorted(path.name for path in (tmp_path / "lettres").iterdir())
    assert [name.rpartition(".")[2] for name in names] == ["pdf", "csv", "pdf", "xlsx"]


def test_the_ledger_says_each_event_to_its_end(run, session, now):
    make_event(session, left_out=LeftOut.DECEASED)
    make_event(session)
    session.commit()
    said = run("ledger")
    assert "affiliation : 2 événements" in said
    assert "non sollicité : personne décédée : 1" in said


def test_a_stop_is_lifted(run, session):
    run("suppress", "0012345", "--reason", "dispute")
    assert "levée" in run("lift", "0012345", "--reason", "dispute")
    assert "n’existe plus" in run("lift", "0012345", "--reason", "dispute", code=1)
    session.rollback()
    assert session.exec(select(Suppression)).all() == []


@pytest.mark.parametrize("name", ["tout.pdf", "tout.docx", "tout.csv"])
def test_all_that_is_held_on_a_member_is_written_in_a_file(run, session, tmp_path, name):
    make_event(session, member_number="0012345")
    session.commit()
    assert name in run("holdings", "12345", str(tmp_path / name))
    assert (tmp_path / name).stat().st_size > 100


def test_a_format_nobody_knows_is_told(run, tmp_path):
    said = run("processing-register", str(tmp_path / "registre.exe"), code=1)
    assert "terminez le nom du fichier par .pdf" in said
    assert "registre.pdf" in run("processing-register", str(tmp_path / "registre.pdf"))
    assert "registre.csv" in run("processing-register", str(tmp_path / "registre.csv"))
    assert (
        (tmp_path / "registre.csv").read_text("utf-8-sig").startswith("traitement;rubrique;contenu")
    )


def test_what_is_kept_is_told_and_what_is_over_is_erased(run):
    assert "90 jours après la clôture" in run("retention")
    assert "contacts : 0" in run("erase")


def test_a_code_is_read_as_members_type_it(run):
    code = codes.new_code()
    typed = f"{code[:4].lower()}-{code[4:]}"
    assert run("code", typed).split() == [code[:4], code[4:]]
    assert run("code", "AAAA", code=1)

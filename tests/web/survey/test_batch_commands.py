"""sillage survey: imported files, the rows they refused, the events to check."""

import csv
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from core import clock
from survey.models import EventBatch, Invitation, InvitationStatus, LeftOut, LifeEvent
from tests.command_line import runner
from tests.event_files import rows_of, saved, text_of
from tests.sending_builders import publish
from tests.survey_builders import make_event

WRONG = {"member_number": "0012399", "event_date": "31/02/2027"}


@pytest.fixture
def run(app, session):
    return runner(app, session, "survey")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return saved(tmp_path, text_of(rows_of({}, WRONG)))


def test_refused_rows_are_written_out_corrected_and_imported(run, session, file, tmp_path):
    rejects = tmp_path / "a-corriger.csv"
    said = run("import-events", str(file), "--rejects", str(rejects))
    assert "a-corriger.csv : 1 ligne à corriger" in said
    written = rejects.read_text("cp1252")
    titles, row = csv.reader(written.splitlines(), delimiter=";")
    assert titles[-2:] == ["ligne_excel", "motif"]
    assert (row[-2], "31/02/2027" in row) == ("3", True)
    rejects.write_text(written.replace("31/02/2027", "28/02/2027"), "cp1252")
    assert "nouveau : 1" in run("import-events", str(rejects))
    assert len(session.exec(select(LifeEvent)).all()) == 2


def test_the_refused_rows_have_the_shape_of_the_file(run, file, tmp_path):
    said = run(
        "import-events", str(file), "--dry-run", "--rejects", str(tmp_path / "a.xlsx"), code=1
    )
    assert "terminez son nom par .csv" in said
    said = run(
        "import-events", str(file), "--dry-run", "--rejects", str(tmp_path / "no/a.csv"), code=1
    )
    assert "ne s’écrit pas" in said


def test_files_are_listed_and_stopped_once_something_left(run, session, now, tmp_path, monkeypatch):
    publish(session)
    file = saved(tmp_path, text_of(rows_of({"event_date": "01/03/2027"})))
    run("import-events", str(file))
    number = session.exec(select(EventBatch.id)).one()
    assert f"{number}\t2027-03-15\tevents\t" in run("batches")
    assert "Peut encore être annulé" in run("batches")
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=30))
    assert "envoi planifié : 1" in run("plan")
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=31))
    run("send")
    assert session.exec(select(Invitation.status)).all() == [InvitationStatus.SENT]
    assert "Des envois sont déjà partis" in run("batches")
    assert "Des envois sont déjà partis" in run("take-back", str(number), code=1)
    assert "1 envoi arrêté" in run("stop-batch", str(number))
    assert session.exec(select(Invitation.status)).all() == [InvitationStatus.CANCELLED]
    assert "0 envoi arrêté" in run("stop-batch", str(number))


def test_events_to_check_are_listed_and_cleared(run, session):
    event = make_event(session, left_out=LeftOut.TO_CHECK, remarks=["email_shared"])
    said = run("to-check")
    assert f"{event.id}\t2027-02-10\t{event.member_number}\taffiliation\t" in said
    assert said.strip().endswith("1 événement à vérifier")
    assert "vérifié" in run("checked", str(event.id))
    assert session.get(LifeEvent, event.id).left_out is None
    assert "déjà été vérifié" in run("checked", str(event.id), code=1)

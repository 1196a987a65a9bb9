"""sillage survey: how the files of a source are read, said once, listed, forgotten."""

import pytest
from sqlmodel import select

from survey.desk import kept_layouts
from survey.models import EventKind, LifeEvent, RegisterLayout
from survey.registers.layouts import Layout
from tests.command_line import runner
from tests.event_files import saved
from tests.sending_builders import publish

STRANGE = "Matricule;Truc;Quand;Nom;Email\n0012345;AFF-9;01/03/2027;DURAND;anne.durand@ex.fr\n"
SAID = ("--column", "Truc=event", "--column", "Quand=event_date", "--code", "AFF-9=affiliation")


@pytest.fixture
def run(app, session):
    return runner(app, session, "survey")


@pytest.fixture
def file(tmp_path):
    return str(saved(tmp_path, STRANGE))


def test_columns_and_codes_said_once_serve_the_next_files_of_the_source(run, session, file):
    publish(session)
    assert "colonne" in run("import-events", file, code=1)
    said = run("keep-layout", "events", file, *SAID)
    assert "Truc\tevent\t" in said
    assert "Quand\tevent_date\t" in said
    assert said.endswith("Lecture retenue pour les prochains fichiers aux mêmes titres.\n")
    run("import-events", file)
    event = session.exec(select(LifeEvent)).one()
    assert (event.kind, event.happened_on.isoformat()) == (EventKind.AFFILIATION, "2027-03-01")


def test_while_a_needed_column_has_no_name_nothing_is_kept_and_the_titles_are_told(
    run, session, file
):
    said = run("keep-layout", "events", file, "--column", "Truc=event", code=1)
    assert "Quand\t-\tnon lue" in said
    assert "date de l’événement" in said
    assert not session.exec(select(RegisterLayout)).all()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (["--column", "Machin=event"], "La colonne « Machin » n’est pas dans ce fichier, dont les titres sont : Matricule, Truc, Quand, Nom, Email."),
        (["--column", "Truc=evenement"], "Le champ « evenement » n’existe pas : donnez l’un de ceux-ci, ou « - » : "),
        (["--column", "Truc"], "Écrivez « --column TITRE=CHAMP » : « Truc » ne l’est pas."),
        (["--code", "AFF-9=arrivée"], "Le sens « arrivée » n’existe pas : donnez l’un de ceux-ci : affiliation"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_what_is_right(run, session, file, wrong, sentence):
    assert sentence in run("keep-layout", "events", file, *wrong, code=1)
    assert not session.exec(select(RegisterLayout)).all()


def test_only_events_have_codes(run, file):
    said = run("keep-layout", "deces", file, "--code", "AFF-9=affiliation", code=1)
    assert "Seuls les fichiers d’événements ont des codes" in said


def test_a_column_may_be_left_unread(run, session, tmp_path):
    file = str(
        saved(
            tmp_path,
            "Matricule;Type;Date effet;Date;Nom;Email\n0012345;affiliation;01/03/2027;02/03/2027;DURAND;a@ex.fr\n",
        )
    )
    run("keep-layout", "events", file, "--column", "Date effet=-", "--column", "Date=event_date")
    publish(session)
    run("import-events", file)
    assert session.exec(select(LifeEvent.happened_on)).one().isoformat() == "2027-03-02"


def test_ways_of_reading_are_listed_and_forgotten(run, session, now):
    kept_layouts.keep(session, "events", ["Matricule", "Motif"], Layout(columns={"matricule": "member_number"}), None, now)  # fmt: skip
    mark, kind, titles = run("layouts").strip().split("\t")
    assert (kind, titles) == ("events", "Matricule · Motif")
    assert "oubliée" in run("forget-layout", mark)
    assert run("layouts") == ""
    assert "n’est pas retenue" in run("forget-layout", mark, code=1)

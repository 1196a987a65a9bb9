"""The import desk: a file is controlled, looked at, decided about, and followed."""

import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from app import create_app
from core import clock
from organisation.models import Role
from survey.desk import waiting_files
from survey.models import EventBatch, InvitationStatus, LeftOut, LifeEvent, Suppression
from tests.builders import make_user
from tests.event_files import ods, rows_of, saved, text_of
from tests.survey_builders import make_event, make_invitation

NIR = "2 85 05 78 006 084 36"
GOOD = {"event_date": "01/03/2027"}
TABLE = rows_of(
    GOOD, {**GOOD, "member_number": "0012346", "email": "zoe@gmial.com", "last_name": "L'ŒUVRARD", "first_name": "Zoé"},
    {**GOOD, "member_number": "0012347", "event_date": "31/02/2027", "email": "c@ex.fr"},
    {**GOOD, "member_number": "0012348", "email": "d@ex.fr", "decede": "O", "NIR": NIR},
    more=["decede", "NIR"],
)  # fmt: skip


@pytest.fixture
def officer(visitor, session):
    """The quality officer, signed in."""
    user = make_user(session, Role.QUALITY_OFFICER)
    session.commit()
    return visitor.sign_in(user)


def upload(visitor, content: bytes, name: str = "mars.csv", expect: int = 303):
    visitor.open("/evenements/importer")
    return visitor.submit("Contrôler", expect=expect, file=(io.BytesIO(content), name))


def uploaded(visitor, table=TABLE, name: str = "mars.csv"):
    upload(visitor, text_of(table).encode("cp1252"), name)
    return visitor.follow()


def test_a_file_is_controlled_before_anything_is_written(officer, session):
    uploaded(officer)
    assert "3 lignes correctes sur 4" in officer.text
    assert "Ces noms sont-ils bien écrits ?" in officer.text
    assert "L’ŒUVRARD Zoé" in officer.text
    assert "cp1252" in officer.text
    assert "La date de l’événement « 31/02/2027 » n’existe pas" in officer.text
    assert "Colonnes refusées NIR" in officer.text
    session.rollback()
    assert session.exec(select(LifeEvent)).all() == []


def test_the_correct_rows_are_imported_after_an_explicit_choice(officer, session):
    uploaded(officer)
    officer.submit("Importer les 3 lignes correctes")
    officer.follow()
    assert "Aucun envoi n’est encore parti" in officer.text
    session.rollback()
    found = session.exec(select(LifeEvent).order_by(LifeEvent.member_number)).all()
    assert [e.left_out for e in found] == [None, LeftOut.TO_CHECK, LeftOut.DECEASED]
    batch = session.exec(select(EventBatch)).one()
    assert (batch.file_name, batch.totals["outcomes"]["rejected"]) == ("mars.csv", 1)


def test_giving_up_leaves_nothing(officer, session, settings):
    uploaded(officer)
    address = officer.path
    officer.submit("Tout annuler")
    officer.follow()
    officer.open(address, expect=404)
    assert list((settings.HOME / "incoming").iterdir()) == []
    session.rollback()
    assert session.exec(select(EventBatch)).all() == []


def test_nothing_refused_is_ever_on_the_disk(officer, settings):
    uploaded(officer)
    officer.submit("Importer les")
    for path in settings.HOME.rglob("*"):
        if path.is_file():
            assert NIR.encode() not in path.read_bytes(), path


def test_the_reject_file_is_offered_before_and_after_the_import(officer, session):
    uploaded(officer)
    link = officer.page.find("a", string=lambda words: words and "Télécharger" in words)
    content = officer.client.get(link["href"])
    assert "attachment" in content.headers["Content-Disposition"]
    rows = content.data.decode("cp1252").splitlines()
    assert len(rows) == 2
    assert rows[1].startswith("0012347;")
    officer.submit("Importer les")
    officer.follow()
    link = officer.page.find("a", string=lambda words: words and "Télécharger" in words)
    assert officer.client.get(link["href"]).data == content.data


def test_lists_of_rows_are_addresses(officer):
    uploaded(officer)
    address = officer.path
    officer.open(f"{address}?montrer=a-verifier")
    assert "faut-il lire « zoe@gmail.com »" in officer.text
    officer.open(f"{address}?montrer=exclues")
    assert "Personne décédée" in officer.text
    officer.open(f"{address}?montrer=rien-de-tel&page=9")
    assert "Aucune ligne de cette sorte" in officer.text


def test_the_same_file_twice_is_told(officer):
    uploaded(officer)
    officer.submit("Importer les")
    upload(officer, text_of(TABLE).encode("cp1252"), "autre-nom.csv", expect=422)
    assert "déjà été importé" in officer.text


def test_two_people_who_confirm_the_same_file_import_it_once(officer, session):
    uploaded(officer)
    first = officer.path
    uploaded(officer)
    officer.submit("Importer les")
    officer.open(first)
    officer.submit("Importer les", expect=409)
    assert "déjà été importé" in officer.text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "vide"),
        (b"%PDF-1.7", "PDF"),
        (b"PK\x03\x04", "abîmé"),
        (b"a;b\r\n1;2\r\n", "Aucune ligne de titres"),
    ],
)
def test_what_is_no_register_is_told_on_the_form(officer, content: bytes, words: str):
    upload(officer, content, expect=422)
    assert words in officer.text
    assert officer.page.title.get_text().startswith("Erreur")


def test_no_file_is_told_on_the_form(officer):
    officer.open("/evenements/importer")
    officer.submit("Contrôler", expect=422)
    assert "Choisissez le fichier" in officer.text


def test_a_spreadsheet_of_another_name_is_read(officer, tmp_path: Path):
    path = ods(tmp_path / "x.ods", {"mars": TABLE})
    upload(officer, path.read_bytes(), "C:\\export\\mars.csv")
    officer.follow()
    assert "classeur" in officer.text
    assert "\\" not in officer.text


def test_an_import_is_taken_back(officer, session):
    uploaded(officer)
    officer.submit("Importer les")
    officer.follow()
    officer.submit("Annuler cet import")
    officer.follow()
    assert "Import annulé" in officer.text
    session.rollback()
    assert session.exec(select(LifeEvent)).all() == []
    officer.open("/evenements/")
    assert "annulé" in officer.text


def test_once_something_left_the_rest_can_be_stopped(officer, session):
    uploaded(officer)
    officer.submit("Importer les")
    session.rollback()
    event = session.exec(select(LifeEvent).where(LifeEvent.member_number == "0012345")).one()
    make_invitation(session, event.kind, event=event)
    session.commit()
    officer.follow()
    assert "ne peut plus être annulé" in officer.text
    officer.submit("Arrêter les envois qui restent")
    officer.follow()
    assert "Envois arrêtés" in officer.text


def test_the_page_of_a_file_tells_who_was_already_asked(officer, session):
    uploaded(officer)
    officer.submit("Importer les")
    officer.follow()
    waiting = officer.text.count("peut être sollicité")
    assert waiting
    assert "déjà sollicité" not in officer.text
    session.rollback()
    event = session.exec(select(LifeEvent).where(LifeEvent.member_number == "0012345")).one()
    make_invitation(session, event.kind, event=event)
    session.commit()
    officer.open(f"/evenements/fichiers/{event.batch_id}")
    assert officer.text.count("déjà sollicité") == 1
    assert officer.text.count("peut être sollicité") == waiting - 1


def test_the_page_of_a_file_tells_a_planned_and_a_stopped_sending(officer, session):
    uploaded(officer)
    officer.submit("Importer les")
    session.rollback()
    event = session.exec(select(LifeEvent).where(LifeEvent.member_number == "0012345")).one()
    invitation = make_invitation(session, event.kind, event=event, sent_on=None)
    session.commit()
    officer.open(f"/evenements/fichiers/{event.batch_id}")
    assert "envoi prévu le" in officer.text
    invitation.status = InvitationStatus.CANCELLED
    session.commit()
    officer.open(f"/evenements/fichiers/{event.batch_id}")
    assert "envoi arrêté" in officer.text


def test_a_file_without_rejects_offers_none(officer):
    uploaded(officer, rows_of(GOOD))
    assert "Télécharger" not in officer.text
    officer.submit("Importer la ligne correcte")
    officer.follow()
    assert "Télécharger" not in officer.text


def test_a_doubt_is_cleared_by_somebody(officer, session):
    uploaded(officer)
    officer.submit("Importer les")
    officer.open("/evenements/")
    assert "1 événement à vérifier" in officer.text
    officer.open("/evenements/a-verifier")
    assert "Adresse électronique mal tapée" in officer.text
    officer.submit("C’est vérifié")
    officer.follow()
    assert "Rien à vérifier" in officer.text
    session.rollback()
    event = session.exec(select(LifeEvent).where(LifeEvent.member_number == "0012346")).one()
    assert event.left_out is None


def test_undecided_files_are_forgotten_after_a_day(officer, settings, monkeypatch):
    uploaded(officer)
    address = officer.path
    later = clock.now() + timedelta(days=1, minutes=1)
    waiting_files.forget_old(settings.HOME / "incoming", later)
    officer.open(address, expect=404)


def test_what_a_killed_process_was_reading_is_not_left_in_clear(settings):
    folder = settings.HOME / "incoming"
    passing = folder / "tmpabc"
    passing.mkdir(parents=True)
    (passing / "file").write_text("0012345;LEFÈVRE")
    begun = datetime.fromtimestamp(passing.stat().st_mtime, UTC)
    waiting_files.forget_left_behind(folder, begun + timedelta(minutes=14))
    assert passing.exists()
    waiting_files.forget_left_behind(folder, begun + timedelta(minutes=16))
    assert not passing.exists()


@pytest.mark.parametrize("token", ["x", "..", "batch-99", "A" * 22])
def test_a_made_up_address_finds_nothing(officer, token: str):
    officer.open(f"/evenements/importer/{token}", expect=404)
    officer.open(f"/evenements/importer/{token}/rejets", expect=404)


@pytest.mark.parametrize(
    "role", [Role.COLLABORATOR, Role.HEAD, Role.MANAGEMENT, Role.READER, Role.ADMINISTRATOR]
)
def test_only_the_quality_officer_imports(visitor, session, role: Role):
    user = make_user(session, role)
    session.commit()
    visitor.sign_in(user)
    for path in ("/evenements/", "/evenements/importer", "/evenements/a-verifier"):
        visitor.open(path, expect=403)


# ------------------------------------------------------------ commands
@pytest.fixture
def sillage(app):
    return app.test_cli_runner()


def test_other_programs_read_the_verdicts(sillage, tmp_path: Path):
    path = saved(tmp_path, text_of(TABLE))
    result = sillage.invoke(
        args=["survey", "check-events", str(path), "--today", "2027-03-15", "--json"]
    )
    found = json.loads(result.stdout)
    assert list(found) == ["encoding", "separator", "records", "totals", "rows"]
    assert [row["outcome"] for row in found["rows"]] == [
        "accepted",
        "accepted",
        "rejected",
        "excluded",
    ]
    assert found["rows"][2]["reasons"] == ["event_date_impossible"]


def test_a_person_reads_the_verdicts_in_french(sillage, tmp_path: Path):
    path = saved(tmp_path, text_of(TABLE))
    result = sillage.invoke(args=["survey", "check-events", str(path), "--today", "2027-03-15"])
    assert "ligne 4, bloquant" in result.stdout
    assert "rejected 1" in result.stdout


def test_older_events_are_judged_on_demand(sillage, tmp_path: Path):
    path = saved(tmp_path, text_of(rows_of({"event_date": "01/03/2024"})))
    command = ["survey", "check-events", str(path), "--today", "2027-03-15", "--json"]
    assert json.loads(sillage.invoke(args=command).stdout)["totals"]["rejected"] == 1
    found = json.loads(sillage.invoke(args=[*command, "--months", "40"]).stdout)
    assert found["totals"]["accepted"] == 1


def test_a_refusal_is_a_sentence_and_a_code(sillage, tmp_path: Path):
    path = saved(tmp_path, b"")
    result = sillage.invoke(args=["survey", "check-events", str(path), "--json"])
    assert result.exit_code == 1
    assert "vide" in result.stderr
    assert result.stdout == ""


def test_a_file_is_imported_from_the_command_line_once(sillage, session, tmp_path: Path):
    path = saved(tmp_path, text_of(TABLE))
    dry = sillage.invoke(args=["survey", "import-events", str(path), "--dry-run"])
    assert "nouveau : 2" in dry.stdout
    assert session.exec(select(LifeEvent)).all() == []
    session.rollback()
    done = sillage.invoke(args=["survey", "import-events", str(path)])
    assert (done.exit_code, "rejeté : 1" in done.stdout) == (0, True)
    again = sillage.invoke(args=["survey", "import-events", str(path)])
    assert (again.exit_code, "déjà été importé" in again.stderr) == (1, True)
    session.rollback()
    assert len(session.exec(select(LifeEvent)).all()) == 3


def test_checking_needs_no_database(settings, tmp_path: Path):
    (settings.HOME / "sillage.db").unlink()
    path = saved(tmp_path, text_of(TABLE))
    runner = create_app(settings).test_cli_runner()
    assert runner.invoke(args=["survey", "check-events", str(path), "--json"]).exit_code == 0
    assert not (settings.HOME / "sillage.db").exists()


# ---------------------------------------------------------------- read another way
ODD = [
    ["Souscripteur", "Quoi", "Jour d’effet", "nom", "email", "N° Sécu"],
    ["0012345", "Z1", "01/03/2027", "LEFÈVRE", "zoe@ex.fr", NIR],
]


def to_name(officer) -> None:
    """The page that asks what the columns are, where the desk sends a file it cannot judge."""
    officer.open(officer.response.headers["Location"], expect=303)
    officer.follow()


def test_a_column_nobody_knows_is_asked_about_and_remembered(officer, session):
    upload(officer, text_of(ODD).encode("cp1252"))
    to_name(officer)
    assert "Il manque numéro d’adhérent, événement et date de l’événement" in officer.text
    assert NIR not in officer.text
    assert "jamais lue ni gardée" in officer.text
    officer.submit(
        "Contrôler avec cette lecture",
        column_0="member_number", column_1="event", column_2="event_date", remember="y",
    )  # fmt: skip
    officer.follow()
    assert "1 ligne rejetée" in officer.text or "0 ligne correcte" in officer.text
    officer.open(officer.path + "/lecture")
    officer.submit("Contrôler avec cette lecture", code_0="retraite", remember="y")
    officer.follow()
    assert "1 ligne correcte sur 1" in officer.text
    second = [ODD[0], ["0012399", "Z1", "02/03/2027", "DURAND", "d@ex.fr", NIR]]
    upload(officer, ("Titre\r\n" + text_of(second)).encode("cp1252"), "avril.csv")
    officer.follow()
    assert "1 ligne correcte sur 1" in officer.text
    officer.open("/evenements/lectures")
    assert "1 lecture retenue" in officer.text
    officer.submit("Oublier")
    officer.follow()
    assert "Aucune lecture retenue" in officer.text
    upload(officer, text_of(second).encode("cp1252"), "mai.csv")
    to_name(officer)
    assert "Il manque" in officer.text


def test_another_encoding_is_chosen_when_the_names_are_badly_written(officer):
    table = rows_of({**GOOD, "last_name": "LEFÈVRE"})
    upload(officer, text_of(table).encode("cp850"))
    officer.follow()
    address = officer.path
    assert "LEFÈVRE" not in officer.text
    officer.open(address + "/lecture")
    officer.submit("Relire le fichier", encoding="cp850")
    officer.open(address)
    assert "LEFÈVRE" in officer.text


def test_a_way_of_reading_that_finds_nothing_changes_nothing(officer):
    uploaded(officer)
    address = officer.path
    officer.open(address + "/lecture")
    officer.submit("Relire le fichier", expect=422, separator="|")
    assert "Aucune ligne de titres" in officer.text
    officer.submit("Relire le fichier", expect=422, header_row="99")
    assert "Indiquez un nombre de 1 à 40" in officer.text
    officer.open(address)
    assert "3 lignes correctes sur 4" in officer.text


def test_what_waits_to_be_read_another_way_holds_nothing_refused(officer, settings):
    uploaded(officer)
    officer.open(officer.path + "/lecture")
    for path in settings.HOME.rglob("*"):
        if path.is_file():
            assert NIR.encode() not in path.read_bytes(), path
    token = officer.path.split("/")[-2]
    with create_app(settings).app_context():
        assert b"006 084" not in waiting_files.content(waiting_files.here(), token)


def test_what_a_file_changes_is_shown_field_by_field(officer):
    uploaded(officer, rows_of({**GOOD, "city": "LYON"}), "mars.csv")
    officer.submit("Importer")
    uploaded(officer, rows_of({**GOOD, "city": "PARIS", "event_date": "02/03/2027"}), "avril.csv")
    assert "Date : 1er mars 2027 → 2 mars 2027" in officer.text
    assert "Ville : LYON → PARIS" in officer.text


def test_a_file_that_may_be_cut_asks_for_a_word(officer, session):
    many = [{**GOOD, "member_number": f"00123{n}", "email": f"m{n}@ex.fr"} for n in range(10, 15)]
    uploaded(officer, rows_of(*many), "mars.csv")
    officer.submit("Importer")
    uploaded(officer, rows_of(GOOD), "avril.csv")
    assert "moitié moins de lignes" in officer.text
    officer.submit("Importer", expect=422)
    assert "confirmez qu’il est complet" in officer.text
    session.rollback()
    assert len(session.exec(select(EventBatch)).all()) == 1
    session.rollback()
    officer.submit("Importer", is_complete="y")
    session.rollback()
    assert len(session.exec(select(EventBatch)).all()) == 2


# ---------------------------------------------------------------- news of members
def test_a_list_of_deaths_is_controlled_imported_and_taken_back(officer, session):
    event = make_event(session, member_number="0012345")
    make_invitation(session, event=event)
    session.commit()
    officer.open("/evenements/importer")
    content = b"matricule;date\r\n12345;02/01/2026\r\n12345;\r\n777;31/02/2026\r\n"
    officer.submit("Contrôler", kind="deces", file=(io.BytesIO(content), "deces.csv"))
    officer.follow()
    assert "1 ligne correcte sur 3" in officer.text
    assert "1 envoi en cours concerné" in officer.text
    assert "La date « 31/02/2026 » n’est pas lisible" in officer.text
    officer.submit("Importer la ligne correcte")
    officer.follow()
    assert "Noté : plus rien ne sera envoyé" in officer.text
    session.rollback()
    assert session.get(Suppression, ("0012345", LeftOut.DECEASED)) is not None
    session.rollback()
    officer.submit("Annuler cet import")
    session.rollback()
    assert session.get(Suppression, ("0012345", LeftOut.DECEASED)) is None
    officer.open("/evenements/?contenu=deces")
    assert "deces.csv" in officer.text
    officer.open("/evenements/?contenu=oppositions")
    assert "deces.csv" not in officer.text


def test_letters_that_came_back_end_their_sendings(officer, session):
    invitation = make_invitation(
        session, event=make_event(session, member_number="0012345"), channel="letter"
    )
    session.commit()
    officer.open("/evenements/importer?contenu=courriers-revenus")
    officer.submit("Contrôler", file=(io.BytesIO(b"matricule\r\n12345\r\n"), "npai.csv"))
    officer.follow()
    officer.submit("Importer la ligne correcte")
    officer.follow()
    assert "Une adresse en erreur ne s’annule pas" in officer.text
    session.rollback()
    session.refresh(invitation)
    assert invitation.status is InvitationStatus.CANCELLED


def test_a_list_is_imported_and_taken_back_from_the_command_line(sillage, tmp_path, session):
    path = saved(tmp_path, "matricule\r\n0012345\r\n", name="deces.csv")
    said = sillage.invoke(args=["survey", "import-list", "deces", str(path), "--dry-run"]).stdout
    assert "noté : plus rien ne sera envoyé : 1" in said
    assert session.exec(select(EventBatch)).all() == []
    session.rollback()
    assert sillage.invoke(args=["survey", "import-list", "deces", str(path)]).exit_code == 0
    again = sillage.invoke(args=["survey", "import-list", "deces", str(path)])
    assert again.exit_code == 1
    assert "déjà été importé" in again.stderr
    number = session.exec(select(EventBatch.id)).one()
    session.rollback()
    assert "annulé" in sillage.invoke(args=["survey", "take-back", str(number)]).stdout
    assert session.exec(select(Suppression)).all() == []
    session.rollback()
    taken = sillage.invoke(args=["survey", "drop-folder"])
    assert (taken.exit_code, "fichier pris en compte" in taken.stdout) == (0, True)

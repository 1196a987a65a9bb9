"""The drop folder: what needs nobody is imported, the rest is put aside, and the officer is told."""

import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import select

from core import mail
from core.models import OutgoingMessage
from organisation.models import Role
from survey.desk import drop_folder
from survey.desk.drop_folder import ASIDE, DONE
from survey.models import EventBatch, LeftOut, LifeEvent, Suppression
from tests.builders import make_user
from tests.event_files import rows_of, text_of

NOW = datetime(2026, 1, 15, 9, 0, tzinfo=UTC)
MANY = [{"member_number": f"00123{n}", "email": f"m{n}@ex.fr"} for n in range(10, 25)]


@pytest.fixture
def root(tmp_path, monkeypatch, settings) -> Path:
    """The folder, watched; the quality officer and somebody else have an account."""
    place = tmp_path / "depot"
    monkeypatch.setattr(mail, "fund", lambda: replace(settings, DROP_FOLDER=str(place)))
    drop_folder.prepare(place)
    return place


@pytest.fixture
def officer(session):
    person = make_user(session, Role.QUALITY_OFFICER)
    make_user(session, Role.COLLABORATOR)
    session.commit()
    return person


def dropped(root: Path, content: str, folder: str = "evenements", name: str = "mars.csv") -> Path:
    path = root / folder / name
    path.write_bytes(content.encode("cp1252"))
    os.utime(path, (NOW.timestamp() - 61, NOW.timestamp() - 61))
    return path


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_without_trouble_is_imported_and_the_officer_alone_is_told(session, root, officer):
    dropped(root, text_of(rows_of(*MANY, {"member_number": "0012399", "event_date": "31/02/2026"})))
    assert drop_folder.watch(session, NOW) == 1
    assert len(session.exec(select(LifeEvent)).all()) == 15
    assert names(root / "evenements") == []
    assert names(root / DONE) == ["20260115-100000-mars.csv"]
    assert names(root / ASIDE) == ["20260115-100000-mars-rejets.csv"]
    (message,) = session.exec(select(OutgoingMessage)).all()
    assert message.to_address == officer.email
    assert "15\u00a0lignes importées, 1\u00a0rejetée" in message.text
    assert "ligne 17" in message.text
    assert "/evenements/fichiers/1" in message.text


def test_the_email_quotes_nothing_of_a_cell(session, root, officer):
    dropped(root, text_of(rows_of(*MANY, {"member_number": "0012399", "event_date": "31/02/2026"})))
    drop_folder.watch(session, NOW)
    text = session.exec(select(OutgoingMessage)).one().text
    assert not any(word in text for word in ("31/02", "0012399", "DURAND", "ex.fr"))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (text_of(rows_of(*MANY[:3], {"event_date": "31/02/2026"})), "1\u00a0ligne serait rejetée sur 4"),
        ("a;b\r\n1;2\r\n", "Aucune ligne de titres"),
        ("Souscripteur;evenement;date\r\n1;LIQ;04/12/2025\r\n", "Il manque une colonne"),
    ],
)  # fmt: skip
def test_a_file_that_needs_somebody_is_put_aside_untouched(session, root, officer, content, words):
    dropped(root, content)
    drop_folder.watch(session, NOW)
    assert session.exec(select(EventBatch)).all() == []
    assert (root / ASIDE / "20260115-100000-mars.csv").read_bytes() == content.encode("cp1252")
    assert words in session.exec(select(OutgoingMessage)).one().text


def test_a_file_half_as_long_or_sent_again_is_put_aside(session, root, officer):
    dropped(root, text_of(rows_of(*MANY)))
    drop_folder.watch(session, NOW)
    dropped(root, text_of(rows_of(*MANY)), name="encore.csv")
    dropped(root, text_of(rows_of(MANY[0])), name="court.csv")
    later = NOW.replace(hour=10)
    assert drop_folder.watch(session, later) == 2
    assert names(root / ASIDE) == ["20260115-110000-court.csv", "20260115-110000-encore.csv"]
    told = session.exec(select(OutgoingMessage).order_by(OutgoingMessage.id)).all()[-1]
    assert "2\u00a0fichiers déposés, 2\u00a0à revoir" in told.subject
    assert "moitié moins de lignes" in told.text
    assert "déjà été importé" in told.text


def test_each_folder_holds_one_kind_of_file(session, root, officer):
    dropped(root, "matricule\r\n0012345\r\n", "deces", "liste.csv")
    drop_folder.watch(session, NOW)
    assert session.get(Suppression, ("0012345", LeftOut.DECEASED)) is not None


def test_a_file_still_being_written_waits(session, root, officer):
    path = dropped(root, text_of(rows_of(*MANY)))
    os.utime(path, (NOW.timestamp() - 5, NOW.timestamp() - 5))
    assert drop_folder.watch(session, NOW) == 0
    assert path.exists()
    assert session.exec(select(OutgoingMessage)).all() == []


def test_nothing_is_watched_without_a_folder(session, officer):
    assert drop_folder.watch(session, NOW) == 0

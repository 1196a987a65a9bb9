"""A demonstration opened on another port: its messages lead to the site that is running."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import select

from core import mail
from core.database import make_engine
from core.models import OutgoingMessage
from core.settings import Settings
from demonstration import readdressing, standing

USUAL, OTHER = "http://127.0.0.1:5000", "http://127.0.0.1:5412"


def letter(settings: Settings, name: str, address: str) -> Path:
    folder = settings.HOME / "outgoing"
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"Répondez à {address}/r/abc et nulle part ailleurs.\n")
    return folder / name


@pytest.fixture
def made(app, settings, session, now):
    """A demonstration made at the usual address, with one message that left and one that waits."""
    standing.note_address(settings)
    letter(settings, "sillage-1.eml", USUAL)
    waiting = OutgoingMessage(
        key="invitation-1-0",
        to_address="a@exemple.fr",
        subject="Votre avis",
        text=f"Lien : {USUAL}/r/abc",
        unsubscribe_url=f"{USUAL}/r/abc/opposition",
        written_at=now,
    )
    mail.write(session, waiting)
    session.commit()
    return settings


def test_files_and_waiting_messages_lead_to_the_new_address(made, session):
    engine = make_engine(made.database_url)
    assert readdressing.readdress(replace(made, PUBLIC_URL=OTHER), engine) == 1
    said = (made.HOME / "outgoing/sillage-1.eml").read_text()
    assert said == f"Répondez à {OTHER}/r/abc et nulle part ailleurs.\n"
    session.expire_all()
    (waiting,) = session.exec(select(OutgoingMessage)).all()
    assert waiting.text == f"Lien : {OTHER}/r/abc"
    assert waiting.unsubscribe_url == f"{OTHER}/r/abc/opposition"
    engine.dispose()


def test_the_address_is_noted_and_the_way_back_found(made):
    engine = make_engine(made.database_url)
    moved = replace(made, PUBLIC_URL=OTHER)
    readdressing.readdress(moved, engine)
    assert standing.address(moved) == OTHER
    assert readdressing.readdress(moved, engine) == 0
    assert readdressing.readdress(made, engine) == 1
    assert USUAL in (made.HOME / "outgoing/sillage-1.eml").read_text()
    engine.dispose()


def test_a_demonstration_of_before_was_made_at_the_usual_address(tmp_path):
    older = Settings(HOME=tmp_path, SECRET="s" * 40, PUBLIC_URL=OTHER)
    older.demonstration_mark.write_text(f"{standing.SAYS}\n2026-11-30\ncomplete\n")
    assert standing.address(older) == USUAL
    standing.begin(older, date(2027, 3, 15))
    assert standing.address(older) == OTHER

"""A folder is a demonstration or a fund; the second is never touched."""

from datetime import date
from pathlib import Path

import pytest

from app import create_app
from core.errors import Refused
from core.settings import Settings
from demonstration import standing

TODAY = date(2027, 3, 15)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(HOME=tmp_path, SECRET="a secret for tests alone, long enough")


def test_the_mark_is_there_before_anything_else(settings: Settings) -> None:
    standing.begin(settings, TODAY)
    assert standing.is_demonstration(settings)
    assert not standing.is_complete(settings)


def test_what_was_unfinished_goes(settings: Settings) -> None:
    standing.begin(settings, TODAY)
    (settings.HOME / "sillage.db").write_text("half of it")
    (settings.HOME / "outgoing").mkdir()
    (settings.HOME / "models").mkdir()
    standing.begin(settings, TODAY)
    assert not (settings.HOME / "sillage.db").exists()
    assert not (settings.HOME / "outgoing").exists()
    assert (settings.HOME / "models").exists(), "what was learnt serves again"


def test_a_real_fund_is_never_touched(settings: Settings) -> None:
    (settings.HOME / "sillage.db").write_text("a real fund")
    with pytest.raises(Refused, match="contient déjà une caisse"):
        standing.begin(settings, TODAY)
    assert (settings.HOME / "sillage.db").read_text() == "a real fund"
    assert not standing.is_demonstration(settings)


def test_another_database_than_its_own_is_refused(tmp_path: Path) -> None:
    elsewhere = Settings(HOME=tmp_path, DATABASE="postgresql+psycopg://fund", SECRET="s" * 40)
    with pytest.raises(Refused, match="SILLAGE_DATABASE"):
        standing.begin(elsewhere, TODAY)
    assert not standing.is_demonstration(elsewhere)


def test_it_is_complete_once_said_so_and_while_its_database_is_there(settings: Settings) -> None:
    standing.begin(settings, TODAY)
    (settings.HOME / "sillage.db").write_text("all of it")
    standing.finish(settings)
    assert standing.is_complete(settings)
    (settings.HOME / "sillage.db").unlink()
    assert not standing.is_complete(settings)


def test_accounts_of_a_real_fund_are_not_told(settings: Settings) -> None:
    ran = create_app(settings).test_cli_runner().invoke(args=["demo", "--accounts"])
    assert ran.exit_code == 1
    assert "ne contient pas de démonstration" in ran.output

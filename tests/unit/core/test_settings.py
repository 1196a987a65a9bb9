"""Settings: every fault told at once, a secret made once, a demonstration that stays one."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from core.settings import DEMONSTRATION_PERCENT, BadSettings, Settings

LONG_ENOUGH = "x" * 32


def read(tmp_path: Path, **given: str) -> Settings:
    """The settings of an environment that holds these, and nothing else."""
    variables = {"HOME": str(tmp_path), **given}
    return Settings.from_environment({f"SILLAGE_{name}": v for name, v in variables.items()})


def test_nothing_is_needed_to_start() -> None:
    assert Settings.from_environment({}).PUBLIC_URL == "http://127.0.0.1:5000"


def test_what_is_given_is_taken(tmp_path: Path) -> None:
    settings = read(tmp_path, FUND_NAME="Caisse des notaires", HTTPS="1", SMTP="relais:25")
    assert (settings.FUND_NAME, settings.HTTPS, settings.SMTP) == (
        "Caisse des notaires",
        True,
        "relais:25",
    )


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(BadSettings) as told:
        read(tmp_path, SECRET="court", SMTP="relais", DEMONSTRATION="oui", HTTPS="vrai")
    said = str(told.value)
    for words in ("SILLAGE_SECRET", "« relais »", "« oui » : indiquez 0 ou 1", "« vrai »"):
        assert words in said
    assert len(said.splitlines()) == 5


@pytest.mark.parametrize("value", ["relais:", "relais:vingt-cinq", "25"])
def test_a_mail_server_is_a_name_and_a_port(tmp_path: Path, value: str) -> None:
    with pytest.raises(BadSettings, match="serveur:port"):
        read(tmp_path, SMTP=value)


@pytest.mark.parametrize(("percent", "said"), [("101", "de 0 à 100"), ("-1", "de 0 à 100"), ("cinq", "de 0 à 100")])  # fmt: skip
def test_a_share_of_sheets_is_from_none_to_all(percent: str, said: str) -> None:
    with pytest.raises(BadSettings, match=said):
        Settings.from_environment({"SILLAGE_DOUBLE_ENTRY_PERCENT": percent})


@pytest.mark.parametrize(("name", "value"), [("DOUBLE_ENTRY_PERCENT", 0), ("EVIDENCE_MEGABYTES", 60)])  # fmt: skip
def test_the_ends_of_a_range_are_taken(name: str, value: int) -> None:
    made = Settings.from_environment({f"SILLAGE_{name}": str(value)})
    assert getattr(made, name) == value


def test_a_secret_of_thirty_two_characters_is_long_enough(tmp_path: Path) -> None:
    assert read(tmp_path, SECRET=LONG_ENOUGH).secret == LONG_ENOUGH


def test_without_a_database_it_is_a_file_of_the_folder(tmp_path: Path) -> None:
    assert read(tmp_path).database_url == f"sqlite:///{tmp_path / 'sillage.db'}"
    assert read(tmp_path, DATABASE="postgresql+psycopg://x").database_url.startswith("postgresql")


def test_a_folder_that_holds_a_demonstration_stays_one(tmp_path: Path) -> None:
    assert not read(tmp_path).DEMONSTRATION
    (tmp_path / "demonstration").touch()
    assert read(tmp_path, DEMONSTRATION="0").DEMONSTRATION


def test_a_secret_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    home = tmp_path / "new"
    made = read(home).secret
    assert len(made) >= 32
    assert read(home).secret == made
    assert (home / "secret").stat().st_mode & 0o077 == 0


def test_processes_that_start_together_agree_on_the_secret(tmp_path: Path) -> None:
    settings = Settings(HOME=tmp_path)
    with ThreadPoolExecutor(8) as starting:
        made = set(starting.map(lambda _: settings.secret, range(32)))
    assert len(made) == 1
    assert [file.name for file in tmp_path.iterdir()] == ["secret"]


def test_two_installations_have_two_secrets(tmp_path: Path) -> None:
    assert Settings(HOME=tmp_path / "one").secret != Settings(HOME=tmp_path / "two").secret


def test_a_demonstration_draws_more_sheets_and_says_so(tmp_path: Path) -> None:
    """What the page says of the share is what the demonstration was made with."""
    assert read(tmp_path).DOUBLE_ENTRY_PERCENT == 5
    (tmp_path / "demonstration").touch()
    assert read(tmp_path).DOUBLE_ENTRY_PERCENT == DEMONSTRATION_PERCENT == 30
    assert read(tmp_path, DOUBLE_ENTRY_PERCENT="0").DOUBLE_ENTRY_PERCENT == 0

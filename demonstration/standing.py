"""Whether a folder holds a demonstration, and a whole one; an unfinished one is removed and made again."""

import shutil
from datetime import date
from pathlib import Path

from core.errors import Refused
from core.settings import Settings

COMPLETE = "complete"
SAYS = "Ce dossier contient une démonstration : aucun courriel n’en part."
WRITTEN = ("outgoing", "incoming", "demonstration-files", "demonstration-requests")


def is_demonstration(settings: Settings) -> bool:
    """Whether this folder holds one, finished or not."""
    return settings.demonstration_mark.is_file()


def is_complete(settings: Settings) -> bool:
    """Whether this folder holds a finished one."""
    mark = settings.demonstration_mark
    if not (mark.is_file() and _database(settings).is_file()):
        return False
    return COMPLETE in mark.read_text(encoding="utf-8").splitlines()


def begin(settings: Settings, today: date) -> None:
    """Make room for a new one: an unfinished one goes, a real fund is never touched.

    The mark is the first thing written: from then on no mail can leave this folder.
    """
    if settings.DATABASE:
        raise Refused(
            "La démonstration se prépare dans une base SQLite à elle : retirez SILLAGE_DATABASE."
        )
    database = _database(settings)
    if database.exists() and not is_demonstration(settings):
        raise Refused(
            f"{settings.HOME} contient déjà une caisse, qui n’est pas une démonstration : "
            "choisissez un autre dossier avec SILLAGE_HOME."
        )
    settings.HOME.mkdir(parents=True, exist_ok=True)
    settings.demonstration_mark.write_text(f"{SAYS}\n{today}\n", encoding="utf-8")
    note_address(settings)
    for end in ("", "-wal", "-shm", "-journal"):
        database.with_name(database.name + end).unlink(missing_ok=True)
    for name in WRITTEN:
        shutil.rmtree(settings.HOME / name, ignore_errors=True)


def finish(settings: Settings) -> None:
    """Say that it is whole."""
    with settings.demonstration_mark.open("a", encoding="utf-8") as mark:
        mark.write(f"{COMPLETE}\n")


def address(settings: Settings) -> str:
    """The address its messages lead to; a demonstration of before it was noted was made at the usual one."""
    lines = settings.demonstration_mark.read_text(encoding="utf-8").splitlines()
    noted = (line for line in reversed(lines) if line.startswith("http"))
    return next(noted, Settings.PUBLIC_URL)


def note_address(settings: Settings) -> None:
    """Say to which address its messages lead now."""
    with settings.demonstration_mark.open("a", encoding="utf-8") as mark:
        mark.write(f"{settings.PUBLIC_URL}\n")


def _database(settings: Settings) -> Path:
    return settings.HOME / "sillage.db"

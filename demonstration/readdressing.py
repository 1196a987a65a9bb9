"""A demonstration opened at another address than the one it was made at: the messages it wrote lead there from then on."""

from pathlib import Path

import sqlalchemy as sa

from core.models import OutgoingMessage
from core.settings import Settings
from demonstration import standing

WITH_LINKS = ("text", "html", "unsubscribe_url")
MESSAGES = "outgoing/*.eml"


def readdress(settings: Settings, engine: sa.Engine) -> int:
    """Put the present address for the former one, in the files and in what waits to leave; how many files changed."""
    before, now = standing.address(settings), settings.PUBLIC_URL
    if before == now:
        return 0
    changed = sum(_file(file, before, now) for file in settings.HOME.glob(MESSAGES))
    columns = {name: getattr(OutgoingMessage, name) for name in WITH_LINKS}
    with engine.begin() as connection:
        replaced = {name: sa.func.replace(column, before, now) for name, column in columns.items()}
        connection.execute(sa.update(OutgoingMessage).values(replaced))
    standing.note_address(settings)
    return changed


def _file(file: Path, before: str, now: str) -> bool:
    said = file.read_bytes()
    leads_there = before.encode() in said
    if leads_there:
        file.write_bytes(said.replace(before.encode(), now.encode()))
    return leads_there

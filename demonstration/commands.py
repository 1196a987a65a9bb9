"""sillage demo: make the demonstration, once; say by which accounts one enters it."""

import sys

import click
import sqlalchemy as sa
from flask import current_app
from flask.cli import with_appcontext

from core import clock, migrating
from core.commands import speaks_french
from core.errors import Refused
from core.settings import Settings
from demonstration import making, readdressing, standing
from demonstration.progress import Progress
from demonstration.reading import Apart
from demonstration.staff import PASSWORD, accounts


@click.command()
@click.option(
    "--accounts", "wants_accounts", is_flag=True,
    help="Print one account a role: role, e-mail and password, separated by tabs.",
)  # fmt: skip
@with_appcontext
@speaks_french
def demo(wants_accounts: bool) -> None:
    """Make the demonstration in this folder, unless it is there; it takes a minute or two."""
    settings: Settings = current_app.config["SETTINGS"]
    if wants_accounts:
        list_accounts(settings)
    elif not standing.is_complete(settings):
        make(settings)
    else:
        open_again(settings, current_app.extensions["engine"])


def open_again(settings: Settings, engine: sa.Engine) -> None:
    """A demonstration made before, perhaps by an earlier version or at another address."""
    if not migrating.is_up_to_date(engine):
        migrating.migrate(engine)
    readdressing.readdress(settings, engine)


def list_accounts(settings: Settings) -> None:
    """One line a role."""
    if not standing.is_demonstration(settings):
        raise Refused("Ce dossier ne contient pas de démonstration : lancez « sillage demo ».")
    for role, email in accounts():
        click.echo(f"{role.label}\t{email}\t{PASSWORD}")


def make(settings: Settings) -> None:
    """Make it, with a bar on stderr; the language models work beside, in their own process."""
    progress = Progress(sys.stderr)
    standing.begin(settings, clock.today())  # before a second process may look around
    reading = Apart(settings)
    try:
        making.make(settings, current_app.extensions["engine"], clock.now(), reading, progress)
    finally:
        reading.end()
    progress.end("La démonstration est prête.")

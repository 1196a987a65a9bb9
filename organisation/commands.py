"""sillage organisation …"""

from pathlib import Path

import click
from flask.cli import AppGroup

from core import clock
from core.commands import speaks_french
from core.database import db
from organisation import charters, journal, journal_witness, people
from organisation.models import Role
from organisation.people import Account

commands = AppGroup("organisation", help="The charter, the accounts, the journal.")


@commands.command("load-charter")
@click.argument("file", type=click.Path(exists=True, path_type=Path), default=charters.FILE)
@speaks_french
def load_charter(file: Path) -> None:
    """Load and publish a version of the charter from its YAML file."""
    charter = charters.load(db, clock.now(), None, file)
    db.commit()
    click.echo(f"Charte chargée, version {charter.version}.")


@commands.command("add-administrator")
@click.argument("email")
@click.argument("name")
@click.password_option()
@speaks_french
def add_administrator(email: str, name: str, password: str) -> None:
    """Open the first administrator's account."""
    people.open_account(
        db, Account(name, email, Role.ADMINISTRATOR, password=password), None, clock.now()
    )
    db.commit()
    click.echo("Compte ouvert.")


@commands.command("check-journal")
@speaks_french
def check_journal() -> None:
    """Verify the chain of the journal and its witness; fails at the first entry changed or erased."""
    broken = journal.first_broken(db)
    if broken is not None:
        raise click.ClickException(f"Le journal a été modifié : ligne {broken.id}.")
    missing = journal_witness.first_missing(db)
    if missing is not None:
        raise click.ClickException(
            f"Le journal a perdu sa ligne {missing}, notée dans « {journal_witness.file()} ». "
            "Comparez avec la dernière sauvegarde."
        )
    click.echo("Le journal est intact.")

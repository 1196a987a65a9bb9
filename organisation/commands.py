"""sillage organisation …"""

from datetime import datetime
from pathlib import Path

import click
from flask.cli import AppGroup

from core import clock
from core.commands import speaks_french
from core.database import db
from organisation import charters, headships, journal, journal_witness, people
from organisation.headships import Term
from organisation.models import HeadshipKind, Role
from organisation.people import Account

DAY = click.DateTime(formats=["%Y-%m-%d"])

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


@commands.command("give-department")
@click.argument("email")
@click.argument("department")
@click.option("--deputy", is_flag=True, help="In the head's stead; without it, as head.")
@click.option("--from", "from_day", type=DAY, help="First day; today without it.")
@click.option("--until", "until_day", type=DAY, help="Last day, included.")
@speaks_french
def give_department(
    email: str,
    department: str,
    deputy: bool,
    from_day: datetime | None,
    until_day: datetime | None,
) -> None:
    """Put a department in somebody's hands beside their own, as head or as deputy."""
    term = Term(
        people.department_named(db, department),
        HeadshipKind.DEPUTY if deputy else HeadshipKind.HEAD,
        from_day.date() if from_day else clock.today(),
        until_day.date() if until_day else None,
    )
    one = headships.name(db, people.of_address(db, email), term, None, clock.now())
    db.commit()
    click.echo(f"Service confié : {headships.said(one)}.")


@commands.command("take-department-back")
@click.argument("email")
@click.argument("department")
@speaks_french
def take_department_back(email: str, department: str) -> None:
    """Take back at once what was given of this department to somebody."""
    person, place = people.of_address(db, email), people.department_named(db, department)
    for one in headships.running(person, place, clock.today()):
        headships.withdraw(db, one, None, clock.now())
    db.commit()
    click.echo(f"Service repris : {place.name}.")


@commands.command("check-journal")
@speaks_french
def check_journal() -> None:
    """Verify the chain of the journal and its witness; fails at the first entry changed or erased."""
    broken = journal.first_broken(db, journal_witness.forgotten().values())
    if broken is not None:
        raise click.ClickException(f"Le journal a été modifié : ligne {broken.id}.")
    missing = journal_witness.first_missing(db)
    if missing is not None:
        raise click.ClickException(
            f"Le journal a perdu sa ligne {missing}, notée dans « {journal_witness.file()} ». "
            "Comparez avec la dernière sauvegarde."
        )
    click.echo("Le journal est intact.")

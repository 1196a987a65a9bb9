"""sillage actions …"""

from datetime import datetime
from pathlib import Path

import click
from flask.cli import AppGroup

from actionplans import campaigns, deadlines, similar
from core import clock
from core.commands import speaks_french
from core.database import db

commands = AppGroup("actions", help="Self-assessments, malfunctions and actions.")


@commands.command("open-campaign")
@click.argument("year", type=int)
@click.option(
    "--due", type=click.DateTime(["%Y-%m-%d"]), required=True, help="Day the assessments are due."
)
@speaks_french
def open_campaign(year: int, due: datetime) -> None:
    """Open the self-assessment campaign of a year; the heads of department are told."""
    campaign = campaigns.open_campaign(db, year, due.date(), None, clock.now())
    departments = len(campaigns.progresses(db, campaign))
    db.commit()
    click.echo(f"Campagne {year} ouverte pour {departments} service(s).")


@commands.command("similar")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--output",
    required=True,
    type=click.Path(path_type=Path),
    help="CSV written: id,candidate,score,likely.",
)
@speaks_french
def similar_file(file: Path, output: Path) -> None:
    """For each report of a CSV with id,service,title,description, its three closest earlier ones."""
    number = similar.similar_file(
        file, output, lambda done, total: click.echo(f"{done} sur {total}", err=True)
    )
    click.echo(f"{number} signalements comparés dans {output}.", err=True)


@commands.command("tell")
@speaks_french
def tell() -> None:
    """Write today's digests of what is near or late, as the worker does at seven; once a day at most."""
    written = deadlines.tell(db, clock.now())
    db.commit()
    click.echo(f"{written} message(s) écrit(s).")

"""sillage actions …"""

from datetime import datetime

import click
from flask.cli import AppGroup

from actionplans import campaigns
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

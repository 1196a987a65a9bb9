"""sillage survey suppressions, other-surveys, forget-survey: who is not written to, and whom other surveys ask."""

from datetime import datetime

import click
from flask.cli import with_appcontext

from core import clock, french
from core.commands import speaks_french
from core.database import db
from survey.models import LeftOut
from survey.sending import other_mailings, suppression_search
from survey.sending.stopping import GRAVEST

DAY = click.DateTime(["%Y-%m-%d"])


@click.command("suppressions")
@click.option("--reason", type=click.Choice([reason.value for reason in GRAVEST]))
@click.option("--member", default="", help="The number of a member.")
@with_appcontext
@speaks_french
def suppressions(reason: str | None, member: str) -> None:
    """The members who must not be written to, the newest line first."""
    why = LeftOut(reason) if reason else None
    found = db.exec(suppression_search.wanted(db, member, why)).all()
    for line in found:
        click.echo(f"{line.member_number}\t{line.reason.label}\tdepuis le {french.day(line.since_on)}")  # fmt: skip
    click.echo(french.count(len(found), "ligne"))


@click.command("other-surveys")
@with_appcontext
@speaks_french
def other_surveys() -> None:
    """The other surveys of the fund that were noted, the newest first."""
    for name, day, number in other_mailings.told(db):
        click.echo(f"{day.isoformat()}\t{name}\t{french.count(number, 'adhérent')}")


@click.command("forget-survey")
@click.argument("name")
@click.argument("day", type=DAY)
@with_appcontext
@speaks_french
def forget_survey(name: str, day: datetime) -> None:
    """Take back another survey noted by mistake; what it stopped stays stopped."""
    number = other_mailings.erase(db, name, day.date(), None, clock.now())
    db.commit()
    click.echo(f"Enquête retirée de la liste, {french.count(number, 'adhérent')}.")


COMMANDS = [suppressions, other_surveys, forget_survey]

"""sillage survey …"""

from collections.abc import Mapping
from datetime import datetime

import click
from flask.cli import AppGroup

from core import clock, french
from core.commands import speaks_french
from core.database import db
from survey import (
    import_commands,
    planning,
    questionnaire_commands,
    questionnaires,
    reminders,
    sending,
    status_changes,
    transfer,
)
from survey.channels import CHANNELS
from survey.models import LeftOut
from survey.stopping import GRAVEST

commands = AppGroup("survey", help="Life events, invitations, answers.")
commands.add_command(questionnaire_commands.commands)
for command in import_commands.COMMANDS:
    commands.add_command(command)
DAY = click.DateTime(["%Y-%m-%d"])


# ---------------------------------------------------------------- what the worker does by itself


@commands.command("load-questionnaires")
@speaks_french
def load_questionnaires() -> None:
    """Publish the starting questionnaires for the moments that have none."""
    loaded = questionnaires.load_starting(db, clock.now(), None)
    db.commit()
    for questionnaire in loaded:
        click.echo(f"Publié : {questionnaire.title}")
    if not loaded:
        click.echo("Chaque moment a déjà son questionnaire.")


@commands.command()
@speaks_french
def plan() -> None:
    """Plan an invitation for each new event, or write why there is none."""
    done = planning.plan(db, clock.now())
    db.commit()
    say_channels("envoi planifié", done.invited)
    say_reasons(done.left_out)
    if done.waiting:
        click.echo(f"en attente d’un questionnaire publié : {french.number(done.waiting)}")


@commands.command()
@speaks_french
def send() -> None:
    """Send what is due: on working days, between 8 and 18, unless sendings are suspended."""
    if not sending.may_leave(db, clock.now()):
        click.echo("Rien ne part maintenant : hors des heures de bureau, ou envois suspendus.")
        return
    done = sending.send_due(db, clock.now())
    db.commit()
    say_channels("envoi", done.by_channel)
    say_reasons(done.stopped)


@commands.command()
@speaks_french
def remind() -> None:
    """Remind those whose day has come, under the same conditions."""
    if not sending.may_leave(db, clock.now()):
        click.echo("Rien ne part maintenant : hors des heures de bureau, ou envois suspendus.")
        return
    done = reminders.remind_due(db, clock.now())
    db.commit()
    say_channels("relance", done.by_channel)
    say_reasons(done.stopped)


@commands.command("transfer")
@speaks_french
def transfer_replies() -> None:
    """Part sent answers from their authors, where ten wait."""
    done = transfer.transfer_ready(db, clock.now())
    db.commit()
    click.echo(
        french.count(done, "réponse détachée de son auteur", "réponses détachées de leur auteur")
    )


@commands.command()
@speaks_french
def close() -> None:
    """Close the waves that are over: what was begun counts, receipts die."""
    done = transfer.close_due(db, clock.now())
    db.commit()
    click.echo(french.count(done, "réponse reprise à la clôture", "réponses reprises à la clôture"))


@commands.command()
@click.argument("member_number")
@click.option("--reason", required=True, type=click.Choice([r.value for r in GRAVEST]))
@click.option("--since", type=DAY, help="The day it is true from (YYYY-MM-DD); today by default.")
@speaks_french
def suppress(member_number: str, reason: str, since: datetime | None) -> None:
    """Never write to this member again; stop what is under way."""
    since_on = since.date() if since else clock.today()
    number = status_changes.suppress(
        db, member_number, LeftOut(reason), since_on, None, clock.now()
    )
    db.commit()
    click.echo(french.count(number, "envoi arrêté", "envois arrêtés"))


def say_channels(what: str, counted: Mapping[str, int]) -> None:
    """How many by channel; « 0 » when there is nothing."""
    click.echo(f"{what} : {french.number(sum(counted.values()))}")
    for name, number in counted.items():
        click.echo(f"- {CHANNELS[name].label} : {french.number(number)}")


def say_reasons(counted: Mapping[LeftOut, int]) -> None:
    """How many were left out, by reason."""
    for reason, number in counted.items():
        click.echo(f"- {reason.label} : {french.number(number)}")

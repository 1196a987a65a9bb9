"""sillage survey …"""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import click
from flask.cli import AppGroup

from core import clock, french
from core.commands import speaks_french
from core.database import db
from survey import (
    event_changes,
    events,
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
from survey.registers.judging import Check, check_events
from survey.registers.rows import MONTHS
from survey.stopping import GRAVEST

commands = AppGroup("survey", help="Life events, invitations, answers.")
commands.add_command(questionnaire_commands.commands)
FILE = click.Path(path_type=Path)
DAY = click.DateTime(["%Y-%m-%d"])


@commands.command("check-events")
@click.argument("file", type=FILE)
@click.option(
    "--today", type=DAY, help="Judge as on this day (YYYY-MM-DD); the present day by default."
)
@click.option(
    "--months",
    type=click.IntRange(1, 600),
    default=MONTHS,
    show_default=True,
    help="Oldest event accepted, in months.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the verdicts as JSON, for programs.")
@speaks_french
def check(file: Path, today: datetime | None, months: int, as_json: bool) -> None:
    """Judge every row of an event file. Writes nothing; needs no database."""
    found = check_events(file, today.date() if today else clock.today(), months)
    if as_json:
        click.echo(json.dumps(found.plain()))
    else:
        report(found)


def report(check: Check) -> None:
    """The verdicts as a person reads them."""
    click.echo(f"{check.encoding or 'classeur'}, titres à la ligne {check.header_line}")
    for remark in check.remarks:
        click.echo(f"- {remark.sentence}")
    for row in check.rows:
        for reason in row.reasons:
            click.echo(f"ligne {row.excel_row}, {reason.level.value} : {reason.sentence}")
    click.echo(", ".join(f"{name} {n}" for name, n in check.totals.items()))


@commands.command("import-events")
@click.argument("file", type=FILE)
@click.option("--dry-run", is_flag=True, help="Say what would happen; write nothing.")
@speaks_french
def import_file(file: Path, dry_run: bool) -> None:
    """Import an event file: its correct rows, in one transaction."""
    check = events.check_file(db, file, clock.today())
    source = events.source_of(file)
    if dry_run:
        events.refuse_known(db, source)
        fates = events.preview(db, check, clock.now()).fates
    else:
        fates = event_changes.count(event_changes.changes(db, check))
        events.import_events(db, check, source, None, clock.now())
        db.commit()
    for fate, number in fates.items():
        click.echo(f"{fate.label} : {french.number(number)}")
    click.echo(f"rejeté : {french.number(check.totals['rejected'])}")


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

"""sillage survey plan, send, remind, forecast, pause, resume, contact-plan, print-letters, other-survey, ledger."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path

import click
from flask.cli import with_appcontext

from core import clock, french
from core.commands import speaks_french
from core.database import db
from core.documents import FORMATS
from core.errors import Refused
from survey.channels import CHANNELS
from survey.models import EventKind, LeftOut
from survey.paper import printing
from survey.sending import (
    contact_plans,
    endings,
    forecast,
    other_mailings,
    pausing,
    planning,
    reminders,
    sending,
)
from survey.sending.contact_plans import Plan, Terms

FILE = click.Path(path_type=Path)
DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@with_appcontext
@speaks_french
def plan() -> None:
    """Plan an invitation for each new event, or write why there is none."""
    done = planning.plan(db, clock.now())
    db.commit()
    say_channels("envoi planifié", done.invited)
    say_reasons(done.left_out)
    if done.waiting:
        click.echo(f"en attente d’un questionnaire publié : {french.number(done.waiting)}")


@click.command()
@with_appcontext
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


@click.command()
@with_appcontext
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


@click.command("forecast")
@click.option("--days", type=click.IntRange(1, 365), default=forecast.DAYS, show_default=True)
@with_appcontext
@speaks_french
def tell_forecast(days: int) -> None:
    """What would leave in the days to come, day by day and by channel. Writes nothing."""
    found = forecast.next_days(db, clock.now(), days)
    for day in found.days:
        told = [
            f"{CHANNELS[channel].label}{', relance' if is_reminder else ''} {number}"
            for (channel, is_reminder), number in sorted(day.leaving.items())
        ]
        click.echo(f"{day.day.isoformat()} : {', '.join(told)}")
    if not found.days:
        click.echo("Rien ne partirait.")
    if found.beyond:
        click.echo(f"remis après cette période, faute de place : {french.number(found.beyond)}")


# ---------------------------------------------------------------- pause, contact plan


@click.command()
@click.argument("reason")
@with_appcontext
@speaks_french
def pause(reason: str) -> None:
    """Let nothing leave until somebody resumes; say why."""
    pausing.suspend(db, reason, None, clock.now())
    db.commit()
    click.echo("Envois suspendus.")


@click.command()
@with_appcontext
@speaks_french
def resume() -> None:
    """Let things leave again."""
    pausing.resume(db, None, clock.now())
    db.commit()
    click.echo("Les envois reprennent.")


@click.command("contact-plan")
@click.option("--load", "file", type=FILE, help="Put in force the plan written in this JSON file.")
@with_appcontext
@speaks_french
def contact_plan(file: Path | None) -> None:
    """Print the contact plan in force as JSON, or put another one in force, within its bounds."""
    if file is not None:
        contact_plans.change(db, _read_plan(file), None, clock.now())
        db.commit()
    now = contact_plans.current(db)
    moments = {kind.value: asdict(terms) for kind, terms in now.moments.items()}
    click.echo(json.dumps({**asdict(now), "moments": moments}, indent=2))


def _read_plan(file: Path) -> Plan:
    try:
        said = json.loads(file.read_text("utf-8"))
        moments = {kind: Terms(**said["moments"][kind.value]) for kind in EventKind}
        hours = (int(said[name]) for name in ("opens", "closes", "daily_limit"))
        return Plan(0, moments, *hours)
    except OSError as error:
        raise Refused(f"Le fichier « {file} » ne s’ouvre pas : vérifiez son nom.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise Refused(
            "Ce fichier n’est pas un plan de contact : partez de ce qu’affiche « contact-plan »."
        ) from error


@click.command("other-survey")
@click.argument("name")
@click.argument("day", type=DAY)
@click.argument("file", type=FILE)
@with_appcontext
@speaks_french
def other_survey(name: str, day: datetime, file: Path) -> None:
    """Note whom another survey of the fund asks that day; FILE holds their numbers, one a line."""
    try:
        numbers = other_mailings.numbers_in(file.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(f"Le fichier « {file} » n’est pas une liste de numéros en UTF-8.") from error
    stopped = other_mailings.record(db, name, day.date(), numbers, None, clock.now())
    db.commit()
    click.echo(f"C’est noté pour {french.count(len(numbers), 'adhérent')}.")
    click.echo(french.count(stopped, "envoi prévu arrêté", "envois prévus arrêtés"))


# ---------------------------------------------------------------- letters, ledger


@click.command("print-letters")
@click.argument("folder", type=FILE)
@click.option("--day", type=DAY, help="Write again the batch of that day; nothing is added to it.")
@with_appcontext
@speaks_french
def print_letters(folder: Path, day: datetime | None) -> None:
    """Make today's batch of letters: one PDF, the file for a print shop, the proof sheet."""
    if day is not None:
        click.echo(f"Lot du {french.day(day.date())} : {', '.join(write_batch(folder, day.date()))}")  # fmt: skip
        return
    batch = printing.print_batch(db, None, clock.now())
    written = write_batch(folder, batch.printed_on)
    db.commit()
    click.echo(f"{printing.said(batch)} : {', '.join(written)}")


def write_batch(folder: Path, day: date) -> list[str]:
    """The files of a batch, as the page gives them; their names."""
    stem = f"lettres-{day}"
    files = {
        f"{stem}.pdf": printing.batch_pdf(db, day),
        f"{stem}.csv": printing.batch_table(db, day).encode("utf-8"),
        f"{stem}.xlsx": printing.batch_workbook(db, day),
        f"bon-a-tirer-{day}.pdf": FORMATS["pdf"].write(printing.batch_proof(db, day)),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return list(files)


@click.command("letters")
@with_appcontext
@speaks_french
def letters() -> None:
    """The letters that wait to be printed and why some wait for a person, then the batches made."""
    waiting = printing.waiting(db)
    for letter in waiting:
        event = letter.invitation.event
        click.echo(f"{letter.invitation_id}\t{event.postcode}\t{event.city}\t{printing.set_aside(letter)}")  # fmt: skip
    click.echo(french.count(len(waiting), "lettre attend", "lettres attendent"))
    for batch in printing.batches(db):
        click.echo(f"{batch.printed_on.isoformat()}\t{printing.said(batch)}")


@click.command()
@click.option("--since", type=DAY, help="First day of the events (YYYY-MM-DD).")
@click.option("--until", type=DAY, help="Day after the last one.")
@with_appcontext
@speaks_french
def ledger(since: datetime | None, until: datetime | None) -> None:
    """Every event to its end: invited or why not, sent, answered, refused."""
    days = [day.date() if day else None for day in (since, until)]
    for kind, found in endings.endings(db, *days).items():
        click.echo(f"{kind.label} : {french.count(sum(found.values()), 'événement')}")
        for ending, number in found.items():
            click.echo(f"- {ending.label} : {french.number(number)}")


def say_channels(what: str, counted: Mapping[str, int]) -> None:
    """How many by channel; « 0 » when there is nothing."""
    click.echo(f"{what} : {french.number(sum(counted.values()))}")
    for name, number in counted.items():
        click.echo(f"- {CHANNELS[name].label} : {french.number(number)}")


def say_reasons(counted: Mapping[LeftOut, int]) -> None:
    """How many were left out, by reason."""
    for reason, number in counted.items():
        click.echo(f"- {reason.label} : {french.number(number)}")


COMMANDS = [plan, send, remind, tell_forecast, pause, resume, contact_plan, other_survey, print_letters, letters, ledger]  # fmt: skip

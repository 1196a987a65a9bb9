"""sillage survey check-events, import-events, import-list, take-back, drop-folder."""

import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import click
from flask.cli import with_appcontext

from core import clock, french
from core.commands import speaks_french
from core.database import db, get_or_missing
from core.errors import Refused
from core.keys import key
from survey.desk import batches as event_batches
from survey.desk import changes as event_changes
from survey.desk import desk, drop_folder, events
from survey.desk.events import EVENTS
from survey.models import EventBatch
from survey.registers.judging import Check, check_events
from survey.registers.rejects import suffix
from survey.registers.rejects import write as write_rejects
from survey.registers.rows import MONTHS
from survey.status_files import KINDS, importing

FILE = click.Path(path_type=Path)
DAY = click.DateTime(["%Y-%m-%d"])
complete = click.option(
    "--complete", is_flag=True, help="This file is whole, though half as long as the last one."
)
rejects = click.option(
    "--rejects", type=FILE, help="Write there the rows that are not imported, with their reasons."
)
dry_run = click.option("--dry-run", is_flag=True, help="Say what would happen; write nothing.")


@click.command("check-events")
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


@click.command("import-events")
@click.argument("file", type=FILE)
@dry_run
@complete
@rejects
@with_appcontext
@speaks_french
def import_events(file: Path, dry_run: bool, complete: bool, rejects: Path | None) -> None:
    """Import an event file: its correct rows, in one transaction."""
    check = desk.judge(db, file, EVENTS, desk.remembered(db, file, EVENTS), clock.now())
    source = events.source_of(file)
    if dry_run:
        events.refuse_known(db, source)
        fates = events.preview(db, check, clock.now()).fates
    else:
        fates = event_changes.count(event_changes.changes(db, check))
        events.import_events(db, check, source, None, clock.now(), complete)
        db.commit()
    say(((fate.label, number) for fate, number in fates.items()), check)
    keep_rejects(check, file, rejects, EVENTS)


@click.command("import-list")
@click.argument("kind", type=click.Choice(list(KINDS)))
@click.argument("file", type=FILE)
@dry_run
@complete
@rejects
@with_appcontext
@speaks_french
def import_list(kind: str, file: Path, dry_run: bool, complete: bool, rejects: Path | None) -> None:
    """Import a list of members: deaths, objections, addresses in error, returned letters…"""
    check = desk.judge(db, file, kind, desk.remembered(db, file, kind), clock.now())
    source = events.source_of(file)
    events.refuse_known(db, source)
    effects = importing.preview(db, KINDS[kind], check).effects
    if not dry_run:
        importing.import_status(db, KINDS[kind], check, source, None, clock.now(), complete)
        db.commit()
    say(((effect.label, number) for effect, number in effects.items()), check)
    keep_rejects(check, file, rejects, kind)


def say(counted: Iterable[tuple[str, int]], check: Check) -> None:
    """How many rows became what."""
    for label, number in counted:
        click.echo(f"{label} : {french.number(number)}")
    click.echo(f"rejeté : {french.number(check.totals['rejected'])}")


def keep_rejects(check: Check, file: Path, target: Path | None, kind: str) -> None:
    """Write the rows that were not imported, as the desk gives them: once corrected, they are imported as they are."""
    if target is None or not check.totals["rejected"]:
        return
    if target.suffix != suffix(check):
        raise Refused(f"Le fichier des rejets a la forme de l’original : terminez son nom par {suffix(check)}.")  # fmt: skip
    try:
        number = write_rejects(check, file, target, desk.vocabulary(kind))
    except OSError as error:
        raise Refused(f"Le fichier « {target} » ne s’écrit pas : vérifiez son dossier.") from error
    click.echo(f"{target.name} : {french.count(number, 'ligne à corriger', 'lignes à corriger')}")


@click.command("take-back")
@click.argument("batch", type=int)
@with_appcontext
@speaks_french
def take_back(batch: int) -> None:
    """Take back an imported file (its number is in its address), while nothing has left."""
    found = get_or_missing(EventBatch, batch)
    number = event_batches.roll_back(db, found, None, clock.now())
    db.commit()
    click.echo(
        f"Import {key(found)} annulé : {french.count(number, 'événement retiré', 'événements retirés')}."
    )


@click.command("drop-folder")
@with_appcontext
@speaks_french
def watch_drop_folder() -> None:
    """Take now the files that wait in the drop folder (SILLAGE_DROP_FOLDER)."""
    number = drop_folder.watch(db, clock.now())
    click.echo(french.count(number, "fichier pris en compte", "fichiers pris en compte"))


COMMANDS = [check, import_events, import_list, take_back, watch_drop_folder]

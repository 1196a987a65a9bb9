"""sillage survey …"""

import json
from datetime import datetime
from pathlib import Path

import click
from flask.cli import AppGroup

from core import clock, french
from core.commands import speaks_french
from core.database import db
from survey import event_changes, events
from survey.registers.judging import Check, check_events
from survey.registers.rows import MONTHS

commands = AppGroup("survey", help="Life events, invitations, answers.")
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

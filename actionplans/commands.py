"""sillage actions …"""

from datetime import datetime
from pathlib import Path

import click
from flask.cli import AppGroup

from actionplans.assessments import campaigns, preparing
from actionplans.delays import files as request_files
from actionplans.delays import imports as request_imports
from actionplans.delays.imports import Change
from actionplans.malfunctions import similar
from actionplans.mergers import mergers, moving
from actionplans.my_work import deadlines
from core import clock
from core.commands import speaks_french
from core.database import db
from core.errors import Refused
from organisation import departments, people
from organisation.models import MergerStatus

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


@commands.command("prepare-campaign")
@click.option(
    "--opens", type=click.DateTime(["%Y-%m-%d"]), required=True, help="Day it opens by itself."
)
@click.option(
    "--due", type=click.DateTime(["%Y-%m-%d"]), required=True, help="Day the assessments are due."
)
@speaks_french
def prepare_campaign(opens: datetime, due: datetime) -> None:
    """Prepare the campaign of the year in which it is due; the worker opens it on its day."""
    campaign = preparing.prepare(db, opens.date(), due.date(), None, clock.now())
    found = preparing.coming(db, campaign.due_on)
    db.commit()
    rows = sum(one.rows for one in found)
    click.echo(f"Campagne {campaign.year} préparée : {len(found)} service(s), {rows} ligne(s).")


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


@commands.command("import-requests")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would happen; write nothing.")
@click.option("--department", default="", help="The only department whose requests are read.")
@click.option(
    "--extracted",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Day the file was extracted; the present day by default.",
)
@speaks_french
def import_requests(file: Path, dry_run: bool, department: str, extracted: datetime | None) -> None:
    """Import the dates of members' requests: the rows without fault, in one transaction."""
    only = request_imports.department_named(db, department) if department else None
    on = extracted.date() if extracted else clock.today()
    if on > clock.today():
        raise Refused("Le jour de l’extraction n’est pas encore venu.")
    checked = request_files.check(db, file, file.name, on, only)
    request_imports.refuse_known(db, checked.sha256, checked.department_id)
    _report(request_imports.changes(db, checked))
    if not dry_run:
        request_imports.import_requests(db, checked, None, clock.now())
        db.commit()


def _report(found: list[Change]) -> None:
    for change in found:
        for sentence in change.line.faults or change.told:
            click.echo(f"ligne {change.line.row}, {change.fate} : {sentence}")
    counted = request_imports.counts(found).items()
    click.echo(", ".join(f"{fate} : {n}" for fate, n in counted))


@commands.command("merge-department")
@click.argument("department")
@click.argument("into")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="Its day; today without it.")
@click.option("--heads-lead", is_flag=True, help="Its heads lead the other department too.")
@click.option("--dry-run", is_flag=True, help="Say what would move, and do nothing.")
@speaks_french
def merge_department(
    department: str, into: str, day: datetime | None, heads_lead: bool, dry_run: bool
) -> None:
    """Regroup a department into another, today or on a day to come."""
    place, other = (people.department_named(db, name) for name in (department, into))
    today = clock.today()
    on = day.date() if day else today
    mergers.check(db, place, other, on, today)
    for words, _ in moving.counts(db, place, on):
        click.echo(words)
    if dry_run:
        return
    mergers.plan(db, place, other, on, heads_lead, None, clock.now())
    db.commit()
    click.echo(f"{place.name} : {departments.fate(place, today)}.")


@commands.command("undo-merger")
@click.argument("department")
@speaks_french
def undo_merger(department: str) -> None:
    """Give up a regrouping before its day, or undo it while nothing was done since."""
    place = people.department_named(db, department)
    one = mergers.standing(db, place)
    if one is None:
        raise Refused("Ce service n’est pas regroupé : il n’y a rien à défaire.")
    undoing = mergers.cancel if one.status is MergerStatus.PLANNED else mergers.undo
    undoing(db, one, None, clock.now())
    db.commit()
    click.echo(f"{place.name} : regroupement {one.status.label}.")

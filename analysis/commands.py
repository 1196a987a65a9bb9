"""sillage analysis …"""

from pathlib import Path

import click
from flask.cli import AppGroup

from analysis import dictionaries, verbatims
from analysis.indicators import responding_file
from analysis.masking import files as mask_files
from analysis.themes import classify, correcting
from core import clock, folders, french
from core.commands import speaks_french
from core.database import db
from core.errors import Refused
from survey.sending import endings

commands = AppGroup("analysis", help="Read what members write: mask, classify, learn.")
FILE = click.Path(path_type=Path)


def say(sentence: str) -> None:
    """Progress goes to stderr: stdout stays for programs."""
    click.echo(sentence, err=True)


@commands.command("classify")
@click.argument("file", type=FILE)
@click.option("--output", required=True, type=FILE, help="CSV written: id,themes,certainty.")
@speaks_french
def classify_file(file: Path, output: Path) -> None:
    """Give its themes to each comment of a CSV with id,text (and event,satisfaction)."""
    number = classify.classify_file(file, output, folders.folder(verbatims.MODELS), say)
    say(f"{number} commentaires classés dans {output}.")


@commands.command("mask")
@click.argument("file", type=FILE)
@click.option("--output", required=True, type=FILE, help="CSV written: id,text, masked.")
@click.option("--spans", required=True, type=FILE, help="CSV written: id,kind,start,end.")
@speaks_french
def mask_file(file: Path, output: Path, spans: Path) -> None:
    """Mask the personal data of each comment of a CSV with id,text."""
    number = mask_files.mask_file(
        file, output, spans, lambda done: say(f"Commentaires masqués : {done}")
    )
    say(f"{number} commentaires masqués dans {output}.")


@commands.command("understand")
@speaks_french
def understand() -> None:
    """Mask and read, here and now, the texts that wait."""
    say(f"{verbatims.understand(db, clock.now())} textes lus.")


@commands.command("learn")
@speaks_french
def learn() -> None:
    """Learn, here and now, from the corrections made."""
    correcting.learn(db, clock.now())
    run = correcting.newest_run(db)
    say(f"Lecture en service : {run.version if run else 'celle du premier jour'}.")


@commands.command("responding")
@click.argument("file", type=FILE)
@speaks_french
def responding_table(file: Path) -> None:
    """Write every event to its end, response rates by wave and mode, respondents beside the invited, as a CSV."""
    today = clock.today()
    since = responding_file.since(today)
    ends = {kind: list(found.items()) for kind, found in endings.endings(db, since).items()}
    rows = responding_file.rows(db, since, today, ends)
    try:
        file.write_bytes(dictionaries.RESPONDING.written(rows).encode())
    except OSError as error:
        raise Refused(f"Le fichier « {file} » ne s’écrit pas : vérifiez son dossier.") from error
    click.echo(f"{file.name} : {french.count(len(rows), 'ligne')}")

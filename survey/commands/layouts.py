"""sillage survey layouts, keep-layout, forget-layout: how the files of a source are read."""

from dataclasses import replace
from pathlib import Path

import click
from flask.cli import with_appcontext

from core import clock
from core.commands import speaks_french
from core.database import db
from core.errors import Missing, Refused
from survey.desk import desk, kept_layouts
from survey.desk.events import EVENTS
from survey.registers import encodings, files
from survey.registers.cells.events import MEANINGS
from survey.registers.cells.text import fold
from survey.registers.delimited import SEPARATORS
from survey.registers.layouts import NOT_READ, Layout, bare
from survey.status_files import KINDS

FILE = click.Path(path_type=Path)
SHOWN_SIGNS = 12  # of the signature of a layout: enough to tell one from another
UNREAD = "-"


@click.command("layouts")
@with_appcontext
@speaks_french
def layouts() -> None:
    """The ways of reading files that were kept, the newest first: mark, what they hold, titles."""
    for one in kept_layouts.newest_first(db):
        click.echo(f"{one.signature[:SHOWN_SIGNS]}\t{one.kind}\t{' · '.join(one.titles)}")


@click.command("forget-layout")
@click.argument("mark")
@with_appcontext
@speaks_french
def forget_layout(mark: str) -> None:
    """Find out again how the files of a source are laid out; MARK is told by « layouts »."""
    theirs = [one for one in kept_layouts.newest_first(db) if one.signature[:SHOWN_SIGNS] == mark]
    if not theirs:
        raise Missing("Cette lecture n’est pas retenue : « layouts » dit celles qui le sont.")
    for one in theirs:
        kept_layouts.forget(db, one.kind, one.signature, None, clock.now())
    db.commit()
    click.echo("Lecture oubliée : le prochain fichier de cette source sera lu comme un nouveau.")


# ---------------------------------------------------------------- said of a file


@click.command("keep-layout")
@click.argument("kind", type=click.Choice([EVENTS, *KINDS]))
@click.argument("file", type=FILE)
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="TITLE=FIELD",
    help="What a column is; « - » when nobody reads it.",
)
@click.option(
    "--code",
    "codes",
    multiple=True,
    metavar="CODE=MEANING",
    help=f"What a code of events stands for: {', '.join(MEANINGS)}.",
)
@click.option("--encoding", type=click.Choice(list(encodings.LABELS)), help="Of a text.")
@click.option("--separator", type=click.Choice([*SEPARATORS, "tab"]), help="Of a text.")
@click.option("--sheet", help="Of a workbook.")
@click.option(
    "--header-row",
    type=click.IntRange(1),
    help="The row of the titles, as a spreadsheet numbers it.",
)
@with_appcontext
@speaks_french
def keep_layout(
    kind: str,
    file: Path,
    columns: tuple[str, ...],
    codes: tuple[str, ...],
    encoding: str | None,
    separator: str | None,
    sheet: str | None,
    header_row: int | None,
) -> None:
    """Say once how the files of a source are read, with one of them; the next ones of the same titles are read so.

    Told are each title of the file and the field it is read as; FIELD is one of those words.
    """
    layout = desk.remembered(db, file, kind)
    layout = replace(
        layout,
        encoding=encoding or layout.encoding,
        separator="\t" if separator == "tab" else separator or layout.separator,
        sheet=sheet or layout.sheet,
        header_row=header_row or layout.header_row,
    )
    titles = files.read_titles(file, desk.vocabulary(kind), layout).header.titles
    layout = replace(
        layout,
        columns={**layout.columns, **said_of_columns(columns, titles, kind)},
        codes={**layout.codes, **said_of_codes(codes, kind)},
    )
    tell(file, kind, layout)
    files.open_register(file, desk.vocabulary(kind), layout)  # a needed column may still be missing
    kept_layouts.keep(db, kind, titles, layout, None, clock.now())
    db.commit()
    click.echo("Lecture retenue pour les prochains fichiers aux mêmes titres.")


def said_of_columns(said: tuple[str, ...], titles: tuple[str, ...], kind: str) -> dict[str, str]:
    """Bare title to field, of titles and fields that exist."""
    known, fields = {bare(title) for title in titles if title}, desk.vocabulary(kind).labels
    found = {}
    for one in said:
        title, field = halves(one, "--column TITRE=CHAMP")
        if bare(title) not in known:
            raise Refused(
                f"La colonne « {title} » n’est pas dans ce fichier, dont les titres sont : {', '.join(filter(None, titles))}."
            )
        if field != UNREAD and field not in fields:
            raise Refused(
                f"Le champ « {field} » n’existe pas : donnez l’un de ceux-ci, ou « - » : {', '.join(fields)}."
            )
        found[bare(title)] = NOT_READ if field == UNREAD else field
    return found


def said_of_codes(said: tuple[str, ...], kind: str) -> dict[str, str]:
    """Folded code to what it stands for."""
    if said and kind != EVENTS:
        raise Refused("Seuls les fichiers d’événements ont des codes : ôtez « --code ».")
    found = {}
    for one in said:
        code, meaning = halves(one, "--code CODE=SENS")
        if meaning not in MEANINGS:
            raise Refused(
                f"Le sens « {meaning} » n’existe pas : donnez l’un de ceux-ci : {', '.join(MEANINGS)}."
            )
        found[fold(code)] = meaning
    return found


def halves(said: str, shape: str) -> tuple[str, str]:
    """What stands before the last equals sign, and after it: a title may hold one."""
    before, equal, after = said.rpartition("=")
    if not (before and equal and after):
        raise Refused(f"Écrivez « {shape} » : « {said} » ne l’est pas.")
    return before, after


def tell(file: Path, kind: str, layout: Layout) -> None:
    """Each title, the field it is read as and what it is called; never what the file holds."""
    vocabulary = desk.vocabulary(kind)
    for column in desk.columns(files.read_titles(file, vocabulary, layout)):
        called = "refusée" if column.is_refused else vocabulary.labels.get(column.field, "non lue")
        click.echo(f"{column.title}\t{column.field or UNREAD}\t{called}")


COMMANDS = [layouts, keep_layout, forget_layout]

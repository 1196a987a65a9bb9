"""sillage survey questionnaires paper, script, trial: what a version becomes, to be looked at before it is published."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from core import mail
from core.commands import speaks_french
from core.documents import FORMATS
from core.errors import Refused
from survey.answering import paging, trial
from survey.commands.questionnaires import MOMENT, VERSION, version_of
from survey.entry import printed_script
from survey.models import Questionnaire
from survey.paper import specimen as paper_specimen

FILE = click.Path(dir_okay=False, path_type=Path)
WAYS = {"pages": "", "one": "?une=1", "easy": "?facile=1"}


@click.command("paper")
@MOMENT
@click.argument("file", type=FILE)
@VERSION
@with_appcontext
@speaks_french
def paper(moment: str, file: Path, version: int | None) -> None:
    """Write the sheet of paper as a PDF, marked as a specimen."""
    keep(file, paper_specimen.specimen_pdf(showable(moment, version)))


@click.command("script")
@MOMENT
@click.argument("file", type=FILE)
@VERSION
@with_appcontext
@speaks_french
def script(moment: str, file: Path, version: int | None) -> None:
    """Write the text of the telephone; FILE ends in .pdf, .docx or .odt."""
    form = FORMATS.get(file.suffix[1:])
    if form is None:
        raise Refused("Ce format n’est pas connu : terminez le nom du fichier par .pdf, .docx ou .odt.")  # fmt: skip
    keep(file, form.write(printed_script.document(showable(moment, version))))


@click.command("trial")
@MOMENT
@VERSION
@click.option("--way", type=click.Choice(list(WAYS)), default="pages", show_default=True, help="One question a page, or in easy words.")  # fmt: skip
@with_appcontext
@speaks_french
def trial_link(moment: str, version: int | None, way: str) -> None:
    """A link to try it as a member does, on a phone or a computer; its answers never count."""
    found = version_of(moment, version)
    assert found.id is not None
    click.echo(mail.link(f"/essai/{trial.token(found.id)}{WAYS[way]}"))


def showable(moment: str, version: int | None) -> Questionnaire:
    found = version_of(moment, version)
    paging.expect_path(paging.pages(found, {}))
    return found


def keep(file: Path, content: bytes) -> None:
    try:
        file.write_bytes(content)
    except OSError as error:
        raise Refused(f"Le fichier « {file} » ne s’écrit pas : vérifiez son dossier.") from error
    click.echo(f"Écrit : {file.name}.")


COMMANDS = [paper, script, trial_link]

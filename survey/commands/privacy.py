"""sillage survey suppress, lift, holdings, retention, erase, processing-register, code."""

from datetime import datetime
from pathlib import Path

import click
from flask.cli import with_appcontext

from core import clock, french, mail
from core.commands import speaks_french
from core.database import db
from core.documents import FORMATS, Document
from core.errors import Missing, Refused
from survey import dictionaries
from survey.answering import codes
from survey.desk import member_numbers
from survey.desk import status_changes as changes
from survey.models import LeftOut
from survey.privacy import holdings, holdings_file, processing, retention
from survey.sending.stopping import GRAVEST

FILE = click.Path(path_type=Path)
DAY = click.DateTime(["%Y-%m-%d"])
reason = click.option("--reason", required=True, type=click.Choice([r.value for r in GRAVEST]))


@click.command()
@click.argument("member_number")
@reason
@click.option("--since", type=DAY, help="The day it is true from (YYYY-MM-DD); today by default.")
@with_appcontext
@speaks_french
def suppress(member_number: str, reason: str, since: datetime | None) -> None:
    """Never write to this member again; stop what is under way."""
    since_on = since.date() if since else clock.today()
    number = changes.suppress(db, member_number, LeftOut(reason), since_on, None, clock.now())
    db.commit()
    click.echo(french.count(number, "envoi arrêté", "envois arrêtés"))


@click.command()
@click.argument("member_number")
@reason
@with_appcontext
@speaks_french
def lift(member_number: str, reason: str) -> None:
    """Write to this member again, about new events: the line was a mistake, the dispute is over."""
    number = member_numbers.as_known(db, member_number)
    changes.lift(db, number, LeftOut(reason), None, clock.now())
    db.commit()
    click.echo("Ligne levée.")


@click.command("holdings")
@click.argument("member_number")
@click.argument("file", type=FILE)
@with_appcontext
@speaks_french
def export_holdings(member_number: str, file: Path) -> None:
    """Write all that is held on one member (right of access); FILE ends in .pdf, .docx, .odt, .xlsx or .csv."""
    drawers = holdings.tell(db, member_number, None, clock.now())
    fund = mail.fund()
    if file.suffix == ".csv":
        table = dictionaries.HOLDINGS.written(holdings_file.rows(drawers))
        keep(table.encode(), file)
    else:
        made = holdings_file.document(drawers, fund.FUND_NAME, fund.FUND_PHONE, clock.today())
        write(made, file)
    db.commit()
    click.echo(f"{file.name} : {french.count(sum(len(d.lines) for d in drawers), 'ligne')}")


@click.command("retention")
@with_appcontext
@speaks_french
def tell_retention() -> None:
    """What is kept of members, how long, and what becomes of it then."""
    for one in retention.kept():
        click.echo(f"{one.what} : {one.how_long}. {one.then}")


@click.command()
@with_appcontext
@speaks_french
def erase() -> None:
    """Erase what has served its time, as every night."""
    for what, number in retention.erase_expired(db, clock.now()).items():
        click.echo(f"{what} : {french.number(number)}")
    db.commit()


@click.command("processing-register")
@click.argument("file", type=FILE)
@with_appcontext
@speaks_french
def processing_register(file: Path) -> None:
    """Write the register of processing (GDPR, art. 30); FILE ends in .pdf, .docx, .odt, .xlsx or .csv."""
    if file.suffix == ".csv":
        keep(dictionaries.PROCESSING.written(processing.rows(mail.fund())).encode(), file)
    else:
        write(processing.document(mail.fund(), clock.today()), file)
    click.echo(file.name)


@click.command("code")
@click.argument("typed")
@speaks_french
def check_code(typed: str) -> None:
    """Read a code as members type it (case, spaces, O for 0), or say what is wrong with it."""
    click.echo(codes.shown(codes.read_code(typed)))


def write(document: Document, file: Path) -> None:
    """The document in the format that the file's name asks for."""
    form = FORMATS.get(file.suffix[1:])
    if form is None:
        known = french.listed([f".{extension}" for extension in FORMATS])
        raise Missing(f"Ce format n’est pas connu : terminez le nom du fichier par {known}.")
    keep(form.write(document), file)


def keep(content: bytes, file: Path) -> None:
    """The file, written; Refused when it cannot be."""
    try:
        file.write_bytes(content)
    except OSError as error:
        raise Refused(f"Le fichier « {file} » ne s’écrit pas : vérifiez son dossier.") from error


COMMANDS = [suppress, lift, export_holdings, tell_retention, erase, processing_register, check_code]

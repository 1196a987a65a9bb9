"""sillage migrate, sillage work, sillage jobs …, sillage mail …"""

import logging
import signal
import socket
import sys
import threading
from collections.abc import Callable
from functools import wraps
from typing import IO, Any

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlmodel import col, func, select

from core import jobs, migrating
from core.database import db
from core.errors import Missing, Refused
from core.models import OutgoingMessage, Worker


class Said(click.ClickException):
    """A refusal: its sentence alone, without click's English « Error: »."""

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(self.message, file=file or sys.stderr)


def speaks_french(command: Callable[..., Any]) -> Callable[..., Any]:
    """A refusal is a sentence on stderr and a code of 1, never a traceback."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except (Refused, Missing) as error:
            raise Said(str(error)) from error

    return run


@click.command()
@with_appcontext
def migrate() -> None:
    """Create the database, or bring it to this version."""
    migrating.migrate(current_app.extensions["engine"])
    click.echo("La base de données est à jour.")


@click.command()
@click.option("--name", default="", help="Stable and unique name of this worker.")
@click.option(
    "--queue", "queues", multiple=True, type=click.Choice([jobs.LIGHT, jobs.HEAVY]),
    help="Queues to serve; all of them by default.",
)  # fmt: skip
@with_appcontext
def work(name: str, queues: tuple[str, ...]) -> None:
    """Run the worker until it is stopped."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    engine = current_app.extensions["engine"]
    if not migrating.is_up_to_date(engine):
        raise click.ClickException("La base n’est pas à jour : lancez d’abord « sillage migrate ».")
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    url = engine.url.render_as_string(hide_password=False)
    who = name or f"worker-{socket.gethostname()}"
    with jobs.worker(
        url, engine, who, current_app.config["TIMETABLE"], queues or (jobs.LIGHT, jobs.HEAVY)
    ):
        click.echo("Le travailleur est prêt.")
        stop.wait()


@click.group("jobs")
def jobs_group() -> None:
    """What the worker does and has to do."""


@jobs_group.command("run")
@with_appcontext
@speaks_french
def run_waiting() -> None:
    """Do, here and now, all that waits."""
    click.echo(f"{jobs.drain(current_app.extensions['engine'])} tâche(s) faite(s).")


@jobs_group.command("workers")
@with_appcontext
def workers() -> None:
    """Workers and the last sign of life they gave."""
    for worker in db.exec(select(Worker).order_by(col(Worker.name))):
        click.echo(f"{worker.name}\t{worker.seen_at.isoformat(timespec='seconds')}")


@click.group("mail")
def mail_group() -> None:
    """The outbox."""


@mail_group.command("status")
@with_appcontext
def status() -> None:
    """How many messages wait, left, or were given up."""
    counted = select(OutgoingMessage.status, func.count()).group_by(col(OutgoingMessage.status))
    for state, number in db.exec(counted):
        click.echo(f"{state}\t{number}")

"""sillage survey batches, stop-batch, to-check, checked: imported files, once they are in."""

import click
from flask.cli import with_appcontext
from sqlmodel import col, select

from core import clock, french
from core.commands import speaks_french
from core.database import db, get_or_missing
from survey.desk import batches as event_batches
from survey.models import EventBatch, LeftOut, LifeEvent


@click.command("batches")
@with_appcontext
@speaks_french
def batches() -> None:
    """The imported files, the newest first: number, day, what they hold, name, whether they can be taken back."""
    found = db.exec(select(EventBatch).order_by(col(EventBatch.imported_at).desc())).all()
    for batch in found:
        why = event_batches.why_kept(db, batch, clock.now()) or "Peut encore être annulé."
        click.echo(f"{batch.id}\t{batch.imported_at:%Y-%m-%d}\t{batch.kind}\t{batch.file_name}\t{why}")  # fmt: skip
    click.echo(french.count(len(found), "fichier importé", "fichiers importés"))


@click.command("stop-batch")
@click.argument("batch", type=int)
@with_appcontext
@speaks_french
def stop_batch(batch: int) -> None:
    """Stop all that is planned or open for the events of a file that can no longer be taken back."""
    number = event_batches.stop(db, get_or_missing(EventBatch, batch), None, clock.now())
    db.commit()
    click.echo(french.count(number, "envoi arrêté", "envois arrêtés"))


# ---------------------------------------------------------------- events to check


@click.command("to-check")
@with_appcontext
@speaks_french
def to_check() -> None:
    """The events that wait for somebody to look, the oldest first, and why."""
    waiting = select(LifeEvent).where(LifeEvent.left_out == LeftOut.TO_CHECK)
    found = db.exec(waiting.order_by(col(LifeEvent.happened_on), col(LifeEvent.id))).all()
    for event in found:
        why = " ".join(event_batches.doubts(event))
        click.echo(f"{event.id}\t{event.happened_on.isoformat()}\t{event.member_number}\t{event.kind.label}\t{why}")  # fmt: skip
    click.echo(french.count(len(found), "événement à vérifier", "événements à vérifier"))


@click.command("checked")
@click.argument("event", type=int)
@with_appcontext
@speaks_french
def checked(event: int) -> None:
    """Say that somebody has looked at an event: it may be asked about."""
    event_batches.clear(db, get_or_missing(LifeEvent, event), None, clock.now())
    db.commit()
    click.echo("Événement vérifié : il pourra donner lieu à un envoi.")


COMMANDS = [batches, stop_batch, to_check, checked]

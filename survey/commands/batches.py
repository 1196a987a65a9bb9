"""sillage survey batches, stop-batch, to-check, checked, layouts, forget-layout: imported files, once they are in."""

import click
from flask.cli import with_appcontext
from sqlmodel import col, select

from core import clock, french
from core.commands import speaks_french
from core.database import db, get_or_missing
from core.errors import Missing
from survey.desk import batches as event_batches
from survey.desk import kept_layouts
from survey.models import EventBatch, LeftOut, LifeEvent

SHOWN_SIGNS = 12  # of the signature of a layout: enough to tell one from another


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


# ---------------------------------------------------------------- how files are read


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


COMMANDS = [batches, stop_batch, to_check, checked, layouts, forget_layout]

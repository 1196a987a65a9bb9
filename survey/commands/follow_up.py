"""sillage survey invitations, invitation, stop-invitation, address-in-error, undelivered, retry-message, found-sent, samples."""

from typing import Any

import click
from flask.cli import with_appcontext
from sqlmodel import col

from core import clock, french, mail
from core.commands import speaks_french
from core.database import db, get_or_missing
from core.models import OutgoingMessage
from organisation import people
from survey.channels import CHANNELS
from survey.desk import status_changes
from survey.models import EventKind, Invitation, InvitationStatus, LeftOut
from survey.sending import bounces, invitation_search, invitation_story, samples
from survey.sending.stopping import GRAVEST

KINDS = click.Choice([kind.value for kind in EventKind])
STATES = click.Choice([status.value for status in InvitationStatus])

WHY_STOPPED = (*GRAVEST, LeftOut.CANCELLED)


# ---------------------------------------------------------------- invitations


@click.command("invitations")
@click.option("--state", "etat", type=STATES)
@click.option("--moment", type=KINDS)
@click.option("--channel", "canal", type=click.Choice(list(CHANNELS)))
@click.option("--reason", "raison", type=click.Choice([reason.value for reason in LeftOut]))
@click.option("--member", "adherent", help="The number of a member.")
@with_appcontext
@speaks_french
def list_invitations(**said: Any) -> None:
    """Invitations, the newest first: number, member, moment, channel, day, state."""
    wanted = {name: value for name, value in said.items() if value}
    newest = invitation_search.wanted(db, wanted).order_by(col(Invitation.send_on).desc(), col(Invitation.id).desc())  # fmt: skip
    found = db.exec(newest).all()
    for one in found:
        day = one.sent_on or one.send_on
        click.echo(
            f"{one.id}\t{one.event.member_number}\t{one.event.kind.label}\t"
            f"{CHANNELS[one.channel].label}\t{day.isoformat()}\t{state(one)}"
        )
    click.echo(french.count(len(found), "envoi"))


def state(invitation: Invitation) -> str:
    why = invitation.cancelled_because
    return f"{invitation.status.label} : {why.label}" if why else invitation.status.label


@click.command("invitation")
@click.argument("number", type=int)
@with_appcontext
@speaks_french
def show_invitation(number: int) -> None:
    """What became of one invitation; never an answer."""
    found = get_or_missing(Invitation, number)
    click.echo(f"adhérent {found.event.member_number}, {found.event.kind.label}, {state(found)}")
    for moment in invitation_story.lived(db, found):
        click.echo(f"- {moment.words}")


@click.command("stop-invitation")
@click.argument("number", type=int)
@click.option("--reason", required=True, type=click.Choice([reason.value for reason in WHY_STOPPED]))  # fmt: skip
@with_appcontext
@speaks_french
def stop_invitation(number: int, reason: str) -> None:
    """Stop one invitation, planned or sent."""
    found = get_or_missing(Invitation, number)
    status_changes.cancel(db, found, LeftOut(reason), None, clock.now())
    db.commit()
    click.echo("Envoi arrêté.")


@click.command("address-in-error")
@click.argument("number", type=int)
@with_appcontext
@speaks_french
def address_in_error(number: int) -> None:
    """Say that the address of an invitation is wrong: from e-mail to letter, else it ends."""
    found = get_or_missing(Invitation, number)
    bounces.address_in_error(db, found, None, clock.now())
    db.commit()
    goes_on = found.status is InvitationStatus.SENT
    click.echo("La suite se fera par courrier." if goes_on else "Adresse notée en erreur ; l’envoi s’arrête là.")  # fmt: skip


# ---------------------------------------------------------------- messages


@click.command("undelivered")
@with_appcontext
@speaks_french
def undelivered() -> None:
    """The messages given up, the oldest first, and what to do with each."""
    found = mail.undelivered(db)
    for message in found:
        doubt = " Cherchez-le dans le journal du serveur." if mail.is_doubtful(message) else ""
        click.echo(f"{message.id}\t{message.written_at:%Y-%m-%d}\t{message.subject}\t{bounces.cause(message)}{doubt}")  # fmt: skip
    click.echo(french.count(len(found), "message non remis", "messages non remis"))


def message_of(number: int) -> OutgoingMessage:
    found: OutgoingMessage = get_or_missing(OutgoingMessage, number)
    return found


@click.command("retry-message")
@click.argument("number", type=int)
@with_appcontext
@speaks_french
def retry_message(number: int) -> None:
    """Hand a message that was given up to the mail server once more."""
    bounces.retry(db, message_of(number), None, clock.now())
    db.commit()
    click.echo("Message remis à l’envoi.")


@click.command("found-sent")
@click.argument("number", type=int)
@with_appcontext
@speaks_french
def found_sent(number: int) -> None:
    """Say that a message in doubt left: it is in the log of the mail server, and is not sent again."""
    bounces.left_after_all(db, message_of(number), None, clock.now())
    db.commit()
    click.echo("C’est noté : ce message est parti, il ne sera pas renvoyé.")


@click.command("samples")
@click.argument("moment", type=KINDS)
@click.option("--to", "address", required=True, help="The address of an account.")
@with_appcontext
@speaks_french
def send_samples(moment: str, address: str) -> None:
    """Send the three messages of a moment to the address of an account, to see them in a real mailbox."""
    person = people.by_address(db, address)
    number = samples.send(db, EventKind(moment), person, clock.now())
    db.commit()
    click.echo(f"{french.count(number, 'exemple part', 'exemples partent')} vers {person.email}.")


COMMANDS = [list_invitations, show_invitation, stop_invitation, address_in_error, undelivered, retry_message, found_sent, send_samples]  # fmt: skip

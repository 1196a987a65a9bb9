"""Imported files after their import: taken back while nothing was sent, afterwards only stopped."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from core.errors import Refused
from core.keys import key
from organisation import journal
from organisation.models import User
from organisation.words import DEEDS
from survey.desk import batch_undo, status_changes
from survey.models import (
    BatchChange,
    EventBatch,
    Invitation,
    InvitationStatus,
    LeftOut,
    LifeEvent,
)
from survey.status_files import KINDS

# The doubts that hold a sending back, as the list of events to check tells them.
DOUBTS = {
    "member_number_width": "numéro plus court ou plus long que les autres",
    "member_number_short": "numéro de moins de six caractères",
    "number_two_names": "même numéro sous deux noms",
    "event_date_old": "événement de plus de dix-huit mois",
    "date_order_doubtful": "jour et mois peut-être inversés",
    "member_excluded_elsewhere": "exclu sur une autre ligne du fichier",
    "flag_unreadable": "une case n’est ni oui ni non",
    "last_name_missing": "nom manquant",
    "name_split_doubtful": "nom et prénom séparés au jugé",
    "age_unlikely": "âge peu vraisemblable",
    "email_typo": "adresse électronique mal tapée",
    "postcode_invalid": "code postal non valable",
    "preferred_channel_unusable": "canal préféré sans coordonnées",
    "nature_unknown": "nature de la pension inconnue",
    "cells_missing": "cases manquantes",
    "quote_unbalanced": "guillemet jamais fermé",
    "cell_too_long": "case coupée",
    "accent_lost": "accent perdu",
    "formula_like": "texte qui ressemble à une formule",
}

DEEDS.update(
    {
        "roll_back_events": "import d’événements annulé",
        "stop_batch": "envois d’un import arrêtés",
        "clear_event": "événement vérifié",
    }
)


def events_of(session: Session, batch: EventBatch) -> Sequence[LifeEvent]:
    """The events this file brought."""
    theirs = select(LifeEvent).where(LifeEvent.batch_id == batch.id)
    return session.exec(theirs.order_by(col(LifeEvent.happened_on), col(LifeEvent.id))).all()


def invitations_of(session: Session, batch: EventBatch) -> Sequence[Invitation]:
    """The invitations planned or sent for these events."""
    theirs = select(Invitation).join(LifeEvent).where(LifeEvent.batch_id == batch.id)
    return session.exec(theirs).all()


def asked(session: Session, events: Sequence[LifeEvent]) -> dict[int, Invitation]:
    """The invitations of these events, by event: an event without one was not turned into any."""
    ids = [key(event) for event in events]
    theirs = session.exec(select(Invitation).where(col(Invitation.event_id).in_(ids)))
    return {invitation.event_id: invitation for invitation in theirs}


def can_be_taken_back(batch: EventBatch) -> bool:
    """Whether files of this kind can be: an address in error has already been acted upon."""
    return batch.kind not in KINDS or KINDS[batch.kind].can_be_taken_back


def why_kept(session: Session, batch: EventBatch, now: datetime) -> str:
    """Why a file can no longer be taken back, as a sentence; empty when it can."""
    if batch.rolled_back_at is not None:
        return "Cet import est déjà annulé."
    if not can_be_taken_back(batch):
        return (
            "Une adresse en erreur ne s’annule pas : apportez la bonne adresse par le fichier des"
            " événements."
        )
    if batch.imported_at < now - batch_undo.KEPT:
        return f"Cet import a plus de {batch_undo.KEPT.days} jours : il ne peut plus être annulé."
    if _has_left(session, batch):
        return (
            "Des envois sont déjà partis pour ce fichier : il ne peut plus être annulé."
            " Vous pouvez encore arrêter les envois qui restent."
        )
    return ""


def _has_left(session: Session, batch: EventBatch) -> bool:
    waiting = (InvitationStatus.PLANNED, InvitationStatus.CANCELLED)
    return any(
        invitation.status not in waiting or invitation.sent_on is not None
        for invitation in invitations_of(session, batch)
    )


def roll_back(session: Session, batch: EventBatch, by: User | None, now: datetime) -> int:
    """Take a file back: its events go with what was planned for them; return how many.

    What it changed in events already known is put back, as far as nothing changed it since. The
    stops it asked for are lifted; what they stopped before it left is planned again.
    """
    if reason := why_kept(session, batch, now):
        raise Refused(reason)
    number = len(events_of(session, batch))
    _take_out(session, batch)
    changed = batch_undo.put_back(session, batch)
    batch.rolled_back_at = now
    session.add(batch)
    said = f"{number} événements retirés, {changed} remis comme avant"
    journal.write(session, now, by, "roll_back_events", f"batch {batch.id}", said)
    return number


def _take_out(session: Session, batch: EventBatch) -> None:
    """The events a file brought, what was planned for them, and what later files changed in them."""
    ids = select(LifeEvent.id).where(LifeEvent.batch_id == batch.id)
    batch_undo.forget(session, col(BatchChange.event_id).in_(ids))
    session.connection().execute(sa.delete(Invitation).where(col(Invitation.event_id).in_(ids)))
    session.connection().execute(sa.delete(LifeEvent).where(col(LifeEvent.batch_id) == batch.id))
    session.expire_all()


def stoppable(session: Session, batch: EventBatch) -> int:
    """How many invitations of this file are planned or open."""
    return sum(i.status in status_changes.OPEN for i in invitations_of(session, batch))


def stop(session: Session, batch: EventBatch, by: User | None, now: datetime) -> int:
    """Stop all that is planned or open for the events of a file; return how many invitations."""
    stopped = [i for i in invitations_of(session, batch) if i.status in status_changes.OPEN]
    for invitation in stopped:
        status_changes.halt(session, invitation, LeftOut.CANCELLED)
    session.flush()
    journal.write(session, now, by, "stop_batch", f"batch {batch.id}", f"{len(stopped)} envois")
    return len(stopped)


def doubts(event: LifeEvent) -> list[str]:
    """What is to be checked on an event, in a few words each; its details were in the file."""
    return [DOUBTS[code] for code in event.remarks if code in DOUBTS]


def clear(session: Session, event: LifeEvent, by: User | None, now: datetime) -> None:
    """Somebody has looked: this event may be asked about."""
    if event.left_out is not LeftOut.TO_CHECK:
        raise Refused("Cet événement a déjà été vérifié.")
    event.left_out = None
    session.flush()
    journal.write(session, now, by, "clear_event", f"event {key(event)}")

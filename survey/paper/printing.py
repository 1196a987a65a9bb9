"""Printing: the letters that wait become one batch a day, checked a last time, printable again as it was."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import selectinload
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from core import french
from core.clock import PARIS
from core.documents import Document
from core.errors import Missing, Refused
from organisation import journal
from organisation.models import User
from organisation.words import DEEDS
from survey.channels.base import LAST
from survey.desk import status_changes
from survey.models import Draft, Invitation, InvitationStatus, LeftOut, Letter, LifeEvent
from survey.paper import addressing, mailing
from survey.paper import contents as paper_contents
from survey.paper.mailing import Envelope
from survey.paper.postal_block import postal_block
from survey.paper.questionnaire import PaperQuestionnaire
from survey.sending import pausing, stopping
from survey.sending.stopping import Stops

DEEDS.update({"print_letters": "lettres imprimées"})


@dataclass(frozen=True)
class Batch:
    """The letters printed one day."""

    printed_on: date
    letters: int
    with_questionnaire: int
    left: int
    """Those that may be printed again: nobody has answered, nor was stopped, since."""


def waiting(session: Session) -> Sequence[Letter]:
    """Letters that wait to be printed, in the order of their postcodes."""
    return session.exec(_in_order().where(col(Letter.printed_on).is_(None))).all()


def print_batch(session: Session, by: User | None, now: datetime) -> Batch:
    """Make today's batch of all that waits; whoever must not be written to is left out for good.

    One batch a day: its day is its name, and printing it again never adds a letter to it.
    """
    today = now.astimezone(PARIS).date()
    if pausing.current(session) is not None:
        raise Refused("Les envois sont suspendus : reprenez-les avant d’imprimer.")
    if session.exec(select(Letter.id).where(Letter.printed_on == today)).first() is not None:
        raise Refused(
            "Le lot d’aujourd’hui est déjà fait. Les lettres écrites depuis partiront avec le prochain."
        )
    pile = waiting(session)
    stops = stopping.stops(session, [letter.invitation.event for letter in pile])
    fitting = [letter for letter in pile if not set_aside(letter)]
    kept = [letter for letter in fitting if _may_be_printed(session, letter, stops, today)]
    if not kept:
        raise Refused("Aucune lettre n’attend d’être imprimée.")
    for letter in kept:
        letter.printed_on = today
    session.flush()
    made = Batch(today, len(kept), sum(letter.step == LAST for letter in kept), len(kept))
    journal.write(session, now, by, "print_letters", f"letters {today}", said(made))
    return made


def set_aside(letter: Letter) -> str:
    """Why a letter waits for a person: its address does not fit on an envelope; nothing when it does."""
    block = postal_block(addressing.postal_lines(letter.invitation.event))
    return "" if block.is_whole else block.remarks[0]


def said(batch: Batch) -> str:
    """« 12 lettres, dont 5 avec questionnaire »."""
    enclosed = f", dont {batch.with_questionnaire} avec questionnaire"
    return french.count(batch.letters, "lettre") + (enclosed if batch.with_questionnaire else "")


def _may_be_printed(session: Session, letter: Letter, stops: Stops, today: date) -> bool:
    """The last check of a letter; one that must not leave is taken off the pile."""
    invitation = letter.invitation
    reason = stops.reason(invitation.event)
    if reason is None and not addressing.has_address(invitation.event):
        reason = LeftOut.NO_CHANNEL
    if reason is not None and invitation.status is InvitationStatus.SENT:
        status_changes.halt(session, invitation, reason)
        return False
    if reason is not None or not _is_expected(session, invitation, today):
        session.delete(letter)
        return False
    return True


def _is_expected(session: Session, invitation: Invitation, today: date) -> bool:
    if invitation.status is not InvitationStatus.SENT:
        return False
    draft = session.get(Draft, invitation.id)
    is_open = invitation.closes_on is not None and invitation.closes_on >= today
    return is_open and (draft is None or not draft.counts)


# ---------------------------------------------------------------- batches made


def batches(session: Session) -> list[Batch]:
    """All batches, the newest first."""
    enclosed = sa.func.sum(sa.case((col(Letter.step) == LAST, 1), else_=0))
    left = sa.func.sum(sa.case((sa.and_(*_may_go_again()), 1), else_=0))
    rows = session.connection().execute(
        sa.select(col(Letter.printed_on), sa.func.count(), enclosed, left)
        .join(Invitation, col(Letter.invitation_id) == col(Invitation.id))
        .join(LifeEvent, col(Invitation.event_id) == col(LifeEvent.id))
        .where(col(Letter.printed_on).is_not(None))
        .group_by(col(Letter.printed_on))
        .order_by(col(Letter.printed_on).desc())
    )
    return [Batch(*row) for row in rows]


def _may_go_again() -> tuple[Any, ...]:
    """Conditions on a letter: its invitation waits for an answer, and the member is still known."""
    return (
        col(Invitation.status) == InvitationStatus.SENT,
        col(LifeEvent.erased_on).is_(None),
    )


def envelopes(session: Session, printed_on: date) -> list[Envelope]:
    """What to print, or print again, of that day's batch: without those who answered or were stopped since."""
    letters = session.exec(
        _in_order().where(
            col(Letter.printed_on) == printed_on,
            *_may_go_again(),
        )
    ).all()
    if not letters:
        raise Missing(
            "Plus aucune lettre de ce lot n’est à imprimer : les personnes ont répondu, "
            "ou l’enquête est close."
        )
    papers: dict[tuple[int, date | None], PaperQuestionnaire] = {}
    return [_envelope(letter, papers) for letter in letters]


def _envelope(
    letter: Letter, papers: dict[tuple[int, date | None], PaperQuestionnaire]
) -> Envelope:
    invitation = letter.invitation
    sheet = paper_contents.letter(invitation, letter.step, letter.printed_on or letter.written_on)
    if letter.step != LAST:
        return Envelope(sheet)
    which = (invitation.questionnaire_id, invitation.closes_on)
    if which not in papers:
        papers[which] = paper_contents.questionnaire(invitation.questionnaire, invitation.closes_on)
    return Envelope(sheet, papers[which], paper_contents.copy(invitation))


def batch_pdf(session: Session, printed_on: date) -> bytes:
    """The batch as one PDF: each letter, and behind it the questionnaire of the same person."""
    return mailing.pdf(envelopes(session, printed_on))


def batch_table(session: Session, printed_on: date) -> str:
    """The batch as a file for a print shop, in the same order."""
    return mailing.table(envelopes(session, printed_on))


def batch_workbook(session: Session, printed_on: date) -> bytes:
    """The same file as a spreadsheet."""
    return mailing.workbook(envelopes(session, printed_on), f"Lettres du {french.day(printed_on)}")


def batch_proof(session: Session, printed_on: date) -> Document:
    """What is checked with the print shop before anything is printed."""
    title = f"Bon à tirer, lettres du {french.day(printed_on)}"
    return mailing.proof(envelopes(session, printed_on), title)


def _in_order() -> SelectOfScalar[Letter]:
    return (
        select(Letter)
        .join(Invitation)
        .join(LifeEvent)
        .options(
            selectinload(Letter.invitation).selectinload(Invitation.event),  # type: ignore[arg-type]
            selectinload(Letter.invitation).selectinload(Invitation.questionnaire),  # type: ignore[arg-type]
        )
        .order_by(col(LifeEvent.postcode), col(LifeEvent.last_name), col(Letter.id))
    )

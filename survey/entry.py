"""Entry: staff key in what a member wrote on paper or said on the telephone, never for their own department."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from core import french
from core.clock import PARIS
from core.errors import Refused
from organisation import journal
from organisation.models import User
from organisation.words import DEEDS
from survey import answering, invitations, paper_contents
from survey.models import Draft, Invitation, InvitationStatus, Mode
from survey.paging import Page
from survey.questions.base import Asked

DEEDS.update({"enter_reply": "réponse saisie"})
MODES = (Mode.PAPER, Mode.PHONE)


@dataclass(frozen=True)
class Entered:
    """What came of an entry: faults (question code, sentence), or the receipt."""

    faults: list[tuple[str, str]]
    receipt: str = ""


def find(session: Session, typed_code: str, by: User, now: datetime) -> Invitation:
    """The invitation of a code, when this person may key it in; wrong codes are counted."""
    invitation = invitations.by_code(session, typed_code, now)
    check(invitation, by, now.astimezone(PARIS).date())
    return invitation


def check(invitation: Invitation, by: User, today: date) -> None:
    """Refused to the department that is judged (a member would be polite), and when it is too late."""
    department = invitation.event.department_id
    if department is not None and department == by.department_id:
        raise Refused(
            "Cet adhérent a été suivi par votre service : confiez la saisie à un collègue d’un autre service."
        )
    if invitation.status is InvitationStatus.ANSWERED:
        raise Refused("Cette personne a déjà répondu : ne saisissez pas cette feuille.")
    closes_on = invitation.closes_on
    if invitation.status is not InvitationStatus.SENT or closes_on is None:
        raise Refused("Ce questionnaire n’est pas ouvert : ne saisissez pas cette feuille.")
    if closes_on < today:
        raise Refused(
            f"Ce questionnaire est clos depuis le {french.day(closes_on)} : cette feuille est arrivée trop tard."
        )


def asked(invitation: Invitation) -> list[Asked]:
    """Every question, in the order of the paper."""
    return paper_contents.everything_asked(invitation.questionnaire)


def enter(
    session: Session,
    invitation: Invitation,
    form: Mapping[str, Any],
    mode: Mode,
    by: User,
    now: datetime,
) -> Entered:
    """Key in a whole questionnaire and send it. With faults, the caller must roll back.

    What the member had begun on line and not sent is replaced unseen: nobody here reads it.
    """
    check(invitation, by, now.astimezone(PARIS).date())
    if mode not in MODES:
        raise Refused("Dites si cette réponse est venue sur papier ou par téléphone.")
    if (begun := session.get(Draft, invitation.id)) is not None:
        session.delete(begun)
        session.flush()
    sheet = answering.DraftSheet(session, invitation, mode)
    faults = answering.save(sheet, Page(1, asked(invitation)), form)
    if faults:
        return Entered(faults)
    receipt = answering.submit(sheet)
    journal.write(session, now, by, "enter_reply", "replies", mode.label)
    return Entered([], receipt)

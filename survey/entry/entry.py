"""Entry: staff key in what a member wrote on paper, said on the telephone or at the counter, never for their own department."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from core import french
from core.clock import PARIS
from core.errors import Refused
from organisation import journal, leading
from organisation.models import User
from organisation.words import DEEDS
from survey.answering import answering, invitations, paging
from survey.answering.paging import Answers, Page
from survey.entry import sampling
from survey.models import Draft, Invitation, InvitationStatus, Mode
from survey.paper import contents as paper_contents
from survey.questions.base import Asked

DEEDS.update({"enter_reply": "réponse saisie"})
MODES = (Mode.PAPER, Mode.PHONE, Mode.COUNTER)


@dataclass(frozen=True)
class Entered:
    """What came of an entry: faults (question code, sentence), or the receipt."""

    faults: list[tuple[str, str]]
    receipt: str = ""
    is_drawn: bool = False
    """The sheet goes on the pile of those that another person keys again."""


def find(session: Session, typed_code: str, by: User, now: datetime) -> Invitation:
    """The invitation of a code, when this person may key it in; wrong codes are counted."""
    invitation = invitations.by_code(session, typed_code, now)
    check(invitation, by, now.astimezone(PARIS).date())
    return invitation


def check(invitation: Invitation, by: User, today: date) -> None:
    """Refused to the department that is judged, and when there is nothing to answer any more."""
    check_not_judged(invitation, by)
    if invitation.status is InvitationStatus.ANSWERED:
        raise Refused("Cette personne a déjà répondu : ne saisissez pas cette feuille.")
    closes_on = invitation.closes_on
    if invitation.status is not InvitationStatus.SENT or closes_on is None:
        raise Refused("Ce questionnaire n’est pas ouvert : ne saisissez pas cette feuille.")
    if closes_on < today:
        raise Refused(
            f"Ce questionnaire est clos depuis le {french.day(closes_on)} : cette feuille est arrivée trop tard."
        )


def check_not_judged(invitation: Invitation, by: User) -> None:
    """Refused to the department that followed the member: to it a member would be polite (survey.md, rule 27)."""
    if leading.belongs(by, invitation.event.department_id):
        raise Refused(
            "Cet adhérent a été suivi par votre service : confiez la saisie à un collègue d’un autre service."
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
    """Key in a whole questionnaire and send it. With faults, the caller must roll back."""
    if mode not in MODES:
        raise Refused("Dites si cette réponse est venue sur papier, par téléphone ou au guichet.")
    sheet = _empty_sheet(session, invitation, mode, by, now)
    faults = answering.save(sheet, Page(1, asked(invitation)), form)
    if faults:
        return Entered(faults)
    receipt = _send(sheet, by, now)
    assert sheet.draft is not None
    is_drawn = mode is Mode.PAPER and sampling.draw(session, sheet.draft, invitation, by, now)
    return Entered([], receipt, is_drawn)


def enter_said(
    session: Session, invitation: Invitation, answers: Answers, by: User, now: datetime
) -> str:
    """Send what was said on the telephone, page after page; the receipt. Refused without the general question."""
    sheet = _empty_sheet(session, invitation, Mode.PHONE, by, now)
    sheet.keep(paging.pruned(sheet.questionnaire, answers))
    return _send(sheet, by, now)


def _empty_sheet(
    session: Session, invitation: Invitation, mode: Mode, by: User, now: datetime
) -> answering.DraftSheet:
    """What the member had begun on line and not sent is replaced unseen: nobody here reads it."""
    check(invitation, by, now.astimezone(PARIS).date())
    if (begun := session.get(Draft, invitation.id)) is not None:
        session.delete(begun)
        session.flush()
    return answering.DraftSheet(session, invitation, mode)


def _send(sheet: answering.DraftSheet, by: User, now: datetime) -> str:
    receipt = answering.submit(sheet)
    journal.write(sheet.session, now, by, "enter_reply", "replies", sheet.mode.label)
    return receipt

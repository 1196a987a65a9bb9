"""Answer: save a page, clear an answer, send, correct, withdraw. Nothing is kept under a name.

While it may change, an answer is a sealed draft under its invitation. It becomes a `Reply` that
carries no key to the person in survey.privacy.transfer. The receipt, known to the member alone, then is
the only way back to it, until closing.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Protocol

from sqlmodel import Session, select

from core import secrecy
from core.errors import Refused
from survey.answering import codes, frozen, invitations, paging
from survey.answering.paging import Answers, Page
from survey.models import (
    Draft,
    Invitation,
    InvitationStatus,
    Mode,
    Questionnaire,
    Reply,
)
from survey.questions import KINDS
from survey.questions.base import Given
from survey.questions.free_text import LONGEST

GENERAL = "satisfaction"  # once it is answered, the reply counts


class Sheet(Protocol):
    """Where one person's answers are while they may change: a draft, or a reply under its receipt."""

    @property
    def questionnaire(self) -> Questionnaire:
        """What is asked."""

    def answers(self) -> dict[str, Given]:
        """What was answered so far."""

    def keep(self, answers: Answers) -> None:
        """Replace what was answered."""


@dataclass
class DraftSheet:
    """Answers in a sealed draft, under their invitation; looked for once, also where there is none."""

    session: Session
    invitation: Invitation
    mode: Mode = Mode.WEB
    draft: Draft | None = field(init=False)
    _answers: dict[str, Given] | None = field(init=False, default=None)  # unsealed once

    def __post_init__(self) -> None:
        self.draft = self.session.get(Draft, self.invitation.id)

    @cached_property
    def questionnaire(self) -> Questionnaire:
        return frozen.questionnaire(self.session, self.invitation)

    def answers(self) -> dict[str, Given]:
        if self._answers is None:
            self._answers = read(self.draft) if self.draft else {}
        return dict(self._answers)

    def keep(self, answers: Answers) -> None:
        number = self.invitation.id
        assert number is not None
        draft = self.draft or Draft(invitation_id=number, sealed=b"", mode=self.mode)
        draft.sealed = secrecy.seal(json.dumps(answers), f"draft {self.invitation.id}")
        draft.counts = bool(answers.get(GENERAL))
        if not self.invitation.was_opened:  # set again, it would be looked at again by each flush
            self.invitation.was_opened = True
        self.draft, self._answers = draft, dict(answers)
        self.session.add(draft)
        self.session.flush()


def read(draft: Draft) -> dict[str, Given]:
    """The answers sealed in a draft."""
    answers: dict[str, Given] = json.loads(
        secrecy.unseal(draft.sealed, f"draft {draft.invitation_id}")
    )
    return answers


# ---------------------------------------------------------------- answering


def open_sheet(
    session: Session, invitation: Invitation, today: date, mode: Mode = Mode.WEB
) -> DraftSheet:
    """The sheet of an invitation that may still be answered; Refused when it may not."""
    invitations.check_open(invitation, today)
    if invitation.status is InvitationStatus.ANSWERED and session.get(Draft, invitation.id) is None:
        raise Refused(
            "Vous avez déjà répondu, merci. Pour corriger ou retirer votre réponse, "
            "tapez le code de votre reçu. Si vous l’avez retirée, elle est bien effacée."
        )
    return DraftSheet(session, invitation, mode)


def save(sheet: Sheet, page: Page, form: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Keep the answers of one page; return the faults found, (question code, sentence).

    Right answers are kept even beside a fault, so that nothing typed is lost; a text too long
    is not kept, but the page shows it again as it was typed.
    """
    read_now = {asked.code: KINDS[asked.question.kind].read(asked, form) for asked in page.asked}
    faults = _faults(page, read_now)
    wrong = {code for code, _ in faults}
    right = {code: given for code, given in read_now.items() if code not in wrong}
    kept = paging.pruned(sheet.questionnaire, {**sheet.answers(), **right})
    if kept != sheet.answers() or right:
        sheet.keep(kept)
    return faults


def _faults(page: Page, answers: Answers) -> list[tuple[str, str]]:
    faults = []
    for asked in page.asked:
        given = answers[asked.code]
        if asked.question.required and not given:
            faults.append((asked.code, f"Choisissez une réponse à « {asked.question.wording} »"))
        if isinstance(given, str) and len(given) > LONGEST:
            faults.append((asked.code, too_long(len(given))))
    return faults


def too_long(length: int) -> str:
    return f"Raccourcissez ce texte : {LONGEST} caractères au plus, le vôtre en a {length}."


def clear(sheet: Sheet, code: str) -> None:
    """Take one answer back."""
    answers = {c: given for c, given in sheet.answers().items() if c != code}
    sheet.keep(paging.pruned(sheet.questionnaire, answers))


def missing(sheet: Sheet) -> Page | None:
    """The first page that still lacks a required answer."""
    answers = sheet.answers()
    for page in paging.pages(sheet.questionnaire, answers):
        if any(a.question.required and not answers.get(a.code) for a in page.asked):
            return page
    return None


def lacking(page: Page, answers: Answers) -> list[tuple[str, str]]:
    """A fault for each required question of a page that has no answer."""
    return [
        (asked.code, f"Choisissez une réponse à « {asked.question.wording} »")
        for asked in page.asked
        if asked.question.required and not answers.get(asked.code)
    ]


# ---------------------------------------------------------------- sending


def submit(sheet: DraftSheet) -> str:
    """Send the answers; return the receipt code, shown once. Sent again, the newest receipt holds."""
    draft = sheet.draft
    if draft is None or not draft.counts:
        raise Refused("Répondez au moins à la première question avant d’envoyer.")
    receipt = codes.new_receipt()
    draft.receipt_hash = codes.fingerprint(receipt, secrecy.key())
    draft.is_submitted = True
    sheet.invitation.status = InvitationStatus.ANSWERED
    sheet.session.flush()
    return receipt


def by_receipt(session: Session, typed: str, today: date) -> "Draft | Reply":
    """The draft or the reply of a receipt code, while it may still change."""
    hashed = codes.fingerprint(codes.read_receipt(typed), secrecy.key())
    draft = session.exec(select(Draft).where(Draft.receipt_hash == hashed)).first()
    if draft is not None:
        return draft
    apart = beside_a_reply(hashed)
    reply = session.exec(select(Reply).where(Reply.receipt_hash == apart)).first()
    if reply is None:
        raise Refused(
            "Ce reçu n’est pas connu, ou l’enquête est close : "
            "après la clôture, plus personne ne peut relier une réponse à son auteur."
        )
    return reply


def beside_a_reply(receipt_hash: str) -> str:
    """The fingerprint of a receipt as a reply carries it.

    Another than the draft's: an erased draft stays legible in the file for a while, and must not
    lead from its invitation to the reply.
    """
    return codes.fingerprint(f"reply {receipt_hash}", secrecy.key())


def withdraw(session: Session, found: "Draft | Reply") -> None:
    """Erase an answer for good, at its author's request. The member is not asked again."""
    session.delete(found)
    session.flush()

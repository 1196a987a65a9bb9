"""Find an invitation by its link or its code; the link and code of an invitation; is it still open."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from core import limits, secrecy
from core.errors import Missing, Refused
from survey.answering import codes
from survey.models import Invitation, InvitationStatus

WRONG_CODES_AN_HOUR = 100  # for the whole site: see survey.answering.codes on guessing
WRONG_CODES = "wrong_codes"


def token(invitation: Invitation) -> str:
    """The secret part of its link, the same at each reminder."""
    return codes.derived_token(f"invitation {invitation.event_id}", secrecy.key())


def code(invitation: Invitation) -> str:
    """Its code of eight signs."""
    for attempt in range(10):
        made = codes.derived_code(f"invitation {invitation.event_id}", secrecy.key(), attempt)
        if codes.fingerprint(made, secrecy.key()) == invitation.code_hash:
            return made
    raise Refused("Le code de cet envoi ne peut plus être retrouvé : le secret a changé.")


def give_secrets(session: Session, invitation: Invitation) -> None:
    """Set the fingerprints of its link and of a code that no other invitation has."""
    key, about = secrecy.key(), f"invitation {invitation.event_id}"
    invitation.token_hash = codes.fingerprint(codes.derived_token(about, key), key)
    for attempt in range(10):
        hashed = codes.fingerprint(codes.derived_code(about, key, attempt), key)
        if not session.exec(select(Invitation.id).where(Invitation.code_hash == hashed)).first():
            invitation.code_hash = hashed
            return
    raise Refused("Aucun code libre n’a été trouvé pour cet envoi.")


# Written once, with the draft beside: each page of the path asks for both (docs/quality/speed.md).
BY_TOKEN = (
    select(Invitation)
    .where(col(Invitation.token_hash) == sa.bindparam("hashed"))
    .options(joinedload(Invitation.draft))  # type: ignore[arg-type]
)


def by_token(session: Session, received: str) -> Invitation:
    """The invitation of a link, or Missing."""
    hashed = codes.fingerprint(codes.read_token(received), secrecy.key())
    found = session.exec(BY_TOKEN, params={"hashed": hashed}).first()
    if found is None:
        raise Missing(
            "Ce lien n’est pas connu. Ouvrez-le de nouveau depuis notre message, "
            "ou tapez le code imprimé sur votre lettre."
        )
    return found


def by_code(session: Session, typed: str, now: datetime) -> Invitation:
    """The invitation of a typed code. Wrong ones are counted for the whole site, then refused."""
    limits.check(session, WRONG_CODES, now, WRONG_CODES_AN_HOUR)
    hashed = codes.fingerprint(codes.read_code(typed), secrecy.key())
    found = session.exec(select(Invitation).where(Invitation.code_hash == hashed)).first()
    if found is None:
        limits.count(session, WRONG_CODES, now)
        raise Refused("Ce code n’est pas connu. Relisez-le sur votre lettre, ou appelez-nous.")
    return found


def check_open(invitation: Invitation, today: date) -> None:
    """Refused when its questionnaire cannot be answered, or no longer."""
    is_past = invitation.closes_on is not None and invitation.closes_on < today
    if is_past or invitation.status is InvitationStatus.CLOSED:
        raise Refused("Ce questionnaire est terminé. Vous pouvez toujours nous appeler.")
    if invitation.status in (InvitationStatus.CANCELLED, InvitationStatus.PLANNED):
        raise Refused(
            "Ce questionnaire n’est pas ouvert. Appelez-nous si vous souhaitez y répondre."
        )

"""A member's text as it was written: sealed, read again for one stated reason, erased on demand."""

import sqlalchemy as sa
from sqlmodel import Session, col, select

from core import secrecy
from core.errors import Refused
from survey.models import FreeText


def written(session: Session, reply_id: str, question_code: str) -> str:
    """The text, unmasked; Refused once it was erased (after two years, or on demand)."""
    kept = session.exec(select(FreeText).where(*_of(reply_id, question_code))).first()
    if kept is None:
        raise Refused("Le texte d’origine a été effacé : il ne reste que la phrase masquée.")
    return secrecy.unseal(kept.sealed, f"text {kept.id}")


def erase(session: Session, reply_id: str, question_code: str) -> None:
    """Erase it for good; what is already erased stays so."""
    session.connection().execute(sa.delete(FreeText).where(*_of(reply_id, question_code)))


def _of(reply_id: str, question_code: str) -> tuple[sa.ColumnElement[bool], ...]:
    return col(FreeText.reply_id) == reply_id, col(FreeText.question_code) == question_code

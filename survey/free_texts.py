"""Front desk: the free texts of replies, handed once to the masking. Never who wrote them."""

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col, select

from core import secrecy
from survey.models import Answer, FreeText, Reply


@dataclass(frozen=True)
class Text:
    """A free text to be masked, with the little its reply says."""

    id: str
    text: str
    question_code: str
    reply: Reply
    satisfaction: str  # good, medium, bad or ""


def unread_texts(session: Session, at_most: int = 500) -> list[Text]:
    """Free texts that the masking has not read yet."""
    general = sa.and_(col(Answer.reply_id) == Reply.id, col(Answer.question_code) == "satisfaction")
    rows = session.exec(
        select(FreeText, Reply, Answer.value)
        .select_from(FreeText)
        .join(Reply, col(FreeText.reply_id) == Reply.id)
        .outerjoin(Answer, general)
        .where(col(FreeText.is_read).is_(False))
        .order_by(col(FreeText.id))
        .limit(at_most)
    )
    return [
        Text(
            free.id,
            secrecy.unseal(free.sealed, f"text {free.id}"),
            free.question_code,
            reply,
            mark or "",
        )
        for free, reply, mark in rows
    ]


def mark_read(session: Session, texts: Iterable[Text]) -> None:
    """These texts are masked and handed over."""
    wanted = [text.id for text in texts]
    session.connection().execute(
        sa.update(FreeText).where(col(FreeText.id).in_(wanted)).values(is_read=True)
    )

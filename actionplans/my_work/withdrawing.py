"""Take a line back from a digest that has not left: whoever no longer carries a thing is not reminded of it."""

from sqlmodel import Session, col, select

from core import mail
from core.models import MessageStatus, OutgoingMessage
from organisation.models import User

PREFIX = "digest-"


def withdraw(session: Session, person: User, path: str) -> int:
    """Remove what waits to be told to this person of this page; a digest left empty is cancelled."""
    waiting = select(OutgoingMessage).where(
        col(OutgoingMessage.key).startswith(f"{PREFIX}{person.id}-"),
        OutgoingMessage.status == MessageStatus.WAITING,
    )
    removed = 0
    for message in session.exec(waiting).all():
        removed += _without(message, path)
    session.flush()
    return removed


def _without(message: OutgoingMessage, path: str) -> int:
    blocks = message.text.split("\n\n")
    kept = [block for block in blocks if not block.rstrip().endswith(f" {mail.link(path)}")]
    removed = len(blocks) - len(kept)
    left = [block for block in kept if block.startswith("- ")]
    if removed and not left:
        message.status = MessageStatus.CANCELLED
    elif removed:
        message.text = "\n\n".join(kept)
        about = left[0].partition("\n")[0].removeprefix("- ")
        message.subject = (
            f"Sillage : {about if len(left) == 1 else f'{len(left)} choses à suivre'}"[:200]
        )
    return removed

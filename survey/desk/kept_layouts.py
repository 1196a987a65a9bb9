"""How the files of a source are laid out, kept so that it is said once: found again by their titles."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from core.errors import Missing
from organisation import journal
from organisation.models import User
from organisation.words import DEEDS
from survey.models import RegisterLayout
from survey.registers.layouts import Layout, signature

DEEDS.update(
    {
        "keep_layout": "lecture d’un fichier retenue",
        "forget_layout": "lecture d’un fichier oubliée",
    }
)


def memory(session: Session, kind: str) -> dict[str, Layout]:
    """The layouts kept for this kind of file, by signature of the titles."""
    kept = session.exec(select(RegisterLayout).where(RegisterLayout.kind == kind))
    return {one.signature: Layout(**one.layout) for one in kept}


def keep(
    session: Session,
    kind: str,
    titles: Sequence[str],
    layout: Layout,
    by: User | None,
    now: datetime,
) -> None:
    """Read the next files with these titles the same way; the row of the titles is found each time."""
    kept = session.get(RegisterLayout, (kind, signature(titles)))
    if kept is None:
        kept = RegisterLayout(kind=kind, signature=signature(titles), said_at=now)
        session.add(kept)
    kept.titles = [title for title in titles if title]
    kept.layout = {**layout.plain(), "header_row": 0}
    kept.said_at, kept.by_id = now, by.id if by else None
    session.flush()
    journal.write(session, now, by, "keep_layout", "events")


def forget(
    session: Session, kind: str, titles_signature: str, by: User | None, now: datetime
) -> None:
    """Find out again how such files are laid out."""
    kept = session.get(RegisterLayout, (kind, titles_signature))
    if kept is None:
        raise Missing("Cette lecture n’est plus retenue.")
    session.delete(kept)
    session.flush()
    journal.write(session, now, by, "forget_layout", "events")


def newest_first(session: Session) -> Sequence[RegisterLayout]:
    """All that is kept."""
    return session.exec(select(RegisterLayout).order_by(col(RegisterLayout.said_at).desc())).all()

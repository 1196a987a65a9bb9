"""The reports that stand beside one: earlier ones it resembles, those joined to it, the one it was joined to."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from actionplans.models import Malfunction, SimilarReport


def similar_to(session: Session, m: Malfunction) -> Sequence[SimilarReport]:
    """Earlier reports that may tell the same, best first."""
    found = select(SimilarReport).where(SimilarReport.malfunction_id == m.id)
    return session.exec(found.order_by(col(SimilarReport.score).desc())).all()


def joined(session: Session, m: Malfunction) -> Sequence[Malfunction]:
    """Reports that say the same and were joined to this one."""
    return session.exec(select(Malfunction).where(Malfunction.joined_to_id == m.id)).all()


def followed(session: Session, m: Malfunction) -> Malfunction | None:
    """The earlier report it was joined to, of which its reporter is told the state and the answer, never the text."""
    return session.get(Malfunction, m.joined_to_id) if m.joined_to_id else None

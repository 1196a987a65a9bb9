"""What people said of texts of staff, as each placing does it again."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy.orm import selectinload
from sqlmodel import Session, col, select

from actionplans.models import InsideGesture, InsideMove
from analysis.topics import placing
from analysis.topics.placing import Asked

Number = tuple[int | None, int | None]
"""Of a report, or of an idea."""


def standing(session: Session, theme: str) -> dict[Number, Asked]:
    """By text, what its moves make together; three queries, one where nobody moved anything."""
    found = (
        select(InsideMove)
        .where(InsideMove.theme == theme, col(InsideMove.undone_at).is_(None))
        .options(selectinload(InsideMove.apart))  # type: ignore[arg-type]
        .order_by(col(InsideMove.id))
    )
    moves: defaultdict[Number, list[InsideMove]] = defaultdict(list)
    for one in session.exec(found):
        moves[one.malfunction_id, one.idea_id].append(one)
    if not moves:
        return {}
    heirs = placing.heirs(session, theme)
    return {number: _together(some, heirs) for number, some in moves.items()}


def marks(session: Session) -> dict[str, str]:
    """By theme, which moves stand: texts are placed again when another one does; one query."""
    found = select(InsideMove.theme, InsideMove.id).where(col(InsideMove.undone_at).is_(None))
    numbers: defaultdict[str, list[int | None]] = defaultdict(list)
    for theme, number in session.exec(found.order_by(col(InsideMove.id))):
        numbers[theme].append(number)
    return {theme: repr(some) for theme, some in numbers.items()}


def _together(moves: Sequence[InsideMove], heirs: dict[int, list[int]]) -> Asked:
    """The last one says where it goes; each says what it is never in again."""
    last = moves[-1]
    to = next(iter(heirs.get(last.topic_id or 0, [])), None)
    never = {
        number for one in moves for each in one.apart for number in heirs.get(each.topic_id, [])
    }
    is_out = last.gesture is InsideGesture.OUT
    return Asked(to, frozenset(never - {to}), is_out and any(one.is_alone for one in moves))

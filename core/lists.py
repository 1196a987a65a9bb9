"""Lists of twenty-five rows a page, with their count."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import sqlalchemy as sa
from sqlmodel import Session

T = TypeVar("T")
PER_PAGE = 25


@dataclass(frozen=True)
class Slice(Generic[T]):
    """One page of a list, and how many rows there are in all."""

    rows: Sequence[T]
    page: int
    total: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PER_PAGE))


def sliced(session: Session, rows: Any, page: int) -> Slice[Any]:
    """The rows of this page (from 1) of a select; a page too far gives the last one."""
    counted = sa.select(sa.func.count()).select_from(rows.order_by(None).subquery())
    total = session.connection().execute(counted).scalar_one()
    page = min(max(1, page), max(1, -(-total // PER_PAGE)))
    found = session.exec(rows.limit(PER_PAGE).offset((page - 1) * PER_PAGE)).all()
    return Slice(found, page, total)

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
    per_page: int = PER_PAGE

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.per_page))


def sliced(session: Session, rows: Any, page: int, per_page: int = PER_PAGE) -> Slice[Any]:
    """The rows of this page (from 1) of a select; a page too far gives the last one."""
    counted = sa.select(sa.func.count()).select_from(rows.order_by(None).subquery())
    total = session.connection().execute(counted).scalar_one()
    page = min(max(1, page), max(1, -(-total // per_page)))
    found = session.exec(rows.limit(per_page).offset((page - 1) * per_page)).all()
    return Slice(found, page, total, per_page)


def cut(rows: Sequence[T], page: int, per_page: int = PER_PAGE) -> Slice[T]:
    """The rows of this page of a list that is at hand whole; a page too far gives the last one."""
    page = min(max(1, page), max(1, -(-len(rows) // per_page)))
    return Slice(rows[(page - 1) * per_page : page * per_page], page, len(rows), per_page)

"""The deputies of the departments that a head leads: who stands in, who did, who could. Naming is in `headships`."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import joinedload, selectinload
from sqlmodel import Session, col, select

from core.errors import Missing
from organisation import leading
from organisation.models import Department, Headship, HeadshipKind, User

SHOWN_OVER = 25  # of those that are over, the newest


def places(session: Session, head: User, today: date) -> Sequence[Department]:
    """The departments in which this person names deputies: those they head, by name, the regrouped ones apart."""
    headed = select(Department).where(col(Department.id).in_(leading.headed(head, today)))
    found = session.exec(headed.order_by(col(Department.name))).all()
    return [one for one in found if not one.is_closed(today)]


def of(session: Session, found: Sequence[Department]) -> Sequence[Headship]:
    """All the deputies that these departments have, will have or had, whoever named them; the newest first."""
    named = select(Headship).where(
        Headship.kind == HeadshipKind.DEPUTY,
        col(Headship.department_id).in_([one.id for one in found]),
    )
    whole = named.options(joinedload(Headship.user), joinedload(Headship.department))  # type: ignore[arg-type]
    newest = col(Headship.from_day).desc(), col(Headship.id).desc()
    return session.exec(whole.order_by(*newest)).all()


def find(session: Session, head: User, term_id: int, today: date) -> Headship:
    """One of them, for its head; Missing for anybody else."""
    one = session.get(Headship, term_id)
    if (
        one is None
        or one.kind is not HeadshipKind.DEPUTY
        or one.department_id not in leading.headed(head, today)
    ):
        raise Missing("Cette suppléance n’existe pas, ou plus.")
    return one


def candidates(session: Session, head: User, today: date) -> Sequence[User]:
    """The staff of the fund who may stand in, oneself apart: by department, then by name."""
    able = select(User).where(
        col(User.role).in_(leading.MAY_LEAD), col(User.is_active), User.id != head.id
    )
    whole = able.options(joinedload(User.department), selectinload(User.headships))  # type: ignore[arg-type]
    found = [one for one in session.exec(whole) if one.may_sign_in(today)]
    return sorted(found, key=lambda one: (one.department.name if one.department else "", one.name))

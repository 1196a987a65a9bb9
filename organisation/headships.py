"""Who leads a department beside their own, or deputises for its head: name, change the last day, withdraw.

The administrator names whom they are told to. A head names deputies in the departments they lead themselves, and there alone:
a deputy names no other (decision 0010). What has begun is never rewritten, so that whatever was done then keeps saying who did it and in whose stead: only its
end can be moved, from yesterday on. What has not begun is simply withdrawn.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from core.clock import PARIS
from core.errors import Missing, Refused
from core.french import day
from core.keys import key
from organisation import journal
from organisation.leading import MAY_LEAD
from organisation.models import Department, Headship, HeadshipKind, Role, User
from organisation.rights import Right, may, may_in
from organisation.words import DEEDS

AHEAD = timedelta(days=366)
"""How long beforehand a first day may be said; beyond, it is a slip of the pen."""

DEEDS.update(
    {
        "name_head": "service confié à un responsable ou à un suppléant",
        "move_headship": "dernier jour d’un responsable ou d’un suppléant changé",
        "withdraw_headship": "service retiré à un responsable ou à un suppléant",
    }
)


@dataclass(frozen=True)
class Term:
    """What is given: a department, as head or deputy, between two days included; without a last one, until further notice."""

    department: Department
    kind: HeadshipKind
    from_day: date
    until_day: date | None = None


def of(session: Session, user: User) -> Sequence[Headship]:
    """All that this person was ever given, the newest first."""
    found = select(Headship).where(Headship.user_id == user.id)
    whole = found.options(joinedload(Headship.department))  # type: ignore[arg-type]
    newest = col(Headship.from_day).desc(), col(Headship.id).desc()
    return session.exec(whole.order_by(*newest)).all()


def find(session: Session, user: User, headship_id: int) -> Headship:
    """One of them, or Missing."""
    found = session.get(Headship, headship_id)
    if found is None or found.user_id != user.id:
        raise Missing("Cette ligne n’existe pas, ou plus.")
    return found


def running(user: User, department: Department, today: date) -> list[Headship]:
    """What this person has of this department now or later; Missing when there is nothing."""
    found = [
        one
        for one in user.headships
        if one.department_id == department.id and (one.until_day is None or one.until_day >= today)
    ]
    if not found:
        raise Missing("Ce service n’est pas confié à cette personne : il n’y a rien à reprendre.")
    return found


# ---------------------------------------------------------------- deeds


def name(session: Session, user: User, term: Term, by: User | None, now: datetime) -> Headship:
    """Put a department in this person's hands, from today at the soonest."""
    today = _today(now)
    _check_hand(by, term.department, term.kind)
    _check_person(user, term, today)
    if not today <= term.from_day <= today + AHEAD:
        raise Refused("Choisissez un premier jour à partir d’aujourd’hui, dans l’année qui vient.", "from_day")  # fmt: skip
    _check_end(term.until_day, term.from_day)
    for other in user.headships:
        if other.department_id == term.department.id and _meet(other, term):
            raise Refused(
                f"Cette personne est déjà {other.kind.label} de ce service à ces dates : changez plutôt son dernier jour.",
                "from_day",
            )
    one = Headship(
        user_id=key(user),
        department_id=key(term.department),
        kind=term.kind,
        from_day=term.from_day,
        until_day=term.until_day,
    )
    user.headships.append(one)
    one.department = term.department
    session.flush()
    _note(session, now, by, "name_head", one)
    return one


def move(
    session: Session, one: Headship, until_day: date | None, by: User | None, now: datetime
) -> None:
    """Change the last day; never to a day already gone, for what was done then stands."""
    today = _today(now)
    _check_hand(by, one.department, one.kind)
    if one.until_day is not None and one.until_day < today:
        raise Refused("C’est déjà fini : confiez de nouveau le service à cette personne.")
    if until_day is not None and until_day < today:
        raise Refused("Choisissez un dernier jour à partir d’aujourd’hui, ou retirez le service.", "until_day")  # fmt: skip
    _check_end(until_day, one.from_day)
    term = Term(one.department, one.kind, one.from_day, until_day)
    same = [other for other in one.user.headships if other.department_id == one.department_id]
    if any(other is not one and _meet(other, term) for other in same):
        raise Refused("Une autre ligne du même service commence avant : choisissez un jour plus tôt.", "until_day")  # fmt: skip
    one.until_day = until_day
    session.flush()
    _note(session, now, by, "move_headship", one)


def withdraw(session: Session, one: Headship, by: User | None, now: datetime) -> None:
    """Take the department back at once; a line that has begun is kept, ended yesterday."""
    today = _today(now)
    _check_hand(by, one.department, one.kind)
    if one.until_day is not None and one.until_day < today:
        raise Refused("C’est déjà fini : il n’y a rien à retirer.")
    _note(session, now, by, "withdraw_headship", one)
    if one.from_day < today:
        one.until_day = today - timedelta(days=1)
    else:
        one.user.headships.remove(one)
        session.delete(one)
    session.flush()


# ---------------------------------------------------------------- refusals


def _check_hand(by: User | None, department: Department, kind: HeadshipKind) -> None:
    """The administrator, the command line; else the head of this department, for a deputy."""
    if by is None or may(by, Right.MANAGE_USERS):
        return
    if kind is not HeadshipKind.DEPUTY or not may_in(by, Right.NAME_DEPUTIES, key(department)):
        raise Refused(
            "Demandez-le au responsable du service ou à l’administrateur : "
            "un responsable nomme ses suppléants dans les services qu’il dirige, et là seulement."
        )


def _check_person(user: User, term: Term, today: date) -> None:
    if term.department.is_closed(term.from_day):
        raise Refused("Choisissez un autre service : celui-ci est alors regroupé dans un autre.", "department")  # fmt: skip
    if user.role not in MAY_LEAD or not user.may_sign_in(today):
        raise Refused(
            "Choisissez le compte ouvert d’un collaborateur, d’un responsable ou du référent qualité : "
            "la direction approuve ce que les services préparent, elle ne les dirige pas."
        )
    if user.role is Role.HEAD and user.department_id == term.department.id:
        raise Refused("Cette personne dirige déjà ce service : c’est le sien.", "department")


def _check_end(until_day: date | None, from_day: date) -> None:
    if until_day is not None and until_day < from_day:
        raise Refused("Choisissez un dernier jour qui ne précède pas le premier.", "until_day")


def _meet(one: Headship, term: Term) -> bool:
    begins_before_end = term.until_day is None or one.from_day <= term.until_day
    ends_after_begin = one.until_day is None or term.from_day <= one.until_day
    return begins_before_end and ends_after_begin


def said(one: Headship) -> str:
    """« responsable, Retraite, du 1er mars au 30 juin 2027 », or « à partir du 1er mars 2027 »."""
    since = day(one.from_day)
    days = f"du {since} au {day(one.until_day)}" if one.until_day else f"à partir du {since}"
    return f"{one.kind.label}, {one.department.name}, {days}"


def _note(session: Session, now: datetime, by: User | None, deed: str, one: Headship) -> None:
    journal.write(session, now, by, deed, f"user {one.user_id}", said(one))


def _today(now: datetime) -> date:
    return now.astimezone(PARIS).date()

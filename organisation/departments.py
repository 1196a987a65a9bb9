"""Departments: open one, with the activities by which commitments concern it."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy.orm import joinedload, selectinload
from sqlmodel import Session, col, select

from core.clock import PARIS
from core.errors import Refused
from core.french import day as said_day
from organisation import journal
from organisation.models import Activity, Department, User
from organisation.words import DEEDS

DEEDS.update({"open_department": "service créé", "change_department": "service modifié"})


def open_department(
    session: Session, name: str, activities: Collection[str], by: User | None, now: datetime
) -> Department:
    """Open a department carrying these activities (codes); the charter must be loaded before.

    Its name must be new. Without activity it would be asked about nothing.
    """
    name = " ".join(name.split())
    if session.exec(select(Department).where(Department.name == name)).first():
        raise Refused(f"Le service « {name} » existe déjà.", "name")
    department = Department(name=name, activities=_carried(session, activities))
    session.add(department)
    session.flush()
    journal.write(session, now, by, "open_department", f"department {department.id}", name)
    return department


def change(
    session: Session,
    department: Department,
    name: str,
    activities: Collection[str],
    by: User,
    now: datetime,
) -> None:
    """Rename a department, or say otherwise what it does: from then on other promises concern it.

    Assessments already opened keep their rows; the next campaign follows.
    """
    if department.is_closed(now.astimezone(PARIS).date()):
        raise Refused("Ce service est regroupé dans un autre : il garde son nom et ses activités.")
    name = " ".join(name.split())
    same = select(Department).where(Department.name == name, col(Department.id) != department.id)
    if session.exec(same).first():
        raise Refused(f"Le service « {name} » existe déjà.", "name")
    department.name, department.activities = name, _carried(session, activities)
    session.flush()
    journal.write(session, now, by, "change_department", f"department {department.id}", name)


def _carried(session: Session, activities: Collection[str]) -> list[Activity]:
    carried = session.exec(select(Activity).where(col(Activity.code).in_(activities))).all()
    if not carried or len(carried) < len(set(activities)):
        raise Refused(
            "Choisissez les activités du service parmi celles de la charte (chargez-la d’abord).",
            "activities",
        )
    return list(carried)


def fate(department: Department, today: date) -> str:
    """« regroupé dans Liquidation le 1er janvier 2027 », beside the name; empty for a department that goes on."""
    if department.closed_on is None or department.merged_into is None:
        return ""
    verb = "regroupé" if department.is_closed(today) else "sera regroupé"
    return f"{verb} dans {department.merged_into.name} le {said_day(department.closed_on)}"


def listed(session: Session) -> Sequence[Department]:
    """Every department with its activities, by name, those that are no more included."""
    found = select(Department).options(
        selectinload(Department.activities),  # type: ignore[arg-type]
        joinedload(Department.merged_into),  # type: ignore[arg-type]
    )
    return session.exec(found.order_by(col(Department.name))).all()

"""Departments: open one, with the activities by which commitments concern it."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, col, select

from core.errors import Refused
from organisation import journal
from organisation.models import Activity, Department, User
from organisation.words import DEEDS

DEEDS.update({"open_department": "service créé"})


def open_department(
    session: Session, name: str, activities: Collection[str], by: User | None, now: datetime
) -> Department:
    """Open a department carrying these activities (codes); the charter must be loaded before.

    Its name must be new. Without activity it would be asked about nothing.
    """
    name = " ".join(name.split())
    if session.exec(select(Department).where(Department.name == name)).first():
        raise Refused(f"Le service « {name} » existe déjà.")
    carried = session.exec(select(Activity).where(col(Activity.code).in_(activities))).all()
    if not carried or len(carried) < len(set(activities)):
        raise Refused(
            "Choisissez les activités du service parmi celles de la charte (chargez-la d’abord)."
        )
    department = Department(name=name, activities=list(carried))
    session.add(department)
    session.flush()
    journal.write(session, now, by, "open_department", f"department {department.id}", name)
    return department

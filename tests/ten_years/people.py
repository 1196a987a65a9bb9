"""Departments, their people, and the journal of what they did."""

from __future__ import annotations

from organisation import journal
from organisation.models import Department, DepartmentActivity, JournalEntry, Role, User
from tests.builders import _password_hash
from tests.ten_years.filling import Filling, turn

PEOPLE = 4  # in each department: its head, and three others
CARRIED = ("contact_adherents", "accueil_telephonique", "gestion_retraite")
DEEDS = (
    ("propose_action", "action"), ("qualify_malfunction", "malfunction"), ("sign_in", "user"),
    ("close_malfunction", "malfunction"), ("decide_action", "decision"), ("submit_idea", "idea"),
)  # fmt: skip


def fill(filling: Filling) -> None:
    """Departments beside those of the world, each with activities of the charter and four people."""
    size = filling.size
    departments = filling.new_keys(size.departments)
    filling.write(
        Department,
        [{"id": one, "name": f"Pôle {place + 1}"} for place, one in enumerate(departments)],
    )
    filling.write(
        DepartmentActivity,
        [{"department_id": one, "activity_code": code} for one in departments for code in CARRIED],
    )
    filling.write(User, [_person(n, one) for one in departments for n in range(PEOPLE)])


def _person(place: int, department: int) -> dict[str, object]:
    return {
        "email": f"p{department}-{place}@caisse.example",
        "name": f"Camille Pôle{'abcd'[place]}",
        "role": Role.HEAD if place == 0 else Role.COLLABORATOR,
        "department_id": department,
        "password_hash": _password_hash(),
    }


def tell(filling: Filling) -> None:
    """Five lines of journal for each report and action, chained like those of the deeds."""
    total = 5 * (filling.size.reports + filling.size.actions)
    previous = journal._last_hash(filling.session)
    rows = []
    for place in range(total):
        deed, kind = turn(list(DEEDS), place)
        entry = JournalEntry(
            at=filling.now,  # the newest: after all that the world did
            by_id=turn(filling.users, place),
            deed=deed,
            subject=f"{kind} {1_000_000 + place % max(1, filling.size.reports)}",
            previous_hash=previous,
            hash="",
        )
        entry.hash = previous = journal.fingerprint(entry)
        rows.append(entry.model_dump(exclude={"id"}))
    filling.write(JournalEntry, rows)

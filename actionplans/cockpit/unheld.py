"""« Sans personne »: departments nobody leads, actions and entrusted rows whose holder is gone, each with who could take it.

A left person is never asked anything; nothing of theirs is lost: what they had begun waits here until somebody is named. What a
department holds as such (reports in hand, ideas, plans, proposals) goes by itself to the officer or to management while nobody leads it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, contains_eager, joinedload
from sqlmodel import Session, col, select

from actionplans.actions.notices import People
from actionplans.assessments import delegating, entrusted
from actionplans.cockpit.lines import SHOWN, Line, Part
from actionplans.models import (
    CARRIED,
    Action,
    Assessment,
    Delegation,
)
from actionplans.my_work import headless
from actionplans.my_work.tasks import Task
from actionplans.tracing.links import Address
from core import french
from core.keys import key
from organisation import leading, leaving
from organisation.models import Role, User
from organisation.rights import RIGHTS, Right, may

CARRIERS = [role for role, rights in RIGHTS.items() if Right.CARRY_OUT_ACTIONS in rights]
BACK = ("", "Le responsable du service")
"""Rows may go back to the head, who rates whatever is entrusted to nobody."""


@dataclass(frozen=True)
class Unheld:
    """Something begun that is in nobody's hands: what, why, for when, and who may take it; the first of them is proposed."""

    said: str
    why: str
    due_on: date | None
    page: Address | None
    deed: Address
    takers: Sequence[tuple[str, str]]

    @property
    def name(self) -> str:
        """What its field is called on the page: unlike any other."""
        return "-".join([self.deed[0].rpartition(".")[2], *map(str, self.deed[1].values())])


# ---------------------------------------------------------------- what there is


def found(session: Session, user: User, today: date) -> list[Unheld]:
    """All that waits for somebody to be named, the nearest day first; a constant number of queries."""
    things = [*_actions(session, user, today), *_rows(session, user, today)]
    return sorted(things, key=lambda one: (one.due_on is None, one.due_on or today, one.said))


def waiting(session: Session, today: date) -> list[Action]:
    """The actions being carried that nobody carries: declined, or whose owner is gone."""
    owner: Any = aliased(User)
    gone = sa.or_(
        col(Action.owner_id).is_(None), owner.role.not_in(CARRIERS), ~_at_work(owner, today)
    )
    rows = (
        select(Action)
        .outerjoin(owner, owner.id == Action.owner_id)
        .where(col(Action.status).in_(CARRIED), gone)
        .options(
            contains_eager(Action.owner.of_type(owner)),  # type: ignore[union-attr]
            joinedload(Action.department),  # type: ignore[arg-type]
        )
        .order_by(col(Action.due_on), col(Action.id))
    )
    return list(session.exec(rows))


def _at_work(owner: Any, today: date) -> Any:
    return sa.and_(owner.is_active, sa.or_(owner.expires_on.is_(None), owner.expires_on >= today))


def held_by_gone(session: Session, today: date) -> list[tuple[User, Assessment, list[Delegation]]]:
    """Rows entrusted to somebody who is gone, in assessments their departments still work on, by person and assessment."""
    rows = session.exec(entrusted.handed().where(col(Delegation.until) >= today)).all()
    groups: dict[tuple[int, int], list[Delegation]] = {}
    for one in rows:
        place = one.rating.assessment
        if delegating.is_gone(one.user, place, today) and not place.department.is_closed(today):
            groups.setdefault((one.user_id, key(place)), []).append(one)
    return [(held[0].user, held[0].rating.assessment, held) for held in groups.values()]


# ---------------------------------------------------------------- who could take it


def _actions(session: Session, user: User, today: date) -> Iterator[Unheld]:
    actions = waiting(session, today)
    staff = _staff(session, today) if actions else []
    for action in actions:
        yield Unheld(
            f"« {action.title} », {action.department.name}",
            _why(action),
            action.due_on,
            ("actions.show", {"action_id": action.id}),
            ("unheld.give_action", {"action_id": action.id}),
            _takers(action, staff, user),
        )


def _why(action: Action) -> str:
    if action.owner is None:
        return "La personne nommée a décliné."
    return f"{action.owner.name} n’a plus de compte ouvert."


def _staff(session: Session, today: date) -> list[User]:
    wanted = select(User).where(leaving.at_work(today), col(User.role).in_(CARRIERS))
    return list(
        session.exec(wanted.options(*leading.WITH_LED).order_by(col(User.name))).unique().all()
    )


def _takers(action: Action, staff: Sequence[User], user: User) -> list[tuple[str, str]]:
    """Whoever was suggested, then the heads, then their department; for management, everybody after them."""
    near = [one for one in staff if leading.belongs(one, action.department_id)]
    far = [one for one in staff if one not in near] if user.role is Role.MANAGEMENT else []
    near.sort(
        key=lambda one: (
            one.id != action.suggested_owner_id,
            not leading.leads(one, action.department_id),
        )
    )
    return [(str(one.id), one.name) for one in [*near, *far] if one.id != action.owner_id]


def _rows(session: Session, user: User, today: date) -> Iterator[Unheld]:
    held = held_by_gone(session, today)
    staff = _staff(session, today) if held else []
    for person, assessment, rows in held:
        year, place = assessment.campaign.year, assessment.department
        yield Unheld(
            f"Auto-évaluation {year}, {place.name} : {french.count(len(rows), 'ligne confiée', 'lignes confiées')}",
            f"{person.name} n’est plus là pour les coter.",
            min(one.until for one in rows),
            _page(assessment, user),
            ("unheld.give_rows", {"assessment_id": assessment.id, "user_id": person.id}),
            [BACK, *_colleagues(staff, assessment)],
        )


def _page(assessment: Assessment, user: User) -> Address:
    """Management does not read an assessment before it is submitted."""
    if user.role is Role.QUALITY_OFFICER:
        place = {"year": assessment.campaign.year, "department_id": assessment.department_id}
        return "assessments.show", place
    return "campaigns.show", {"year": assessment.campaign.year}


def _colleagues(staff: Sequence[User], assessment: Assessment) -> list[tuple[str, str]]:
    place = assessment.department_id
    mine = [s for s in staff if s.department_id == place and s.role is Role.COLLABORATOR]
    return [(str(one.id), one.name) for one in mine]


# ---------------------------------------------------------------- in the cockpit, in « À faire »


def parts(session: Session, user: User, today: date, people: People) -> list[Part]:
    """Departments first: what they hold waits for their head."""
    things = found(session, user, today)
    return [
        _departments(session, today, people),
        _part("Actions", [one for one in things if one.deed[0] == "unheld.give_action"], today),
        _part("Lignes confiées", [one for one in things if one.deed[0] == "unheld.give_rows"], today),
        *_officers(people),
    ]  # fmt: skip


def _departments(session: Session, today: date, people: People) -> Part:
    without = leading.without_head(session, people.heads, today)
    lines = [
        Line(f"Service {place.name} : aucun responsable", "administrateur", said, None, tone)
        for place in without[:SHOWN]
        for said, tone in [_held(headless.held_by(place, people.heads, today))]
    ]
    note = "L’administrateur nomme un responsable ou un suppléant : chaque lundi, son message le lui rappelle. D’ici là, le référent traite les signalements et le plan ; la direction décide des actions et des idées."
    return Part("Services sans responsable", len(without), lines, ("departments.index", {}), "Tous les services", note)  # fmt: skip


def _held(said: str) -> tuple[str, str]:
    return said, "bad" if said == headless.NOBODY else "watch"


def _part(label: str, things: Sequence[Unheld], today: date) -> Part:
    return Part(
        label,
        len(things),
        [_line(one, today) for one in things[:SHOWN]],
        ("unheld.index", {}),
        "Les confier",
    )


def _line(one: Unheld, today: date) -> Line:
    when = french.due(one.due_on, today) if one.due_on else ""
    is_late = one.due_on is not None and one.due_on < today
    return Line(one.said, one.why, when, ("unheld.index", {"_anchor": one.name}), "bad" if is_late else "")  # fmt: skip


def _officers(people: People) -> list[Part]:
    """Said to management, who reads this page too: nobody verifies, nobody validates."""
    if people.officers:
        return []
    line = Line("Aucun référent qualité n’a de compte ouvert", "administrateur", "", None, "bad")
    return [Part("Référent qualité", 1, [line], ("departments.index", {}), "Tous les services")]


def unheld_tasks(session: Session, user: User, today: date) -> list[Task]:
    """One line for the officer; for management where there is none."""
    if not may(user, Right.SEE_COCKPIT) or not _is_asked(session, user, today):
        return []
    n = len(waiting(session, today)) + len(held_by_gone(session, today))
    if n == 0:
        return []
    said = french.count(n, "chose n’a plus personne", "choses n’ont plus personne")
    detail = "La personne chargée est partie ou a décliné : nommez-en une autre."
    return [Task(None, said, detail, "Tous", ("unheld.index", {}), "Confier")]


def _is_asked(session: Session, user: User, today: date) -> bool:
    if user.role is Role.QUALITY_OFFICER:
        return True
    officers = select(User.id).where(User.role == Role.QUALITY_OFFICER, leaving.at_work(today))
    return session.exec(officers.limit(1)).first() is None

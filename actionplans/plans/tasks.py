"""What yearly plans ask of somebody: to prepare, to submit, to approve, to close."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from actionplans.actions import story
from actionplans.models import PlanStatus, YearlyPlan
from actionplans.my_work.tasks import Task
from actionplans.plans import plans
from core.french import day
from core.keys import key
from organisation import leading
from organisation.leading import Heads
from organisation.models import Department, Role, User
from organisation.rights import Right, may

BEGIN_FROM, READY_BY = (11, 15), (1, 31)
"""The plan of a year is begun from mid-November, and asked for by the end of January."""
TIME_TO_APPROVE = timedelta(days=15)
CLOSED_BY = (1, 31)


def plan_tasks(session: Session, user: User, today: date, heads: Heads | None = None) -> list[Task]:
    """What waits for this person in the plans of last year, this one and the next; the officer's where nobody leads."""
    if not any(may(user, r) for r in (Right.PREPARE_PLANS, Right.APPROVE_PLANS)):
        return []
    near = (today.year - 1, today.year, today.year + 1)
    found = session.exec(
        select(YearlyPlan)
        .where(col(YearlyPlan.year).in_(near), YearlyPlan.status != PlanStatus.CLOSED)
        .options(joinedload(YearlyPlan.department))  # type: ignore[arg-type]
    ).all()
    led = leading.heads(session, today) if heads is None else heads
    tasks = list(_to_begin(session, user, today, led))
    for plan in found:
        tasks += _to_submit(plan, user, led)
        tasks += _to_approve(plan, user)
        tasks += _to_close(plan, user, today)
    return tasks


def _task(plan: YearlyPlan, due_on: date, title: str, detail: str, verb: str) -> Task:
    place = {"year": plan.year, "department_id": plan.department_id}
    return Task(due_on, title, detail, plan.department.name, ("plans.show", place), verb)


def _to_begin(session: Session, user: User, today: date, led: Heads) -> Iterator[Task]:
    """Who leads the department, once the time has come, and the officer where nobody does; the others only see that it is missing."""
    years, mine = _years_to_begin(today), set(leading.led(user))
    if user.role is Role.QUALITY_OFFICER and years:
        mine |= {number for number in session.exec(select(Department.id)) if number not in led}  # type: ignore[misc]
    if not years or not mine:
        return
    begun = set(
        session.exec(
            select(YearlyPlan.department_id, YearlyPlan.year).where(
                col(YearlyPlan.department_id).in_(mine), col(YearlyPlan.year).in_(years)
            )
        )
    )
    places = select(Department).where(col(Department.id).in_(mine)).order_by(col(Department.name))
    for place in session.exec(places).all():
        for year in years:
            if (key(place), year) not in begun and not place.is_closed(date(year, 1, 31)):
                yield _beginning(place, year)


def _beginning(place: Department, year: int) -> Task:
    return Task(
        date(year, *READY_BY),
        f"Préparer le plan {year}",
        "Les actions de l’année, que la direction approuvera.",
        place.name,
        ("plans.index", {"annee": year}),
        "Commencer",
    )


def _years_to_begin(today: date) -> Sequence[int]:
    is_time = today >= date(today.year, *BEGIN_FROM)
    is_asked = today <= date(today.year, *READY_BY)
    return [*([today.year] if is_asked else []), *([today.year + 1] if is_time else [])]


def _to_submit(plan: YearlyPlan, user: User, led: Heads) -> Iterator[Task]:
    is_nobodys = plan.department_id not in led and user.role is Role.QUALITY_OFFICER
    is_own = leading.leads(user, plan.department_id) or plan.prepared_by_id == user.id or is_nobodys
    if plan.status is PlanStatus.IN_PREPARATION and is_own:
        why = plan.returned_because
        detail = f"Rendu par la direction : {why}" if why else "Commencé, pas encore soumis."
        yield _task(
            plan, date(plan.year, *READY_BY), f"Finir le plan {plan.year}", detail, "Ouvrir"
        )


def _to_approve(plan: YearlyPlan, user: User) -> Iterator[Task]:
    is_mine = not plans.objection_to_approval(plan, user)
    if plan.status is PlanStatus.SUBMITTED and is_mine and plan.submitted_at is not None:
        submitted_on = story.today(plan.submitted_at)
        until = submitted_on + TIME_TO_APPROVE
        detail = f"Soumis le {day(submitted_on)}."
        yield _task(plan, until, f"Approuver le plan {plan.year}", detail, "Lire")


def _to_close(plan: YearlyPlan, user: User, today: date) -> Iterator[Task]:
    """The officer, from the first of January; management where the officer may not."""
    is_over = plan.status is PlanStatus.APPROVED and today.year > plan.year
    if is_over and user.role is Role.QUALITY_OFFICER and not plans.objection_to_closing(plan, user):
        until = date(plan.year + 1, *CLOSED_BY)
        yield _task(plan, until, f"Clore le plan {plan.year}", "L’année est finie.", "Ouvrir")

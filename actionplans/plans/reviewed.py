"""What a yearly review says of plans: how the last one ended and what it taught, then how this one was carried out."""

from collections.abc import Iterator
from datetime import date

from sqlmodel import Session

from actionplans.models import YearlyPlan
from actionplans.plans import following, plans
from actionplans.plans.following import Followed, Line
from core.documents import Cell, Column, Paragraph, Part, Table
from core.french import count, day, listed

MOST = 10
COLUMNS = (
    Column("Action", about="Une action du plan approuvé."),
    Column("Prévue pour le", "date", about="Échéance le jour de l’approbation."),
    Column("Ce qu’elle est devenue", about="Jugé sur l’échéance approuvée."),
    Column("Effet", about="Verdict de la règle fixée d’avance, ou évaluation écrite."),
)


def of_year_before(session: Session, department_id: int, year: int, today: date) -> Iterator[Part]:
    """Where the year starts from; nothing when no plan was approved the year before."""
    before = following.year_before(session, department_id, year, today)
    if before is None:
        return
    at = before.plan.closed_at
    ended = f"clos le {day(at)}" if at else "pas encore clos"
    yield Paragraph(f"Le plan de {year - 1}, {ended}. {before.sentence}")
    if before.plan.lessons:
        yield Paragraph(f"Ce qu’il a appris : {before.plan.lessons}")


def of_year(session: Session, department_id: int, year: int, today: date) -> list[Part]:
    """The approved plan of the year and what became of it; empty when none was approved."""
    plan = plans.of(session, department_id, year)
    if plan is None or not plan.is_approved:
        return []
    return list(_parts(plan, following.followed(session, plan, today)))


def _parts(plan: YearlyPlan, found: Followed) -> Iterator[Part]:
    assert plan.approved_at is not None
    assert plan.approved_by is not None
    yield Paragraph(
        f"Plan approuvé le {day(plan.approved_at)} par {plan.approved_by.name}. "
        f"{following.sentence(found)}"
    )
    if found.planned:
        left = len(found.planned) - MOST
        more = f"{count(left, 'autre action', 'autres actions')} dans l’outil." if left > 0 else ""
        rows = tuple(_row(line) for line in found.planned[:MOST])
        yield Table(f"Le plan de {plan.year}", COLUMNS, rows, more)
    elif plan.no_action_because:
        yield Paragraph(f"Aucune action, parce que : {plan.no_action_because}")
    if found.added:
        titles = [f"« {line.action.title} »" for line in found.added[:MOST]]
        yield Paragraph(f"Ajoutées depuis l’approbation : {listed(titles)}.")


def _row(line: Line) -> tuple[Cell, ...]:
    verdict = line.action.verdict
    return (line.action.title, line.held_on, line.outcome.value, verdict.label if verdict else None)

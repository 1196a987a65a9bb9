"""A plan as a document: what was approved, alone; or with how far it is, what came after, what the year taught."""

from collections.abc import Iterator, Sequence
from datetime import date

from sqlmodel import Session

from actionplans.actions import story
from actionplans.models import YearlyPlan
from actionplans.plans import following
from actionplans.plans.following import Followed, Line
from core.documents import Cell, Column, Document, Heading, Paragraph, Part, Table
from core.french import day
from core.settings import Settings

PLANNED = (
    Column("Action", about="Ce que le service a décidé."),
    Column("Confiée à", about="La personne qui la porte."),
    Column("Échéance", "date", about="Celle du jour de l’approbation."),
    Column("Effet attendu", about="Écrit en décidant, avant de commencer."),
)
FOLLOWED = (
    Column("Action", about="Une action du plan."),
    Column("Prévue pour le", "date", about="Échéance le jour de l’approbation."),
    Column("Échéance", "date", about="Échéance d’aujourd’hui."),
    Column("Glissement", "number", about="Jours entre les deux."),
    Column("Ce qu’elle devient", about="Jugé sur l’échéance approuvée."),
    Column("Effet", about="Verdict de la règle fixée d’avance, ou évaluation écrite."),
)
OUTSIDE = (
    Column("Action", about="Une action de l’année, hors du plan."),
    Column("Échéance première", "date", about="Avant tout report."),
    Column("Pourquoi hors du plan", about="Décidée après l’approbation, ou laissée de côté."),
    Column("Ce qu’elle devient", about="Jugé sur l’échéance première."),
)
NOTHING = "Aucune action cette année."


def approved(session: Session, plan: YearlyPlan, settings: Settings) -> Document:
    """What management says yes to: the aims, and the actions with who, when and what for."""
    assert plan.approved_at is not None
    found = following.followed(session, plan, story.today(plan.approved_at))
    return _document(plan, settings, _approved(plan, found))


def whole(session: Session, plan: YearlyPlan, today: date, settings: Settings) -> Document:
    """The plan as it stands today."""
    found = following.followed(session, plan, today)
    parts = [*_approved(plan, found)]
    if plan.is_approved:
        parts += [*_followed(found), *_outside(found), *_lessons(plan)]
    return _document(plan, settings, parts)


def _document(plan: YearlyPlan, settings: Settings, parts: Iterator[Part] | list[Part]) -> Document:
    return Document(
        title=f"Plan {plan.year} du service {plan.department.name}",
        subtitle=f"Plan annuel d’actions, {plan.status.label}",
        about=tuple(_about(plan)),
        parts=tuple(parts),
        sender=settings.FUND_NAME,
        telephone=settings.FUND_PHONE,
    )


def _about(plan: YearlyPlan) -> Iterator[tuple[str, str]]:
    for label, who, at in (
        ("Préparé", plan.prepared_by, plan.prepared_at),
        ("Soumis", plan.submitted_by, plan.submitted_at),
        ("Approuvé", plan.approved_by, plan.approved_at),
        ("Clos", plan.closed_by, plan.closed_at),
    ):
        if who is not None and at is not None:
            yield label, f"le {day(at)} par {who.name}"


def _approved(plan: YearlyPlan, found: Followed) -> Iterator[Part]:
    yield Heading("Ce que le service vise")
    yield Paragraph(plan.aims or "Pas encore écrit.")
    yield Heading("Les actions prévues")
    if not found.planned:
        yield Paragraph(f"{NOTHING} {plan.no_action_because}".strip())
        return
    rows = tuple(_planned(line) for line in found.planned)
    yield Table(f"Le plan de {plan.year}", PLANNED, rows, _carried(found.planned))


def _planned(line: Line) -> tuple[Cell, ...]:
    action = line.action
    owner = action.owner.name if action.owner else None
    return (action.title, owner, line.held_on, action.expected or None)


def _carried(lines: Sequence[Line]) -> str:
    carried = [line.action.title for line in lines if line.is_carried_over]
    said = [f"Reprises du plan précédent : {' ; '.join(carried)}."] if carried else []
    for name in dict.fromkeys(line.came_from for line in lines if line.came_from):
        came = [line.action.title for line in lines if line.came_from == name]
        said.append(f"Venues de {name} avec le regroupement : {' ; '.join(came)}.")
    return " ".join(said)


def _followed(found: Followed) -> Iterator[Part]:
    yield Heading("Où il en est")
    yield Paragraph(following.sentence(found))
    if found.planned:
        rows = tuple(_row(line) for line in found.planned)
        yield Table("Chaque action, tenue à l’échéance approuvée", FOLLOWED, rows)


def _row(line: Line) -> tuple[Cell, ...]:
    action, verdict = line.action, line.action.verdict
    effect = verdict.label if verdict else None
    days = (line.held_on, action.due_on, line.slipped or None)
    return (action.title, *days, line.outcome.value, effect)


def _outside(found: Followed) -> Iterator[Part]:
    if found.outside:
        yield Heading("Hors du plan approuvé")
        rows = tuple(
            (line.action.title, line.held_on, line.why_outside, line.outcome.value)
            for line in found.outside
        )
        yield Table("Les autres actions de l’année", OUTSIDE, rows)


def _lessons(plan: YearlyPlan) -> Iterator[Part]:
    if plan.lessons:
        yield Heading("Ce que l’année a appris")
        yield Paragraph(plan.lessons)

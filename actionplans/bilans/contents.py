"""What a yearly review says, as a document: the plan, compliance, improvements, successes. Made of what is kept, not rewritten.

Three duties of the charter in one place (AVI and RES): verify, find what to improve and what to promote, make sure the plan was
carried out. It is four pages at most, so that it is read: lists are cut at ten lines and say how many there are.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from actionplans.assessments import freezing, last_year, pace, perceived, proposals
from actionplans.assessments.freezing import Sheet
from actionplans.assessments.scores import Rate
from actionplans.bilans import counted, thanks
from actionplans.bilans.execution import DONE, execution
from actionplans.bilans.wording import carried_out, cut, to_come
from actionplans.delays import figures as delays
from actionplans.delays.delays import Figure
from actionplans.delays.figures import Period
from actionplans.models import Action, ActionStatus, Assessment, Level
from actionplans.plans import reviewed
from core import french
from core.documents import Bullets, Cell, Column, Document, Heading, Paragraph, Part, Table
from core.settings import Settings

MOST = 10
BETTER = [Level.A, Level.B, Level.C, Level.D]
PLAN = (
    Column("Action", about="Ce que le service avait décidé, échéance première dans l’année."),
    Column("Échéance première", "date", about="Avant tout report."),
    Column("Ce qu’elle est devenue", about="Jugé sur l’échéance première."),
    Column("Effet", about="Verdict de la règle fixée d’avance, ou évaluation écrite."),
)
RATES = (
    Column("Mesure", about="Part d’engagements ; voir la colonne suivante."),
    Column("Nombre", "number", about="Engagements comptés."),
    Column("Sur", "number", about="Engagements concernés."),
    Column("Part", "percent", about="Nombre rapporté à « Sur »."),
)
THEMES = (
    Column("Thème de la charte"),
    Column("Tenus", "number", about="Engagements de niveau A ou B."),
    Column("Cotés", "number", about="Engagements de niveau A à D."),
    Column("Score", "number", about="Moyenne pondérée des points, de 0 à 100."),
)
DELAYS = (
    Column("Engagement", about="Code de la promesse de délai."),
    Column("Constat", about="Part tenue, intervalle à 95 % de Wilson, dépassements."),
)


def of_department(
    session: Session, assessment: Assessment, today: date, settings: Settings
) -> Document:
    """The review of a department for the year of its assessment, as of today."""
    sheet = freezing.sheet(session, assessment)
    since, until = sheet.period
    promises = delays.figures(session, assessment.department, Period(since, until))
    opinions = proposals.opinions(session, assessment.campaign)
    parts: list[Part] = [
        *_plan(session, assessment, today),
        *_compliance(session, assessment, sheet, promises),
        *perceived.of_department(perceived.rated(sheet.content["rows"], opinions)),
        *_improvements(session, assessment, sheet),
        *_successes(session, assessment, sheet, promises),
        *_signatures(sheet),
    ]
    return Document(
        title=f"Bilan {assessment.campaign.year} du service {assessment.department.name}",
        subtitle=f"Charte de service, version {sheet.content['charter']['version']}",
        about=(
            ("Période évaluée", french.period(since, until)),
            ("Auto-évaluation", assessment.status.label),
            ("Temps passé à la remplir", pace.spent(assessment.minutes)),
        ),
        parts=tuple(parts),
        sender=settings.FUND_NAME,
        telephone=settings.FUND_PHONE,
    )


# ---------------------------------------------------------------- 1. the plan


def _plan(session: Session, assessment: Assessment, today: date) -> Iterator[Part]:
    """Last year's first, then this one's as it was approved; without an approved plan, what was due in the year."""
    year, place = assessment.campaign.year, assessment.department_id
    yield Heading(f"1. Le plan de {year} : ce qui a été fait")
    yield from reviewed.of_year_before(session, place, year, today)
    if approved := reviewed.of_year(session, place, year, today):
        yield from approved
        return
    done = execution(session, place, year, today)
    if not done.rows:
        yield Paragraph("Aucune action de ce service n’avait son échéance dans l’année.")
        return
    yield Paragraph(carried_out(done))
    rows = [
        (action.title, action.first_due_on, outcome.value, _verdict(action))
        for action, outcome in done.rows[:MOST]
    ]
    yield Table(f"Le plan de {year}", PLAN, tuple(rows), cut(len(done.rows), MOST, "action"))


def _verdict(action: Action) -> Cell:
    if action.verdict is not None:
        return action.verdict.label
    return "à vérifier" if action.status in DONE else None


# ---------------------------------------------------------------- 2. compliance


def _compliance(
    session: Session, assessment: Assessment, sheet: Sheet, promises: Mapping[str, Figure]
) -> Iterator[Part]:
    found = sheet.scores
    yield Heading("2. La charte est-elle tenue")
    rates = (
        ("Engagements tenus (A ou B)", found.respect),
        ("Prouvés, parmi les tenus", found.proof),
        ("Évalués, parmi ceux à évaluer", found.completeness),
        ("Non concernés", found.not_concerned),
    )
    yield Table("Avant tout score", RATES, tuple(_rate(label, rate) for label, rate in rates))
    yield Paragraph(_score(sheet))
    rows = [(one.theme, one.respect.count, one.respect.of, one.score) for one in found.themes]
    yield Table("Par thème de la charte", THEMES, tuple(rows))
    yield from _delays(promises)


def _rate(label: str, rate: Rate) -> tuple[Cell, ...]:
    return (label, rate.count, rate.of, rate.count / rate.of if rate.of else None)


def _score(sheet: Sheet) -> str:
    score = sheet.scores.score
    if score is None:
        return "Aucun engagement n’est coté : il n’y a pas de score."
    said = f"Score du service : {french.number(score)} sur 100, moyenne de ses thèmes."
    moved = sheet.evolution
    if moved is None:
        return f"{said} C’est la première année comparable."
    return (
        f"{said} Depuis le bilan précédent : {french.number(moved.total, 1)} points, dont "
        f"{french.number(moved.common, 1)} sur le périmètre commun ({french.count(moved.lines, 'engagement')}) et "
        f"{french.number(moved.perimeter, 1)} dus au changement de périmètre."
    )


def _delays(promises: Mapping[str, Figure]) -> Iterator[Part]:
    rows = tuple((code, delays.sentence(one)) for code, one in promises.items())
    if rows:
        yield Table("Délais mesurés sur les demandes", DELAYS, rows)


# ---------------------------------------------------------------- 3. what to improve


def _improvements(session: Session, assessment: Assessment, sheet: Sheet) -> Iterator[Part]:
    yield Heading("3. Ce qu’il faut améliorer")
    yield Paragraph(sheet.content["improvements"] or "Le service n’a rien écrit ici.")
    broken = [row for level in (Level.D, Level.C) for row in sheet.rows_at(level)]
    if broken:
        yield Paragraph("Engagements tenus en partie, ou pas tenus :")
        yield Bullets(tuple(_broken(row) for row in broken[:MOST]))
    coming = _coming(session, assessment)
    if coming:
        yield Paragraph("Actions décidées pour la suite :")
        yield Bullets(tuple(to_come(action) for action in coming[:MOST]))


def _broken(row: dict[str, Any]) -> str:
    why = f" : {row['reason']}" if row["reason"] else ""
    return f"{row['code']} {row['title']} ({row['validated']}){why}"


def _coming(session: Session, assessment: Assessment) -> Sequence[Action]:
    open_ones = (ActionStatus.DECIDED, ActionStatus.IN_PROGRESS, ActionStatus.SUSPENDED)
    found = select(Action).where(
        Action.department_id == assessment.department_id, col(Action.status).in_(open_ones)
    )
    return session.exec(found.order_by(col(Action.due_on), col(Action.id))).all()


# ---------------------------------------------------------------- 4. successes


def _successes(
    session: Session, assessment: Assessment, sheet: Sheet, promises: Mapping[str, Figure]
) -> Iterator[Part]:
    yield Heading("4. Les réussites à faire connaître")
    yield Paragraph(sheet.content["successes"] or "Le service n’a rien écrit ici.")
    period, place = Period(*sheet.period), assessment.department_id
    found = [
        *counted.held(promises),
        *counted.reports_closed(session, period, place),
        *(f"Point fort : {row['code']} {row['title']}" for row in sheet.content["rows"] if row["is_strong"]),
        *_gained(session, assessment, sheet),
        *(f"Effet constaté : {action.title}" for action in _effective(session, assessment)),
    ]  # fmt: skip
    if found:
        yield Bullets(tuple(found[: 2 * MOST]))
    yield from thanks.told(session, assessment)


def _gained(session: Session, assessment: Assessment, sheet: Sheet) -> Iterator[str]:
    before = last_year.said(session, assessment)
    for row in sheet.content["rows"]:
        earlier, level = before.get(row["code"]), Level(row["validated"])
        if earlier is None or earlier.fingerprint != row["fingerprint"]:
            continue
        if earlier.level in BETTER and level in BETTER and BETTER.index(level) < BETTER.index(earlier.level):  # fmt: skip
            yield f"Niveau gagné : {row['code']} {row['title']}, de {earlier.level.value} à {level.value}"


def _effective(session: Session, assessment: Assessment) -> Sequence[Action]:
    since, until = assessment.campaign.period_start, assessment.campaign.period_end
    found = select(Action).where(
        Action.department_id == assessment.department_id,
        Action.status == ActionStatus.EFFECTIVE,
        col(Action.closed_on).between(since, until),
    )
    return session.exec(found.order_by(col(Action.closed_on))).all()


def _signatures(sheet: Sheet) -> Iterator[Part]:
    for label, name in (("Rempli par", "submitted"), ("Validé par", "validated")):
        if who := sheet.content[name]["by"]:
            yield Paragraph(f"{label} {who}.", is_soft=True)

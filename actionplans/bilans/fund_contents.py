"""What the fund's yearly review says, as a document: the plans first, compliance without a single mean, what to improve, successes.

It is made of what the departments said and had validated, never of what the fund would like: a department whose assessment is not
validated is named, and counts nowhere. Four pages at most, whatever the size of the fund: long lists are cut and say so.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from statistics import median

from sqlmodel import Session

from actionplans.assessments import delivered, pace, perceived
from actionplans.bilans import execution, fund_successes, maturity
from actionplans.bilans.execution import Execution, Outcome
from actionplans.bilans.fund_kept import compliance
from actionplans.bilans.fund_sheets import FundSheet, fund_sheet
from actionplans.bilans.maturity import ThemeMaturity
from actionplans.bilans.wording import carried_out, cut, shortened, to_come
from actionplans.delays import figures as delays
from actionplans.delays.delays import Figure
from actionplans.delays.figures import Period
from actionplans.models import Campaign, Stage
from core import french
from core.documents import Bullets, Cell, Column, Document, Heading, Paragraph, Part, Table
from core.settings import Settings

MOST_DEPARTMENTS, MOST_LINES = 10, 6
WORDS_SHOWN = 150  # of what a department wrote: its own review has the rest
PLAN = (
    Column("Service", about="Le service qui avait décidé les actions."),
    Column("Prévues", "number", about="Actions dont l’échéance première tombait dans l’année."),
    Column("À temps", "number", about="Réalisées à leur échéance première au plus tard."),
    Column("Après", "number", about="Réalisées après leur échéance première."),
    Column("En retard", "number", about="Pas réalisées, échéance première passée."),
    Column("Exécution", "percent", about="Réalisées, parmi celles qui n’ont pas été abandonnées."),
)
CYCLE = (
    Column("Thème de la charte"),
    Column("Stade", about="De 0, rien, à 4, amélioré : prévu, appliqué, mesuré, amélioré."),
    Column("Pourquoi", about="En une phrase, par le référent qualité."),
)


def of_fund(
    session: Session, campaign: Campaign, today: date, settings: Settings, motive: str = ""
) -> Document:
    """The review of the fund for the year of a campaign, as of today; `motive` says why some departments are missing."""
    sheet = fund_sheet(session, campaign)
    requests = delays.told(session, Period(campaign.period_start, campaign.period_end))
    promises = delays.board(requests) if requests else {}
    parts: list[Part] = [
        *_plans(session, campaign, today),
        *compliance(sheet, promises),
        *perceived.of_fund(delivered.of_campaign(session, campaign)),
        *_improvements(session, sheet),
        *_successes(session, sheet, promises),
        *_cycle(maturity.of_year(session, campaign)),
        *_minutes(sheet),
    ]
    return Document(
        title=f"Bilan {campaign.year} de la caisse",
        subtitle=f"Charte de service, version {campaign.charter.version}",
        about=tuple(_about(sheet, motive)),
        parts=tuple(parts),
        sender=settings.FUND_NAME,
        telephone=settings.FUND_PHONE,
    )


def _about(sheet: FundSheet, motive: str) -> Iterator[tuple[str, str]]:
    since, until = sheet.campaign.period_start, sheet.campaign.period_end
    yield "Période évaluée", french.period(since, until)
    said = f"{len(sheet.sheets)} sur {sheet.departments}"
    yield "Services dont l’auto-évaluation est validée", said
    if sheet.unfinished:
        yield (
            "Comptés nulle part, faute d’auto-évaluation validée",
            french.listed([*sheet.unfinished]),
        )
    if sheet.unsigned:
        yield "Bilans de service non signés", french.listed([*sheet.unsigned])
    if motive:
        yield "Pourquoi ce bilan est signé sans eux", motive


# ---------------------------------------------------------------- 1. the plans


def _plans(session: Session, campaign: Campaign, today: date) -> Iterator[Part]:
    year = campaign.year
    yield Heading(f"1. Les plans de {year} : ce qui a été fait")
    plans = execution.of_all(session, year, today)
    if not plans:
        yield Paragraph("Aucune action n’avait son échéance dans l’année.")
        return
    whole = Execution([row for plan in plans.values() for row in plan.rows])
    yield Paragraph(carried_out(whole))
    yield Paragraph(_effects(whole))
    behind = sorted(plans.values(), key=lambda plan: (plan.share is None, plan.share or 0.0))
    rows = [_plan(plan.rows[0][0].department.name, plan) for plan in behind]
    note = cut(len(rows), MOST_DEPARTMENTS, "service")
    yield Table(f"Les plans de {year}, le moins avancé d’abord", PLAN, tuple(rows[:MOST_DEPARTMENTS]), note)  # fmt: skip


def _plan(name: str, plan: Execution) -> tuple[Cell, ...]:
    return (
        name,
        len(plan.rows),
        plan.count(Outcome.ON_TIME),
        plan.count(Outcome.LATE),
        plan.count(Outcome.OVERDUE),
        plan.share,
    )


def _effects(whole: Execution) -> str:
    """What the rule fixed beforehand says of what was done; what waits is said too."""
    counted: dict[str, int] = {}
    for action, _ in whole.rows:
        if action.verdict is not None:
            counted[action.verdict.label] = counted.get(action.verdict.label, 0) + 1
    done = whole.count(Outcome.ON_TIME, Outcome.LATE)
    waiting = done - sum(counted.values())
    said = [f"{french.number(number)} « {label} »" for label, number in sorted(counted.items())]
    if waiting > 0:
        said.append(french.count(waiting, "encore à vérifier", "encore à vérifier"))
    if not said:
        return "Aucun effet n’a encore été jugé."
    return f"Effet de ce qui a été réalisé : {french.listed(said)}."


# ---------------------------------------------------------------- 3 and 4. what to improve, what to be proud of


def _improvements(session: Session, sheet: FundSheet) -> Iterator[Part]:
    yield Heading("3. Ce qu’il faut améliorer")
    yield from _told([(one.department, one.improvements) for one in sheet.sheets])
    coming = fund_successes.coming(session, MOST_LINES)
    if coming:
        yield Paragraph("Prochaines actions décidées :")
        yield Bullets(tuple(f"{one.department.name} : {to_come(one)}" for one in coming))


def _successes(
    session: Session, sheet: FundSheet, promises: Mapping[str, Figure]
) -> Iterator[Part]:
    yield Heading("4. Les réussites à faire connaître")
    found = fund_successes.successes(session, sheet, promises)
    if found:
        yield Bullets(tuple(found))
    yield from _told([(one.department, one.successes) for one in sheet.sheets])


def _told(said: Sequence[tuple[str, str]]) -> Iterator[Part]:
    """What departments wrote, in a few words each."""
    lines = [
        f"{department} : {shortened(text, WORDS_SHOWN)}"
        for department, text in said
        if text.strip()
    ]
    if lines:
        yield Bullets(tuple(lines[:MOST_LINES]))
    if note := cut(len(lines), MOST_LINES, "service"):
        yield Paragraph(note, is_soft=True)


# ---------------------------------------------------------------- 5 and 6. the cycle, the time


def _cycle(cycle: Sequence[ThemeMaturity]) -> Iterator[Part]:
    yield Heading("5. Où en est chaque thème (PDCA)")
    rows = [
        (one.theme.title, _stage(one.said.stage, one.before), one.said.reason)
        for one in cycle
        if one.said
    ]
    if not rows:
        yield Paragraph("Le référent qualité ne l’a pas encore dit.")
        return
    left = len(cycle) - len(rows)
    note = f"{french.count(left, 'thème')} sans cotation. " if left else ""
    yield Table(
        "Rien, prévu, appliqué, mesuré, amélioré",
        CYCLE,
        tuple(rows),
        f"{note}Avis du référent qualité, jamais mêlé aux scores.",
    )


def _stage(stage: int, before: Stage | None) -> str:
    said = f"{stage} {Stage(stage).label}"
    return said if before is None or before == stage else f"{said} ({before.value} l’an dernier)"


def _minutes(sheet: FundSheet) -> Iterator[Part]:
    if not sheet.sheets:
        return
    minutes = [one.minutes for one in sheet.sheets]
    within = sum(spent <= pace.PROMISED_MINUTES for spent in minutes)
    yield Heading("6. Le temps passé")
    yield Paragraph(
        f"Remplir une auto-évaluation a pris {french.count(round(median(minutes)), 'minute')} (médiane ; "
        f"de {round(min(minutes))} à {round(max(minutes))}). "
        f"{french.count(within, 'service')} sur {len(minutes)} dans les {pace.PROMISED_MINUTES} minutes promises."
    )

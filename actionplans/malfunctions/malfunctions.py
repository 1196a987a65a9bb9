"""What becomes of a malfunction: qualified, joined, redirected, in hand, resolved, closed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, or_, select

from actionplans.malfunctions import recurrences, reporting
from actionplans.malfunctions.reporting import subject
from actionplans.models import (
    Action,
    Cause,
    CauseFamily,
    Frequency,
    InsideMove,
    InsidePlace,
    Malfunction,
    MalfunctionFile,
    MalfunctionMessage,
    MalfunctionStatus,
    SimilarReport,
)
from core import typed_days, working_days
from core.clock import PARIS
from core.errors import Refused
from organisation import journal, leading
from organisation.models import Commitment, Department, Role, User
from organisation.rights import Right, may_in
from organisation.words import DEEDS

SEVERITIES = {
    1: "grave : des adhérents sont lésés",
    2: "sérieux : le travail est bloqué",
    3: "gênant",
    4: "mineur",
}
TO_TAKE, TO_FIX = 10, 20  # working days once qualified
OFFICIAL_CHANNELS = {
    "harassment": "la personne de confiance et le service des ressources humaines",
    "fraud": "le référent lutte contre la fraude",
    "safety": "le référent santé et sécurité",
    "whistleblowing": "le référent alerte (loi du 21 mars 2022)",
}

DEEDS.update(
    {
        "qualify_malfunction": "dysfonctionnement qualifié",
        "join_malfunction": "rattaché à un signalement antérieur",
        "redirect_malfunction": "réorienté vers la voie officielle, contenu effacé",
        "drop_malfunction": "sans suite, motif donné",
        "take_malfunction": "pris en charge",
        "resolve_malfunction": "résolu",
        "close_malfunction": "retour fait, clos",
        "see_reporter": "identité de l’auteur consultée",
    }
)

S = MalfunctionStatus


@dataclass(frozen=True)
class Qualification:
    """What the officer judges a report to be."""

    severity: int
    department: Department
    theme: str = ""
    commitment: Commitment | None = None
    frequency: Frequency | None = None


@dataclass(frozen=True)
class Handling:
    """How a department takes it up: the family of its cause, why it happens, the day it announces. All optional."""

    family: CauseFamily | None = None
    analysis: str = ""
    announced_on: date | None = None


NOTHING_SAID = Handling()


def qualify(session: Session, m: Malfunction, q: Qualification, by: User, now: datetime) -> None:
    """Say how serious it is, whose it is, which commitment it touches."""
    _expect(m, S.REPORTED, S.QUALIFIED)
    if not m.text:
        raise Refused("Ce signalement est en cours de masquage : revenez dans un instant.")
    if q.severity not in SEVERITIES:
        raise Refused("Choisissez une gravité de 1 à 4.")
    today = _today(now)
    m.severity, m.department_id, m.theme = q.severity, q.department.id, q.theme
    m.commitment_id = q.commitment.id if q.commitment else None
    m.frequency = q.frequency
    m.qualified_on, m.due_on = today, working_days.after(today, TO_TAKE)
    _go(session, m, S.QUALIFIED, "qualify_malfunction", by, now, f"gravité {q.severity}")


def join(session: Session, m: Malfunction, earlier: Malfunction, by: User, now: datetime) -> None:
    """The same as an earlier one: it counts there, and its reporter follows that one."""
    _expect(m, S.REPORTED, S.QUALIFIED)
    if earlier.id == m.id or earlier.joined_to_id == m.id:
        raise Refused("Un signalement ne se rattache pas à lui-même.", "number")
    m.joined_to_id = earlier.joined_to_id or earlier.id
    m.outcome = f"Rattaché au signalement {earlier.number}, déjà connu."
    _go(session, m, S.JOINED, "join_malfunction", by, now, earlier.number)


def redirect(session: Session, m: Malfunction, channel: str, by: User, now: datetime) -> None:
    """Harassment, fraud, safety: not ours to handle. Named channel; what was told is erased here, and what was read of it.

    The channel is told to its author alone: in the journal it would say what the report was about.
    """
    _expect(m, S.REPORTED, S.QUALIFIED)
    if channel not in OFFICIAL_CHANNELS:
        raise Refused("Choisissez la voie officielle.", "channel")
    m.sealed, m.text, m.title = None, "", "Signalement réorienté"
    m.theme, m.guessed_theme, m.guessed_commitment_id = "", "", None
    for told in (MalfunctionMessage, MalfunctionFile, SimilarReport, InsidePlace, InsideMove):
        session.connection().execute(sa.delete(told).where(col(told.malfunction_id) == m.id))
    m.outcome = f"Votre signalement relève d’une autre voie : {OFFICIAL_CHANNELS[channel]}."
    _go(session, m, S.REDIRECTED, "redirect_malfunction", by, now)


def drop(session: Session, m: Malfunction, reason: str, by: User, now: datetime) -> None:
    """Not pursued, and the reporter is told why."""
    _expect(m, S.REPORTED, S.QUALIFIED)
    m.outcome = _words(reason, "Dites pourquoi ce signalement n’a pas de suite.")
    m.closed_on = _today(now)
    _go(session, m, S.NOT_PURSUED, "drop_malfunction", by, now)


def take_in_hand(
    session: Session, m: Malfunction, by: User, now: datetime, how: Handling = NOTHING_SAID
) -> None:
    """The department starts on it: twenty working days from the day it was judged, or the day it announces."""
    _expect(m, S.QUALIFIED)
    _check_theirs(m, by)
    today = _today(now)
    if how.announced_on is not None:
        typed_days.expect_to_come(how.announced_on, today, about="announced_on")
    m.cause_family, m.analysis = how.family, how.analysis.strip()
    m.due_on = how.announced_on or working_days.after(m.qualified_on or today, TO_FIX)
    _go(session, m, S.IN_HAND, "take_malfunction", by, now)


def resolve(
    session: Session,
    m: Malfunction,
    fix: str,
    by: User,
    now: datetime,
    cause_remains: bool = False,
) -> None:
    """Say what was done: the immediate fix. Where the cause remains, an action must already deal with it."""
    _expect(m, S.QUALIFIED, S.IN_HAND)
    _check_theirs(m, by)
    m.fix = _words(fix, "Décrivez ce qui a été fait.")
    if cause_remains and not has_action(session, m):
        raise Refused("La cause demeure : proposez d’abord une action, plus bas sur cette page.", "text")  # fmt: skip
    m.due_on = working_days.after(_today(now), reporting.TO_QUALIFY)
    _go(session, m, S.RESOLVED, "resolve_malfunction", by, now)


def has_action(session: Session, m: Malfunction) -> bool:
    """Whether an action that was neither refused nor dropped has this report among its causes."""
    alive = (
        select(Cause.id)
        .join(Action)
        .where(Cause.malfunction_id == m.id, col(Action.status).not_in(recurrences.DEAD))
    )
    return session.exec(alive.limit(1)).first() is not None


def close(session: Session, m: Malfunction, outcome: str, by: User, now: datetime) -> None:
    """Tell the reporter what became of it, and close."""
    _expect(m, S.RESOLVED)
    m.outcome = _words(outcome, "Écrivez le retour à faire à l’auteur du signalement.")
    m.closed_on, m.is_satisfied = _today(now), None
    _go(session, m, S.CLOSED, "close_malfunction", by, now)


def reporter_name(session: Session, m: Malfunction, by: User, now: datetime) -> str:
    """Who told it confidentially, for the officer alone; looking is journalled."""
    if by.role is not Role.QUALITY_OFFICER or m.reporter is None:
        raise Refused("L’auteur de ce signalement n’est pas connu.")
    journal.write(session, now, by, "see_reporter", subject(m))
    return m.reporter.name


def _expect(m: Malfunction, *statuses: MalfunctionStatus) -> None:
    if m.status not in statuses:
        raise Refused(f"Ce signalement est {m.status.label} : ce n’est pas possible maintenant.")


def _check_theirs(m: Malfunction, by: User) -> None:
    if not may_in(by, Right.ANSWER_MALFUNCTIONS, m.department_id):
        raise Refused("Ce signalement est confié à un autre service.")


def _words(text: str, sentence: str) -> str:
    return reporting.checked(text, reporting.LONGEST_WORD, sentence)


def _go(
    session: Session,
    m: Malfunction,
    to: MalfunctionStatus,
    deed: str,
    by: User,
    now: datetime,
    details: str = "",
) -> None:
    was, m.status = m.status, to
    session.flush()
    said = f"{was.label} → {to.label}" + (f", {details}" if details else "")
    journal.write(session, now, by, deed, subject(m), said, m.department_id)


def _today(now: datetime) -> date:
    return now.astimezone(PARIS).date()


# ---------------------------------------------------------------- reading

OPEN = (S.REPORTED, S.QUALIFIED, S.IN_HAND, S.RESOLVED)
WITH_DEPARTMENT = joinedload(Malfunction.department)  # type: ignore[arg-type]


def visible_to(user: User) -> Any:
    """What this person may read: all for the officer; once qualified, those of the departments they
    lead; the most serious for management; and what one reported under one's name."""
    own = col(Malfunction.reporter_id) == user.id
    if user.role is Role.QUALITY_OFFICER:
        return col(Malfunction.id).is_not(None)
    if user.role is Role.MANAGEMENT:
        return or_(own, col(Malfunction.severity) == 1)
    if places := leading.led(user):
        return or_(own, _of(places) & col(Malfunction.qualified_on).is_not(None))
    return own


def _of(places: Collection[int]) -> Any:
    return col(Malfunction.department_id).in_(places)


def listed(
    user: User,
    only_open: bool = True,
    overdue_on: date | None = None,
    place: int | None = None,
) -> Any:
    """The reports this person may read, newest first; to be cut in pages.

    `overdue_on`: those past their day then. `place`: those of one department.
    """
    found = select(Malfunction).where(visible_to(user)).options(WITH_DEPARTMENT)
    if place is not None:
        found = found.where(Malfunction.department_id == place)
    if only_open or overdue_on is not None:
        found = found.where(col(Malfunction.status).in_(OPEN))
    if overdue_on is not None:
        found = found.where(col(Malfunction.due_on) < overdue_on)
    return found.order_by(col(Malfunction.reported_on).desc(), col(Malfunction.id).desc())

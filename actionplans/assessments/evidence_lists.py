"""The proofs somebody may read: narrowed by department, commitment and state, the first to end first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload
from sqlmodel import Session, col, select

from actionplans.assessments import evidence_files
from actionplans.models import (
    OPEN_STATUSES,
    ActionProof,
    Assessment,
    Campaign,
    CampaignStatus,
    Evidence,
    EvidenceState,
    EvidenceUse,
    Level,
    MonthlyNote,
    Rating,
)
from core.errors import Missing
from organisation import leading
from organisation.models import Commitment, User
from organisation.rights import Right, may, may_in

SOON = timedelta(days=30)
"""A proof that ends within thirty days is told: there is time to bring the next one."""
RENEWED_FROM = timedelta(days=60)
"""Whoever watches over all proofs looks further ahead."""


class Shown(StrEnum):
    """Which proofs of the list."""

    ALL = "toutes"
    PROPOSED = "proposees"
    ADMITTED = "admises"
    REFUSED = "refusees"
    ENDING = "bientot-perimees"
    RENEWING = "a-renouveler"
    EXPIRED = "perimees"

    @property
    def label(self) -> str:
        return {
            "toutes": "Toutes",
            "proposees": "Proposées",
            "admises": "Admises",
            "refusees": "Refusées",
            "bientot-perimees": "Bientôt périmées",
            "a-renouveler": "À renouveler",
            "perimees": "Périmées",
        }[self.value]


@dataclass(frozen=True)
class Narrowed:
    """What the address asks for."""

    shown: Shown = Shown.ALL
    department_id: int | None = None
    code: str = ""


def may_read(user: User, evidence: Evidence) -> bool:
    """Who leads the department, the officer and management; nobody else."""
    return may_read_of(user, evidence.department_id)


def may_read_of(user: User, department_id: int) -> bool:
    """The same, of all the proofs of a department."""
    rights = (Right.FILL_ASSESSMENTS, Right.VALIDATE_ASSESSMENTS)
    return any(may_in(user, right, department_id) for right in rights)


def find(session: Session, evidence_id: int, user: User) -> Evidence:
    """A proof with all that its page says; Missing for whoever may not read it."""
    wanted = select(Evidence).where(Evidence.id == evidence_id).options(*_WHOLE)
    evidence = session.exec(wanted).first()
    if evidence is None or not may_read(user, evidence):
        raise Missing("Cette preuve n’existe pas, ou ne vous est pas ouverte.")
    return evidence


_WHOLE: tuple[Any, ...] = (
    joinedload(Evidence.department),  # type: ignore[arg-type]
    joinedload(Evidence.added_by),  # type: ignore[arg-type]
    joinedload(Evidence.judged_by),  # type: ignore[arg-type]
    selectinload(Evidence.uses).joinedload(EvidenceUse.commitment),  # type: ignore[arg-type]
    selectinload(Evidence.shown).joinedload(ActionProof.action),  # type: ignore[arg-type]
)


def listed(user: User, wanted: Narrowed, today: date) -> Any:
    """The select of the list; the same rows for the screen and for the file."""
    rows = select(Evidence).where(*_open_to(user, wanted), _passes(wanted.shown, today))
    return rows.options(*_WHOLE).order_by(col(Evidence.valid_to), col(Evidence.id))


def _open_to(user: User, wanted: Narrowed) -> list[Any]:
    conditions: list[Any] = []
    if not may(user, Right.VALIDATE_ASSESSMENTS):
        conditions.append(col(Evidence.department_id).in_(leading.led(user)))
    if wanted.department_id is not None:
        conditions.append(Evidence.department_id == wanted.department_id)
    if wanted.code:
        serving = select(EvidenceUse.evidence_id).join(Commitment)
        conditions.append(col(Evidence.id).in_(serving.where(Commitment.code == wanted.code)))
    return conditions


def _passes(shown: Shown, today: date) -> Any:
    is_expired = col(Evidence.valid_to) < today
    is_refused = col(Evidence.state) == EvidenceState.REFUSED
    stands = sa.and_(~is_expired, ~is_refused)
    return {
        Shown.ALL: sa.true(),
        Shown.PROPOSED: sa.and_(col(Evidence.state) == EvidenceState.PROPOSED, ~is_expired),
        Shown.ADMITTED: sa.and_(col(Evidence.state) == EvidenceState.ADMITTED, ~is_expired),
        Shown.REFUSED: is_refused,
        Shown.ENDING: sa.and_(stands, col(Evidence.valid_to) <= today + SOON),
        Shown.RENEWING: sa.and_(
            stands, renewable(), col(Evidence.valid_to) <= today + RENEWED_FROM
        ),
        Shown.EXPIRED: sa.and_(is_expired, ~is_refused),
    }[shown]


def renewable() -> Any:
    """Whether the next one has to be brought. A note of the month has nothing to renew: the next follows."""
    return ~sa.exists().where(col(MonthlyNote.evidence_id) == col(Evidence.id))


def counts(session: Session, user: User, wanted: Narrowed, today: date) -> dict[Shown, int]:
    """How many proofs each filter would show, in one query."""
    sums = [
        sa.func.coalesce(sa.func.sum(sa.case((_passes(s, today), 1), else_=0)), 0) for s in Shown
    ]
    row = session.connection().execute(sa.select(*sums).where(*_open_to(user, wanted))).one()
    return dict(zip(Shown, map(int, row), strict=True))


# ---------------------------------------------------------------- where it is used


def served(session: Session, evidence: Evidence) -> Sequence[Rating]:
    """The rows of every year that this proof supports: its commitments, where its period overlaps."""
    rows = (
        _rows_of(evidence)
        .where(col(Commitment.code).in_(evidence.codes))
        .order_by(col(Campaign.year).desc(), col(Commitment.rank))
    )
    return [row for row in session.exec(rows).all() if _touches(evidence, row)]


def could_serve(session: Session, evidence: Evidence) -> Sequence[Rating]:
    """The rows of open assessments that it does not serve yet and that its period overlaps."""
    if evidence.state is EvidenceState.REFUSED:
        return []
    rows = (
        _rows_of(evidence)
        .where(
            Campaign.status == CampaignStatus.OPEN,
            col(Assessment.status).in_(OPEN_STATUSES),
            Rating.declared != Level.NOT_DUE,
            col(Commitment.code).not_in(evidence.codes),
        )
        .order_by(col(Campaign.year).desc(), col(Commitment.rank))
    )
    return [row for row in session.exec(rows).all() if _touches(evidence, row)]


def _rows_of(evidence: Evidence) -> Any:
    return (
        select(Rating)
        .join(Assessment)
        .join(Campaign)
        .join(Commitment, col(Commitment.id) == Rating.commitment_id)
        .where(Assessment.department_id == evidence.department_id)
        .options(
            joinedload(Rating.commitment),  # type: ignore[arg-type]
            joinedload(Rating.assessment).joinedload(Assessment.campaign),  # type: ignore[arg-type]
        )
    )


def _touches(evidence: Evidence, row: Rating) -> bool:
    campaign = row.assessment.campaign
    return evidence.valid_from <= campaign.period_end and evidence.valid_to >= campaign.period_start


def is_lost(evidence: Evidence) -> bool:
    """A file was brought, and is no longer on the disk."""
    return evidence.sha256 is not None and not evidence_files.is_kept(evidence.sha256)

"""Freezing: a validated assessment becomes a text and its fingerprint, which nothing changes after."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from actionplans.assessments import assessments, levels, scores
from actionplans.assessments.scores import Evolution, Line, Rate, Scores, ThemeScore
from actionplans.models import Assessment, AssessmentStatus, Campaign, Level, Rating
from core.clock import PARIS
from core.errors import Refused
from organisation import journal
from organisation.models import User
from organisation.rights import Right, may
from organisation.words import DEEDS

DEEDS.update({"freeze_assessment": "auto-évaluation figée"})

FORMAT = 1
RATES = ("respect", "proof", "completeness", "not_concerned")
PARAMETERS = {
    "points": {level.value: points for level, points in levels.POINTS.items()},
    "explicit_threshold_weight": 2,
    "enough": levels.ENOUGH,
    "satisfied_enough": levels.SATISFIED_ENOUGH,
    "tolerance": levels.TOLERANCE,
    "green_from": scores.GREEN_FROM,
    "amber_from": scores.AMBER_FROM,
}


def freeze(session: Session, assessment: Assessment, by: User, now: datetime) -> None:
    """Write the snapshot and its SHA-256; only a validated assessment is frozen, and once."""
    assessment.expect(AssessmentStatus.VALIDATED)
    if not may(by, Right.RUN_CAMPAIGNS):
        raise Refused("Seuls le référent qualité et la direction figent une auto-évaluation.")
    assessment.snapshot = as_text(snapshot(session, assessment))
    assessment.sha256 = fingerprint(assessment.snapshot)
    assessment.status, assessment.frozen_on = AssessmentStatus.FROZEN, now.astimezone(PARIS).date()
    session.flush()
    subject, details = f"assessment {assessment.id}", f"SHA-256 {assessment.sha256}"
    journal.write(session, now, by, "freeze_assessment", subject, details)


def as_text(content: dict[str, Any]) -> str:
    """The same content always gives the same text."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1)


def fingerprint(text: str) -> str:
    """SHA-256 of the text as UTF-8, in hexadecimal: what `sha256sum` says of the file."""
    return hashlib.sha256(text.encode()).hexdigest()


def is_intact(assessment: Assessment) -> bool:
    """Whether a frozen assessment still says what its fingerprint was taken of."""
    return assessment.snapshot is not None and assessment.sha256 == fingerprint(assessment.snapshot)


@dataclass(frozen=True)
class Sheet:
    """What is shown and printed of an assessment: the snapshot once frozen, its rows before that."""

    content: dict[str, Any]
    scores: Scores
    evolution: Evolution | None
    """Since the last frozen year; None the first."""

    @property
    def period(self) -> tuple[date, date]:
        """First and last day of what is assessed."""
        first, last = self.content["period"]
        return date.fromisoformat(first), date.fromisoformat(last)

    def rows_at(self, level: Level) -> list[dict[str, Any]]:
        """The rows at this level, in the order of the charter."""
        return [row for row in self.content["rows"] if row["validated"] == level]


def sheet(session: Session, assessment: Assessment) -> Sheet:
    """Read a frozen assessment from its snapshot alone, any other from its rows."""
    if assessment.snapshot is not None:
        content = json.loads(assessment.snapshot)
    else:
        content = json.loads(as_text(snapshot(session, assessment)))
    before = _frozen_before(session, assessment)
    evolution = scores.evolution(lines(json.loads(before)), lines(content)) if before else None
    return Sheet(content, scores_of(content), evolution)


def _frozen_before(session: Session, assessment: Assessment) -> str | None:
    earlier = (
        select(Assessment.snapshot)
        .join(Campaign)
        .where(
            Assessment.department_id == assessment.department_id,
            Campaign.year < assessment.campaign.year,
            Assessment.status == AssessmentStatus.FROZEN,
        )
    )
    return session.exec(earlier.order_by(col(Campaign.year).desc()).limit(1)).first()


def snapshot(session: Session, assessment: Assessment) -> dict[str, Any]:
    """Values, parameters, charter version and who answers for them, ready for JSON."""
    campaign, charter = assessment.campaign, assessment.campaign.charter
    rows = assessments.rows(assessment)
    return {
        "format": FORMAT,
        "version": assessment.version,
        "year": campaign.year,
        "period": [campaign.period_start.isoformat(), campaign.period_end.isoformat()],
        "department": assessment.department.name,
        "charter": {"version": charter.version, "fingerprint": charter.fingerprint},
        "parameters": PARAMETERS,
        "rows": [row_said(rating) for rating in rows],
        "successes": assessment.successes,
        "improvements": assessment.improvements,
        "minutes": round(assessment.minutes, 1),
        "submitted": _signature(session, assessment.submitted_by_id, assessment.submitted_at),
        "validated": _signature(session, assessment.validated_by_id, assessment.validated_at),
        "scores": asdict(scores.scores([line(rating) for rating in rows])),
    }


def line(rating: Rating) -> Line:
    """A row as the scores want it: the validated level, or what was declared before that."""
    return Line(
        code=rating.commitment.code,
        theme=rating.commitment.theme.title,
        level=rating.validated or rating.declared,
        is_explicit=rating.commitment.has_explicit_threshold,
        fingerprint=rating.commitment.fingerprint,
    )


def lines(content: dict[str, Any]) -> list[Line]:
    """The rows of a snapshot as the scores want them, to compare one year with another."""
    return [
        Line(
            code=row["code"],
            theme=row["theme"],
            level=Level(row["validated"]),
            is_explicit=row["is_explicit"],
            fingerprint=row["fingerprint"],
        )
        for row in content["rows"]
    ]


def scores_of(content: dict[str, Any]) -> Scores:
    """The scores as they were computed that day; never computed again with today's parameters."""
    kept = dict(content["scores"])
    rates = {name: Rate(**kept.pop(name)) for name in RATES}
    themes = tuple(
        ThemeScore(**{**theme, "respect": Rate(**theme["respect"])}) for theme in kept["themes"]
    )
    return Scores(**rates, themes=themes, score=kept["score"])


def row_said(rating: Rating) -> dict[str, Any]:
    """One row as a snapshot keeps it."""
    commitment = rating.commitment
    return {
        "code": commitment.code,
        "title": commitment.title,
        "theme": commitment.theme.title,
        "fingerprint": commitment.fingerprint,
        "is_explicit": commitment.has_explicit_threshold,
        "proposed": rating.proposed,
        "ceiling": rating.ceiling,
        "declared": rating.declared,
        "validated": rating.validated or rating.declared,
        "reason": rating.reason,
        "is_strong": rating.is_strong,
        "officer_comment": rating.officer_comment,
        "sources": rating.sources,
    }


def _signature(session: Session, user_id: int | None, at: datetime | None) -> dict[str, str]:
    user = session.get(User, user_id) if user_id else None
    return {"by": user.name if user else "", "at": at.isoformat() if at else ""}

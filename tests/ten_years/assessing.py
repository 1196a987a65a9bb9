"""Ten campaigns behind, one open: self-assessments, ratings, proofs, signed reviews, measured delays."""

from __future__ import annotations

from datetime import date, timedelta

from actionplans.assessments import freezing
from actionplans.bilans import bilans, contents
from actionplans.models import (
    Assessment,
    AssessmentStatus,
    Bilan,
    Campaign,
    CampaignStatus,
    Evidence,
    EvidenceState,
    EvidenceUse,
    Level,
    MemberRequest,
    Rating,
    RequestBatch,
    RequestChannel,
    RequestKind,
)
from core.documents import keeping
from core.keys import key
from core.settings import Settings
from tests.ten_years.filling import Filling, turn

PROOFS = 3  # for each assessment
REQUESTS_A_REPLY = 2
LEVELS = (Level.A, Level.B, Level.B, Level.C, Level.A, Level.D, Level.NOT_CONCERNED)
NOW = (AssessmentStatus.IN_PROGRESS, AssessmentStatus.SUBMITTED, AssessmentStatus.VALIDATED)


def fill(filling: Filling) -> None:
    """Everything that was assessed and measured."""
    now_open = filling.world.round.campaign
    _assessments(filling, key(now_open), now_open.year, is_over=False)
    for year in range(now_open.year - filling.size.years, now_open.year):
        _assessments(filling, _campaign(filling, year), year, is_over=True)
    _requests(filling)


def _campaign(filling: Filling, year: int) -> int:
    [one] = filling.new_keys(1)
    filling.write(Campaign, [{
        "id": one, "year": year, "charter_id": filling.world.round.campaign.charter_id,
        "opened_on": date(year, 3, 1), "due_on": date(year, 4, 15), "status": CampaignStatus.CLOSED,
    }])  # fmt: skip
    return one


def _assessments(filling: Filling, campaign: int, year: int, is_over: bool) -> None:
    own = [one for one in filling.departments if is_over or one >= 1_000_000]
    keys = filling.new_keys(len(own))
    by = key(filling.world.round.management)
    snapshot = _snapshot(filling) if is_over else ""
    filling.write(Assessment, [
        {"id": one, "campaign_id": campaign, "department_id": department,
         "status": AssessmentStatus.FROZEN if is_over else turn(list(NOW), place),
         "successes": "Moins d’attente au guichet.", "improvements": "Relire nos courriers.",
         "minutes": 30.0, "submitted_by_id": by, "submitted_at": filling.now, "validated_by_id": by,
         "validated_at": filling.now, "snapshot": snapshot or None,
         "sha256": freezing.fingerprint(snapshot) if is_over else None}
        for place, (one, department) in enumerate(zip(keys, own, strict=True))
    ])  # fmt: skip
    _ratings(filling, keys)
    _proofs(filling, own, year)
    if is_over:
        _bilans(filling, own, year)


def _ratings(filling: Filling, assessments: list[int]) -> None:
    filling.write(Rating, [
        {"assessment_id": one, "commitment_id": commitment, "sources": {},
         "declared": turn(list(LEVELS), place + one), "validated": turn(list(LEVELS), place + one),
         "reason": "Vu sur place.", "rated_at": filling.now}
        for one in assessments for place, commitment in enumerate(filling.commitments)
    ])  # fmt: skip


def _snapshot(filling: Filling) -> str:
    """What the world's own department would freeze today, for every department."""
    return freezing.as_text(freezing.snapshot(filling.session, filling.world.round.assessment))


def _bilans(filling: Filling, departments: list[int], year: int) -> None:
    assessment = filling.world.round.assessment
    settings = Settings(SECRET="a secret for tests alone, long enough")
    written = contents.of_department(filling.session, assessment, filling.today, settings)
    content = keeping.as_text(written)
    filling.write(Bilan, [
        {"department_id": one, "year": year, "version": 1, "content": content,
         "sha256": bilans.fingerprint(content),
         "signed_by_id": key(filling.world.round.management), "signed_at": filling.now}
        for one in departments
    ])  # fmt: skip


def _proofs(filling: Filling, departments: list[int], year: int) -> None:
    keys = filling.new_keys(PROOFS * len(departments))
    filling.write(Evidence, [
        {"id": one, "department_id": turn(departments, place), "title": f"Relevé {year}-{place}",
         "location": f"Dossier Qualité {place}", "valid_from": date(year, 1, 1),
         "valid_to": date(year, 12, 31), "added_by_id": key(filling.world.round.head),
         "state": turn(list(EvidenceState), place), "added_at": filling.now}
        for place, one in enumerate(keys)
    ])  # fmt: skip
    filling.write(EvidenceUse, [
        {"evidence_id": one, "commitment_id": turn(filling.commitments, one + shift)}
        for one in keys for shift in range(2)
    ])  # fmt: skip


def _requests(filling: Filling) -> None:
    number = REQUESTS_A_REPLY * filling.size.replies
    batches = filling.new_keys(max(1, 12 * filling.size.years))
    filling.write(RequestBatch, [
        {"id": one, "file_name": "mois.csv", "sha256": f"{one:064d}",
         "extracted_on": filling.day(place, len(batches)), "records": number // len(batches),
         "at": filling.at(place, len(batches))}
        for place, one in enumerate(batches)
    ])  # fmt: skip
    rows = []
    for place in range(number):
        received_on = filling.day(place, number)
        answered_on = min(received_on + timedelta(turn([3, 6, 9, 20], place)), filling.today)
        rows.append({
            "reference": f"R{place}", "channel": turn(list(RequestChannel), place // 3),
            "kind": turn(list(RequestKind), place // 5), "received_on": received_on,
            "department_id": turn(filling.departments, place), "batch_id": turn(batches, place),
            "acknowledged_on": answered_on, "answered_on": None if place % 40 == 0 else answered_on,
        })  # fmt: skip
    filling.write(MemberRequest, rows)

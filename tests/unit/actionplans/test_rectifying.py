"""A frozen self-assessment is corrected by management alone, by a new version; the old one stays readable."""

import json
from datetime import datetime

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from actionplans.assessments import freezing, rectifying
from actionplans.assessments.rectifying import Correction
from actionplans.bilans import bilans
from actionplans.models import Assessment, AssessmentVersion, Level
from core.errors import Missing, Refused
from core.settings import Settings
from organisation.models import JournalEntry
from tests.assessment_builders import Round, validated


def frozen(session: Session, now: datetime) -> Round:
    made = validated(session, now)
    freezing.freeze(session, made.assessment, made.officer, now)
    return made


def to(made: Round, code: str, level: Level, improvements: str | None = None) -> Correction:
    said = made.assessment
    words = said.improvements if improvements is None else improvements
    return Correction({made.row(code).id or 0: level}, said.successes, words)


def rectify(
    session: Session, made: Round, correction: Correction, now: datetime, reason: str = "Erreur."
) -> AssessmentVersion:
    return rectifying.rectify(session, made.assessment, correction, reason, made.management, now)


def level(assessment: Assessment, code: str) -> str:
    rows = json.loads(assessment.snapshot or "{}")["rows"]
    return str(next(row["validated"] for row in rows if row["code"] == code))


def test_a_correction_is_a_new_version_and_the_old_one_stays_whole(
    session: Session, now: datetime
) -> None:
    made = frozen(session, now)
    before, print_before = made.assessment.snapshot, made.assessment.sha256
    old = rectify(session, made, to(made, "ACC-04", Level.D), now)
    assert (old.number, old.snapshot, old.sha256) == (1, before, print_before)
    assert made.assessment.version == 2
    assert level(made.assessment, "ACC-04") == "D"
    assert freezing.is_intact(made.assessment)
    assert made.assessment.sha256 != print_before
    assert freezing.sheet(session, made.assessment).content["version"] == 2


def test_the_scores_of_the_new_version_are_those_of_its_levels(
    session: Session, now: datetime
) -> None:
    made = frozen(session, now)
    before = freezing.sheet(session, made.assessment).scores.respect.count
    rectify(session, made, to(made, "ACC-04", Level.D), now)
    assert freezing.sheet(session, made.assessment).scores.respect.count == before - 1


def test_management_alone_corrects_and_says_why(session: Session, now: datetime) -> None:
    made = frozen(session, now)
    correction = to(made, "ACC-04", Level.D)
    for nobody in (made.officer, made.head):
        with pytest.raises(Refused, match="Seule la direction"):
            rectifying.rectify(session, made.assessment, correction, "Erreur.", nobody, now)
    with pytest.raises(Refused, match="pourquoi") as refusal:
        rectify(session, made, correction, now, "  ")
    assert refusal.value.about == "reason"
    assert session.exec(select(AssessmentVersion)).first() is None


def test_nothing_changed_is_no_version(session: Session, now: datetime) -> None:
    made = frozen(session, now)
    with pytest.raises(Refused, match="Rien n’est changé"):
        rectify(session, made, to(made, "ACC-04", Level.B), now)


def test_only_what_is_frozen_is_rectified(session: Session, now: datetime) -> None:
    made = validated(session, now)
    with pytest.raises(Refused, match="validée"):
        rectify(session, made, to(made, "ACC-04", Level.D), now)


def test_a_correction_does_not_pass_the_ceiling_either(session: Session, now: datetime) -> None:
    made = frozen(session, now)
    assert made.row("ACC-04").ceiling is Level.B
    with pytest.raises(Refused, match="ACC-04 : choisissez un niveau que le plafond permet"):
        rectify(session, made, to(made, "ACC-04", Level.A), now)
    assert made.assessment.version == 1


def test_a_text_alone_may_be_corrected(session: Session, now: datetime) -> None:
    made = frozen(session, now)
    rectify(session, made, to(made, "ACC-04", Level.B, "Relire aussi le site."), now)
    assert json.loads(made.assessment.snapshot or "")["improvements"] == "Relire aussi le site."


def test_each_correction_keeps_the_one_before_it(session: Session, now: datetime) -> None:
    made = frozen(session, now)
    rectify(session, made, to(made, "ACC-04", Level.D), now)
    rectify(session, made, to(made, "ACC-04", Level.C), now, "Deuxième erreur.")
    found = rectifying.versions(session, made.assessment)
    assert [(one.number, one.reason) for one in found] == [(2, "Deuxième erreur."), (1, "Erreur.")]
    assert rectifying.of_number(session, made.assessment, 1) is found[1]
    with pytest.raises(Missing):
        rectifying.of_number(session, made.assessment, 3)
    deeds = session.exec(select(JournalEntry).where(JournalEntry.deed == "rectify_assessment"))
    assert [entry.details[:9] for entry in deeds] == ["version 2", "version 3"]


def test_a_signed_review_does_not_move_until_it_is_signed_again(
    session: Session, settings: Settings, now: datetime
) -> None:
    made = validated(session, now)

    def sign(reason: str = "") -> str:
        by, today = made.management, now.date()
        return bilans.sign(session, made.assessment, reason, settings, by, now, today).content

    signed = sign()
    rectify(session, made, to(made, "ACC-04", Level.D), now)
    assert bilans.versions(session, made.assessment)[0].content == signed
    assert "ACC-04" not in signed
    assert "ACC-04" in sign("Niveau rectifié.")


def test_what_was_changed_behind_the_product_s_back_is_not_covered_by_a_correction(
    session: Session, now: datetime
) -> None:
    made = frozen(session, now)
    session.connection().execute(
        sa.text("UPDATE assessments SET snapshot = replace(snapshot, 'Vu', 'Lu')")
    )
    session.refresh(made.assessment)
    with pytest.raises(Refused, match="modifiée depuis qu’elle est figée"):
        rectify(session, made, to(made, "ACC-04", Level.D), now)

"""Freezing: values, parameters and charter as one text, its fingerprint, and what changes nothing."""

import hashlib
import json
from datetime import datetime

import pytest
from sqlmodel import Session

from actionplans.assessments import freezing, reviewing, scores
from actionplans.assessments.reviewing import Word
from actionplans.models import AssessmentStatus, Level
from core.errors import Refused
from organisation import charters, journal
from tests.assessment_builders import Round, a_year_later, fill_in, make_round, submitted


def validated(session: Session, now: datetime) -> Round:
    made = submitted(session, now)
    words = {made.row("ACC-04").id or 0: Word(Level.D, "La visite dit le contraire.")}
    reviewing.validate(session, made.assessment, words, made.officer, now)
    return made


def frozen(session: Session, now: datetime) -> Round:
    made = validated(session, now)
    freezing.freeze(session, made.assessment, made.management, now)
    return made


def test_the_fingerprint_is_that_of_the_text(session: Session, now: datetime) -> None:
    made = frozen(session, now)
    assert made.assessment.snapshot is not None
    assert made.assessment.status is AssessmentStatus.FROZEN
    assert made.assessment.sha256 == hashlib.sha256(made.assessment.snapshot.encode()).hexdigest()
    assert freezing.is_intact(made.assessment)


def test_the_snapshot_holds_values_parameters_and_the_charter(
    session: Session, now: datetime
) -> None:
    made = frozen(session, now)
    kept = json.loads(made.assessment.snapshot or "")
    charter = charters.current(session)
    assert kept["charter"] == {"version": charter.version, "fingerprint": charter.fingerprint}
    assert kept["parameters"]["points"] == {"A": 100, "B": 70, "C": 35, "D": 0}
    assert kept["validated"]["by"] == "Claire Fontanel"
    assert len(kept["rows"]) == len(made.assessment.ratings)
    row = next(row for row in kept["rows"] if row["code"] == "ACC-04")
    assert (row["declared"], row["validated"]) == ("B", "D")


def test_a_changed_snapshot_no_longer_matches(session: Session, now: datetime) -> None:
    made = frozen(session, now)
    made.assessment.snapshot = (made.assessment.snapshot or "").replace('"D"', '"A"', 1)
    assert not freezing.is_intact(made.assessment)


def test_what_changes_after_freezing_changes_nothing_that_is_shown(
    session: Session, now: datetime
) -> None:
    made = frozen(session, now)
    before = freezing.sheet(session, made.assessment)
    made.row("ACC-04").validated = Level.A
    made.department.name = "Retraites"
    made.row("ACC-04").commitment.title = "Autre titre"
    assert freezing.sheet(session, made.assessment) == before


def test_scores_shown_are_those_computed_that_day(
    session: Session, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = frozen(session, now)
    before = freezing.sheet(session, made.assessment).scores
    monkeypatch.setitem(scores.POINTS, Level.B, 10)
    assert freezing.sheet(session, made.assessment).scores == before


def test_before_freezing_the_rows_are_shown_as_they_would_be_frozen(
    session: Session, now: datetime
) -> None:
    made = validated(session, now)
    before = freezing.sheet(session, made.assessment)
    freezing.freeze(session, made.assessment, made.management, now)
    assert freezing.sheet(session, made.assessment) == before


def test_only_a_validated_assessment_is_frozen_and_once(session: Session, now: datetime) -> None:
    made = submitted(session, now)
    with pytest.raises(Refused, match="soumise"):
        freezing.freeze(session, made.assessment, made.management, now)
    reviewing.validate(session, made.assessment, {}, made.officer, now)
    freezing.freeze(session, made.assessment, made.management, now)
    with pytest.raises(Refused, match="figée"):
        freezing.freeze(session, made.assessment, made.management, now)


def test_a_head_does_not_freeze(session: Session, now: datetime) -> None:
    made = validated(session, now)
    with pytest.raises(Refused, match="figent"):
        freezing.freeze(session, made.assessment, made.head, now)


def test_the_journal_keeps_the_fingerprint(session: Session, now: datetime) -> None:
    made = frozen(session, now)
    newest = journal.about(session, f"assessment {made.assessment.id}")[0]
    assert (made.assessment.sha256 or "?") in newest.details


def test_the_next_year_is_compared_on_the_common_perimeter(session: Session, now: datetime) -> None:
    made, later = a_year_later(session, frozen(session, now), now)
    fill_in(session, made, later)
    evolution = freezing.sheet(session, made.assessment).evolution
    assert evolution is not None
    assert evolution.lines == len(made.assessment.ratings)
    assert evolution.common > 0  # ACC-04 went from D to B
    assert evolution.perimeter == pytest.approx(0)


def test_the_first_year_is_compared_with_nothing(session: Session, now: datetime) -> None:
    made = make_round(session, now)
    assert freezing.sheet(session, made.assessment).evolution is None

"""Proofs: kept sealed, used for several commitments and years, admitted or refused, told before they end."""

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session, select

from actionplans.assessments import (
    admitting,
    evidence,
    evidence_files,
    evidence_lists,
    freezing,
    notices,
    reviewing,
    submission,
    sweeping,
)
from actionplans.assessments.evidence import Proof
from actionplans.assessments.evidence_lists import Narrowed, Shown
from actionplans.brought.screening import Upload
from actionplans.models import Evidence, EvidenceState, EvidenceUse, Level
from actionplans.my_work.notices import Days
from core import folders
from core.errors import Missing, Refused
from organisation.models import JournalEntry, Role
from tests.assessment_builders import (
    Round,
    a_year_later,
    fill_in,
    make_evidence,
    make_round,
    second_department,
)
from tests.builders import make_user

FILE = Upload("relevé.txt", "Relevé d’écoute de mars.".encode())


def with_file(session: Session, made: Round, now: datetime, code: str = "ACC-04") -> Evidence:
    return make_evidence(session, made.row(code), made.head, now, file=FILE)


# ---------------------------------------------------------------- files


def test_a_file_is_kept_sealed_and_read_again(session: Session, now: datetime) -> None:
    made = make_round(session, now)
    proof = with_file(session, made, now)
    assert proof.sha256 == evidence_files.fingerprint(FILE.content)
    assert evidence_files.content(proof.sha256) == FILE.content
    [kept] = [p for p in folders.folder("evidence").rglob("*") if p.is_file()]
    assert FILE.content not in kept.read_bytes()


def test_a_file_altered_or_lost_is_told(session: Session, now: datetime) -> None:
    made = make_round(session, now)
    proof = with_file(session, made, now)
    assert proof.sha256
    place = folders.folder("evidence") / proof.sha256[:2] / proof.sha256
    place.write_bytes(place.read_bytes()[:-1] + b"x")
    with pytest.raises(Refused, match="altéré"):
        evidence_files.content(proof.sha256)
    place.unlink()
    assert evidence_lists.is_lost(proof)
    with pytest.raises(Missing, match="n’est plus sur le serveur"):
        evidence_files.content(proof.sha256)


def test_a_file_left_by_a_transaction_that_failed_is_swept_the_next_day(
    session: Session, now: datetime
) -> None:
    made = make_round(session, now)
    kept = with_file(session, made, now)
    session.commit()
    lost = Upload("autre.txt", b"Un autre releve.")
    make_evidence(session, made.row("ACC-05"), made.head, now, file=lost)
    session.rollback()
    half = folders.folder("evidence") / "ab" / "abcd.1f2e"
    half.parent.mkdir()
    half.write_bytes(b"half")
    written_at = datetime.fromtimestamp(half.stat().st_mtime, UTC)
    assert evidence_files.is_kept(evidence_files.fingerprint(lost.content))
    assert sweeping.sweep(session, written_at + timedelta(hours=23)) == 0
    assert sweeping.sweep(session, written_at + timedelta(hours=25)) == 2
    assert [file.name for file in evidence_files.kept()] == [kept.sha256]


def test_a_file_brought_again_is_not_swept_from_under_its_new_proof(
    session: Session, now: datetime
) -> None:
    made = make_round(session, now)
    session.commit()
    with_file(session, made, now)
    session.rollback()
    [left] = evidence_files.kept()
    os.utime(left, (0, 0))
    with_file(session, made, now)
    brought_again_at = datetime.fromtimestamp(left.stat().st_mtime, UTC)
    assert brought_again_at.year > 1970
    session.rollback()
    assert sweeping.sweep(session, brought_again_at + timedelta(hours=1)) == 0


def test_the_last_proof_withdrawn_takes_its_file_away_once_committed(
    session: Session, now: datetime
) -> None:
    made = make_round(session, now)
    first, second = with_file(session, made, now), with_file(session, made, now, "ACC-05")
    sha256 = first.sha256
    evidence.withdraw(session, made.row("ACC-04"), first, made.head, now)
    session.commit()
    assert evidence_files.is_kept(sha256)
    evidence.withdraw(session, made.row("ACC-05"), second, made.head, now)
    assert evidence_files.is_kept(sha256)
    session.commit()
    assert not evidence_files.is_kept(sha256)


def test_a_refused_file_leaves_nothing(session: Session, now: datetime) -> None:
    made = make_round(session, now)
    with pytest.raises(Refused):
        make_evidence(session, made.row("ACC-04"), made.head, now, file=Upload("a.exe", b"MZ"))
    assert session.exec(select(Evidence)).all() == []


# ---------------------------------------------------------------- used


def test_one_proof_serves_several_commitments(session: Session, now: datetime) -> None:
    made = make_round(session, now)
    proof = make_evidence(session, made.row("ACC-04"), made.head, now)
    other = made.row("ACC-05")
    assert other.ceiling is Level.B
    evidence.use(session, proof, other, made.head, now)
    assert other.ceiling is Level.A
    assert proof.codes == ["ACC-04", "ACC-05"]
    with pytest.raises(Refused, match="déjà"):
        evidence.use(session, proof, other, made.head, now)
    evidence.withdraw(session, other, proof, made.head, now)
    assert other.ceiling is Level.B
    assert proof.codes == ["ACC-04"]
    assert session.exec(select(EvidenceUse)).one().evidence_id == proof.id


def test_a_proof_serves_the_next_year_while_its_period_touches_it(
    session: Session, now: datetime
) -> None:
    made = make_round(session, now)
    proof = make_evidence(session, made.row("ACC-04"), made.head, now)
    later, _ = a_year_later(session, made, now)
    assert later.row("ACC-04").ceiling is Level.A
    years = [row.assessment.campaign.year for row in evidence_lists.served(session, proof)]
    assert years == [later.campaign.year, made.campaign.year]


def test_a_proof_of_another_time_or_department_cannot_be_used(
    session: Session, now: datetime
) -> None:
    made = make_round(session, now)
    old = made.campaign.period_start - timedelta(days=1)
    proof = evidence.add_evidence(
        session, made.row("ACC-04"), Proof("Vieux relevé", "", old, old), made.head, now
    )
    with pytest.raises(Refused, match="aucun jour"):
        evidence.use(session, proof, made.row("ACC-05"), made.head, now)
    stranger = second_department(session, made)
    row = stranger.assessment.ratings[0]
    with pytest.raises(Refused, match="autre service"):
        evidence.use(session, proof, row, stranger.head, now)


def test_what_supports_a_frozen_assessment_stays(session: Session, now: datetime) -> None:
    made = make_round(session, now)
    proof = make_evidence(session, made.row("ACC-04"), made.head, now)
    fill_in(session, made, now)
    submission.submit(session, made.assessment, made.head, now)
    reviewing.validate(session, made.assessment, {}, made.officer, now)
    freezing.freeze(session, made.assessment, made.officer, now)
    later, at = a_year_later(session, made, now)
    with pytest.raises(Refused, match="figée"):
        evidence.withdraw(session, later.row("ACC-04"), proof, made.head, at)


# ---------------------------------------------------------------- judged


def test_a_refused_proof_proves_nothing_any_more(session: Session, now: datetime) -> None:
    made = make_round(session, now)
    proof = make_evidence(session, made.row("ACC-04"), made.head, now)
    assert made.row("ACC-04").ceiling is Level.A
    admitting.refuse(session, proof, "Le relevé n’est pas daté.", made.officer, now)
    assert made.row("ACC-04").ceiling is Level.B
    admitting.admit(session, proof, made.officer, now)
    assert made.row("ACC-04").ceiling is Level.A
    deeds = [e.deed for e in session.exec(select(JournalEntry)).all()]
    assert deeds[-2:] == ["refuse_evidence", "admit_evidence"]


def test_an_admitted_proof_is_not_withdrawn(session: Session, now: datetime) -> None:
    made = make_round(session, now)
    proof = make_evidence(session, made.row("ACC-04"), made.head, now)
    admitting.admit(session, proof, made.officer, now)
    with pytest.raises(Refused, match="admise"):
        evidence.withdraw(session, made.row("ACC-04"), proof, made.head, now)


def test_nobody_judges_a_proof_of_his_own(session: Session, now: datetime) -> None:
    made = make_round(session, now)
    proof = make_evidence(session, made.row("ACC-04"), made.head, now)
    with pytest.raises(Refused, match="référent"):
        admitting.admit(session, proof, made.head, now)
    proof.added_by_id = made.officer.id or 0
    with pytest.raises(Refused, match="sa propre preuve"):
        admitting.admit(session, proof, made.officer, now)
    proof.added_by_id, proof.department_id = made.head.id or 0, made.officer.department_id or 0
    with pytest.raises(Refused, match="la direction"):
        admitting.admit(session, proof, made.officer, now)
    admitting.admit(session, proof, made.management, now)
    assert proof.state is EvidenceState.ADMITTED


def test_a_refusal_says_why(session: Session, now: datetime) -> None:
    made = make_round(session, now)
    proof = make_evidence(session, made.row("ACC-04"), made.head, now)
    with pytest.raises(Refused, match="pourquoi"):
        admitting.refuse(session, proof, "  ", made.officer, now)


# ---------------------------------------------------------------- listed, told


def test_each_proof_is_in_the_filters_that_fit_it(session: Session, now: datetime) -> None:
    made, today = make_round(session, now), now.date()
    for last in (today - timedelta(1), today, today + timedelta(30), today + timedelta(31)):
        proof = Proof("Relevé daté", "Dossier", today - timedelta(60), last)
        evidence.add_evidence(session, made.row("ACC-04"), proof, made.head, now)
    counts = evidence_lists.counts(session, made.officer, Narrowed(), today)
    assert counts[Shown.ALL] == 4
    assert (counts[Shown.EXPIRED], counts[Shown.ENDING], counts[Shown.PROPOSED]) == (1, 2, 3)
    for shown, n in counts.items():
        rows = session.exec(evidence_lists.listed(made.officer, Narrowed(shown), today)).all()
        assert len(rows) == n


def test_a_head_lists_the_proofs_of_his_department_alone(session: Session, now: datetime) -> None:
    made = make_round(session, now)
    proof = make_evidence(session, made.row("ACC-04"), made.head, now)
    stranger = second_department(session, made)
    everything = Narrowed()
    assert session.exec(evidence_lists.listed(made.head, everything, now.date())).all() == [proof]
    assert session.exec(evidence_lists.listed(stranger.head, everything, now.date())).all() == []
    with pytest.raises(Missing):
        evidence_lists.find(session, proof.id or 0, stranger.head)
    with pytest.raises(Missing):
        evidence_lists.find(session, proof.id or 0, make_user(session, Role.READER))


def test_the_end_of_a_proof_is_told_thirty_days_before_and_once(
    session: Session, now: datetime
) -> None:
    made = make_round(session, now)
    proof = make_evidence(session, made.row("ACC-04"), made.head, now)
    day = proof.valid_to - timedelta(days=30)
    days = Days(day - timedelta(days=1), day)
    [notice] = notices.about_evidence(session, days)
    assert (notice.user_id, notice.path) == (made.head.id, f"/preuves/{proof.id}")
    assert (
        list(notices.about_evidence(session, replace(days, last=day, today=day + timedelta(1))))
        == []
    )
    proof.state = EvidenceState.REFUSED
    session.flush()
    assert list(notices.about_evidence(session, days)) == []

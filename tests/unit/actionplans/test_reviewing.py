"""Review: by somebody else, downwards only and with a word; what deserves an eye comes first."""

from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session, select

from actionplans.assessments import assessments, filling, last_year, reviewing, submission
from actionplans.assessments.reviewing import Surroundings, Word
from actionplans.models import AssessmentStatus, Level
from core.errors import Refused
from core.models import OutgoingMessage
from organisation.models import Role
from tests.assessment_builders import (
    Round,
    fill_in,
    make_evidence,
    make_round,
    second_department,
    submitted,
    validated,
)
from tests.builders import make_department, make_user

NOTHING_AROUND = Surroundings(set(), {})


def of_the_officer(session: Session, now: datetime) -> Round:
    """The officer's own department, submitted by its head."""
    made = second_department(session, make_round(session, now))
    fill_in(session, made, now)
    submission.submit(session, made.assessment, made.head, now)
    return made


# ---------------------------------------------------------------- who


def test_the_officer_validates_the_other_departments(session: Session, now: datetime) -> None:
    made = submitted(session, now)
    assert reviewing.reviewers(session, made.assessment) == [made.officer]
    reviewing.validate(session, made.assessment, {}, made.officer, now)
    assert made.assessment.status is AssessmentStatus.VALIDATED
    assert made.assessment.validated_by_id == made.officer.id


def test_management_validates_the_officers_own_department(session: Session, now: datetime) -> None:
    made = of_the_officer(session, now)
    with pytest.raises(Refused, match="la direction valide"):
        reviewing.validate(session, made.assessment, {}, made.officer, now)
    reviewing.validate(session, made.assessment, {}, made.management, now)
    assert made.assessment.status is AssessmentStatus.VALIDATED


def test_a_second_officer_outside_the_department_may_validate_it(
    session: Session, now: datetime
) -> None:
    made = of_the_officer(session, now)
    deputy = make_user(session, Role.QUALITY_OFFICER, make_department(session))
    assert reviewing.reviewers(session, made.assessment) == [deputy, made.management]


def test_management_does_not_validate_in_the_officers_place(
    session: Session, now: datetime
) -> None:
    made = submitted(session, now)
    with pytest.raises(Refused, match="Le référent qualité valide"):
        reviewing.validate(session, made.assessment, {}, made.management, now)


def test_without_an_officer_management_validates(session: Session, now: datetime) -> None:
    made = submitted(session, now)
    made.officer.is_active = False
    session.flush()
    assert reviewing.reviewers(session, made.assessment) == [made.management]


def test_nobody_validates_their_own_work(session: Session, now: datetime) -> None:
    made = submitted(session, now)
    made.head.role = Role.QUALITY_OFFICER  # promoted since
    made.head.department_id = None
    with pytest.raises(Refused, match="son propre travail"):
        reviewing.validate(session, made.assessment, {}, made.head, now)


@pytest.mark.parametrize("role", [Role.HEAD, Role.COLLABORATOR, Role.READER, Role.ADMINISTRATOR])
def test_other_roles_neither_validate_nor_send_back(
    session: Session, now: datetime, role: Role
) -> None:
    made = submitted(session, now)
    other = make_user(session, role, make_department(session))
    with pytest.raises(Refused, match="valident une auto-évaluation"):
        reviewing.validate(session, made.assessment, {}, other, now)
    with pytest.raises(Refused, match="valident une auto-évaluation"):
        reviewing.send_back(session, made.assessment, "À revoir.", {}, other, now)


def test_what_is_not_submitted_is_not_validated(session: Session, now: datetime) -> None:
    made = make_round(session, now)
    with pytest.raises(Refused, match="à faire"):
        reviewing.validate(session, made.assessment, {}, made.officer, now)


# ---------------------------------------------------------------- levels


def test_a_level_is_validated_as_declared_unless_said_otherwise(
    session: Session, now: datetime
) -> None:
    made = submitted(session, now)
    reviewing.validate(session, made.assessment, {}, made.officer, now)
    assert {rating.validated for rating in made.assessment.ratings} == {Level.B}


def test_a_level_may_be_lowered_with_a_word(session: Session, now: datetime) -> None:
    made = submitted(session, now)
    row = made.row("ACC-04")
    words = {row.id or 0: Word(Level.D, "La visite de mars dit le contraire.")}
    reviewing.validate(session, made.assessment, words, made.officer, now)
    assert (row.declared, row.validated) == (Level.B, Level.D)
    assert row.officer_comment == "La visite de mars dit le contraire."
    assert reviewing.is_lowered(row)


@pytest.mark.parametrize(
    ("word", "says"),
    [
        (Word(Level.A, "Bravo."), "niveau déclaré ou un niveau plus bas"),
        (Word(Level.C), "pourquoi le niveau est abaissé"),
        (Word(Level.C, "   "), "pourquoi le niveau est abaissé"),
        (Word(Level.NOT_CONCERNED, "Si."), "niveau déclaré ou un niveau plus bas"),
        (Word(Level.NOT_ASSESSED, "Si."), "niveau déclaré ou un niveau plus bas"),
    ],
)
def test_a_level_is_never_raised_nor_lowered_in_silence(
    session: Session, now: datetime, word: Word, says: str
) -> None:
    made = submitted(session, now)
    with pytest.raises(Refused, match=says):
        reviewing.validate(
            session, made.assessment, {made.row("ACC-04").id or 0: word}, made.officer, now
        )
    assert {rating.validated for rating in made.assessment.ratings} == {None}


def test_not_concerned_is_kept_or_returned_not_replaced(session: Session, now: datetime) -> None:
    made = make_round(session, now)
    row = made.row("ACC-04")
    assessments.rate(session, row, Level.NOT_CONCERNED, "Pas d’accueil.", False, made.head, now)
    assert reviewing.allowed(row) == [Level.NOT_CONCERNED]


# ---------------------------------------------------------------- sending back


def test_it_is_sent_back_with_a_word_and_a_comment_a_row(session: Session, now: datetime) -> None:
    made = submitted(session, now)
    row = made.row("ACC-04")
    comments = {row.id or 0: "Quelle visite ?"}
    reviewing.send_back(session, made.assessment, "Précisez.", comments, made.officer, now)
    assert made.assessment.status is AssessmentStatus.RETURNED
    assert (made.assessment.returned_because, row.officer_comment) == (
        "Précisez.",
        "Quelle visite ?",
    )
    told = session.exec(select(OutgoingMessage).order_by(OutgoingMessage.id.desc())).first()  # type: ignore[union-attr]
    assert told is not None
    assert told.to_address == made.head.email
    assert "Précisez." in told.text


def test_it_is_not_sent_back_without_a_word(session: Session, now: datetime) -> None:
    made = submitted(session, now)
    with pytest.raises(Refused, match="ce qu’il doit compléter"):
        reviewing.send_back(session, made.assessment, "  ", {}, made.officer, now)


def test_each_row_to_take_up_is_commented_unless_the_texts_alone_are(
    session: Session, now: datetime
) -> None:
    made = submitted(session, now)
    blank = {made.row("ACC-04").id or 0: "  "}
    with pytest.raises(Refused, match="Commentez chaque ligne à reprendre"):
        reviewing.send_back(session, made.assessment, "Précisez.", blank, made.officer, now)
    reviewing.send_back(
        session, made.assessment, "Citez une réussite.", blank, made.officer, now, texts_only=True
    )
    assert made.assessment.status is AssessmentStatus.RETURNED


def test_what_is_sent_back_is_expected_ten_working_days_on_and_never_before_the_campaign_s_day(
    session: Session, now: datetime
) -> None:
    made = submitted(session, now)
    comments = {made.row("ACC-04").id or 0: "Quelle visite ?"}
    late = now.replace(month=4, day=20)  # five days after the campaign's day
    reviewing.send_back(session, made.assessment, "Précisez.", comments, made.officer, late)
    assert made.assessment.due_on == date(2027, 5, 4)  # ten working days
    made.assessment.returned_on = now.date()
    assert made.assessment.due_on == made.campaign.due_on


def test_the_head_and_management_are_told_that_it_is_validated(
    session: Session, now: datetime
) -> None:
    made = validated(session, now)
    told = session.exec(
        select(OutgoingMessage).where(OutgoingMessage.subject.startswith("Validée"))
    )  # type: ignore[attr-defined]
    assert {one.to_address for one in told} == {made.head.email, made.management.email}


def test_the_head_then_sees_the_commented_rows_first(session: Session, now: datetime) -> None:
    made = submitted(session, now)
    row = made.row("ACC-04")
    comments = {row.id or 0: "Quelle visite ?"}
    reviewing.send_back(session, made.assessment, "Précisez.", comments, made.officer, now)
    page = filling.filling(session, made.assessment)
    assert page.wanted == filling.TO_REDO
    assert [rating for _, rows in page.shown for rating in rows] == [row]
    later = now + timedelta(hours=1)
    assessments.rate(session, row, Level.C, "Celle de mars.", False, made.head, later)
    assert filling.filling(session, made.assessment).wanted == filling.TO_DO


def test_it_may_be_submitted_again_and_then_validated(session: Session, now: datetime) -> None:
    made = submitted(session, now)
    reviewing.send_back(
        session, made.assessment, "Précisez.", {}, made.officer, now, texts_only=True
    )
    later = now + timedelta(days=1)
    submission.submit(session, made.assessment, made.head, later)
    reviewing.validate(session, made.assessment, {}, made.officer, later)
    assert made.assessment.status is AssessmentStatus.VALIDATED


# ---------------------------------------------------------------- what to look at


def test_raised_rows_come_first_then_those_without_proof(session: Session, now: datetime) -> None:
    made = make_round(session, now)
    fill_in(session, made, now)
    rows = [row for row in assessments.due_rows(made.assessment) if row.proposed is None]
    raised, quiet = rows[-1], rows[0]
    raised.proposed = Level.C
    make_evidence(session, quiet, made.head, now)
    assessments.rate(session, quiet, Level.A, "", False, made.head, now)
    ordered = reviewing.first_to_look_at(rows, NOTHING_AROUND)
    assert (ordered[0], ordered[-1]) == (raised, quiet)


def test_a_level_b_with_a_proof_is_not_said_to_lack_one(session: Session, now: datetime) -> None:
    made = make_round(session, now)
    row = made.row("ACC-04")
    make_evidence(session, row, made.head, now)
    assessments.rate(session, row, Level.B, "", False, made.head, now)
    assert list(reviewing.remarks(row, NOTHING_AROUND)) == []


def test_being_alone_not_concerned_is_noticed(session: Session, now: datetime) -> None:
    made = make_round(session, now)
    quality = second_department(session, made)
    mine, theirs = made.row("AME-05"), quality.row("AME-05")
    assessments.rate(session, mine, Level.NOT_CONCERNED, "Non.", False, made.head, now)
    assessments.rate(session, theirs, Level.B, "", False, quality.head, now)
    assert reviewing.surroundings(session, made.assessment).alone == {"AME-05"}
    assessments.rate(session, theirs, Level.NOT_CONCERNED, "Non.", False, quality.head, now)
    assert reviewing.surroundings(session, made.assessment).alone == set()


def test_becoming_not_concerned_is_noticed(session: Session, now: datetime) -> None:
    made = make_round(session, now)
    row = made.row("ACC-04")
    assessments.rate(session, row, Level.NOT_CONCERNED, "Non.", False, made.head, now)
    before = last_year.Earlier(2026, Level.B, "", row.commitment.fingerprint)
    words = [said for said, _ in reviewing.remarks(row, Surroundings(set(), {"ACC-04": before}))]
    assert "coté B en 2026" in words

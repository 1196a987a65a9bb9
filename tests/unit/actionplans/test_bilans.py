"""The yearly review: made of what is kept, signed by management, never changed after."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session

from actionplans.actions import actions
from actionplans.assessments import assessments
from actionplans.bilans import bilans, execution
from actionplans.bilans.execution import Outcome
from actionplans.models import (
    Action,
    ActionStatus,
    AssessmentStatus,
    Cause,
    Level,
    MalfunctionStatus,
)
from core.documents import (
    Bullets,
    Column,
    Document,
    Figure,
    Heading,
    PageBreak,
    Paragraph,
    Quote,
    Table,
    keeping,
)
from core.errors import Refused
from core.keys import key
from core.settings import Settings
from tests.action_builders import terms
from tests.actionplans_malfunctions_builders import make_report
from tests.assessment_builders import Round, make_round, submitted, validated
from tests.builders import make_department
from tests.request_builders import make_requests

S = ActionStatus


def sentences(document: Document) -> str:
    said: list[str] = []
    for part in document.parts:
        if isinstance(part, Paragraph | Heading):
            said.append(part.text)
        if isinstance(part, Bullets):
            said += part.lines
    return " ".join(said)


def plan(document: Document) -> dict[str, tuple[Any, ...]]:
    found = next((table for table in document.tables if table.caption.startswith("Le plan")), None)
    return {str(row[0]): row for row in found.rows} if found else {}


def sign(session: Session, made: Round, settings: Settings, now: datetime, reason: str = "") -> Any:
    return bilans.sign(session, made.assessment, reason, settings, made.management, now, now.date())


# ---------------------------------------------------------------- the plan carried out


@pytest.mark.parametrize(
    ("status", "done_on", "outcome"),
    [
        (S.DONE, date(2027, 5, 1), Outcome.ON_TIME),
        (S.EFFECTIVE, date(2027, 5, 2), Outcome.LATE),
        (S.IN_PROGRESS, None, Outcome.OVERDUE),
        (S.ABANDONED, None, Outcome.GIVEN_UP),
        (S.MERGED, None, Outcome.GIVEN_UP),
    ],
)
def test_an_action_is_held_against_its_first_due_date_whatever_was_moved(
    status: ActionStatus, done_on: date | None, outcome: Outcome
) -> None:
    action = Action.model_construct(
        status=status, first_due_on=date(2027, 5, 1), due_on=date(2027, 12, 31), done_on=done_on
    )
    assert execution.outcome_of(action, date(2027, 6, 1)) is outcome


def test_a_plan_holds_the_actions_first_due_in_its_year_and_counts_before_it_rates(
    session: Session, settings: Settings, now: datetime
) -> None:
    made = validated(session, now)
    document = bilans.written(session, made.assessment, now.date(), settings)
    assert "Aucune action de ce service n’avait son échéance" in sentences(document)
    fund: Any = type("Fund", (), {"owner": made.head, "head": made.head})()
    rating = made.assessment.ratings[0]
    for title, days in (("Dans l’année", 30), ("L’an prochain", 400)):
        action = actions.propose(session, title, made.department, [rating], made.head, now)
        wanted = terms(fund, now, due_on=now.date() + timedelta(days=days))
        actions.decide(session, action, wanted, made.management, now)
    document = bilans.written(session, made.assessment, now.date(), settings)
    assert list(plan(document)) == ["Dans l’année"]
    assert "1\u00a0action prévue" in sentences(document)
    assert "L’an prochain" in sentences(document)  # decided for later: part three


# ---------------------------------------------------------------- signing


def test_a_review_is_signed_by_management_and_freezes_the_assessment(
    session: Session, settings: Settings, now: datetime
) -> None:
    made = validated(session, now)
    with pytest.raises(Refused, match="Seule la direction"):
        bilans.sign(session, made.assessment, "", settings, made.officer, now, now.date())
    bilan = sign(session, made, settings, now)
    assert made.assessment.status is AssessmentStatus.FROZEN
    assert bilans.said(bilan).fingerprint == bilan.sha256
    assert bilans.said(bilan).title == f"Bilan 2027 du service {made.department.name}"


def test_a_review_is_not_signed_before_its_assessment_is_validated(
    session: Session, settings: Settings, now: datetime
) -> None:
    made = submitted(session, now)
    with pytest.raises(Refused, match="une fois l’auto-évaluation validée"):
        sign(session, made, settings, now)


def test_what_was_signed_stays_whatever_happens_after(
    session: Session, settings: Settings, now: datetime
) -> None:
    made = validated(session, now)
    bilan = sign(session, made, settings, now)
    before = bilans.said(bilan)
    made.department.name = "Autre nom"
    session.flush()
    assert bilans.said(bilan) == before


def test_a_correction_is_a_new_version_with_its_reason_and_the_old_one_stays(
    session: Session, settings: Settings, now: datetime
) -> None:
    made = validated(session, now)
    first = sign(session, made, settings, now)
    with pytest.raises(Refused, match="pourquoi"):
        sign(session, made, settings, now)
    second = sign(session, made, settings, now, "Un délai était faux.")
    assert [one.version for one in bilans.versions(session, made.assessment)] == [2, 1]
    assert bilans.of_version(session, made.assessment, 1) is first
    assert second.reason == "Un délai était faux."


def test_a_review_changed_behind_the_product_s_back_is_not_shown(
    session: Session, settings: Settings, now: datetime
) -> None:
    made = validated(session, now)
    bilan = sign(session, made, settings, now)
    session.connection().execute(
        sa.text("UPDATE bilans SET content = replace(content, 'Bilan', 'Faux')")
    )
    session.expire(bilan)
    with pytest.raises(Refused, match="modifié depuis sa signature"):
        bilans.said(bilan)


def test_compliance_says_the_rates_before_the_score(
    session: Session, settings: Settings, now: datetime
) -> None:
    made = validated(session, now)
    document = bilans.written(session, made.assessment, now.date(), settings)
    places = [
        index
        for index, part in enumerate(document.parts)
        if (isinstance(part, Table) and part.caption == "Avant tout score")
        or (isinstance(part, Paragraph) and part.text.startswith("Score du service"))
    ]
    assert len(places) == 2
    assert isinstance(document.parts[places[0]], Table)


def test_what_is_not_kept_is_to_improve_and_a_strong_point_is_a_success(
    session: Session, settings: Settings, now: datetime
) -> None:
    made = validated(session, now)
    poor, strong = made.assessment.ratings[:2]
    poor.validated, strong.is_strong = Level.D, True
    session.flush()
    said = sentences(bilans.written(session, made.assessment, now.date(), settings))
    assert f"{poor.commitment.code} {poor.commitment.title} (D)" in said
    assert f"Point fort : {strong.commitment.code}" in said


def test_whoever_may_not_read_the_assessment_reads_the_review_once_signed(
    session: Session, settings: Settings, now: datetime
) -> None:
    made = validated(session, now)
    stranger = made.head.model_copy(update={"department_id": 99})
    assert not assessments.may_read(stranger, made.assessment)
    assert not bilans.may_read(stranger, made.assessment, [])
    assert bilans.may_read(stranger, made.assessment, [sign(session, made, settings, now)])


# ---------------------------------------------------------------- kept as text

CELLS = st.one_of(
    st.none(), st.integers(-(10**6), 10**6), st.text(max_size=20), st.dates(), st.floats(0, 1)
)


@given(st.lists(st.tuples(CELLS, CELLS), max_size=4), st.text(max_size=50))
def test_a_document_kept_as_text_comes_back_the_same(rows: list[Any], text: str) -> None:
    table = Table("T", (Column("A"), Column("B", "percent", 1, "Part.")), tuple(rows), "note")
    document = Document(
        title=text,
        parts=(
            Heading(text), Paragraph(text, True), Bullets((text,)), Quote(text), table,
            Figure(text.encode("utf-8", "replace"), text, "c", table), PageBreak(),
        ),
        about=(("a", text),),
    )  # fmt: skip
    assert keeping.from_text(keeping.as_text(document)) == document


# ---------------------------------------------------------------- successes counted by themselves


def test_delays_held_all_year_and_reports_closed_for_good_are_successes_of_their_department(
    session: Session, now: datetime, settings: Settings
) -> None:
    made = make_round(session, now)
    other = make_department(session, "Ailleurs")
    make_requests(session, now, made.department, date(2027, 3, 1), 12, acknowledged_on=date(2027, 3, 3))  # fmt: skip
    for place in (made.department, other):
        closed = make_report(
            session, now, department=place, status=MalfunctionStatus.CLOSED, closed_on=now.date()
        )
        action = Action(
            title="Changer l’imprimante", status=S.EFFECTIVE, department_id=key(place),
            proposed_by_id=key(made.head), proposed_at=now, closed_on=now.date(),
        )  # fmt: skip
        session.add(action)
        session.flush()
        session.add(Cause(action_id=key(action), malfunction_id=key(closed)))
    session.flush()
    said = sentences(bilans.written(session, made.assessment, now.date(), settings))
    assert "1\u00a0signalement de collaborateurs clos après une action à l’effet constaté." in said
    assert "Délais tenus sur les douze mois : DEL-01 (100\u00a0% de 12\u00a0demandes)" in said

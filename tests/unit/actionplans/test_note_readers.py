"""Who read a note, never shown person by person; the proof it becomes; what is done by itself."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, select

from actionplans.assessments import campaigns, evidence_lists, evidence_tasks, proposals
from actionplans.assessments.notices import about_evidence
from actionplans.models import (
    Evidence,
    EvidenceState,
    MonthlyNote,
    NoteReader,
)
from actionplans.my_work.notices import Days
from actionplans.notes import notes, preparing, proofs, readers
from core import working_days
from core.errors import Refused
from core.keys import key
from core.settings import Settings
from organisation.models import Department
from tests.action_builders import (
    Fund,
    make_fund,
)
from tests.assessment_builders import make_evidence, make_round, second_department
from tests.builders import make_charter, make_department, make_user
from tests.note_builders import FEBRUARY, make_note, make_sent


@pytest.fixture
def fund(session: Session) -> Fund:
    return make_fund(session)


# ---------------------------------------------------------------- readers


def test_reading_is_said_by_the_person_once_and_kept_to_the_day(
    session: Session, now: datetime, fund: Fund
) -> None:
    note = make_sent(session, fund.officer, now)
    readers.read(session, note, fund.owner, now)
    readers.read(session, note, fund.owner, now + timedelta(days=9))
    found = readers.receipt(session, note, fund.owner)
    assert found is not None
    assert found.read_on == now.date()
    assert readers.reading(session, note).whole == readers.Rate("Tous", 4, 1)


def test_nothing_is_read_before_it_is_sent_nor_by_who_came_after(
    session: Session, now: datetime, fund: Fund
) -> None:
    note = make_note(session, now)
    with pytest.raises(Refused, match="pas encore envoyée"):
        readers.read(session, note, fund.owner, now)
    notes.send(session, note, Settings(), fund.officer, now)
    newcomer = make_user(session)
    with pytest.raises(Refused, match="envoyée sans vous"):
        readers.read(session, note, newcomer, now)


def test_a_department_is_counted_as_it_was_on_the_day_of_the_sending(
    session: Session, now: datetime, fund: Fund
) -> None:
    note = make_sent(session, fund.officer, now)
    fund.owner.department_id = fund.other.id
    found = session.get(NoteReader, (note.id, fund.owner.id))
    assert found is not None
    assert found.department_id == fund.department.id


@given(
    st.dictionaries(
        st.text("abcdef", min_size=1, max_size=3),
        st.integers(1, 12).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n))),
        max_size=8,
    )
)
def test_no_group_under_five_is_shown_nor_worked_out_from_the_whole(
    groups: dict[str, tuple[int, int]],
) -> None:
    shown = readers.departments(groups)
    assert all(rate.sent >= readers.SMALLEST for rate in shown)
    if shown:
        assert sum(rate.sent for rate in shown) == sum(n for n, _ in groups.values())
        assert sum(rate.read for rate in shown) == sum(n for _, n in groups.values())
        named = {rate.label for rate in shown} - {readers.TOGETHER}
        assert all(groups[name][0] >= readers.SMALLEST for name in named)


def test_a_group_that_would_be_worked_out_takes_another_with_it() -> None:
    shown = readers.departments({"a": (6, 1), "b": (9, 9), "c": (2, 0)})
    assert [(rate.label, rate.sent) for rate in shown] == [("b", 9), (readers.TOGETHER, 8)]
    assert readers.departments({"a": (4, 1), "b": (3, 2)}) == ()


# ---------------------------------------------------------------- the proof


@pytest.fixture
def round_(session: Session, now: datetime) -> Any:
    return make_round(session, now)


def test_a_note_becomes_a_proof_of_the_officer_s_commitment_with_its_reading(
    session: Session, now: datetime, round_: Any
) -> None:
    note = make_sent(session, round_.officer, now)
    readers.read(session, note, round_.head, now)
    later = now + timedelta(days=15)
    filed = proofs.prove(session, note, later)
    assert filed.codes == ["AME-04"]
    assert filed.department_id == round_.officer.department_id
    assert filed.title == "Note du mois : février\u00a02027, lue par 1\u00a0personne sur 2"
    assert (filed.valid_from, filed.valid_to) == (FEBRUARY, now.date() + proofs.INFORMS_FOR)
    assert filed.state is EvidenceState.PROPOSED
    assert (filed.media_type, filed.added_by_id) == ("application/pdf", round_.officer.id)
    assert (note.evidence_id, note.proven_on) == (filed.id, later.date())
    quality = second_department(session, round_)
    known = proposals.valid_evidence(session, quality.campaign, quality.department)
    assert filed in known["AME-04"]


def test_a_note_s_proof_is_not_out_of_date_before_somebody_could_judge_it(
    session: Session, now: datetime, round_: Any
) -> None:
    note = make_sent(session, round_.officer, now)
    filed_on = now + timedelta(days=15)
    preparing.prepare_due(session, filed_on)
    assert note.evidence_id is not None
    filed = session.get_one(Evidence, note.evidence_id)
    judged_by = working_days.after(filed_on.date(), evidence_tasks.DAYS)
    assert filed.said(filed_on.date()) == filed.said(judged_by) == "proposée"
    [task] = evidence_tasks.evidence_tasks(session, round_.management, filed_on.date())
    assert task.title == "1\u00a0preuve à juger"


def test_nobody_is_told_to_renew_a_note_the_next_one_follows(
    session: Session, now: datetime, round_: Any
) -> None:
    filed = proofs.prove(session, make_sent(session, round_.officer, now), now)
    other = make_evidence(session, round_.row("AME-05"), round_.head, now)
    other.valid_to = filed.valid_to
    session.flush()
    today = filed.valid_to - evidence_lists.SOON
    wanted = evidence_lists.Narrowed(evidence_lists.Shown.RENEWING)
    rows = session.exec(evidence_lists.listed(round_.management, wanted, today)).all()
    assert rows == [other]
    told = about_evidence(session, Days(today - timedelta(days=1), today))
    assert {notice.path for notice in told} == {f"/preuves/{other.id}"}


def test_a_note_proves_once_and_not_before_it_is_sent(
    session: Session, now: datetime, round_: Any
) -> None:
    draft = make_note(session, now, date(2027, 1, 1))
    with pytest.raises(Refused, match="Envoyez la note d’abord"):
        proofs.prove(session, draft, now)
    note = make_sent(session, round_.officer, now)
    proofs.prove(session, note, now)
    with pytest.raises(Refused, match="déjà une preuve"):
        proofs.prove(session, note, now)


def test_without_a_charter_or_a_department_a_note_says_what_to_do(
    session: Session, now: datetime, fund: Fund
) -> None:
    note = make_sent(session, fund.officer, now)
    with pytest.raises(Refused):
        proofs.prove(session, note, now)
    make_charter(session, now)
    with pytest.raises(Refused, match="Donnez l’activité « Qualité de service »"):
        proofs.prove(session, note, now)
    make_department(session, "Qualité", ("referent_qualite",))
    assert proofs.prove(session, note, now).department.name == "Qualité"
    assert session.exec(select(Department)).all()


def test_a_proof_taken_back_leaves_the_note_and_is_not_made_again(
    session: Session, now: datetime, round_: Any
) -> None:
    note = make_sent(session, round_.officer, now)
    filed = proofs.prove(session, note, now)
    session.delete(filed)
    session.flush()
    session.expire(note)
    assert note.evidence_id is None
    preparing.prepare_due(session, now + timedelta(days=40))
    assert session.exec(select(Evidence)).all() == []


# ---------------------------------------------------------------- by itself


@pytest.mark.parametrize(
    ("on", "made"),
    [("2027-02-01", 1), ("2027-05-01", 0), ("2027-05-02", 0), ("2027-05-03", 1), ("2027-05-20", 1)],
)
def test_the_note_is_prepared_on_the_first_working_day_or_later_if_it_was_missed(
    session: Session, fund: Fund, on: str, made: int
) -> None:
    preparing.prepare_due(session, datetime.fromisoformat(f"{on}T05:15:00+00:00"))
    assert len(session.exec(select(MonthlyNote)).all()) == made


def test_running_twice_prepares_once(session: Session, now: datetime, fund: Fund) -> None:
    for _ in range(3):
        preparing.prepare_due(session, now)
    [note] = session.exec(select(MonthlyNote)).all()
    assert note.month == FEBRUARY
    assert note.written_by_id is None


def test_without_an_officer_nothing_piles_up(session: Session, now: datetime, fund: Fund) -> None:
    fund.officer.is_active = False
    session.flush()
    preparing.prepare_due(session, now)
    assert session.exec(select(MonthlyNote)).all() == []


def test_a_note_becomes_a_proof_by_itself_fifteen_days_after_it_was_sent(
    session: Session, now: datetime, round_: Any
) -> None:
    note = make_sent(session, round_.officer, now)
    preparing.prepare_due(session, now + timedelta(days=14))
    assert note.proven_on is None
    preparing.prepare_due(session, now + timedelta(days=15))
    assert note.proven_on == now.date() + timedelta(days=15)
    preparing.prepare_due(session, now + timedelta(days=16))
    assert len(session.exec(select(Evidence)).all()) == 1
    assert campaigns.campaigns(session)
    assert key(note)

"""A proof attached to an action: brought by who carries it, read by who sees it, judged by somebody else."""

from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session, select

from actionplans.actions import actions, proofs
from actionplans.assessments import admitting, evidence, evidence_files, evidence_lists, notices
from actionplans.assessments.evidence import Proof
from actionplans.brought.screening import Upload
from actionplans.models import Action, ActionProof, ActionStatus, Evidence, EvidenceState
from actionplans.my_work.notices import Days
from actionplans.my_work.todo import todo
from actionplans.tracing.tracing import Tracer
from core.errors import Missing, Refused
from organisation.models import Role, User
from tests.action_builders import Fund, make_action, make_fund
from tests.assessment_builders import make_evidence, make_round
from tests.builders import make_user

S = ActionStatus
FILE = Upload("relevé.txt", "Relevé du standard de mars.".encode())


def proof(now: datetime, file: Upload | None = FILE) -> Proof:
    today = now.date()
    return Proof("Relevé du standard", "", today, today + timedelta(days=200), file)


def made(session: Session, now: datetime, status: S = S.IN_PROGRESS) -> tuple[Fund, Action]:
    fund = make_fund(session)
    return fund, make_action(session, fund, now, status)


def asked(session: Session, user: User, today: date) -> list[str]:
    return [task.title for task in todo(session, user, today) if "à juger" in task.title]


def test_an_action_is_declared_done_with_a_proof_attached_or_said(
    session: Session, now: datetime
) -> None:
    fund, action = made(session, now)
    with pytest.raises(Refused, match="Donnez une preuve"):
        actions.finish(session, action, "  ", fund.owner, now)
    proofs.bring(session, action, proof(now), fund.owner, now)
    actions.finish(session, action, "", fund.owner, now)
    assert (action.status, action.proof) == (S.DONE, "Preuve jointe : « Relevé du standard ».")


def test_a_proof_refused_does_not_show_that_an_action_is_done(
    session: Session, now: datetime
) -> None:
    fund, action = made(session, now)
    brought = proofs.bring(session, action, proof(now), fund.owner, now)
    admitting.refuse(session, brought, "Le relevé n’est pas daté.", fund.officer, now)
    with pytest.raises(Refused, match="Donnez une preuve"):
        actions.finish(session, action, "", fund.owner, now)


@pytest.mark.parametrize("who", ["officer", "stranger"])
def test_only_who_carries_or_decides_attaches_a_proof(
    session: Session, now: datetime, who: str
) -> None:
    fund, action = made(session, now)
    with pytest.raises(Refused, match="y joignent une preuve"):
        proofs.bring(session, action, proof(now), fund.people[who], now)


@pytest.mark.parametrize("status", [S.PROPOSED, S.DECIDED, S.ABANDONED])
def test_a_proof_is_attached_to_an_action_that_was_begun(
    session: Session, now: datetime, status: S
) -> None:
    fund, action = made(session, now, status)
    action.owner_id = fund.owner.id
    with pytest.raises(Refused, match="ce n’est pas possible maintenant"):
        proofs.bring(session, action, proof(now), fund.owner, now)


def test_a_file_that_is_refused_leaves_nothing(session: Session, now: datetime) -> None:
    fund, action = made(session, now)
    with pytest.raises(Refused):
        proofs.bring(session, action, proof(now, Upload("a.exe", b"MZ")), fund.owner, now)
    assert session.exec(select(ActionProof)).all() == []


def test_a_proof_is_read_through_its_own_action_alone(session: Session, now: datetime) -> None:
    fund, action = made(session, now)
    other = make_action(session, fund, now, S.IN_PROGRESS)
    brought = proofs.bring(session, action, proof(now), fund.owner, now)
    assert proofs.find(session, action, brought.id or 0) is brought
    with pytest.raises(Missing):
        proofs.find(session, other, brought.id or 0)
    assert not evidence_lists.may_read(fund.owner, brought)  # the pages of proofs stay closed


def test_a_proof_of_an_assessment_serves_an_action_too_and_both_sides_see_it(
    session: Session, now: datetime
) -> None:
    round_ = make_round(session, now)
    existing = make_evidence(session, round_.row("ACC-04"), round_.head, now)
    fund = make_fund(session)
    action = make_action(session, fund, now, S.IN_PROGRESS)
    with pytest.raises(Missing, match="ne vous est pas ouverte"):
        proofs.attach(session, action, existing, fund.head, now)
    action.department_id = existing.department_id
    session.flush()
    assert proofs.could_serve(session, action, round_.head) == [existing]
    assert proofs.could_serve(session, action, fund.owner) == []
    proofs.attach(session, action, existing, round_.head, now)
    with pytest.raises(Refused, match="déjà jointe"):
        proofs.attach(session, action, existing, round_.head, now)
    assert [one.evidence for one in proofs.of(session, action)] == [existing]
    assert [one.action for one in existing.shown] == [action]
    evidence.withdraw(session, round_.row("ACC-04"), existing, round_.head, now)
    assert session.get(Evidence, existing.id) is existing  # the action still needs it


def test_a_proof_of_another_department_is_not_attached(session: Session, now: datetime) -> None:
    round_ = make_round(session, now)
    existing = make_evidence(session, round_.row("ACC-04"), round_.head, now)
    fund = make_fund(session)
    action = make_action(session, fund, now, S.IN_PROGRESS)
    with pytest.raises(Refused, match="autre service"):
        proofs.attach(session, action, existing, fund.management, now)


def test_a_proof_detached_that_serves_nothing_else_goes_with_its_file(
    session: Session, now: datetime
) -> None:
    fund, action = made(session, now)
    other = make_action(session, fund, now, S.IN_PROGRESS)
    brought = proofs.bring(session, action, proof(now), fund.owner, now)
    proofs.attach(session, other, brought, fund.head, now)
    sha256 = brought.sha256 or ""
    proofs.detach(session, action, brought, fund.owner, now)
    session.commit()
    assert evidence_files.is_kept(sha256)
    proofs.detach(session, other, brought, fund.head, now)
    session.commit()
    assert not evidence_files.is_kept(sha256)
    assert session.exec(select(Evidence)).all() == []


def test_a_proof_admitted_stays(session: Session, now: datetime) -> None:
    fund, action = made(session, now)
    brought = proofs.bring(session, action, proof(now), fund.owner, now)
    admitting.admit(session, brought, fund.officer, now)
    with pytest.raises(Refused, match="admise : elle reste"):
        proofs.detach(session, action, brought, fund.owner, now)


def test_nobody_judges_the_proof_of_an_action_they_carry(session: Session, now: datetime) -> None:
    fund = make_fund(session)
    action = make_action(session, fund, now, S.IN_PROGRESS, owner=fund.officer)
    brought = proofs.bring(session, action, proof(now), fund.management, now)
    with pytest.raises(Refused, match="celle de votre action"):
        admitting.admit(session, brought, fund.officer, now)
    colleague = make_user(session, Role.MANAGEMENT)
    admitting.admit(session, brought, colleague, now)
    assert brought.state is EvidenceState.ADMITTED


def test_the_officer_is_asked_to_judge_and_management_only_where_the_officer_may_not(
    session: Session, now: datetime
) -> None:
    fund, action = made(session, now)
    brought = proofs.bring(session, action, proof(now), fund.owner, now)
    assert asked(session, fund.officer, now.date()) == ["1\u00a0preuve à juger"]
    assert asked(session, fund.management, now.date()) == []
    assert asked(session, fund.head, now.date()) == []
    own = make_action(session, fund, now, S.IN_PROGRESS, owner=fund.officer)
    proofs.bring(session, own, proof(now, None), fund.officer, now)
    session.expire_all()
    assert asked(session, fund.officer, now.date()) == ["1\u00a0preuve à juger"]
    assert asked(session, fund.management, now.date()) == ["1\u00a0preuve à juger"]
    admitting.admit(session, brought, fund.officer, now)
    assert asked(session, fund.officer, now.date()) == []
    assert asked(session, fund.officer, now.date() + timedelta(days=400)) == []  # out of date


def test_its_period_ending_is_not_told_when_it_only_shows_an_action(
    session: Session, now: datetime
) -> None:
    round_ = make_round(session, now)
    existing = make_evidence(session, round_.row("ACC-04"), round_.head, now)
    fund, action = made(session, now)
    brought = proofs.bring(session, action, proof(now), fund.owner, now)
    last = now.date() + timedelta(days=40)
    existing.valid_to = brought.valid_to = last
    session.flush()
    days = Days(last - timedelta(days=31), last - timedelta(days=30))
    assert [one.path for one in notices.about_evidence(session, days)] == [
        f"/preuves/{existing.id}"
    ]


def test_the_trace_counts_the_proofs_joined_before_the_action_is_done(
    session: Session, now: datetime
) -> None:
    fund, action = made(session, now)
    brought = proofs.bring(session, action, proof(now), fund.owner, now)
    refused = proofs.bring(session, action, proof(now, None), fund.owner, now)
    admitting.refuse(session, refused, "Le relevé n’est pas daté.", fund.officer, now)
    assert proofs.counted(session) == {action.id: 1}
    [chain] = Tracer(session, fund.owner, now.date()).of_action(action)
    assert "1\u00a0preuve jointe" in [link.title for link in chain.links]
    actions.finish(session, action, "", fund.owner, now)
    [chain] = Tracer(session, fund.owner, now.date()).of_action(action)
    assert "Preuve donnée" in [link.title for link in chain.links]
    assert brought.title in action.proof

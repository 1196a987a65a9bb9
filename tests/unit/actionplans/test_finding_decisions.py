"""What is decided of a finding answers for it in the next quarters, while it goes on or until it is looked at again."""

from datetime import date, datetime

import pytest
from sqlmodel import Session, select

from actionplans.actions import finding_decisions
from actionplans.actions.finding_decisions import FollowUp
from actionplans.models import ActionStatus, FindingDecision
from core.errors import Refused
from organisation.models import JournalEntry
from tests.action_builders import Fund, make_fund
from tests.found_builders import EFFORT, EFFORT_SAID, LOW, finding

REVIEW = date(2027, 9, 1)
NEXT = EFFORT.replace("2026-10-01", "2027-01-01")
WHY = "Le formulaire change en juin."


@pytest.fixture
def fund(session: Session) -> Fund:
    return make_fund(session)


def after(session: Session, key: str, today: date) -> FollowUp:
    return finding_decisions.follow_ups(session, [finding(key), finding(LOW)], today)[key]


def leave(session: Session, fund: Fund, now: datetime, **said: object) -> FindingDecision:
    wanted = {"reason": WHY, "review_on": REVIEW, "by": fund.officer} | said
    return finding_decisions.leave(session, finding(EFFORT), now=now, **wanted)  # type: ignore[arg-type]


def test_the_reason_is_kept_with_what_the_finding_said_and_written_in_the_journal(
    session: Session, fund: Fund, now: datetime
) -> None:
    made = leave(session, fund, now)
    assert (made.said, made.proof, made.reason) == (EFFORT_SAID, "2,1 sur 5", WHY)
    assert finding_decisions.decided(session, finding(NEXT)) == [made]
    [entry] = session.exec(select(JournalEntry).where(JournalEntry.deed == "leave_finding"))
    assert WHY not in entry.details


def test_it_holds_for_the_same_finding_of_the_next_quarters_until_it_is_looked_at_again(
    session: Session, fund: Fund, now: datetime
) -> None:
    made = leave(session, fund, now)
    for key in (EFFORT, NEXT):
        assert after(session, key, date(2027, 8, 31)).left == made
        assert not after(session, key, REVIEW).is_answered
    assert not after(session, LOW, now.date()).is_answered


def test_an_action_answers_the_next_quarters_only_while_it_goes_on(
    session: Session, fund: Fund, now: datetime
) -> None:
    action = finding_decisions.act(
        session, finding(EFFORT), "Simplifier", fund.department, fund.officer, now
    )
    assert after(session, EFFORT, now.date()).actions == (action,)
    assert after(session, NEXT, now.date()).actions == (action,)
    action.status, action.closed_on = ActionStatus.WITHOUT_EFFECT, now.date()
    session.flush()
    assert after(session, EFFORT, now.date()).actions == (action,)
    assert not after(session, NEXT, now.date()).is_answered
    action.status = ActionStatus.ABANDONED
    session.flush()
    assert not after(session, EFFORT, now.date()).is_answered


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"reason": "  "}, "Écrivez pourquoi"),
        ({"review_on": date(2027, 3, 15)}, "à venir"),
        ({"by": "head"}, "Seuls le référent"),
    ],
)
def test_no_reason_no_day_to_come_and_nobody_else(
    session: Session, fund: Fund, now: datetime, said: dict[str, object], sentence: str
) -> None:
    if said.get("by") == "head":
        said = {"by": fund.head}
    with pytest.raises(Refused, match=sentence):
        leave(session, fund, now, **said)
    assert not session.exec(select(FindingDecision)).all()


def test_what_has_an_action_or_a_decision_is_not_left_twice(
    session: Session, fund: Fund, now: datetime
) -> None:
    leave(session, fund, now)
    with pytest.raises(Refused, match="a déjà une suite"):
        leave(session, fund, now)

"""Reports that come back propose an action, until one answers them or a reason not to act does; and again after it was done."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, select

from actionplans.actions import actions
from actionplans.malfunctions import preventing, recurrence_notices, recurrences
from actionplans.malfunctions.recurrences import REPORTS, WINDOW, Recurrence, Report, _left
from actionplans.models import (
    Action,
    ActionStatus,
    Cause,
    Malfunction,
    MalfunctionStatus,
    RecurrenceDecision,
    Verdict,
)
from actionplans.my_work.notices import Days
from analysis.themes.themes import themes
from core.errors import Missing, Refused
from organisation import charters
from organisation.models import Department, JournalEntry, User
from tests.action_builders import Fund, make_fund
from tests.actionplans_malfunctions_builders import make_report
from tests.builders import make_charter
from tests.queries import counted

DAY = timedelta(days=1)
TITLE = "Changer le standard"


@pytest.fixture
def fund(session: Session) -> Fund:
    return make_fund(session)


def reported(
    session: Session, fund: Fund, now: datetime, count: int = REPORTS
) -> list[Malfunction]:
    """So many reports of one theme in the first department, one a day, the last one today."""
    return [
        make_report(
            session, now - (count - 1 - n) * DAY, by=fund.owner, department=fund.department,
            theme="telephone",
        )
        for n in range(count)
    ]  # fmt: skip


def coming_back(session: Session, now: datetime) -> list[tuple[str, str, int]]:
    return [
        (one.theme.code, one.department.name, len(one.reports))
        for one in recurrences.found(session, now.date())
    ]


def the_one(session: Session, user: User, now: datetime, place: Department) -> Recurrence:
    return recurrences.named(session, "telephone", place.id or 0, user, now.date())


def act(session: Session, fund: Fund, now: datetime, by: User | None = None) -> Action:
    by = by or fund.head
    found = the_one(session, by, now, fund.department)
    return preventing.act(session, found, TITLE, None, by, now)


def ended(session: Session, action: Action, status: ActionStatus, on: datetime) -> None:
    """As if it had been carried out, and judged that day."""
    action.status, action.done_on = status, on.date()
    action.closed_on = on.date() if status.is_closed else None
    action.verdict = Verdict.EFFECT if status.is_closed else None
    session.flush()


# ---------------------------------------------------------------- the rule


def test_three_in_ninety_days_of_one_theme_in_one_department(
    session: Session, now: datetime, fund: Fund
) -> None:
    first, *_ = reported(session, fund, now, 2)
    make_report(session, now, by=fund.owner, department=fund.other, theme="telephone")
    make_report(session, now, by=fund.owner, department=fund.department, theme="courrier_clarte")
    assert coming_back(session, now) == []
    make_report(session, now, by=fund.owner, department=fund.department, theme="telephone")
    assert coming_back(session, now) == [("telephone", "Accueil téléphonique", 3)]
    first.reported_on = now.date() - WINDOW
    session.flush()
    assert coming_back(session, now) == []
    first.reported_on = now.date() - WINDOW + DAY
    session.flush()
    assert len(coming_back(session, now)) == 1


def test_what_was_redirected_dropped_or_has_no_theme_does_not_count(
    session: Session, now: datetime, fund: Fund
) -> None:
    for status, theme in (
        (MalfunctionStatus.REDIRECTED, "telephone"),
        (MalfunctionStatus.NOT_PURSUED, "telephone"),
        (MalfunctionStatus.REPORTED, ""),
        (MalfunctionStatus.REPORTED, "autre"),
        (MalfunctionStatus.REPORTED, "inconnu"),
    ):
        for _ in range(REPORTS):
            make_report(
                session, now, by=fund.owner, department=fund.department, theme=theme, status=status
            )
    assert coming_back(session, now) == []


def test_a_report_joined_to_an_earlier_one_counts_where_that_one_is(
    session: Session, now: datetime, fund: Fund
) -> None:
    first, _ = reported(session, fund, now, 2)
    make_report(
        session, now, by=fund.owner, theme="autre", joined_to_id=first.id,
        status=MalfunctionStatus.JOINED,
    )  # fmt: skip
    assert coming_back(session, now) == [("telephone", "Accueil téléphonique", 3)]


def test_each_settles_what_is_theirs(session: Session, now: datetime, fund: Fund) -> None:
    reported(session, fund, now)
    for user in (fund.officer, fund.management, fund.head):
        assert the_one(session, user, now, fund.department).theme.code == "telephone"
    for user in (fund.stranger, fund.owner):
        with pytest.raises(Missing, match="Rien ne revient"):
            the_one(session, user, now, fund.department)


# ---------------------------------------------------------------- an action


def test_one_click_gives_an_action_its_causes_all_the_reports_and_the_commitment(
    session: Session, now: datetime, fund: Fund
) -> None:
    make_charter(session, now)
    told = reported(session, fund, now, 4)
    promise = charters.by_code(session)["JOI-05"]
    told[1].commitment_id = told[2].commitment_id = promise.id
    told[3].commitment_id = charters.by_code(session)["ACC-01"].id
    session.flush()
    found = the_one(session, fund.head, now, fund.department)
    assert preventing.suggested_title(found).startswith("Supprimer la cause de 4\u00a0signalements")
    assert preventing.suggested_commitment(session, found) == "JOI-05"
    action = preventing.act(session, found, TITLE, promise, fund.head, now)
    causes = session.exec(select(Cause).where(Cause.action_id == action.id)).all()
    assert {one.malfunction_id for one in causes if one.malfunction_id} == {one.id for one in told}
    assert [one.commitment_id for one in causes if one.commitment_id] == [promise.id]
    assert (action.department_id, action.status) == (fund.department.id, ActionStatus.PROPOSED)
    deeds = session.exec(
        select(JournalEntry.deed).where(JournalEntry.subject == f"action {action.id}")
    )
    assert set(deeds) == {"propose_action", "prevent_recurrence"}


def test_without_a_commitment_told_the_closest_to_the_theme_is_suggested(
    session: Session, now: datetime, fund: Fund
) -> None:
    make_charter(session, now)
    reported(session, fund, now)
    found = the_one(session, fund.head, now, fund.department)
    assert preventing.suggested_commitment(session, found) == found.theme.commitments[0]


def test_the_proposal_goes_once_an_action_covers_it_and_stays_gone_while_it_goes_on(
    session: Session, now: datetime, fund: Fund
) -> None:
    reported(session, fund, now)
    act(session, fund, now)
    assert coming_back(session, now) == []
    reported(session, fund, now + 10 * DAY)
    assert coming_back(session, now + 10 * DAY) == []


@pytest.mark.parametrize("status", [ActionStatus.REFUSED, ActionStatus.ABANDONED])
def test_it_is_proposed_again_when_the_action_is_dropped(
    session: Session, now: datetime, fund: Fund, status: ActionStatus
) -> None:
    reported(session, fund, now)
    action = act(session, fund, now)
    action.status, action.closed_on = status, now.date()
    session.flush()
    assert coming_back(session, now) == [("telephone", "Accueil téléphonique", 3)]


def test_an_action_on_one_report_answers_that_one_alone(
    session: Session, now: datetime, fund: Fund
) -> None:
    told = reported(session, fund, now, 4)
    small = actions.propose(session, TITLE, fund.department, [told[0]], fund.head, now)
    [left] = recurrences.found(session, now.date())
    assert [one.id for one in left.reports] == [one.id for one in told[1:]]
    assert left.going_on == (small,)
    other = actions.propose(session, TITLE, fund.department, [told[1]], fund.head, now)
    assert coming_back(session, now) == []
    assert other.id != small.id


# ---------------------------------------------------------------- it comes back


@pytest.mark.parametrize(
    "status", [ActionStatus.DONE, ActionStatus.EFFECTIVE, ActionStatus.WITHOUT_EFFECT]
)
def test_told_anew_after_it_was_done_it_is_proposed_with_that_action_to_open_again(
    session: Session, now: datetime, fund: Fund, status: ActionStatus
) -> None:
    reported(session, fund, now)
    action = act(session, fund, now)
    ended(session, action, status, now + 5 * DAY)
    later = now + 20 * DAY
    assert coming_back(session, later) == []
    reported(session, fund, later)
    [found] = recurrences.found(session, later.date())
    assert len(found.reports) == REPORTS  # those of before are answered
    assert found.again == action


def test_opened_again_it_has_the_new_reports_for_causes_and_the_proposal_goes(
    session: Session, now: datetime, fund: Fund
) -> None:
    before = reported(session, fund, now)
    action = act(session, fund, now)
    ended(session, action, ActionStatus.EFFECTIVE, now + 5 * DAY)
    later = now + 20 * DAY
    new = reported(session, fund, later)
    found = the_one(session, fund.officer, later, fund.department)
    due_on = later.date() + 60 * DAY
    preventing.take_up(
        session, found, "Les appels se perdent de nouveau.", due_on, fund.officer, later
    )
    assert (action.status, action.due_on) == (ActionStatus.IN_PROGRESS, due_on)
    causes = session.exec(select(Cause.malfunction_id).where(Cause.action_id == action.id)).all()
    assert set(causes) == {one.id for one in [*before, *new]}
    assert coming_back(session, later) == []


def test_only_who_may_verify_it_opens_it_again(session: Session, now: datetime, fund: Fund) -> None:
    reported(session, fund, now)
    action = act(session, fund, now)
    with pytest.raises(Missing):
        the_one(session, fund.head, now, fund.department)
    ended(session, action, ActionStatus.EFFECTIVE, now + 5 * DAY)
    later = now + 20 * DAY
    reported(session, fund, later)
    found = the_one(session, fund.head, later, fund.department)
    with pytest.raises(Refused, match="Seul le référent qualité"):
        preventing.take_up(session, found, "Encore.", later.date() + DAY, fund.head, later)


def test_nothing_is_opened_again_where_nothing_was_done(
    session: Session, now: datetime, fund: Fund
) -> None:
    reported(session, fund, now)
    found = the_one(session, fund.officer, now, fund.department)
    with pytest.raises(Missing, match="Aucune action"):
        preventing.take_up(session, found, "Encore.", now.date() + DAY, fund.officer, now)


# ---------------------------------------------------------------- not to act


def test_a_reason_not_to_act_holds_until_its_day_of_review(
    session: Session, now: datetime, fund: Fund
) -> None:
    reported(session, fund, now)
    found = the_one(session, fund.head, now, fund.department)
    until = now.date() + 30 * DAY
    made = preventing.leave(session, found, " Le standard change en mai. ", until, fund.head, now)
    assert (made.reports, made.reason) == (REPORTS, "Le standard change en mai.")
    assert coming_back(session, now) == []
    assert coming_back(session, now + 29 * DAY) == []
    assert coming_back(session, now + 30 * DAY) == [("telephone", "Accueil téléphonique", 3)]
    assert recurrences.decided(session, "telephone", fund.department.id or 0) == [made]
    [entry] = session.exec(select(JournalEntry).where(JournalEntry.deed == "leave_recurrence"))
    assert entry.subject == f"recurrence {made.id}"
    assert "standard" not in entry.details


@pytest.mark.parametrize(
    ("reason", "days", "says"), [("  ", 30, "pourquoi"), ("Plus tard.", 0, "à venir")]
)
def test_not_to_act_is_motivated_and_looked_at_again(
    session: Session, now: datetime, fund: Fund, reason: str, days: int, says: str
) -> None:
    reported(session, fund, now)
    found = the_one(session, fund.head, now, fund.department)
    with pytest.raises(Refused, match=says):
        preventing.leave(session, found, reason, now.date() + days * DAY, fund.head, now)
    assert session.exec(select(RecurrenceDecision)).all() == []


def test_others_settle_nothing_there(session: Session, now: datetime, fund: Fund) -> None:
    reported(session, fund, now)
    found = the_one(session, fund.head, now, fund.department)
    for other in (fund.stranger, fund.owner):
        with pytest.raises(Refused, match="Seuls le responsable de ce service"):
            preventing.act(session, found, TITLE, None, other, now)
        with pytest.raises(Refused, match="Seuls le responsable de ce service"):
            preventing.leave(session, found, "Non.", now.date() + DAY, other, now)


# ---------------------------------------------------------------- told


def test_the_head_and_the_officer_have_it_to_do_until_it_is_settled(
    session: Session, now: datetime, fund: Fund
) -> None:
    reported(session, fund, now)
    for user in (fund.head, fund.officer):
        [task] = recurrence_notices.recurrence_tasks(session, user, now.date())
        assert task.due_on == now.date() + 30 * DAY
        assert task.detail == "3\u00a0signalements en 90\u00a0jours"
    for user in (fund.stranger, fund.owner, fund.management):
        assert recurrence_notices.recurrence_tasks(session, user, now.date()) == []
    act(session, fund, now)
    assert recurrence_notices.recurrence_tasks(session, fund.head, now.date()) == []


def test_they_are_told_once_the_morning_after_there_are_enough(
    session: Session, now: datetime, fund: Fund
) -> None:
    reported(session, fund, now)
    today = now.date()
    told = list(recurrence_notices.about_recurrences(session, Days(today, today + DAY)))
    assert [one.user_id for one in told] == [fund.head.id, fund.officer.id]
    reported(session, fund, now + 3 * DAY, 1)
    assert (
        list(recurrence_notices.about_recurrences(session, Days(today + 3 * DAY, today + 4 * DAY)))
        == []
    )


def test_a_hundred_reports_cost_as_many_queries_as_three(
    session: Session, now: datetime, fund: Fund
) -> None:
    def cost() -> int:
        session.expire_all()
        with counted(session.get_bind()) as ran:
            recurrences.found(session, now.date())
        return len(ran)

    reported(session, fund, now)
    few = cost()
    for theme in ("courrier_clarte", "delai", "suivi"):
        for place in (fund.department, fund.other):
            for _ in range(5):
                make_report(session, now, by=fund.owner, department=place, theme=theme)
    assert len(recurrences.found(session, now.date())) > 1
    assert cost() == few


# ---------------------------------------------------------------- the rule, whatever the days

Days_ = st.lists(st.integers(0, 89), min_size=0, max_size=12)


@given(Days_, st.sets(st.integers(0, 11)), st.one_of(st.none(), st.integers(0, 89)))
def test_an_action_never_makes_more_reports_wait_and_its_causes_never_wait_under_way(
    days: Sequence[int], causes: set[int], done: int | None
) -> None:
    start = date(2027, 1, 1)
    reports = [Report(n, f"D-{n}", start + day * DAY, None) for n, day in enumerate(sorted(days))]
    theme, place = themes()[0], Department(id=1, name="Accueil")
    without = _left(theme, place, reports, {})
    assert (without is None) == (len(reports) < REPORTS)
    action = Action(
        id=1, title=TITLE, department_id=1, proposed_by_id=1, proposed_at=datetime(2027, 1, 1, tzinfo=UTC),
        status=ActionStatus.IN_PROGRESS if done is None else ActionStatus.DONE,
        done_on=None if done is None else start + done * DAY,
    )  # fmt: skip
    left = _left(theme, place, reports, {1: (action, causes)})
    if left is None:
        return
    assert without is not None
    assert set(left.reports) <= set(without.reports)
    waiting = {report.id for report in left.reports}
    if done is None:
        assert not waiting & causes
        assert len(causes) < REPORTS
    elif len(causes) >= REPORTS:
        assert all(report.reported_on > start + done * DAY for report in left.reports)

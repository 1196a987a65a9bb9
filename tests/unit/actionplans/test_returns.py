"""A closed action is proposed for reopening when what members complained of is back; the officer opens it again or says why not."""

from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session, select

from actionplans.actions import actions, decisions
from actionplans.actions.actions import Noticed
from actionplans.actions.decisions import Subject
from actionplans.cockpit.lines import Part
from actionplans.models import (
    Action,
    ActionStatus,
    Baseline,
    Direction,
    ReturnAnswer,
    ReturnVerdict,
)
from actionplans.my_work.deadlines import SOURCES
from actionplans.my_work.notices import Days
from actionplans.returns import answering, looking, notices, saying, standing, subjects
from analysis.indicators import measures
from analysis.models import Voice
from core.errors import Missing, Refused
from organisation.models import JournalEntry
from tests.action_builders import Fund, make_action, make_fund
from tests.cockpit_builders import part, said, shown
from tests.queries import counted
from tests.return_builders import (
    AFTER,
    BEFORE,
    THEN,
    looked_at,
    make_back,
    make_old,
    make_said,
)

DAY = timedelta(days=1)
BACK, BELOW = ReturnVerdict.BACK, ReturnVerdict.BELOW


@pytest.fixture
def fund(session: Session) -> Fund:
    return make_fund(session)


def recorded(session: Session) -> list[Baseline]:
    return list(session.exec(select(Baseline).order_by(Baseline.id)))  # type: ignore[arg-type]


def night(session: Session, now: datetime) -> None:
    session.commit()
    looking.look(session, now)


# ---------------------------------------------------------------- what is recorded


def test_the_share_before_an_action_is_recorded_the_night_after_and_never_again(
    session: Session, now: datetime, fund: Fund
) -> None:
    make_said(session, date(2027, 1, 1), 6, 40)
    action = make_action(session, fund, now, ActionStatus.IN_PROGRESS)
    night(session, now)
    [one] = recorded(session)
    assert (one.action_id, one.subject, one.x, one.n) == (action.id, "telephone", 6, 40)
    assert (one.since, one.until) == (date(2026, 12, 1), date(2027, 2, 28))
    make_said(session, date(2027, 1, 1), 20, 20)
    night(session, now + DAY)
    assert [(b.x, b.n, b.recorded_at) for b in recorded(session)] == [(6, 40, now)]
    assert looked_at(session) == []  # it goes on


def test_what_is_praised_is_not_its_trouble(session: Session, now: datetime, fund: Fund) -> None:
    make_old(session, fund, now)
    make_said(session, BEFORE, 16, 80)
    make_said(session, AFTER, 4, 80)
    make_said(session, THEN, 40, 80, voice=Voice.PRAISE)
    night(session, now)
    [one] = looked_at(session)
    assert (one.now_x, one.now_n, one.verdict) == (0, 80, BELOW)


def test_a_theme_whose_share_was_to_fall_and_a_theme_found_to_grow_are_subjects_too(
    session: Session, now: datetime, fund: Fund
) -> None:
    grew = Noticed("growing_theme.delai.2026-10-01", "« Délais » revient plus souvent")
    good = Noticed("praised_theme.suivi.2026-10-01", "« Suivi » est loué")
    action = actions.propose(session, "Annoncer un délai", fund.department, [grew, good], fund.head, now)  # fmt: skip
    action.indicator, action.direction = "theme:cotisations", Direction.DOWN
    session.flush()
    session.refresh(action)
    assert [one.key for one in subjects.of(session, action, action.causes)] == [
        "delai",
        "cotisations",
    ]
    action.direction = Direction.UP
    assert [one.key for one in subjects.of(session, action, action.causes)] == ["delai"]


def test_an_action_that_comes_from_nothing_members_say_has_no_baseline(
    session: Session, now: datetime, fund: Fund
) -> None:
    made = Noticed("falling_indicator.effort.2026-10-01", "L’effort monte")
    action = actions.propose(
        session, "Alléger la démarche", fund.department, [made], fund.head, now
    )
    action.decided_on, action.status = now.date(), ActionStatus.IN_PROGRESS
    night(session, now)
    assert recorded(session) == []


# ---------------------------------------------------------------- what the night finds


def test_a_closed_action_whose_subject_is_back_is_proposed(
    session: Session, now: datetime, fund: Fund
) -> None:
    action = make_back(session, fund, now)
    [one] = looked_at(session)
    assert (one.before_x, one.before_n, one.after_x, one.now_x) == (16, 80, 4, 20)
    assert (one.quarter, one.verdict, one.back_since) == (date(2026, 10, 1), BACK, now.date())
    [found] = standing.proposals(session, now.date())
    assert found.action.id == action.id
    assert found.decide_by == now.date() + timedelta(days=30)


@pytest.mark.parametrize("is_effective", [True, False])
def test_both_ways_of_closing_are_looked_at(
    session: Session, now: datetime, fund: Fund, is_effective: bool
) -> None:
    make_back(session, fund, now, is_effective=is_effective)
    assert len(standing.proposals(session, now.date())) == 1


def test_a_quarter_begun_before_it_was_closed_is_not_looked_at(
    session: Session, now: datetime, fund: Fund
) -> None:
    action = make_old(session, fund, now)
    action.closed_on = date(2026, 10, 1)
    make_said(session, THEN, 40, 80)
    night(session, now)
    assert looked_at(session) == []


def test_too_few_who_wrote_are_told_as_insufficient(
    session: Session, now: datetime, fund: Fund
) -> None:
    make_old(session, fund, now)
    make_said(session, BEFORE, 5, 29)
    make_said(session, THEN, 30, 40)
    night(session, now)
    [one] = looked_at(session)
    assert one.verdict is ReturnVerdict.NOT_ENOUGH
    assert saying.word(one) == "Données insuffisantes"
    assert standing.proposals(session, now.date()) == []


def test_a_night_run_twice_keeps_one_line_and_its_day_and_sees_what_changed(
    session: Session, now: datetime, fund: Fund
) -> None:
    make_back(session, fund, now)
    night(session, now + DAY)
    [one] = looked_at(session)
    assert (one.at, one.back_since) == (now, now.date())
    make_said(session, THEN, 0, 200)
    night(session, now + 2 * DAY)
    [one] = looked_at(session)
    assert (one.verdict, one.back_since, one.at) == (BELOW, None, now + 2 * DAY)


def test_it_is_not_proposed_while_another_action_on_the_theme_goes_on(
    session: Session, now: datetime, fund: Fund
) -> None:
    make_back(session, fund, now)
    make_action(session, fund, now, ActionStatus.IN_PROGRESS)
    assert standing.proposals(session, now.date()) == []


def test_it_is_not_proposed_when_the_theme_was_decided_for_that_quarter(
    session: Session, now: datetime, fund: Fund
) -> None:
    make_back(session, fund, now)
    telephone = Subject(measures.theme("telephone"), date(2026, 10, 1), date(2026, 12, 31))
    decisions.decide_no_action(
        session, telephone, "Le standard change en mai.", now.date() + 60 * DAY, fund.officer, now
    )
    assert standing.proposals(session, now.date()) == []
    assert len(standing.proposals(session, now.date() + 15 * DAY)) == 0


def test_of_two_closed_actions_on_one_theme_the_last_alone_is_looked_at(
    session: Session, now: datetime, fund: Fund
) -> None:
    older = make_old(session, fund, now)
    older.closed_on = date(2026, 5, 1)
    newer = make_back(session, fund, now)
    assert [one.baseline.action_id for one in looked_at(session)] == [newer.id]


def test_an_action_closed_more_than_two_years_ago_is_left_alone(
    session: Session, now: datetime, fund: Fund
) -> None:
    action = make_old(session, fund, now)
    action.closed_on = date(2025, 2, 1)
    make_said(session, THEN, 20, 80)
    night(session, now)
    assert recorded(session) == []
    assert looked_at(session) == []


# ---------------------------------------------------------------- what is answered


def test_one_click_opens_it_again_with_the_figures_for_a_reason(
    session: Session, now: datetime, fund: Fund
) -> None:
    action = make_back(session, fund, now)
    answering.reopen(session, action, fund.officer, now)
    assert action.status is ActionStatus.IN_PROGRESS
    assert action.due_on == now.date() + standing.USUAL_TIME
    assert "25\u00a0% (20 sur 80)" in action.reason
    [one] = looked_at(session)
    assert (one.answer, one.answered_by_id, one.answered_at) == (
        ReturnAnswer.REOPENED, fund.officer.id, now,
    )  # fmt: skip
    assert standing.proposals(session, now.date()) == []
    deeds = session.exec(select(JournalEntry.deed).where(JournalEntry.subject == f"action {action.id}"))  # fmt: skip
    assert {"reopen_action", "answer_return"} <= set(deeds)


def test_left_closed_it_is_not_asked_again_for_that_quarter_but_for_the_next(
    session: Session, now: datetime, fund: Fund
) -> None:
    action = make_back(session, fund, now)
    answering.leave(session, action, "La grève de novembre l’explique.", fund.officer, now)
    assert action.status is ActionStatus.EFFECTIVE
    night(session, now + DAY)
    assert standing.proposals(session, now.date() + DAY) == []
    [one] = looked_at(session)
    assert (one.answer, one.reason) == (ReturnAnswer.LEFT, "La grève de novembre l’explique.")
    make_said(session, date(2027, 2, 1), 20, 80)
    later = now.replace(month=4, day=2)
    night(session, later)
    [found] = standing.proposals(session, later.date())
    assert [r.quarter for r in found.returns] == [date(2027, 1, 1)]
    with pytest.raises(Missing):
        answering.leave(session, make_old(session, fund, now), "Non.", fund.officer, later)


def test_what_was_answered_is_not_written_over_by_the_next_night(
    session: Session, now: datetime, fund: Fund
) -> None:
    action = make_back(session, fund, now)
    answering.leave(session, action, "La grève de novembre.", fund.officer, now)
    make_said(session, THEN, 0, 200)
    night(session, now + DAY)
    [one] = looked_at(session)
    assert (one.now_x, one.now_n, one.verdict) == (20, 80, BACK)


def test_leaving_it_closed_is_said_why_and_neither_is_open_to_its_owner_nor_to_its_head(
    session: Session, now: datetime, fund: Fund
) -> None:
    action = make_back(session, fund, now)
    with pytest.raises(Refused, match="pourquoi"):
        answering.leave(session, action, "  ", fund.officer, now)
    for person in (fund.owner, fund.head, fund.stranger, fund.management):
        with pytest.raises(Refused):
            answering.reopen(session, action, person, now)
        with pytest.raises(Refused):
            answering.leave(session, action, "Non.", person, now)
    own = standing.of_user(session, fund.officer, now.date())
    assert [one.action.id for one in own] == [action.id]


# ---------------------------------------------------------------- who is told


def told(session: Session, today: date) -> dict[int, str]:
    found = notices.about_returns(session, Days(today - DAY, today))
    return {one.user_id: one.reason for one in found}


def test_the_officer_and_the_owner_are_told_once_the_morning_after(
    session: Session, now: datetime, fund: Fund
) -> None:
    make_back(session, fund, now)
    assert notices.about_returns in SOURCES
    morning = told(session, now.date())
    assert morning.keys() == {fund.officer.id, fund.owner.id}
    assert "à rouvrir, ou dire pourquoi non" in morning[fund.officer.id or 0]
    assert "le référent décide" in morning[fund.owner.id or 0]
    assert told(session, now.date() + DAY) == {}


def test_it_waits_in_the_officer_s_list_alone(session: Session, now: datetime, fund: Fund) -> None:
    make_back(session, fund, now)
    [task] = notices.return_tasks(session, fund.officer, now.date())
    assert task.due_on == now.date() + timedelta(days=30)
    for person in (fund.owner, fund.head, fund.management):
        assert notices.return_tasks(session, person, now.date()) == []


def of_cockpit(session: Session, fund: Fund, now: datetime) -> Part:
    blocks = shown(session, fund.officer, now.date())
    return part(blocks, "qui-revient", "Actions closes dont le sujet est de retour")


def test_the_cockpit_says_it_comes_back(session: Session, now: datetime, fund: Fund) -> None:
    action = make_back(session, fund, now)
    found = of_cockpit(session, fund, now)
    assert found.count == 1
    assert f"« {action.title} » : « Joindre la caisse par téléphone » est de retour, 25\u00a0%" in said(found)  # fmt: skip


def test_the_questions_asked_are_as_many_for_one_as_for_ten(
    session: Session, now: datetime, fund: Fund
) -> None:
    make_back(session, fund, now)
    with counted(session.get_bind().engine) as one:
        of_cockpit(session, fund, now)
    for theme in ("delai", "suivi", "estimation", "information"):
        action = make_old(session, fund, now)
        action.causes[0].topic_decision.theme = theme  # type: ignore[union-attr]
        session.flush()
        session.refresh(action)
        for month, x, n in ((BEFORE, 40, 40), (AFTER, 4, 40), (THEN, 200, 200)):
            make_said(session, month, x, n, theme)
    night(session, now)
    session.expire_all()
    with counted(session.get_bind().engine) as many:
        found = of_cockpit(session, fund, now)
    assert found.count >= 2
    assert len(many) <= len(one)


# ---------------------------------------------------------------- small numbers


def test_fewer_than_five_voices_are_never_counted_out(
    session: Session, now: datetime, fund: Fund
) -> None:
    make_back(session, fund, now)
    [one] = looked_at(session)
    shares = [(line.share, line.counted) for line in saying.lines(one)]
    assert shares == [
        ("20\u00a0%", "16 sur 80"), ("–", "moins de 5 sur 80"), ("25\u00a0%", "20 sur 80"),
    ]  # fmt: skip
    assert saying.gap(one) == ""  # its lower bound would tell how many


def test_the_rise_and_its_interval_are_told_in_points(
    session: Session, now: datetime, fund: Fund
) -> None:
    make_back(session, fund, now)
    [one] = looked_at(session)
    one.after_x = 6
    one.low, one.high = 0.071, 0.284
    assert saying.gap(one) == (
        "Depuis la fin de l’action : +17,5\u00a0points (intervalle à 95\u00a0% : +7,1 à +28,4)."
    )


def test_an_action_of_nobody_is_still_decided_by_the_officer(
    session: Session, now: datetime, fund: Fund
) -> None:
    action: Action = make_back(session, fund, now)
    action.owner_id = None
    session.flush()
    session.expire_all()
    assert told(session, now.date()).keys() == {fund.officer.id}

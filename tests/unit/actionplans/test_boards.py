"""The board and the calendar of actions: every action in one column, every bar where its days are, as many queries for many."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, select

from actionplans.actions import actions, bars, boards, lists, milestones, month_by_month, timelines
from actionplans.actions.bars import Window
from actionplans.actions.boards import CARDS
from actionplans.actions.lists import COLUMNS, HELD, PARTS, Wanted
from actionplans.actions.timelines import OPEN_UP_TO
from actionplans.models import Action, ActionStatus
from organisation.models import User
from tests.action_builders import Fund, make_action, make_closed_action, make_fund
from tests.queries import counted

S = ActionStatus
DAYS = st.dates(date(2025, 1, 1), date(2028, 12, 31))


def many(session: Session, fund: Fund, now: datetime, number: int, **more: Any) -> list[Action]:
    return [
        make_action(session, fund, now, S.DECIDED, title=f"Action {n:03}", **more)
        for n in range(number)
    ]


def board_of(session: Session, user: User, now: datetime, state: str = "") -> dict[str, Any]:
    columns = boards.board(session, user, Wanted(state), now.date())
    return {column.code: column for column in columns}


# ---------------------------------------------------------------- the board


def test_every_state_is_in_exactly_one_column() -> None:
    for status in S:
        assert len([code for code in COLUMNS if status in HELD[code]]) == 1
    assert set(COLUMNS) <= set(PARTS)


def test_each_action_is_in_its_column_with_what_moves_it(session: Session, now: datetime) -> None:
    fund = make_fund(session)
    for status in (S.PROPOSED, S.DECIDED, S.IN_PROGRESS, S.SUSPENDED, S.DONE, S.REFUSED):
        make_action(session, fund, now, status)
    made = board_of(session, fund.owner, now)
    assert {code: column.total for code, column in made.items()} == {
        "a-decider": 1, "a-commencer": 1, "commencees": 2, "a-verifier": 1, "closes": 1,
    }  # fmt: skip
    moves = {card.action.status: card.move for col in made.values() for card in col.cards}
    assert moves == {
        S.PROPOSED: "", S.DECIDED: "accept", S.IN_PROGRESS: "finish", S.SUSPENDED: "resume",
        S.DONE: "", S.REFUSED: "",
    }  # fmt: skip
    [proposed] = board_of(session, fund.head, now)["a-decider"].cards
    assert (proposed.move, proposed.initials) == ("decide", "?")


def test_an_action_done_is_offered_to_verify_only_once_its_day_has_come(
    session: Session, now: datetime
) -> None:
    fund = make_fund(session)
    make_action(session, fund, now, S.DONE, indicator="")
    [early] = board_of(session, fund.officer, now)["a-verifier"].cards
    [ready] = board_of(session, fund.officer, now + timedelta(days=91))["a-verifier"].cards
    assert (early.move, ready.move) == ("", "verify")


def test_a_column_shows_its_first_cards_and_says_how_many_are_left(
    session: Session, now: datetime
) -> None:
    fund = make_fund(session)
    made = many(session, fund, now, CARDS + 5)
    actions.postpone(session, made[7], date(2027, 4, 1), "Plus tôt.", fund.head, now)
    column = board_of(session, fund.officer, now)["a-commencer"]
    assert (column.total, len(column.cards), column.more) == (CARDS + 5, CARDS, 5)
    assert column.cards[0].action is made[7]  # the soonest due


def test_the_board_counts_what_the_list_would_show(session: Session, now: datetime) -> None:
    fund = make_fund(session)
    for status in (S.PROPOSED, S.DECIDED, S.IN_PROGRESS, S.DONE, S.ABANDONED):
        make_action(session, fund, now, status)
    later = now + timedelta(days=400)  # what was going on is late
    for state in ("", "en-retard", "en-cours"):
        made = board_of(session, fund.officer, later, state)
        listed = session.exec(lists.listed(fund.officer, Wanted(state), later.date())).all()
        assert sum(column.total for column in made.values()) == len(listed)
    late = board_of(session, fund.officer, later, "en-retard")
    assert [card.tone for column in late.values() for card in column.cards] == ["bad", "bad"]


def test_the_board_shows_nobody_what_the_list_hides(session: Session, now: datetime) -> None:
    fund = make_fund(session)
    many(session, fund, now, 3)
    assert sum(col.total for col in board_of(session, fund.stranger, now).values()) == 0
    found = timelines.timeline(
        session, fund.stranger, Wanted(), bars.window("", now.date()), 1, now.date()
    )
    assert (found.page.total, found.undated, found.elsewhere) == (0, 0, 0)


@pytest.mark.parametrize("what", ["board", "timeline"])
def test_twelve_actions_and_a_hundred_and_twenty_take_as_many_queries(
    session: Session, now: datetime, what: str
) -> None:
    fund = make_fund(session)

    def read() -> int:
        session.flush()
        session.expire_all()
        user = session.get(User, fund.officer.id)
        assert user is not None
        assert user.role
        with counted(session.get_bind()) as ran:
            if what == "board":
                cards = [
                    c
                    for col in boards.board(session, user, Wanted(), now.date())
                    for c in col.cards
                ]
                assert all(card.action.department.name and card.cause for card in cards)
            else:
                months = bars.window("", now.date())
                found = timelines.timeline(session, user, Wanted(), months, 1, now.date())
                assert month_by_month.by_month(found, now.date())
        return len(ran)

    many(session, fund, now, 12)
    few = read()
    many(session, fund, now, 108)
    assert read() == few


# ---------------------------------------------------------------- bars


@given(first=st.dates(date(2000, 1, 1), date(2090, 1, 1)), day=DAYS)
def test_every_day_has_its_place_within_the_width(first: date, day: date) -> None:
    months = Window(first.replace(day=1))
    assert 0 <= months.place(day) <= 100
    assert len(months.months) == 12
    assert [months.place(one) for one in months.months] == sorted(
        months.place(one) for one in months.months
    )
    assert (months.last + timedelta(days=1)).day == 1
    assert months.holds(day) == (months.first <= day <= months.last)


@given(decided=DAYS, first=st.integers(1, 300), moved=st.integers(-200, 300), today=DAYS)
def test_what_slipped_and_what_is_late_are_drawn_apart_and_in_order(
    decided: date, first: int, moved: int, today: date
) -> None:
    first_due = decided + timedelta(days=first)
    due_on = max(decided + timedelta(days=1), first_due + timedelta(days=moved))
    action = Action.model_construct(
        status=S.IN_PROGRESS, decided_on=decided, first_due_on=first_due, due_on=due_on,
        done_on=None, closed_on=None, due_changes=1,
    )  # fmt: skip
    object.__setattr__(action, "__dict__", {**action.__dict__, "milestones": []})
    months = Window(date(2024, 1, 1))
    drawn = list(bars._bars(action, months, today))
    assert [bar.kind for bar in drawn] == [
        "going",
        *(["slipped"] if due_on > first_due else []),
        *(["overdue"] if today > due_on else []),
    ]
    places = [place for bar in drawn for place in (bar.at, bar.until)]
    assert places == sorted(places)


def test_a_line_says_in_words_what_it_draws(session: Session, now: datetime) -> None:
    fund = make_fund(session)
    action = make_action(session, fund, now, S.IN_PROGRESS, due_on=date(2027, 5, 10))
    milestones.add(session, action, "Standard commandé", date(2027, 4, 2), fund.head, now)
    actions.postpone(session, action, date(2027, 5, 22), "Le standard tarde.", fund.head, now)
    session.refresh(action)
    months = bars.window("", now.date())
    drawn = bars.line(action, months, date(2027, 5, 25))
    assert drawn.said == (
        "du 15\u00a0mars\u00a02027 au 22\u00a0mai\u00a02027, échéance reportée de 12\u00a0jours, "
        "en retard de 3\u00a0jours, 0 sur 1\u00a0jalon"
    )
    assert [bar.kind for bar in drawn.bars] == ["going", "slipped", "overdue"]
    assert {mark.kind for mark in drawn.marks} == {"first-due", "due", "milestone"}


def test_an_action_ended_stops_where_it_ended(session: Session, now: datetime) -> None:
    fund = make_fund(session)
    done = make_closed_action(session, fund, now)
    given_up = make_action(session, fund, now, S.ABANDONED)
    months = bars.window("", now.date())
    [bar] = bars.line(done, months, now.date()).bars
    assert bar.kind == "done"
    assert [mark.kind for mark in bars.line(done, months, now.date()).marks] == ["done"]
    [bar] = bars.line(given_up, months, now.date()).bars
    assert bar.kind == "given-up"
    assert [mark.kind for mark in bars.line(given_up, months, now.date()).marks] == ["stopped"]


@pytest.mark.parametrize("asked", ["", "2027", "2027-13", "1027-01", "x-y", "²027-01", "2027-0x"])
def test_an_address_that_asks_for_no_month_shows_those_around_today(asked: str) -> None:
    assert bars.window(asked, date(2027, 3, 15)).first == date(2026, 12, 1)
    assert bars.window("2027-07", date(2027, 3, 15)).first == date(2027, 7, 1)


# ---------------------------------------------------------------- the calendar


def test_what_touches_the_months_is_shown_and_the_rest_is_counted(
    session: Session, now: datetime
) -> None:
    fund = make_fund(session)
    long_ago = now - timedelta(days=700)
    make_closed_action(session, fund, long_ago, title="Finie depuis longtemps")
    make_action(session, fund, long_ago, S.IN_PROGRESS, title="En retard depuis longtemps")
    make_action(session, fund, now, S.DECIDED, title="Pour dans deux mois")
    make_action(session, fund, now, title="Seulement proposée")
    months = bars.window("", now.date())
    found = timelines.timeline(session, fund.officer, Wanted(), months, 1, now.date())
    [group] = found.groups
    assert [one.action.title for one in group.lines] == [
        "En retard depuis longtemps", "Pour dans deux mois",
    ]  # fmt: skip
    assert (found.elsewhere, found.undated, group.late) == (1, 1, 1)
    before = timelines.timeline(
        session, fund.officer, Wanted(), Window(date(2024, 1, 1)), 1, now.date()
    )
    assert before.page.total == 0


def test_many_lines_are_folded_by_department_and_their_months_counted(
    session: Session, now: datetime
) -> None:
    fund = make_fund(session)
    held = many(session, fund, now, OPEN_UP_TO + 1, due_on=date(2027, 5, 10))
    months = bars.window("", now.date())

    def look() -> timelines.Timeline:
        return timelines.timeline(session, fund.officer, Wanted(), months, 1, now.date())

    assert look().are_open  # one department alone is read whole
    held[0].department_id = fund.other.id or 0
    session.flush()
    session.expire_all()
    found = look()
    assert not found.are_open
    first = next(group for group in found.groups if group.department.name == fund.department.name)
    counts = dict(zip(months.months, (n for _, n in first.counts), strict=True))
    assert counts[date(2027, 5, 1)] == OPEN_UP_TO
    assert sum(counts.values()) == OPEN_UP_TO


def test_month_by_month_says_what_is_late_first_then_due_dates_and_milestones(
    session: Session, now: datetime
) -> None:
    fund = make_fund(session)
    late = make_action(session, fund, now - timedelta(days=90), S.IN_PROGRESS, title="En retard")
    action = make_action(session, fund, now, S.IN_PROGRESS, due_on=date(2027, 5, 10))
    milestones.add(session, action, "Standard commandé", date(2027, 4, 2), fund.head, now)
    session.expire_all()
    months = bars.window("", now.date())
    found = timelines.timeline(session, fund.officer, Wanted(), months, 1, now.date())
    told = month_by_month.by_month(found, now.date())
    assert [one.label for one in told] == ["En retard", "avril\u00a02027", "mai\u00a02027"]
    assert told[0].dates[0].action.id == late.id
    assert told[1].dates[0].words == "jalon : Standard commandé"
    every = {one.action.id for month in told for one in month.dates}
    assert every == set(session.exec(select(Action.id)).all())

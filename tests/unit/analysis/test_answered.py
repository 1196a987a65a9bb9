"""Replies are read once a process, and what is worked out of them is what they say now."""

from datetime import date

import pytest
from sqlmodel import Session

from analysis.indicators import answered, breakdowns
from analysis.indicators.answered import once
from analysis.indicators.indicators import FORMULAS
from analysis.results import results
from analysis.results.disclosure import Audience
from survey.answering.correcting import ReplySheet
from survey.models import EventKind, Reply
from survey.replies import Scope
from tests.queries import counted
from tests.survey_builders import FULL_ANSWERS, make_reply

MONTH, TODAY = date(2026, 11, 1), date(2027, 3, 15)
KIND = EventKind.AFFILIATION
LAST = Scope(since=date(2024, 1, 1), until=date(2027, 1, 1), kind=KIND)


@pytest.fixture(autouse=True)
def unread() -> None:
    answered._sets.clear()


def some(session: Session, number: int = 12, mark: str = "good") -> list[Reply]:
    said = FULL_ANSWERS | {"satisfaction": mark}
    return [make_reply(session, KIND, answers=said, period_start=MONTH) for _ in range(number)]


def satisfaction(session: Session) -> tuple[float | None, int]:
    year = results.year(session, KIND, TODAY, Audience.INTERNAL)
    found = next(one for one in year.indicators if one.code == "satisfaction")
    return found.value, found.n


def test_what_did_not_change_is_not_read_again(session: Session) -> None:
    some(session)
    first = answered.answered(session, LAST)
    with counted(session.get_bind().engine) as ran:
        again = answered.answered(session, LAST)
    assert again is first
    assert len(ran) == 1
    assert "answers" not in ran[0]


def test_a_new_reply_is_counted_at_once_and_the_others_are_not_read_again(session: Session) -> None:
    some(session)
    assert satisfaction(session) == (10, 12)
    before = set(map(id, answered.answered(session, LAST)))
    some(session, 12, "bad")
    after = answered.answered(session, LAST)
    assert before < set(map(id, after))
    assert satisfaction(session) == (5, 24)


def test_a_corrected_reply_counts_as_it_is_now(session: Session) -> None:
    replies = some(session)
    assert satisfaction(session) == (10, 12)
    ReplySheet(session, replies[0]).keep(FULL_ANSWERS | {"satisfaction": "bad"})
    value, n = satisfaction(session)
    assert (round(value or 0, 2), n) == (9.17, 12)


def test_a_reply_that_has_gone_is_no_longer_held(session: Session) -> None:
    replies = some(session)
    held = answered.answered(session, LAST)
    place = (str(session.get_bind().engine.url), replies[0].id)
    assert place in answered._known
    session.delete(replies[0])
    session.flush()
    del held
    assert len(answered.answered(session, LAST)) == 11
    assert place not in answered._known


def test_only_the_last_sets_are_kept(session: Session) -> None:
    some(session)
    for back in range(answered.SETS + 3):
        answered.answered(session, Scope(since=date(2020 + back, 1, 1), kind=KIND))
    assert len(answered._sets) == answered.SETS


def test_what_is_shown_to_the_public_is_not_what_is_shown_inside(session: Session) -> None:
    some(session, 7)
    inside = results.year(session, KIND, TODAY, Audience.INTERNAL).indicators
    public = results.year(session, KIND, TODAY, Audience.PUBLIC).indicators
    assert any(one.shown for one in inside)
    assert not any(one.shown for one in public)


def test_all_figures_are_those_of_replies_that_nothing_is_kept_of(session: Session) -> None:
    some(session, 30)
    some(session, 9, "bad")
    source = breakdowns.source(session, KIND, TODAY)
    bare = breakdowns.Source(
        source.kind, source.until, list(source.replies), source.invited, source.versions,
        source.departments, source.ledger,
    )  # fmt: skip
    for formula in results.formulas(session).values():
        for audience in Audience:
            kept = [breakdowns.breakdown(formula, source, audience) for _ in range(2)]
            assert kept[0] == kept[1] == breakdowns.breakdown(formula, bare, audience)


def test_the_own_questions_of_the_fund_are_the_same_from_one_page_to_the_next(
    session: Session,
) -> None:
    some(session, 1)
    own = [code for code in results.formulas(session) if code not in FORMULAS]
    assert own
    assert results.formulas(session) == results.formulas(session)


def test_what_is_worked_out_of_a_plain_list_is_worked_out_each_time() -> None:
    times: list[int] = []
    for _ in range(2):
        once([], "anything", lambda: times.append(1))
    assert len(times) == 2

"""Lists of twenty-five rows a page."""

import pytest
from sqlmodel import Session, col, select

from core.lists import PER_PAGE, sliced
from core.models import Attempts


def kept(session: Session, number: int) -> None:
    session.add_all(Attempts(what="a", hour=f"{n:03d}", number=n) for n in range(number))
    session.flush()


def page(session: Session, number: int) -> tuple[list[int], int, int, int]:
    found = sliced(session, select(Attempts).order_by(col(Attempts.hour)), number)
    return [row.number for row in found.rows], found.page, found.pages, found.total


def test_the_first_page_holds_twenty_five_rows_and_tells_how_many_there_are(
    session: Session,
) -> None:
    kept(session, 60)
    assert page(session, 1) == (list(range(25)), 1, 3, 60)


def test_the_last_page_holds_what_is_left(session: Session) -> None:
    kept(session, 60)
    assert page(session, 3) == (list(range(50, 60)), 3, 3, 60)


@pytest.mark.parametrize("number", [4, 10**6])
def test_a_page_too_far_is_the_last_one(session: Session, number: int) -> None:
    kept(session, 60)
    assert page(session, number)[1] == 3


@pytest.mark.parametrize("number", [0, -1, -(10**6)])
def test_a_page_before_the_first_is_the_first(session: Session, number: int) -> None:
    kept(session, 60)
    assert page(session, number)[1] == 1


def test_an_empty_list_has_one_page(session: Session) -> None:
    assert page(session, 1) == ([], 1, 1, 0)


def test_exactly_one_page_has_no_second(session: Session) -> None:
    kept(session, PER_PAGE)
    assert page(session, 2) == (list(range(PER_PAGE)), 1, 1, PER_PAGE)


def test_rows_that_a_filter_leaves_out_are_not_counted(session: Session) -> None:
    kept(session, 60)
    found = sliced(session, select(Attempts).where(col(Attempts.number) < 30), 1)
    assert (found.total, found.pages) == (30, 2)

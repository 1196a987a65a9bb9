"""No page asks more of the database when there is more in it, and none asks much."""

from collections.abc import Iterator

import pytest

from core import clock
from tests.conftest import MONDAY
from tests.ten_years.filling import Size
from tests.ten_years.visiting import Visited, staff_pages, visited

SOME = Size(replies=240, reports=80, actions=60, departments=6, years=2)
MORE = Size(replies=480, reports=160, actions=120, departments=12, years=3)
AT_MOST = 30  # statements, the account of the person and the BEGIN among them
GATHERED = {  # pages that gather from every room: some statements a source, whatever there is in it
    "GET /mon-travail": 41,
    "GET /pilotage": 38,
    "GET /sujets/<theme>": 32,  # what staff tell of the theme, beside what members write
    "GET /rapports/trimestre/<day>": 44,  # two quarters of two moments: four times each of its questions
    "GET /rapports/trimestre/<day>.<extension>": 44,
}
MARGIN = 1  # something that was not there at all in the smaller fund; what grows grows by more


@pytest.fixture(scope="module")
def some(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visited]:
    with clock.moved_to(MONDAY):
        made = visited(tmp_path_factory.mktemp("some"), SOME)
        yield made
        made.close()


@pytest.fixture(scope="module")
def more(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visited]:
    with clock.moved_to(MONDAY):
        made = visited(tmp_path_factory.mktemp("more"), MORE)
        yield made
        made.close()


@pytest.mark.parametrize("route", staff_pages())
def test_a_page_of_a_larger_fund_asks_no_more_queries_and_few(
    route: str, some: Visited, more: Visited
) -> None:
    few, most = some.open(route), more.open(route)
    assert most.code == few.code
    assert most.queries <= few.queries + MARGIN, "a query in a loop: it grows with the fund"
    assert most.queries <= GATHERED.get(route, AT_MOST)

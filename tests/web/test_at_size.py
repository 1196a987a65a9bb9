"""No page asks more of the database when there is more in it, and none asks much."""

from collections.abc import Iterator

import pytest

from analysis.indicators import answered
from core import clock
from tests.access_table import ACCESS, PUBLIC
from tests.conftest import MONDAY
from tests.ten_years.filling import Size
from tests.ten_years.visiting import OK, Opened, Page, Visited, staff_pages, visited

SOME = Size(replies=240, reports=80, actions=60, departments=6, years=2)
MORE = Size(replies=720, reports=240, actions=180, departments=18, years=3)
AT_MOST = 30  # statements, the account of the person and the BEGIN among them
GATHERED = {  # pages that gather from every room: some statements a source, whatever there is in it
    "GET /mon-travail": 44,
    "GET /pilotage": 42,
    "GET /sujets/": 36,  # what staff tell of the theme, beside what members write
    "GET /sujets/<theme>": 38,
    "GET /bilans/<int:year>/caisse": 36,  # all that a year was, department by department
    "GET /bilans/<int:year>/caisse.<extension>": 36,
    "GET /bilans/<int:year>/<int:department_id>": 33,  # plan, form, delays, opinions, thanks
    "GET /bilans/<int:year>/<int:department_id>.<extension>": 33,
    "GET /constats/": 33,  # computed here, as long as the worker has not
    "GET /constats/constats.csv": 33,
    "GET /rapports/<any('annee', 'rapport-du-directeur'):name>": 36,  # two years, then every slice
    "GET /rapports/<any('annee', 'rapport-du-directeur'):name>.<extension>": 36,
    "GET /rapports/trimestre/<day>": 46,  # two quarters of two moments: four times each of its questions
    "GET /rapports/trimestre/<day>.<extension>": 46,
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


def test_every_page_of_staff_is_looked_at() -> None:
    of_staff = {route for route in ACCESS if route.startswith("GET ") and ACCESS[route] != PUBLIC}
    assert {page.route for page in staff_pages()} == of_staff


def first_opening(fund: Visited, page: Page) -> Opened:
    """As in a process that has read no replies yet: the most that the page may ask."""
    answered._sets.clear()
    return fund.open(page)


@pytest.mark.parametrize("page", staff_pages(), ids=str)
def test_a_page_of_a_larger_fund_asks_no_more_queries_and_few(
    page: Page, some: Visited, more: Visited
) -> None:
    few, most = first_opening(some, page), first_opening(more, page)
    assert most.code == few.code == OK
    assert most.queries <= few.queries + MARGIN, "a query in a loop: it grows with the fund"
    assert most.queries <= GATHERED.get(page.route, AT_MOST)

"""Whatever is shown, and whatever was shown before, nobody is told apart by subtracting one figure from another."""

from collections.abc import Iterator
from datetime import date
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.indicators import breakdowns, measures
from analysis.indicators.answered import Answered
from analysis.indicators.breakdowns import Breakdown, Source
from analysis.indicators.indicators import FORMULAS
from analysis.results import results
from analysis.results.disclosure import Audience, withheld
from analysis.results.shown import mode_key, quarter_key, shown, year_key
from survey.models import EventKind, Mode
from survey.replies import Ledger

UNTIL = date(2027, 1, 1)
SATISFACTION, CONTACT = FORMULAS["satisfaction"], FORMULAS["contact"]
NO_LEDGER = Ledger(0, {}, 0, 0, 0, 0, 0, {}, 0)


def reply(back: int = 0, mode: Mode = Mode.WEB, department: int | None = 1) -> Answered:
    """A content member who answered some quarters before the last one."""
    quarter = measures.month_start(UNTIL, -3 * (back + 1))
    return Answered(quarter, EventKind.AFFILIATION, mode, department, 1, {"satisfaction": "good"})


def replies(number: int, *where: object) -> list[Answered]:
    return [reply(*where) for _ in range(number)]  # type: ignore[arg-type]


def source(found: list[Answered], until: date = UNTIL) -> Source:
    inside = [one for one in found if one.quarter < until]
    return Source(EventKind.AFFILIATION, until, inside, {}, {}, {1: "Affiliation", 2: "Retraite"}, NO_LEDGER)  # fmt: skip


def test_a_large_year_is_shown_in_all_its_slices() -> None:
    found = [one for back in range(4) for one in replies(30, back)]
    keys = shown(SATISFACTION, found, UNTIL, Audience.INTERNAL)
    assert {year_key(UNTIL), mode_key(UNTIL, Mode.WEB), quarter_key(date(2026, 10, 1))} <= keys


def test_three_answers_on_paper_hide_another_mode_with_them_and_never_the_quarters() -> None:
    found = [one for back in range(4) for one in replies(30, back)]
    found += replies(3, 0, Mode.PAPER) + replies(12, 0, Mode.PHONE)
    told = breakdowns.breakdown(SATISFACTION, source(found), Audience.INTERNAL)
    assert {one.label: one.estimate is None for one in told.modes} == {
        "web": False,
        "papier": True,
        "téléphone": True,
    }
    assert all(one.estimate for one in told.quarters)


def test_a_second_year_does_not_tell_the_few_who_made_the_difference() -> None:
    """Twelve answers make a first year; three more come in the next quarter, and none has gone."""
    found = replies(12, 1) + replies(3, 0)
    before, after = (year_key(measures.month_start(UNTIL, -back)) for back in (3, 0))
    for audience in Audience:
        keys = shown(SATISFACTION, found, UNTIL, audience)
        assert before in keys
        assert after not in keys


def test_what_contact_is_made_of_hides_it() -> None:
    """Ten tried and three were helped: the mark of contact, times ten, is the sum of the three marks."""
    helped = {"contact_reached": {"phone": "yes"}, "contact_satisfaction": {"phone": "4"}}
    not_helped = {"contact_reached": {"phone": "no"}}
    quarter = measures.month_start(UNTIL, -3)
    found = [
        Answered(quarter, EventKind.AFFILIATION, Mode.WEB, 1, 1, helped if at < 3 else not_helped)  # type: ignore[arg-type]
        for at in range(10)
    ]
    assert year_key(UNTIL) in shown(FORMULAS["contact_reached"], found, UNTIL, Audience.INTERNAL)
    assert year_key(UNTIL) not in shown(CONTACT, found, UNTIL, Audience.INTERNAL)


def test_what_the_public_sees_is_known_inside() -> None:
    """Inside, a figure gives way rather than tell, beside the public one, a group of fewer than five."""
    found = replies(12, 1) + replies(11, 0) + replies(2, 0, Mode.PAPER)
    public = shown(SATISFACTION, found, UNTIL, Audience.PUBLIC)
    inside = shown(SATISFACTION, found, UNTIL, Audience.INTERNAL)
    assert public <= inside
    assert mode_key(UNTIL, Mode.WEB) not in inside


# ---------------------------------------------------------------- an attacker with every page and every file

People = frozenset[int]


def told(found: list[Answered], until: date) -> Iterator[People]:
    """The people behind each figure that screens, figures and files hold at the end of a quarter."""
    places = {id(one): at for at, one in enumerate(found)}

    def people(inside: list[Answered]) -> People:
        return frozenset(places[id(one)] for one in inside)

    since = measures.month_start(until, -12)
    year = [one for one in found if since <= one.quarter < until]
    seen = breakdowns.breakdown(SATISFACTION, source(found, until), Audience.INTERNAL)
    yield from _slices(seen, found, year, people)
    for audience in Audience:
        known = [one for one in found if one.quarter < until]
        (index,) = results.indicators({"satisfaction": SATISFACTION}, known, until, None, audience)
        if index.shown:
            yield people(year)


def _slices(seen: Breakdown, found: list[Answered], year: list[Answered], people) -> Iterator[People]:  # type: ignore[no-untyped-def]  # fmt: skip
    modes = {mode.label: mode for mode in Mode}
    names = {"Affiliation": 1, "Retraite": 2, breakdowns.NO_DEPARTMENT: None}
    before = measures.month_start(seen.before.since, 12)
    groups = [
        (seen.year, year),
        (seen.before, [one for one in found if seen.before.since <= one.quarter < before]),
        *((one, [other for other in found if other.quarter == one.since]) for one in seen.quarters),
        *((one, [other for other in year if other.mode is modes[one.label]]) for one in seen.modes),
        *(
            (one, [other for other in year if other.department_id == names[one.label]])
            for one in seen.departments
        ),
    ]
    for one, inside in groups:
        if one.estimate:
            assert one.n == len(inside)
            yield people(inside)


def isolated(figures: set[People], smallest: int) -> list[People]:
    """Groups too small that one figure, or what is left of it without one or two others, tells."""
    found = [group for group in figures if 0 < len(group) < smallest]
    for whole in figures:
        inside = [part for part in figures if part < whole]
        found += [whole - part for part in inside if len(whole - part) < smallest]
        for one, other in combinations(inside, 2):
            rest = whole - one - other
            if not one & other and 0 < len(rest) < smallest:
                found.append(rest)
    return found


places = st.tuples(
    st.integers(0, 6), st.sampled_from(list(Mode)[:3]), st.sampled_from([1, 2, None])
)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(places, st.integers(1, 14), min_size=1, max_size=14))
def test_no_two_pages_nor_files_of_two_quarters_isolate_anybody(cells: dict) -> None:  # type: ignore[type-arg]
    found = [one for place, number in cells.items() for one in replies(number, *place)]
    figures = {group for back in (3, 0) for group in told(found, measures.month_start(UNTIL, -back))}  # fmt: skip
    assert isolated(figures, Audience.INTERNAL) == []


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 14), min_size=7, max_size=7))
def test_the_public_page_of_two_quarters_isolates_nobody(numbers: list[int]) -> None:
    found = [one for back, number in enumerate(numbers) for one in replies(number, back)]
    figures = set()
    keys = shown(SATISFACTION, found, UNTIL, Audience.PUBLIC)
    for _, until, _ in keys:
        since = measures.month_start(until, -12)
        figures.add(frozenset(at for at, one in enumerate(found) if since <= one.quarter < until))
    assert isolated(figures - {frozenset()}, Audience.PUBLIC) == []


@settings(max_examples=80, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=8, max_size=8), st.data())
def test_groups_that_overlap_never_leave_fewer_than_five(sizes: list[int], data: st.DataObject) -> None:  # fmt: skip
    """Any groups whatever, not only years and modes."""
    cells = dict(enumerate(sizes))
    subsets = st.sets(st.integers(0, 7), min_size=1)
    groups = dict(enumerate(data.draw(st.lists(subsets, min_size=1, max_size=6))))
    away = withheld(cells, groups, Audience.INTERNAL)
    starts = [sum(sizes[:at]) for at in range(8)]
    people = {
        key: frozenset(starts[cell] + at for cell in members for at in range(sizes[cell]))
        for key, members in groups.items()
        if key not in away
    }
    assert isolated(set(people.values()) - {frozenset()}, Audience.INTERNAL) == []

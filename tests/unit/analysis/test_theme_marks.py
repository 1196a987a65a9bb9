"""Satisfaction by theme: the members' own marks, praise apart from complaint."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from analysis.indicators import measures
from analysis.models import Voice
from analysis.results.disclosure import Audience
from analysis.statistics import Change
from analysis.themes import marks as theme_marks
from analysis.themes.marks import Marks, Speaker, ThemeMark
from survey.models import EventKind
from tests.analysis_builders import make_verbatim
from tests.survey_builders import make_reply

ROOT = Path(__file__).parents[3]
TODAY, UNTIL = date(2027, 3, 15), date(2027, 1, 1)
LAST = date(2026, 11, 1)


def of(found: list[Marks], theme: str, kind: EventKind = EventKind.AFFILIATION) -> ThemeMark:
    year = next(one for one in found if one.kind is kind)
    return next(one for one in year.themes if one.theme.code == theme)


def speak(session: Session, number: int, theme: str, mark: int | None, voice: Voice) -> None:
    for _ in range(number):
        make_verbatim(session, theme, satisfaction=mark, voice=voice, period_start=LAST)


def test_praise_and_complaint_are_told_by_the_box_and_the_mark_by_the_member(session: Session) -> None:  # fmt: skip
    speak(session, 6, "delai", 10, Voice.PRAISE)
    speak(session, 12, "delai", 0, Voice.SUGGESTION)
    one = of(theme_marks.marks(session, TODAY), "delai")
    assert one.all.estimate is not None
    assert one.praise.estimate is not None
    assert one.complaint.estimate is not None
    assert (one.all.n, round(one.all.estimate.value, 2)) == (18, 3.33)
    assert (one.praise.n, one.praise.estimate.value) == (6, 10)
    assert (one.complaint.n, one.complaint.estimate.value) == (12, 0)


def test_who_speaks_of_a_theme_in_both_boxes_counts_once(session: Session) -> None:
    for _ in range(10):
        reply = make_reply(session, period_start=LAST)
        for voice in Voice:
            make_verbatim(session, "delai", reply=reply, satisfaction=5, voice=voice, period_start=LAST)  # fmt: skip
    one = of(theme_marks.marks(session, TODAY), "delai")
    assert (one.all.n, one.praise.n, one.complaint.n) == (10, 10, 10)


def test_who_gave_no_mark_is_not_guessed(session: Session) -> None:
    speak(session, 6, "delai", None, Voice.SUGGESTION)
    found = theme_marks.marks(session, TODAY)
    assert all(year.themes == [] and year.mean is None for year in found)


def test_a_theme_is_told_beside_those_who_do_not_speak_of_it(session: Session) -> None:
    speak(session, 20, "delai", 0, Voice.SUGGESTION)
    speak(session, 20, "telephone", 10, Voice.PRAISE)
    found = theme_marks.marks(session, TODAY)
    assert of(found, "delai").change is Change.DOWN
    assert of(found, "delai").change.beside == "plus bas"
    assert of(found, "telephone").change is Change.UP


def test_four_voices_and_what_would_give_them_away_are_not_shown(session: Session) -> None:
    speak(session, 12, "delai", 0, Voice.SUGGESTION)
    speak(session, 3, "delai", 10, Voice.PRAISE)
    one = of(theme_marks.marks(session, TODAY), "delai")
    assert one.all.estimate is not None
    assert one.praise.estimate is None
    assert one.complaint.estimate is None
    speak(session, 4, "ecologie", 10, Voice.PRAISE)
    assert of(theme_marks.marks(session, TODAY), "ecologie").all.estimate is None


def test_one_comment_and_one_theme_make_a_page(session: Session) -> None:
    assert [year.themes for year in theme_marks.marks(session, TODAY)] == [[], []]
    speak(session, 1, "delai", 5, Voice.SUGGESTION)
    (one,) = next(year for year in theme_marks.marks(session, TODAY) if year.themes).themes
    assert (one.all.n, one.all.estimate, one.weight) == (1, None, None)


places = st.tuples(
    st.integers(0, 5),
    st.sampled_from(EventKind),
    st.sampled_from([frozenset({Voice.PRAISE}), frozenset({Voice.SUGGESTION}), frozenset(Voice)]),
)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(places, st.integers(1, 12), min_size=1, max_size=12))
def test_no_two_figures_of_a_theme_isolate_anybody(cells: dict) -> None:  # type: ignore[type-arg]
    """Pages of two quarters, the quarters of the page of themes, and any one of these without another."""
    found = [
        Speaker(kind, measures.month_start(UNTIL, -3 * (back + 1)), 5.0, {"delai": boxes})
        for (back, kind, boxes), number in cells.items()
        for _ in range(number)
    ]
    figures = set()
    for sort, day, which in theme_marks._visible("delai", found, UNTIL):
        if sort == "quarter":
            inside = [at for at, one in enumerate(found) if one.quarter == day]
        else:
            since = measures.month_start(day, -12)
            inside = [
                at
                for at, one in enumerate(found)
                if since <= one.quarter < day and one.kind.value == which
                and (sort == "all" or Voice(sort) in one.said["delai"])
            ]  # fmt: skip
        figures.add(frozenset(inside))
    figures.discard(frozenset())
    assert all(len(group) >= Audience.INTERNAL for group in figures)
    assert all(
        len(whole - part) >= Audience.INTERNAL
        for whole in figures
        for part in figures
        if part < whole
    )


ANY_YEAR = """
import random
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from analysis.indicators.measures import month_start
from analysis.models import Voice
from analysis.themes.marks import Speaker, _visible
from survey.models import EventKind

BOXES = [{Voice.PRAISE}, {Voice.SUGGESTION}, {Voice.PRAISE, Voice.SUGGESTION}]
for seed in (0, 1, 3, 9):
    chance, until = random.Random(seed), date(2027, 1, 1)
    speakers = [
        Speaker(chance.choice(list(EventKind)), month_start(until, -3 * chance.randint(1, 12)), 5.0,
                {"telephone": frozenset(chance.choice(BOXES))})
        for _ in range(chance.choice([60, 90, 120]))
    ]
    print(sorted(_visible("telephone", speakers, until)))
"""


def test_two_workers_withhold_the_same_figures() -> None:
    """What one shows and the other hides, whoever opens the page twice would see: sets have another order in each process."""
    said = {
        subprocess.run(
            [sys.executable, "-c", ANY_YEAR],
            env=os.environ | {"PYTHONHASHSEED": str(seed)},
            cwd=ROOT,
            capture_output=True,
            check=True,
        ).stdout
        for seed in (1, 2)
    }
    assert len(said) == 1

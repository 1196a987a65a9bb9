"""What is counted: the right answers, of the right months, once a member."""

from datetime import date

import pytest
from sqlmodel import Session

from analysis.indicators import measures
from analysis.indicators.measures import Measure
from analysis.models import ThemeReading, Verbatim, Voice
from core.errors import Missing
from survey.models import Answer, EventKind, Grain, Mode
from tests.action_builders import make_replies, make_voices
from tests.builders import saved

Q4 = (date(2026, 10, 1), date(2026, 12, 31))


def counted(session: Session, key: str) -> tuple[int, int]:
    found = measures.measure(session, key, *Q4)
    return found.x, found.n


@pytest.mark.parametrize(
    ("key", "question", "good", "bad"),
    [
        ("satisfaction", "satisfaction", "good", "medium"),
        ("satisfaction", "satisfaction", "good", "bad"),
        ("clarity", "comprehension", "4", "3"),
        ("clarity", "comprehension", "5", "1"),
        ("effort", "effort", "1", "3"),
        ("effort", "effort", "2", "5"),
    ],
)
def test_each_share_counts_its_own_answers(
    session: Session, key: str, question: str, good: str, bad: str
) -> None:
    make_replies(session, date(2026, 11, 1), 5, 2, question, (good, bad))
    assert counted(session, key) == (2, 5)


def test_a_question_left_blank_counts_for_nothing(session: Session) -> None:
    make_replies(session, date(2026, 11, 1), 3, 1)
    make_replies(session, date(2026, 11, 1), 2, 0, values=("good", ""))
    assert counted(session, "satisfaction") == (1, 3)


def test_answers_about_a_channel_are_not_the_general_one(session: Session) -> None:
    [reply] = make_replies(session, date(2026, 11, 1), 1, 1)
    session.add(Answer(reply_id=reply.id, question_code="satisfaction", part="phone", value="bad"))
    session.flush()
    assert counted(session, "satisfaction") == (1, 1)


@pytest.mark.parametrize(
    ("month", "grain", "is_in"),
    [
        (date(2026, 9, 1), Grain.MONTH, False),
        (date(2026, 10, 1), Grain.MONTH, True),
        (date(2026, 12, 1), Grain.MONTH, True),
        (date(2027, 1, 1), Grain.MONTH, False),
        (date(2026, 10, 1), Grain.QUARTER, True),
        (date(2026, 7, 1), Grain.QUARTER, False),
    ],
)
def test_a_reply_counts_when_its_whole_month_or_quarter_is_inside(
    session: Session, month: date, grain: Grain, is_in: bool
) -> None:
    make_replies(session, month, 1, 1, grain=grain)
    assert counted(session, "satisfaction") == ((1, 1) if is_in else (0, 0))


def test_a_quarter_cut_by_the_window_is_left_out(session: Session) -> None:
    make_replies(session, date(2026, 10, 1), 1, 1, grain=Grain.QUARTER)
    found = measures.measure(session, "satisfaction", date(2026, 10, 1), date(2026, 11, 30))
    assert found.n == 0


def test_a_month_not_over_is_left_out(session: Session) -> None:
    make_replies(session, date(2026, 12, 1), 1, 1)
    found = measures.measure(session, "satisfaction", date(2026, 10, 1), date(2026, 12, 30))
    assert found.n == 0


def test_a_theme_is_counted_in_members_not_in_sentences(session: Session) -> None:
    first = make_voices(session, "telephone", 2, date(2026, 11, 1))
    make_voices(session, "delai", 3, date(2026, 11, 1))
    again = Verbatim(
        reply_id=first[0].reply_id,
        text="Et le téléphone encore.",
        voice=Voice.PRAISE,
        kind=EventKind.RETIREMENT,
        period_start=date(2026, 11, 1),
        mode=Mode.WEB,
        theme="telephone",
    )
    again.readings = [
        ThemeReading(verbatim_id=again.id, theme="telephone", rank=0),
        ThemeReading(verbatim_id=again.id, theme="suivi", rank=1),
    ]
    saved(session, again)
    assert counted(session, "theme:telephone") == (2, 5)
    assert counted(session, "theme:suivi") == (1, 5)  # a second theme is spoken of too
    voices = measures.voices(session, *Q4)
    assert (voices["telephone"].count, voices["suivi"].count) == (2, 1)


def test_a_sentence_not_read_yet_is_no_comment_yet(session: Session) -> None:
    [reply] = make_replies(session, date(2026, 11, 1), 1, 0)
    saved(
        session,
        Verbatim(
            reply_id=reply.id, text="…", voice=Voice.PRAISE, kind=EventKind.RETIREMENT,
            period_start=date(2026, 11, 1), mode=Mode.WEB,
        ),
    )  # fmt: skip
    assert counted(session, "theme:telephone") == (0, 0)


def test_contentment_is_the_mean_of_members(session: Session) -> None:
    make_voices(session, "telephone", 6, date(2026, 11, 1), satisfaction=0)
    make_voices(session, "telephone", 2, date(2026, 11, 1), satisfaction=10)
    assert measures.voices(session, *Q4)["telephone"].satisfaction == pytest.approx(2.5)


def test_a_mean_of_few_marks_is_not_told_however_many_spoke(session: Session) -> None:
    make_voices(session, "telephone", 9, date(2026, 11, 1), satisfaction=None)
    make_voices(session, "telephone", 1, date(2026, 11, 1), satisfaction=10)
    spoken = measures.voices(session, *Q4)["telephone"]
    assert (spoken.count, spoken.satisfaction) == (10, None)


def test_an_unknown_indicator_is_missing(session: Session) -> None:
    for key in ("bonheur", "theme:inconnu"):
        with pytest.raises(Missing):
            measures.measure(session, key, *Q4)


def test_a_share_of_nobody_is_nothing() -> None:
    assert Measure("essai", 0, 0).share is None


@pytest.mark.parametrize(
    ("day", "months", "start"),
    [
        (date(2026, 1, 31), -1, date(2025, 12, 1)),
        (date(2026, 12, 15), 1, date(2027, 1, 1)),
        (date(2026, 3, 31), 0, date(2026, 3, 1)),
        (date(2026, 3, 31), -12, date(2025, 3, 1)),
    ],
)
def test_months_are_counted_over_the_turn_of_the_year(day: date, months: int, start: date) -> None:
    assert measures.month_start(day, months) == start


def test_the_quarter_of_a_day() -> None:
    assert measures.quarter_of(date(2026, 12, 31)) == Q4
    assert measures.quarter_of(date(2026, 2, 28)) == (date(2026, 1, 1), date(2026, 3, 31))

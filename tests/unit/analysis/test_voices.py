"""Weight, trend and thresholds of themes."""

from datetime import date

import pytest

from analysis.themes import voices
from analysis.themes.voices import Period
from organisation.models import Role
from survey.models import EventKind
from tests.analysis_builders import make_verbatim
from tests.builders import make_charter, make_department, make_user

FIRST = Period(date(2027, 1, 1), date(2027, 3, 31))
BEFORE = date(2026, 11, 1)


def test_a_theme_under_five_voices_is_only_counted(session):
    for _ in range(5):
        make_verbatim(session, "telephone")
    for _ in range(4):
        make_verbatim(session, "ecologie")
    seen = voices.panorama(session, FIRST)
    assert [line.theme.code for line in seen.lines] == ["telephone"]
    assert (seen.others, seen.other_voices) == (1, 4)


def test_a_member_who_says_it_twice_is_one_voice(session):
    first = make_verbatim(session, "delai")
    from survey.models import Reply

    reply = session.get(Reply, first.reply_id)
    for _ in range(6):
        make_verbatim(session, "delai", reply=reply)
    assert voices.panorama(session, FIRST).lines == []


def test_a_change_is_said_only_when_the_interval_leaves_zero():
    assert voices.trend(40, 100, 10, 100) == "up"
    assert voices.trend(10, 100, 40, 100) == "down"
    assert voices.trend(12, 100, 10, 100) == "level"
    assert voices.trend(5, 10, 0, 0) == "level"


def test_the_headline_says_what_rose_and_what_fell(session):
    for _ in range(30):
        make_verbatim(session, "delai")
        make_verbatim(session, "telephone", period_start=BEFORE)
    for _ in range(5):
        make_verbatim(session, "telephone")
        make_verbatim(session, "delai", period_start=BEFORE)
    headline = voices.panorama(session, FIRST).headline.replace("\u00a0", " ")
    assert headline == (
        "« Délais de traitement et de réponse » monte, « Joindre la caisse par téléphone » recule"
    )


def test_sentences_of_a_theme_come_with_the_main_ones_first(session):
    secondary = make_verbatim(session, "suivi", also=["delai"])
    main = make_verbatim(session, "delai")
    found = session.exec(voices.about("delai", FIRST)).all()
    assert found == [main, secondary]
    assert session.exec(voices.about("delai", FIRST, EventKind.RETIREMENT)).all() == []


@pytest.mark.parametrize(
    ("role", "count", "allowed"),
    [
        (Role.QUALITY_OFFICER, 1, True),
        (Role.HEAD, 9, False),
        (Role.HEAD, 10, True),
        (Role.MANAGEMENT, 9, False),
    ],
)
def test_few_voices_are_read_by_the_officer_alone(session, role, count, allowed):
    assert voices.may_read(make_user(session, role), count) is allowed


def test_a_head_reads_the_themes_of_their_own_commitments(session, now):
    make_charter(session, now)
    phones = make_department(session, activities=("accueil_telephonique",))
    readable = voices.readable_themes(session, make_user(session, Role.HEAD, phones))
    assert "telephone" in readable
    assert "reversion_deces" not in readable


def test_periods_are_the_quarters_in_which_something_was_written(session):
    make_verbatim(session)
    make_verbatim(session, period_start=BEFORE)
    assert [p.since for p in voices.periods(session)] == [date(2027, 1, 1), date(2026, 10, 1)]

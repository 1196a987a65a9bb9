"""What is told of a measure: shares with their intervals, confusions, certainty beside truth."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.models import Basis, QualityCell, QualityRun
from analysis.quality import quality
from analysis.results import tables
from analysis.statistics import wilson
from analysis.themes.themes import codes
from tests.quality_builders import make_measure

CELLS = st.lists(
    st.builds(
        lambda truth, given, tenth, number: QualityCell(
            truth=truth, given=given, tenth=tenth, sentences=number, among=number, certainty=number * (tenth + 0.5) / 10
        ),
        st.sampled_from(codes()),
        st.sampled_from(codes()),
        st.integers(0, 9),
        st.integers(1, 60),
    ),
    min_size=1,
    max_size=30,
)  # fmt: skip


def of(theme, told):
    return next(one for one in told.themes if one.theme.code == theme)


def test_the_share_right_is_that_of_sentences_read_as_people_say(session):
    told = quality.told(make_measure(session))
    assert told.right.n == 162
    assert told.right.value == 144 / 162
    assert told.right.interval == wilson(144, 162)


def test_a_theme_has_what_is_found_of_it_and_what_is_right_of_what_is_read_so(session):
    delays = of("delai", quality.told(make_measure(session)))
    assert (delays.found.value, delays.found.n) == (70 / 82, 82)
    assert (delays.right.value, delays.right.n) == (70 / 76, 76)


def test_a_theme_of_nine_sentences_is_not_told(session):
    counts = {("ecologie", "ecologie", 9): 9, ("delai", "delai", 9): 10}
    told = quality.told(make_measure(session, counts=counts))
    assert of("ecologie", told).found is None
    assert of("delai", told).found is not None


def test_the_file_does_not_tell_it_either(session):
    told = quality.told(make_measure(session))
    row = next(row for row in tables.quality_rows(told) if row[1] == "ecologie")
    assert row[2:] == (tables.WITHHELD, "", "", "", tables.WITHHELD, "", "", "")


def test_confusions_are_told_the_commonest_first_with_what_they_are_of(session):
    told = quality.told(make_measure(session))
    assert [(c.truth.code, c.given.code, c.times, c.of) for c in told.confusions] == [
        ("delai", "suivi", 12, 82),
        ("suivi", "delai", 6, 36),
    ]


def test_a_confusion_of_four_is_an_accident(session):
    counts = {("delai", "delai", 9): 50, ("delai", "suivi", 5): 4}
    assert quality.told(make_measure(session, counts=counts)).confusions == []


def test_certainty_is_set_beside_what_is_true(session):
    bands = quality.told(make_measure(session)).bands
    assert [(band.low, band.high, band.right.n) for band in bands] == [(0.4, 0.6, 18), (0.8, 0.9, 30), (0.9, 1.0, 114)]  # fmt: skip
    assert [round(band.said, 2) for band in bands] == [0.55, 0.85, 0.95]
    assert [band.right.value for band in bands] == [0.0, 1.0, 1.0]


def test_a_reading_always_as_sure_as_it_is_right_has_no_gap(session):
    counts = {("delai", "delai", 8): 17, ("delai", "suivi", 8): 3}
    assert quality.told(make_measure(session, counts=counts)).gap == pytest.approx(0)


@given(CELLS)
def test_every_share_is_inside_its_interval(cells):
    told = quality.told(QualityRun(basis=Basis.TRIAL, reader="r", fingerprint="f", cells=cells))
    shares = [told.right, told.among]
    shares += [one for theme in told.themes for one in (theme.found, theme.right) if one]
    shares += [band.right for band in told.bands]
    for one in shares:
        assert 0 <= one.interval.low <= one.value + 1e-12
        assert one.value <= one.interval.high + 1e-12 <= 1 + 1e-9
        assert one.n >= 1
    assert 0 <= told.gap <= 1


def test_the_funds_own_sentences_lead_once_two_hundred_were_put_right(session):
    few = make_measure(session, Basis.CORRECTED, {("delai", "delai", 9): 199})
    many = QualityRun(basis=Basis.CORRECTED, reader="r", fingerprint="f", cells=[
        QualityCell(truth="delai", given="delai", tenth=9, sentences=200, among=200, certainty=190)
    ])  # fmt: skip
    trial = make_measure(session, Basis.TRIAL)
    told = [quality.told(one) for one in (few, trial)]
    assert quality.leading(told).basis is Basis.TRIAL
    told = [quality.told(one) for one in (many, trial)]
    assert quality.leading(told).basis is Basis.CORRECTED


def test_without_any_measure_nothing_leads(session):
    assert quality.leading(quality.measured(session)) is None

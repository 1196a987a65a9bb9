"""The themes and the labelled comments the product ships."""

from analysis import corpus
from analysis.readers.base import Example
from analysis.themes import themes


def test_there_are_fifteen_themes_and_the_last_is_the_other() -> None:
    assert len(themes.themes()) == 15
    assert themes.themes()[-1].code == themes.OTHER


def test_every_theme_says_what_it_is_about_in_french() -> None:
    for theme in themes.themes():
        assert theme.title
        assert theme.about


def test_a_theme_points_to_its_commitments_the_closest_first() -> None:
    slowness = next(theme for theme in themes.themes() if theme.code == "delai")
    assert slowness.commitments == ("DEL-05", "DEL-06", "DEL-07", "DEL-08")


def test_every_label_of_every_comment_is_a_theme() -> None:
    known = set(themes.codes())
    for examples in (corpus.starter(), corpus.calibration(), corpus.demonstration()):
        assert all(one.themes and set(one.themes) <= known for one in examples)
        assert all(len(set(one.themes)) == len(one.themes) <= 3 for one in examples)


def test_every_comment_has_its_event_and_its_mark() -> None:
    for examples in (corpus.starter(), corpus.calibration(), corpus.demonstration()):
        assert {one.event for one in examples} == {"affiliation", "retraite"}
        assert {one.satisfaction for one in examples} == {1, 2, 3, 4, 5}


def sentences(examples: list[Example]) -> set[str]:
    """What is long enough to be one person's own words; « Excellent » is everybody's."""
    return {one.text.casefold() for one in examples if len(one.text) > 20}


def test_no_comment_to_learn_from_calibrates_the_certainty() -> None:
    assert not sentences(corpus.starter()) & sentences(corpus.calibration())


def test_no_comment_figures_are_stated_on_was_learnt_or_calibrated_anything() -> None:
    stated_on = sentences(corpus.demonstration())
    assert not stated_on & sentences(corpus.calibration())
    assert len(stated_on & sentences(corpus.starter())) == 0

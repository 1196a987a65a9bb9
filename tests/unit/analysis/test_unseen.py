"""Comments read by a reader that has not learnt them."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from analysis import corpus
from analysis.readers.base import Example, Reader, Reading
from analysis.readers.words import WordsReader
from analysis.themes import unseen

TEXTS = st.lists(
    st.builds(
        Example,
        text=st.sampled_from(["RAS", "ras", "Trop long", "Merci", "On attend", "Site en panne"]),
        themes=st.sampled_from([("delai",), ("autre",), ("site_connexion",)]),
    ),
    min_size=1,
    max_size=40,
)


class Parrot:
    """Says again what it was taught of the same words, else nothing sensible."""

    def __init__(self, known: Sequence[Example]) -> None:
        self.known = {unseen.key(one): one.themes[0] for one in known}

    def read(self, comments: Sequence[Example]) -> list[Reading]:
        return [Reading((self.known.get(unseen.key(one), "?"),), 1.0, {}) for one in comments]


def words(known: Sequence[Example]) -> Reader:
    reader = WordsReader()
    reader.learn(known)
    return reader


@given(TEXTS)
def test_each_comment_is_left_out_once(examples: list[Example]) -> None:
    left_out = [one for _, some in unseen.parts(examples) for one in some]
    assert sorted(map(repr, left_out)) == sorted(map(repr, examples))


@given(TEXTS)
def test_the_same_words_are_never_learnt_and_left_out_together(examples: list[Example]) -> None:
    for known, left_out in unseen.parts(examples):
        assert {unseen.key(one) for one in known}.isdisjoint(unseen.key(one) for one in left_out)


@given(TEXTS)
def test_a_parrot_finds_nothing(examples: list[Example]) -> None:
    judged = unseen.cross_validated(Parrot, examples)  # type: ignore[arg-type]
    assert {reading.themes[0] for _, reading in judged} == {"?"}


def test_the_parts_are_the_same_whatever_the_order() -> None:
    examples = corpus.calibration()
    first = [{one.text for one in some} for _, some in unseen.parts(examples)]
    again = [{one.text for one in some} for _, some in unseen.parts(examples[::-1])]
    assert first == again


def test_each_part_has_its_share_of_each_theme() -> None:
    examples = corpus.calibration()
    commonest = [
        sum(one.themes[0] == "delai" for one in some) for _, some in unseen.parts(examples)
    ]
    assert max(commonest) - min(commonest) <= 1


def test_what_can_be_learnt_is_found() -> None:
    judged = unseen.cross_validated(words, corpus.calibration(), 3)
    right = sum(reading.themes[0] == one.themes[0] for one, reading in judged)
    assert right / len(judged) > 0.3

"""The address on an envelope: folded when it is long, and never a word lost."""

import re

from hypothesis import given
from hypothesis import strategies as st

from survey.paper.postal_block import LONGEST_LINE, MOST_LINES, postal_block

NINE = [
    "Mme Zoé LEFÈVRE", "Chez M. Paul DURAND", "Résidence des Tilleuls", "Bâtiment B", "Escalier 3", "Porte 12",
    "12 rue du Général Leclerc", "Les Hauts de Garonne", "31000 TOULOUSE",
]  # fmt: skip


def words(lines) -> list[str]:
    return re.findall(r"[^\s,]+", " ".join(lines))


def test_an_ordinary_address_is_printed_as_it_is():
    block = postal_block(["  MME  ZOÉ LEFÈVRE ", "", "12 RUE HAUTE", "31000 TOULOUSE"])
    assert block.lines == ("MME ZOÉ LEFÈVRE", "12 RUE HAUTE", "31000 TOULOUSE")
    assert block.remarks == ()


def test_an_address_of_nine_lines_is_folded_into_six_without_losing_a_word():
    block = postal_block(NINE)
    assert block.is_whole
    assert len(block.lines) <= 6
    assert max(map(len, block.lines)) <= LONGEST_LINE
    assert words(block.lines) == words(NINE)
    assert (block.lines[0], block.lines[-1]) == (NINE[0], NINE[-1])
    assert "repliée" in block.remarks[0]


def test_a_long_line_is_wrapped_between_words():
    block = postal_block(["M. Luc ROY", "RÉSIDENCE DES GRANDS TILLEULS ARGENTÉS BÂTIMENT B", "31000 TOULOUSE"])  # fmt: skip
    assert block.lines[1:3] == ("RÉSIDENCE DES GRANDS TILLEULS ARGENTÉS", "BÂTIMENT B")


def test_another_country_has_a_seventh_line_of_its_own():
    block = postal_block([*NINE[:-1], "H2X 1Y4 MONTRÉAL", "CANADA"])
    assert block.is_whole
    assert block.lines[-2:] == ("H2X 1Y4 MONTRÉAL", "CANADA")
    assert len(block.lines) <= MOST_LINES


def test_what_cannot_be_folded_is_set_aside_with_a_sentence_and_nothing_is_cut():
    for lines in (
        ["M. Luc ROY", "X" * 39, "31000 TOULOUSE"],
        ["M. Luc ROY", *(f"Lieu-dit de la Grande Lande du Nord {n}" for n in range(8)), "31000 TOULOUSE"],
        ["M. Luc ROY", "12 rue Haute", f"31000 {'VILLE ' * 8}"],
    ):  # fmt: skip
        block = postal_block(lines)
        assert not block.is_whole
        assert words(block.lines) == words(lines)
        assert "mise de côté" in block.remarks[0]


@given(
    st.lists(
        st.lists(
            st.text("ABCDEFGHIJ0123456789'-", min_size=1, max_size=45), min_size=1, max_size=8
        ).map(" ".join),
        min_size=1,
        max_size=14,
    )
)
def test_no_word_of_any_address_is_ever_lost(lines):
    block = postal_block(lines)
    assert words(block.lines) == words(lines)
    if block.is_whole:
        assert len(block.lines) <= MOST_LINES
        assert all(len(line) <= LONGEST_LINE for line in block.lines)
    else:
        assert block.remarks

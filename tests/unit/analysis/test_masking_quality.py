"""Quality of the masking on marked sentences (tests/data/masking.csv; docs/quality/masking.md)."""

from functools import cache

import pytest

from analysis.masking import masking
from analysis.masking.masking import Span
from tests.marked import Sentence, covered, sentences

pytestmark = pytest.mark.slow


@cache
def judged() -> list[tuple[Sentence, list[Span]]]:
    """Each sentence, and what is masked in it."""
    marked = sentences()
    found = masking.spans_of_many([sentence.text for sentence in marked])
    return list(zip(marked, found, strict=True))


def test_nearly_every_piece_of_personal_data_is_covered() -> None:
    due = [(sentence.text, span, got) for sentence, got in judged() for span in sentence.due]
    missed = [text[span.start : span.end] for text, span, got in due if not covered(span, got)]
    assert len(missed) <= 0.01 * len(due), missed


def test_the_bounds_and_the_kind_are_right_too() -> None:
    due = [(span, got) for sentence, got in judged() for span in sentence.due]
    assert sum(span in got for span, got in due) >= 0.97 * len(due)


def test_a_sentence_about_nobody_is_left_alone() -> None:
    traps = [(sentence.text, got) for sentence, got in judged() if not sentence.due]
    assert len(traps) >= 100
    masked = [text for text, got in traps if got]
    assert len(masked) <= 0.01 * len(traps), masked


def test_masking_a_masked_sentence_finds_nothing_more() -> None:
    masked = [masking.mask(sentence.text, got) for sentence, got in judged()]
    found = masking.spans_of_many(masked)
    again = [text for text, spans in zip(masked, found, strict=True) if spans]
    assert len(again) <= 0.01 * len(masked), again

"""Quality of the masking on marked sentences (tests/data/masking.csv; docs/quality/masking.md)."""

import csv
import re
from functools import cache
from pathlib import Path

import pytest

from analysis import masking
from analysis.masking import Span

pytestmark = pytest.mark.slow

MARKED = Path(__file__).parents[2] / "data" / "masking.csv"
MARK = re.compile(r"\[(person|phone|email|nir|iban|date_of_birth|address|file_number):([^\]]+)\]")


def unmarked(line: str) -> tuple[str, list[Span]]:
    """A sentence without its marks, and the spans they stood for."""
    text, expected, at = "", [], 0
    for match in MARK.finditer(line):
        text += line[at : match.start()]
        expected.append(Span(match[1], len(text), len(text) + len(match[2])))
        text += match[2]
        at = match.end()
    return text + line[at:], expected


@cache
def judged() -> list[tuple[str, list[Span], list[Span]]]:
    """Each sentence, what should be masked, what is."""
    with MARKED.open(encoding="utf-8", newline="") as file:
        sentences = [unmarked(row["text"]) for row in csv.DictReader(file)]
    found = masking.spans_of_many([text for text, _ in sentences])
    return [(text, due, got) for (text, due), got in zip(sentences, found, strict=True)]


def covered(span: Span, found: list[Span]) -> bool:
    masked = {at for each in found for at in range(each.start, each.end)}
    return all(at in masked for at in range(span.start, span.end))


def test_nearly_every_piece_of_personal_data_is_covered() -> None:
    due = [(text, span, got) for text, expected, got in judged() for span in expected]
    missed = [text[span.start : span.end] for text, span, got in due if not covered(span, got)]
    assert len(missed) <= 0.01 * len(due), missed


def test_the_bounds_and_the_kind_are_right_too() -> None:
    due = [(span, got) for _, expected, got in judged() for span in expected]
    assert sum(span in got for span, got in due) >= 0.97 * len(due)


def test_a_sentence_about_nobody_is_left_alone() -> None:
    traps = [(text, got) for text, expected, got in judged() if not expected]
    assert len(traps) >= 100
    masked = [text for text, got in traps if got]
    assert len(masked) <= 0.01 * len(traps), masked


def test_masking_a_masked_sentence_finds_nothing_more() -> None:
    masked = [masking.mask(text, got) for text, _, got in judged()]
    again = [
        text for text, found in zip(masked, masking.spans_of_many(masked), strict=True) if found
    ]
    assert len(again) <= 0.01 * len(masked), again

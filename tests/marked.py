"""Sentences whose personal data are marked: « je m'appelle [person:Paul Durand] »."""

import csv
import re
from pathlib import Path
from typing import NamedTuple

from analysis.masking.masking import Span

SENTENCES = Path(__file__).with_name("data") / "masking.csv"
MARK = re.compile(r"\[(person|phone|email|nir|iban|date_of_birth|address|file_number):([^\]]+)\]")


class Sentence(NamedTuple):
    """A sentence without its marks, the spans they stood for, and the part it was written in."""

    text: str
    due: list[Span]
    part: str


def sentences() -> list[Sentence]:
    """Every marked sentence, in the order they were written."""
    with SENTENCES.open(encoding="utf-8", newline="") as file:
        return [unmarked(row["text"], row["part"]) for row in csv.DictReader(file)]


def unmarked(line: str, part: str) -> Sentence:
    """A line read without its marks."""
    text, due, at = "", [], 0
    for match in MARK.finditer(line):
        text += line[at : match.start()]
        due.append(Span(match[1], len(text), len(text) + len(match[2])))
        text, at = text + match[2], match.end()
    return Sentence(text + line[at:], due, part)


def covered(span: Span, found: list[Span]) -> bool:
    """Whether every character of a span is masked, whatever it is taken for."""
    masked = {at for each in found for at in range(each.start, each.end)}
    return masked >= set(range(span.start, span.end))

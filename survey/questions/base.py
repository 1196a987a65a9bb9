"""What a kind of question knows: how to read what was ticked, how to store it, how to say it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from survey.models import Question

Given = str | list[str] | dict[str, str]
"""What one person answered to one question: a value, several, or one for each option."""


@dataclass(frozen=True)
class Asked:
    """A question as it is put to one person, with the options that concern them."""

    question: Question
    options: Sequence[tuple[str, str]]  # (value, label)
    rows: Sequence[tuple[str, str]] = ()  # for questions asked once for each of these

    @property
    def code(self) -> str:
        return self.question.code


class QuestionKind(Protocol):
    """One kind of question."""

    name: str
    label: str
    by_row: bool
    """Asked once for each option ticked at an earlier question."""

    def read(self, asked: Asked, form: Mapping[str, Any]) -> Given:
        """What was answered; unknown values are dropped; empty when nothing was. Refused: too long."""

    def lines(self, given: Given) -> Iterator[tuple[str, str]]:
        """(part, value) lines to store in `answers`; free texts have none."""

    def said(self, asked: Asked, given: Given) -> str:
        """The answer in words, for the review page."""


def label_of(options: Sequence[tuple[str, str]], value: str) -> str:
    """The words of a value."""
    return next((label for v, label in options if v == value), value)

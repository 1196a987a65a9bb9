"""What a page of the member's path weighs, styles included, before anybody opens it. Rule 1: ten kilobytes at most.

A careful guess rather than a rendering: what the frame and each piece of a form weigh was measured once, and a test compares the guess with
pages as they are served. What a member types is not counted.
"""

from collections.abc import Iterable, Sequence

from survey.models import Question
from survey.questions import KINDS

MOST = 10_240  # bytes
FRAME, FIRST = 3_950, 1_100  # every page; what the first one says before its questions
A_QUESTION, A_ROW, A_CHOICE = 330, 120, 74  # without its words, its code and its values
LONGEST_ROW = 12  # signs of the value that names a row in a form


def weight(questions: Sequence[Question], is_first: bool) -> int:
    """The bytes of a page with these questions, all their rows shown."""
    return FRAME + (FIRST if is_first else 0) + sum(map(_question, questions))


def _question(question: Question) -> int:
    rows = len((question.asked_when or {}).get("values", ())) if _by_row(question) else 1
    named = len(question.code) + (LONGEST_ROW if rows > 1 else 0)
    answers = sum(A_CHOICE + named + _bytes(choice) for choice in question.choices)
    return A_QUESTION + _bytes((question.wording, question.hint)) + rows * (A_ROW + answers)


def _by_row(question: Question) -> bool:
    return question.kind in KINDS and KINDS[question.kind].by_row


def _bytes(texts: Iterable[str]) -> int:
    """As sent: in UTF-8, « < », « & » and quotes written at length."""
    return sum(
        len(text.encode()) + 5 * sum(text.count(sign) for sign in "<>&\"'") for text in texts
    )

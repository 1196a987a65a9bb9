"""The same path in words that are easy to read (FALC): one question a page, the same codes, the same answers.

What was not written in easy words keeps the usual ones. The words follow « Information pour tous », the European rules of
easy-to-read (Inclusion Europe / Unapei, 2009): short sentences, one idea, no negative, everyday words.
"""

from collections.abc import Mapping, Sequence

from survey.answering import paging
from survey.answering.paging import Answers, Page
from survey.models import Question, Questionnaire
from survey.questions.base import Asked


def pages(questionnaire: Questionnaire, answers: Answers) -> list[Page]:
    """One question a page, in easy words."""
    easy = {question.code: _choices(question) for question in questionnaire.questions}
    return [
        Page(page.number, [_easily(asked, easy) for asked in page.asked])
        for page in paging.one_by_one(questionnaire, answers)
    ]


def _easily(asked: Asked, easy: Mapping[str, Mapping[str, str]]) -> Asked:
    """The question with its easy words; a copy that no session knows, so that nothing of it is ever written."""
    question = asked.question
    said = question.easy or {}
    copy = Question(
        questionnaire_id=question.questionnaire_id,
        code=question.code,
        kind=question.kind,
        page=question.page,
        rank=question.rank,
        required=question.required,
        wording=said.get("wording") or question.wording,
        hint=said.get("hint", "" if said.get("wording") else question.hint),
        choices=question.choices,
        asked_when=question.asked_when,
    )
    earlier = easy.get((question.asked_when or {}).get("code", ""), {})
    return Asked(
        copy, _labelled(asked.options, easy[question.code]), _labelled(asked.rows, earlier)
    )


def _choices(question: Question) -> Mapping[str, str]:
    choices: Mapping[str, str] = (question.easy or {}).get("choices", {})
    return choices


def _labelled(
    options: Sequence[tuple[str, str]], easy: Mapping[str, str]
) -> Sequence[tuple[str, str]]:
    return [(value, easy.get(value) or label) for value, label in options]

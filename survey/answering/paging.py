"""Which questions one person sees, page by page, given what they already answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core import french
from core.errors import Refused
from survey.models import Question, Questionnaire
from survey.questions import KINDS
from survey.questions.base import Asked, Given

Answers = Mapping[str, Given]


@dataclass(frozen=True)
class Page:
    """One page of the path; `number` counts the pages this person sees."""

    number: int
    asked: Sequence[Asked]


def pages(questionnaire: Questionnaire, answers: Answers) -> list[Page]:
    """The pages of this person's path; a page without a question for them is left out."""
    by_page: dict[int, list[Asked]] = {}
    for asked in asked_of(questionnaire, answers):
        by_page.setdefault(asked.question.page, []).append(asked)
    return [Page(number, by_page[page]) for number, page in enumerate(sorted(by_page), start=1)]


def expect_path(found: Sequence[Page] | Sequence[Asked]) -> None:
    """Refused while a draft has nothing to show."""
    if not found:
        raise Refused("Écrivez d’abord une question posée à tous : il n’y a encore rien à montrer.")


def one_by_one(questionnaire: Questionnaire, answers: Answers) -> list[Page]:
    """The same path with a single question a page."""
    questions = asked_of(questionnaire, answers)
    return [Page(number, [asked]) for number, asked in enumerate(questions, start=1)]


def asked_of(questionnaire: Questionnaire, answers: Answers) -> list[Asked]:
    """The questions that concern this person, in order."""
    found = []
    for question in questionnaire.questions:
        rows = _rows(questionnaire, question, answers)
        if question.asked_when is None or rows:
            options = [(value, label) for value, label in question.choices]
            found.append(Asked(question, options, rows if KINDS[question.kind].by_row else ()))
    return found


def everything_ticked(questionnaire: Questionnaire) -> dict[str, Given]:
    """Answers that make every question appear."""
    ticked: dict[str, Given] = {}
    for question in questionnaire.questions:
        if question.asked_when:
            code, values = question.asked_when["code"], question.asked_when["values"]
            ticked[code] = [*ticked.get(code, []), *values]
    return ticked


def earlier_of(questionnaire: Questionnaire, question: Question) -> Question | None:
    """The question on which this one depends; None when there is none, which forbids to publish (questionnaire_checks)."""
    code = (question.asked_when or {}).get("code")
    return next((one for one in questionnaire.questions if one.code == code), None)


def condition(questionnaire: Questionnaire, question: Question) -> str:
    """« Si vous avez répondu « Non » à la question « … » », or nothing: for paper and for those who write."""
    if question.asked_when is None or KINDS[question.kind].by_row:
        return ""
    earlier = earlier_of(questionnaire, question)
    if earlier is None:
        return ""
    wanted = [
        f"« {label} »" for value, label in earlier.choices if value in question.asked_when["values"]
    ]
    return f"Si vous avez répondu {french.listed(wanted, 'ou')} à la question « {earlier.wording} »"


def _rows(
    questionnaire: Questionnaire, question: Question, answers: Answers
) -> list[tuple[str, str]]:
    """The options of the earlier question that call for this one, as they were ticked."""
    if question.asked_when is None:
        return []
    earlier = earlier_of(questionnaire, question)
    if earlier is None:
        return []
    given = answers.get(earlier.code, "")
    chosen = set(given) if isinstance(given, list) else {given} if isinstance(given, str) else set()
    wanted = chosen & set(question.asked_when["values"])
    return [(value, label) for value, label in earlier.choices if value in wanted]


def pruned(questionnaire: Questionnaire, answers: Answers) -> dict[str, Given]:
    """Answers without those to questions, or rows, that no longer concern the person."""
    kept: dict[str, Given] = {}
    for asked in asked_of(questionnaire, answers):
        given = answers.get(asked.code)
        if isinstance(given, dict):
            rows = {row for row, _ in asked.rows}
            given = {row: value for row, value in given.items() if row in rows}
        if given:
            kept[asked.code] = given
    return _only_where_reached(kept)


def _only_where_reached(answers: dict[str, Given]) -> dict[str, Given]:
    """The quality of help counts for the channels that answered, as in the JDMA set."""
    reached, quality = answers.get("contact_reached"), answers.get("contact_satisfaction")
    if isinstance(reached, dict) and isinstance(quality, dict):
        rated = {row: value for row, value in quality.items() if reached.get(row) != "no"}
        answers = {**answers, "contact_satisfaction": rated}
    return {code: given for code, given in answers.items() if given}

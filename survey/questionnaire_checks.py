"""Before a questionnaire is published: what forbids it, what is only advised. Rules: survey.md, 4.2, rules 9 to 16."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from survey import clear_language
from survey.models import Question, Questionnaire
from survey.questions import KINDS

WITH_CHOICES = {"single_choice", "scale", "several_choices", "per_option"}
MOST_ASKED = 8  # questions that everybody is asked: three minutes
MOST_REQUIRED = 2
MARKS = {"1", "2", "3", "4", "5", "na"}


@dataclass(frozen=True)
class Fault:
    """What is wrong, and with which question (none: with the whole)."""

    sentence: str
    code: str = ""


def in_order(questionnaire: Questionnaire) -> list[Question]:
    """The questions as they are asked: page by page."""
    return sorted(questionnaire.questions, key=lambda question: (question.page, question.rank))


def blocking(questionnaire: Questionnaire) -> list[Fault]:
    """What must be put right before publishing; empty when it may be published."""
    here = in_order(questionnaire)
    return [*_of_the_whole(here), *(fault for q in here for fault in _of_one(q, here))]


def _of_the_whole(here: Sequence[Question]) -> Iterator[Fault]:
    everybody = [question for question in here if question.asked_when is None]
    required = [question for question in here if question.required]
    if not here:
        yield Fault("Écrivez au moins une question.")
    elif not required:
        yield Fault("Rendez obligatoire la question générale : sans elle, rien ne compte.")
    if len(required) > MOST_REQUIRED:
        yield Fault(f"Rendez facultatives des questions : {MOST_REQUIRED} obligatoires au plus.")
    if len(everybody) > MOST_ASKED:
        yield Fault(
            f"Retirez des questions : {MOST_ASKED} posées à tous au plus, pour tenir en trois minutes."
        )


def _of_one(question: Question, here: Sequence[Question]) -> Iterator[Fault]:
    values = [value for value, _ in question.choices]
    if question.kind in WITH_CHOICES and len(values) < 2:
        yield Fault("Donnez au moins deux réponses au choix.", question.code)
    if len(set(values)) < len(values):
        yield Fault("Donnez à chaque réponse une valeur différente.", question.code)
    if question.kind == "scale" and not set(values) <= MARKS:
        yield Fault("Sur une échelle, les valeurs vont de 1 à 5, et « na » pour « je ne sais pas ».", question.code)  # fmt: skip
    if question.required and question.asked_when:
        yield Fault("Une question posée à certains seulement ne peut être obligatoire.", question.code)  # fmt: skip
    if KINDS[question.kind].by_row and not question.asked_when:
        yield Fault("Dites pour quelles réponses d’une question à plusieurs choix elle est posée.", question.code)  # fmt: skip
    if question.asked_when:
        yield from _condition(question, here)


def _condition(question: Question, here: Sequence[Question]) -> Iterator[Fault]:
    asked_when = question.asked_when or {}
    earlier = next((q for q in here if q.code == asked_when["code"]), None)
    if earlier is None or here.index(earlier) >= here.index(question):
        yield Fault("Sa condition porte sur une question qui ne vient pas avant elle.", question.code)  # fmt: skip
        return
    if earlier.page >= question.page:
        yield Fault("Placez-la sur une page après celle dont elle dépend.", question.code)
    if not set(asked_when["values"]) <= {value for value, _ in earlier.choices}:
        yield Fault("Sa condition attend une réponse qui n’existe plus.", question.code)
    if KINDS[question.kind].by_row and earlier.kind != "several_choices":
        yield Fault("Elle doit dépendre d’une question à plusieurs réponses.", question.code)


def advised(questionnaire: Questionnaire, known_commitments: Sequence[str]) -> list[Fault]:
    """What a careful author would change; nothing of it forbids to publish."""
    here = in_order(questionnaire)
    found = [fault for question in here for fault in _wording(question)]
    if here and here[-1].kind != "free_text":
        found.append(Fault("Terminez par une question libre : c’est là que viennent les idées."))
    for question in here:
        if question.commitment_code and question.commitment_code not in known_commitments:
            found.append(Fault(f"L’engagement {question.commitment_code} n’est pas dans la charte en vigueur.", question.code))  # fmt: skip
    return found


def _wording(question: Question) -> Iterator[Fault]:
    texts = (question.wording, question.hint, *(label for _, label in question.choices))
    for text in texts:
        for remark in clear_language.remarks(text):
            yield Fault(f"« {remark.words} » : {remark.advice}", question.code)

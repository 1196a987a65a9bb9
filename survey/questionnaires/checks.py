"""Before a questionnaire is published: what forbids it, what is only advised. Rules: survey.md, 4.2, rules 9 to 16."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from core import french
from survey.answering.answering import GENERAL
from survey.models import Question, Questionnaire
from survey.questionnaires import clear_language, page_weight
from survey.questions import KINDS

WITH_CHOICES = {"single_choice", "scale", "several_choices", "per_option"}
MOST_ASKED = 8  # questions that everybody is asked: three minutes
MOST_REQUIRED = 2
MARKS = {"1", "2", "3", "4", "5", "na"}
VALUE = re.compile(
    r"[a-z0-9_]{1,40}"
)  # an answer is stored by its value, and named by it in a form
LONGEST_CHOICE = 200


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
    faults = (fault for question in here for fault in _of_one(question, here))
    return [*_of_the_whole(here), *_of_pages(here), *faults]


def _of_pages(here: Sequence[Question]) -> Iterator[Fault]:
    """A page too heavy for a telephone far from everything."""
    for page, group in groupby(here, key=lambda question: question.page):
        asked = list(group)
        weight = page_weight.weight(asked, is_first=page == here[0].page)
        if weight > page_weight.MOST:
            yield Fault(f"Répartissez ou raccourcissez les questions de la page {page} : elle pèserait {french.number(weight / 1024)} ko, 10 au plus.", asked[0].code)  # fmt: skip


def _of_the_whole(here: Sequence[Question]) -> Iterator[Fault]:
    everybody = [question for question in here if question.asked_when is None]
    required = [question for question in here if question.required]
    if not here:
        yield Fault("Écrivez au moins une question.")
    elif GENERAL not in {question.code for question in here}:
        yield Fault(f"Prenez dans la bibliothèque la question générale, de code « {GENERAL} » : sans elle, aucune réponse ne compte.")  # fmt: skip
    elif GENERAL not in {question.code for question in required}:
        yield Fault("Rendez obligatoire la question générale : sans elle, rien ne compte.", GENERAL)
    if len(required) > MOST_REQUIRED:
        yield Fault(f"Rendez facultatives des questions : {MOST_REQUIRED} obligatoires au plus.")
    if len(everybody) > MOST_ASKED:
        yield Fault(
            f"Retirez des questions : {MOST_ASKED} posées à tous au plus, pour tenir en trois minutes."
        )


def _of_one(question: Question, here: Sequence[Question]) -> Iterator[Fault]:
    if question.kind not in KINDS:
        yield Fault(unknown_kind(question.kind), question.code)
        return
    yield from _choices(question)
    if question.required and question.asked_when:
        yield Fault("Une question posée à certains seulement ne peut être obligatoire.", question.code)  # fmt: skip
    if KINDS[question.kind].by_row and not question.asked_when:
        yield Fault("Dites pour quelles réponses d’une question à plusieurs choix elle est posée.", question.code)  # fmt: skip
    if question.asked_when:
        yield from _condition(question, here)


def unknown_kind(name: str) -> str:
    """What is said of a kind that nobody knows."""
    return f"Choisissez un type parmi {', '.join(KINDS)} : « {name[:40]} » n’en est pas un."


def _choices(question: Question) -> Iterator[Fault]:
    values = [value for value, _ in question.choices]
    if question.kind in WITH_CHOICES and len(values) < 2:
        yield Fault("Donnez au moins deux réponses au choix.", question.code)
    if len(set(values)) < len(values):
        yield Fault("Donnez à chaque réponse une valeur différente.", question.code)
    if question.kind == "scale" and not set(values) <= MARKS:
        yield Fault("Sur une échelle, les valeurs vont de 1 à 5, et « na » pour « je ne sais pas ».", question.code)  # fmt: skip
    if not all(VALUE.fullmatch(value) for value in values):
        yield Fault("Écrivez les valeurs en minuscules sans accent, chiffres et « _ », 40 caractères au plus.", question.code)  # fmt: skip
    if any(len(label) > LONGEST_CHOICE for _, label in question.choices):
        yield Fault(f"Raccourcissez les réponses au choix : {LONGEST_CHOICE} caractères au plus.", question.code)  # fmt: skip


def _condition(question: Question, here: Sequence[Question]) -> Iterator[Fault]:
    asked_when = question.asked_when or {}
    earlier = next((q for q in here if q.code == asked_when["code"]), None)
    if earlier is None:
        yield Fault(f"Sa condition porte sur « {asked_when['code']} », qui n’est pas une question de ce questionnaire.", question.code)  # fmt: skip
        return
    if here.index(earlier) >= here.index(question):
        yield Fault("Sa condition porte sur une question qui ne vient pas avant elle.", question.code)  # fmt: skip
        return
    if earlier.page >= question.page:
        yield Fault("Placez-la sur une page après celle dont elle dépend.", question.code)
    if earlier.kind in KINDS and KINDS[earlier.kind].by_row:
        yield Fault("Sa condition ne peut porter sur une question posée pour chaque canal.", question.code)  # fmt: skip
    if not asked_when["values"]:
        yield Fault("Dites à quelles réponses elle est posée.", question.code)
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

"""Catalogue of the kinds of question, one file each."""

from survey.questions.base import QuestionKind
from survey.questions.date import DateKind
from survey.questions.free_text import FreeTextKind
from survey.questions.per_option import PerOption
from survey.questions.several_choices import SeveralChoices
from survey.questions.single_choice import Scale, SingleChoice

KINDS: dict[str, QuestionKind] = {
    kind.name: kind
    for kind in (SingleChoice(), Scale(), SeveralChoices(), PerOption(), FreeTextKind(), DateKind())
}

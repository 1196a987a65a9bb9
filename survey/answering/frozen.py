"""Published questionnaires as the answering path reads them: once a process, for nothing in them ever changes.

A published version is frozen (survey.questionnaires.questionnaires): a correction is a new version, under another
number. Members answer from this copy, which costs no query and no mapped attribute.
"""

from types import SimpleNamespace
from typing import cast
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlmodel import Session

from survey.models import Invitation, Question, Questionnaire, QuestionnaireStatus

_read: WeakKeyDictionary[sa.Engine, dict[int, Questionnaire]] = WeakKeyDictionary()


def questionnaire(session: Session, invitation: Invitation) -> Questionnaire:
    """The questionnaire of an invitation: the copy of this process, made at the first reading."""
    kept = _read.setdefault(session.get_bind().engine, {})
    number = invitation.questionnaire_id
    if number not in kept:
        found = invitation.questionnaire
        if found.status is QuestionnaireStatus.DRAFT:
            return found
        kept[number] = _copied(found)
    return kept[number]


def _copied(found: Questionnaire) -> Questionnaire:
    """Plain objects with the same words: nothing that could be written back."""
    values = {name: getattr(found, name) for name in Questionnaire.model_fields}
    questions = [_question(one) for one in found.questions]
    return cast(Questionnaire, SimpleNamespace(**values, questions=questions))


def _question(one: Question) -> Question:
    return cast(Question, SimpleNamespace(**{n: getattr(one, n) for n in Question.model_fields}))

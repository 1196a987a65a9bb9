"""One question of a draft, said field by field as in a questionnaire file: what it becomes, or all that is wrong with it.

What is not said of a question that is there stays as it was; an empty text takes a field away.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from core import french
from core.errors import Refused
from organisation.models import User
from survey.models import Question, Questionnaire
from survey.questionnaires import drafting
from survey.questionnaires import reading as questionnaire_reading
from survey.questionnaires.files import dumped, fields_of, promises
from survey.questionnaires.reading import ReadQuestion
from survey.questions import KINDS


def write(
    session: Session,
    draft: Questionnaire,
    code: str,
    said: Mapping[str, Any],
    by: User | None,
    now: datetime,
) -> Question:
    """Add the question of this code, or reword the one that is there; Refused with every fault."""
    drafting.expect_draft(draft)
    here = next((question for question in draft.questions if question.code == code), None)
    before = fields_of(here) if here else {"code": code}
    read = _read(session, draft, {**before, **said})
    if here is None:
        return drafting.add(session, draft, read.code, read.line, by, now)
    return drafting.rewrite(session, here, read.line, drafting.version(here), by, now)


def _read(session: Session, draft: Questionnaire, fields: Mapping[str, Any]) -> ReadQuestion:
    content = dumped({name: value for name, value in fields.items() if value not in ("", None)})
    read, faults = questionnaire_reading.read_question(content.encode(), promises(session))
    told = [f"{fault.field} : {fault.sentence}" for fault in faults]
    told += _condition(draft, read)
    if told:
        number = french.count(len(told), "point")
        raise Refused(f"Rien n’est écrit. Corrigez {number} :\n- " + "\n- ".join(told))
    return read


def _condition(draft: Questionnaire, read: ReadQuestion) -> list[str]:
    """What is wrong with its condition: it is about another question of this version, and about answers of that question."""
    when = read.line.asked_when
    if when is None:
        return []
    offered = {
        one.code: {value for value, _ in one.choices}
        for one in draft.questions
        if one.code != read.code and one.choices and not KINDS[one.kind].by_row
    }
    if when["code"] not in offered:
        return [f"asked_when (la condition) : Choisissez une autre question de cette version, à réponses au choix : « {when['code']} » n’en est pas une."]  # fmt: skip
    return [
        f"values (les réponses attendues) : Reprenez une réponse de « {when['code']} » : « {value} » n’en est pas une."
        for value in when["values"]
        if value not in offered[when["code"]]
    ]

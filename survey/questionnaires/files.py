"""A questionnaire as a YAML file: a version written out, a file taken in as a draft.

What goes out comes back the same: codes, kinds, answers, conditions, promises, words for the telephone and for easy reading. The
version and its dates stay behind, since they belong to the installation. Faults are all told at once, each at its line.
"""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

import yaml
from sqlmodel import Session

from core import french
from core.errors import Refused
from core.keys import key
from organisation import charters, journal
from organisation.models import User
from organisation.words import DEEDS
from survey.models import EventKind, Question, Questionnaire
from survey.questionnaires import drafting
from survey.questionnaires import reading as questionnaire_reading
from survey.questionnaires.checks import in_order
from survey.questionnaires.reading import Read
from survey.questionnaires.yaml_nodes import FileFault

DEEDS.update({"load_questionnaire": "questionnaire chargé d’un fichier"})
HEAD = (
    "# Un questionnaire de Sillage. `code` relie les réponses d’une année à l’autre : il ne change pas tant que la\n"
    "# question veut dire la même chose. `commitment` est un engagement de la charte en vigueur.\n"
)


class WrongFile(Refused):
    """A file that cannot become a draft, with all its faults."""

    def __init__(self, faults: list[FileFault]) -> None:
        number = french.count(len(faults), "point")
        told = "\n".join(f"- {fault.said}" for fault in faults)
        super().__init__(f"Rien n’est chargé. Corrigez {number} dans le fichier :\n{told}", "file")
        self.faults = faults


# ---------------------------------------------------------------- out


class _Row(list[Any]):
    """A list written on one line."""


class _Flat(dict[str, Any]):
    """A mapping written on one line."""


class _Dumper(yaml.SafeDumper):
    """Never a reference from one place of the file to another: each question reads by itself."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


_Dumper.add_representer(
    _Row, lambda dumper, row: dumper.represent_sequence("tag:yaml.org,2002:seq", row, True)
)
_Dumper.add_representer(
    _Flat, lambda dumper, flat: dumper.represent_mapping("tag:yaml.org,2002:map", flat, True)
)


def written(questionnaire: Questionnaire) -> str:
    """This version as a file."""
    content = {
        "event": questionnaire.kind.value,
        "title": questionnaire.title,
        "questions": [fields_of(one) for one in in_order(questionnaire)],
    }
    return HEAD + dumped(content)


def dumped(content: Mapping[str, Any]) -> str:
    """These fields as YAML, in their order."""
    made: str = yaml.dump(
        content, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000
    )
    return made


def name(questionnaire: Questionnaire) -> str:
    """What the file is called."""
    return f"questionnaire-{questionnaire.kind.value}-{questionnaire.version}.yaml"


def fields_of(question: Question) -> dict[str, Any]:
    """What a file says of a question; what is empty is left out."""
    when, easy = question.asked_when, question.easy or {}
    said = {
        "code": question.code,
        "page": question.page,
        "kind": question.kind,
        "wording": question.wording,
        "hint": question.hint,
        "choices": [_Row(pair) for pair in question.choices],
        "required": question.required,
        "asked_when": when and _Flat(code=when["code"], values=_Row(when["values"])),
        "commitment": question.commitment_code,
        "spoken": question.spoken,
        "easy": {part: easy[part] for part in ("wording", "hint", "choices") if easy.get(part)},
    }
    return {field: value for field, value in said.items() if value}


# ---------------------------------------------------------------- in


def load(
    session: Session, content: bytes, by: User | None, now: datetime, replacing: bool = False
) -> Questionnaire:
    """A draft made of a file; WrongFile with every fault. A draft that is there is replaced only if so asked."""
    read = _read(session, content)
    draft = _place(session, read.kind, by, now, replacing)
    draft.title = read.title
    session.add_all(
        Question(questionnaire_id=key(draft), rank=rank, code=one.code, **vars(one.line))
        for rank, one in enumerate(read.questions, start=1)
    )
    session.flush()
    session.refresh(draft)
    drafting.renumber(session, draft)
    told = f"{len(read.questions)} questions, sha256 {sha256(content).hexdigest()[:16]}"
    journal.write(session, now, by, "load_questionnaire", f"questionnaire {draft.id}", told)
    return draft


def _read(session: Session, content: bytes) -> Read:
    read = questionnaire_reading.read(content, promises(session))
    faults = [*read.faults, *_clashes(session, read)]
    if faults:
        raise WrongFile(sorted(faults, key=lambda fault: fault.line))
    return read


def promises(session: Session) -> set[str]:
    """The codes of the charter in force, which a question may be tied to."""
    try:
        return set(charters.by_code(session))
    except Refused:
        return set()


def _clashes(session: Session, read: Read) -> list[FileFault]:
    """Codes that already name answers of another kind."""
    apart = drafting.draft_of(session, read.kind) if read.is_readable else None
    used = drafting.kinds_before(session, [one.code for one in read.questions], apart)
    return [
        FileFault(
            one.row, "kind (le type)", drafting.used_otherwise(one.code, used[one.code]), one.code
        )
        for one in read.questions
        if one.line.kind != used.get(one.code, one.line.kind)
    ]


def _place(
    session: Session, kind: EventKind, by: User | None, now: datetime, replacing: bool
) -> Questionnaire:
    """An empty draft for this moment of life."""
    draft = drafting.draft_of(session, kind)
    if draft is None:
        return drafting.begin(session, kind, by, now, empty=True)
    if not replacing:
        raise Refused(
            f"Une version est déjà en préparation pour « {kind.label} » : demandez qu’elle soit remplacée, "
            "ou abandonnez-la d’abord.",
            "replacing",
        )
    for question in list(draft.questions):
        session.delete(question)
    session.flush()
    return draft

"""The library of questions: the « Je donne mon avis » set, effort, and one for each promise that the charter says how to ask.

The first keep the codes, intentions and choices of the State's set, so that the six indicators compare; the others carry their
commitment. What is added to a questionnaire is a copy: rewording it there changes nothing here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml
from sqlmodel import Session

from core.errors import Missing, Refused
from organisation import charters
from organisation.models import Commitment
from survey.drafting import Line
from survey.questionnaires import STARTING


@dataclass(frozen=True)
class Listed:
    """A question ready to be added, and the theme under which it is found."""

    code: str
    line: Line
    theme: str


SET = "Je donne mon avis et effort"


@cache
def _content() -> Any:
    return yaml.safe_load(STARTING.read_text(encoding="utf-8"))


def starting() -> list[Listed]:
    """The set that every questionnaire of the fund begins with."""
    content = _content()
    lines = content["common_start"] + content["common_end"]
    return [Listed(line["code"], _line(line), SET) for line in lines]


def _line(line: dict[str, Any]) -> Line:
    return Line(
        kind=line["kind"],
        wording=line["wording"],
        page=line["page"],
        hint=line.get("hint", ""),
        choices=_content()["choices"].get(line.get("choices", ""), []),
        required=line.get("required", False),
        asked_when=line.get("asked_when"),
        commitment_code=line.get("commitment", ""),
        spoken=line.get("spoken", ""),
        easy=line.get("easy", {}),
    )


def of_the_charter(commitments: Sequence[Commitment]) -> list[Listed]:
    """One question for each promise that says how to ask about it."""
    return [
        Listed(code_of(promise), _ask(promise), promise.theme.title)
        for promise in commitments
        if promise.survey_question
    ]


def listed(session: Session) -> list[Listed]:
    """All that may be taken: the starting set, then the questions of the charter in force."""
    try:
        promises = list(charters.by_code(session).values())
    except Refused:
        promises = []
    return starting() + of_the_charter(promises)


def find(session: Session, code: str) -> Listed:
    """The question of this code; Missing when the library has none."""
    found = next((one for one in listed(session) if one.code == code), None)
    if found is None:
        raise Missing("Cette question n’est pas dans la bibliothèque.")
    return found


def code_of(promise: Commitment) -> str:
    """« DEL-06 » gives `del_06`: the same code in every questionnaire."""
    return promise.code.lower().replace("-", "_")


def _ask(promise: Commitment) -> Line:
    return Line(
        kind="single_choice",
        wording=promise.survey_question,
        page=2,
        choices=_content()["choices"]["yes_no"],
        commitment_code=promise.code,
    )

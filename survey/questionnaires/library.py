"""The library of questions: the « Je donne mon avis » set, effort, and one for each promise that the charter says how to ask.

The first keep the codes, intentions and choices of the State's set, so that the six indicators compare; the others carry their
commitment. What is added to a questionnaire is a copy: rewording it there changes nothing here.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml
from sqlmodel import Session

from core.errors import Missing, Refused
from organisation import charters
from organisation.models import Commitment
from survey.questionnaires.drafting import Line
from survey.questionnaires.questionnaires import STARTING


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


def of_the_charter(
    commitments: Sequence[Commitment], titles: Mapping[int | None, str]
) -> list[Listed]:
    """One question for each promise that says how to ask about it, under the title of its theme."""
    return [
        Listed(code_of(promise), _ask(promise), titles[promise.theme_id])
        for promise in commitments
        if promise.survey_question
    ]


def listed(session: Session) -> list[Listed]:
    """All that may be taken: the starting set, then the questions of the charter in force."""
    try:
        charter = charters.current(session)
    except Refused:
        return starting()
    titles = {theme.id: theme.title for theme in charters.themes(session, charter)}
    return starting() + of_the_charter(charters.commitments(session, charter), titles)


def matching(listed: Sequence[Listed], words: str) -> list[Listed]:
    """Those that say all these words, or begin so, accents and capitals aside: in the question, its answers, its promise or its theme."""
    wanted = folded(words).split()
    return [one for one in listed if all(f" {word}" in _said(one) for word in wanted)]


def folded(text: str) -> str:
    """Small letters and figures alone: « Délai annoncé ? » gives « delai annonce »."""
    plain = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    return " ".join(re.findall(r"[a-z0-9]+", plain))


def _said(one: Listed) -> str:
    line = one.line
    labels = (label for _, label in line.choices)
    parts = (line.wording, line.hint, *labels, line.commitment_code, one.code, one.theme)
    return " " + folded(" ".join(parts).replace("’", " "))


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

"""Script: the same questionnaire as it is read aloud on the telephone, with what staff read and what they never read.

Everything comes from the tables of the questionnaire and from the promises: a word that changes there changes here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core import french, mail
from survey.answering import codes, presenting, promises
from survey.answering.paging import Answers, Page
from survey.entry import double_entry
from survey.models import Question, Questionnaire
from survey.questions.base import Asked, Given

UNREAD = "na"  # « je ne sais pas »: said by the person alone, never offered
SILENCE = "Ne répond pas à cette question"
NAME = "[votre prénom et votre nom]"

INSTRUCTIONS = {
    "single": "Lisez toutes les réponses, puis laissez répondre.",
    "scale": "Lisez toutes les réponses, puis laissez répondre.",
    "several": "Lisez chaque moyen et marquez une pause : plusieurs réponses sont possibles.",
    "yes_no_per_channel": "Posez la question pour chaque moyen.",
    "scale_per_channel": "Posez la question pour chaque moyen.",
    "text": "Notez ses mots, sans nom ni numéro. Rien à dire : passez.",
    "date": "Notez le jour. La personne hésite : passez.",
}
WITHOUT_IT = "Sans réponse à cette question, rien ne compte."
IN_THE_WORDS = "Les réponses sont dans la question : laissez répondre."

SPELLED = {
    "C": "Célestin", "D": "Désiré", "F": "François", "H": "Henri", "J": "Joseph", "K": "Kléber", "M": "Marcel",
    "N": "Nicolas", "P": "Pierre", "Q": "Quintal", "R": "Raoul", "T": "Thérèse", "V": "Victor", "W": "William",
    "X": "Xavier",
}  # fmt: skip
"""How the French telephone spells the letters that codes are made of."""


@dataclass(frozen=True)
class Choice:
    """One answer and the key that ticks it; not read aloud when the person alone may say it."""

    key: str
    value: str
    label: str
    is_read: bool
    is_ticked: bool


@dataclass(frozen=True)
class Line:
    """The answers of one question, or of one of its channels."""

    name: str
    label: str
    choices: tuple[Choice, ...]

    @property
    def read(self) -> list[Choice]:
        """What is read aloud."""
        return [choice for choice in self.choices if choice.is_read]

    @property
    def unread(self) -> list[Choice]:
        """What is ticked only when the person says it of themselves."""
        return [choice for choice in self.choices if not choice.is_read]


@dataclass(frozen=True)
class Spoken:
    """One question as it is read aloud."""

    code: str
    number: int
    kind: str
    words: str
    hint: str
    """Said only to whoever asks what is meant."""
    instruction: str
    lines: tuple[Line, ...]
    shown: Mapping[str, Any]
    """What the pages of the member know of it: the text typed, the parts of a date, the fault."""


def spoken(
    page: Page,
    numbers: Mapping[str, int],
    answers: Answers,
    typed: Mapping[str, Any],
    faults: Sequence[tuple[str, str]],
) -> list[Spoken]:
    """The questions of a page, in their spoken words."""
    shown = presenting.questions(page, numbers, answers, typed, faults)
    return [
        _spoken(asked, answers.get(asked.code, ""), one)
        for asked, one in zip(page.asked, shown, strict=True)
    ]


def _spoken(asked: Asked, given: Given, shown: Mapping[str, Any]) -> Spoken:
    kind = presenting.template_kind(asked)
    question = asked.question
    return Spoken(
        code=asked.code,
        number=shown["number"],
        kind=kind,
        words=question.spoken or question.wording,
        hint="" if question.spoken or kind in ("several", "text") else question.hint,
        instruction=_instruction(question, kind),
        lines=tuple(_lines(asked, given)),
        shown=shown,
    )


def _instruction(question: Question, kind: str) -> str:
    said = IN_THE_WORDS if says_its_answers(question) else INSTRUCTIONS[kind]
    return f"{said} {WITHOUT_IT}" if question.required else said


def says_its_answers(question: Question) -> bool:
    """Whether the spoken words hold every answer already, so that nobody reads them twice."""
    said = double_entry.words(question.spoken)
    labels = [label for value, label in question.choices if value != UNREAD]
    return bool(labels) and all(double_entry.words(label) in said for label in labels)


def _lines(asked: Asked, given: Given) -> list[Line]:
    if asked.rows:
        rows = given if isinstance(given, dict) else {}
        return [
            Line(f"{asked.code}.{row}", label, _choices(asked, rows.get(row, "")))
            for row, label in asked.rows
        ]
    return [Line(asked.code, "", _choices(asked, given))] if asked.options else []


def _choices(asked: Asked, given: Given) -> tuple[Choice, ...]:
    chosen = given if isinstance(given, list) else [given]
    found = [
        Choice(str(key), value, label, value != UNREAD, value in chosen)
        for key, (value, label) in enumerate(asked.options, start=1)
    ]
    if not asked.question.required and asked.question.kind != "several_choices":
        found.append(Choice("0", "", SILENCE, is_read=False, is_ticked=False))
    return tuple(found)


# ---------------------------------------------------------------- before and after the questions


def opening(questionnaire: Questionnaire, known: str, calls: bool) -> list[str]:
    """What is said first: who speaks, why, how long, what becomes of the answers, that one may refuse, where to call back."""
    fund = mail.fund()
    phone = fund.FUND_PHONE.replace(" ", french.NBSP)
    who = (
        [f"Bonjour. Je suis {NAME}, de {fund.FUND_NAME}.", "Puis-je parler à [la personne dont vous avez le nom] ?"]
        if calls
        else [f"{fund.FUND_NAME}, bonjour. Je suis {NAME}. Merci de votre appel."]
    )  # fmt: skip
    return [
        *who,
        f"{known} Nous aimerions savoir comment cela s’est passé pour vous.",
        f"Cela fait {promises.effort_of(questionnaire)}.",
        f"{promises.PROMISE} Elles ne changent rien à votre dossier.",
        "Vous pouvez refuser de répondre, passer une question ou arrêter quand vous voulez.",
        f"Pour nous joindre, ou pour vérifier que c’est bien la caisse qui vous parle : {phone}, {fund.FUND_HOURS}.",
        "Êtes-vous d’accord pour commencer ?",
    ]


def closing(until: str) -> list[str]:
    """What is said last, once the answer is kept; `until` is the day of closing."""
    return [
        "C’est terminé. Merci du temps que vous nous avez donné.",
        "Votre réponse a un code de reçu. Voulez-vous le noter ? Je vous le lis.",
        f"Jusqu’au {until}, ce code vous permet de corriger ou de retirer votre réponse, sur notre site. "
        "Nous n’en gardons pas de copie.",
        *promises.NEXT,
        "Souhaitez-vous être rappelé au sujet de votre dossier ? Je le note à part : rien ne reliera cette demande à vos réponses.",
    ]


def spelled(code: str) -> list[str]:
    """A code as the telephone spells it, block by block: « 7, K comme Kléber, D comme Désiré, M comme Marcel »."""
    blocks = [code[at : at + codes.BLOCK] for at in range(0, len(code), codes.BLOCK)]
    return [", ".join(_letter(sign) for sign in block) for block in blocks]


def _letter(sign: str) -> str:
    return f"{sign} comme {SPELLED[sign]}" if sign in SPELLED else sign

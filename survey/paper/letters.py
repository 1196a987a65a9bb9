"""Letters: the sheet that invites a member who is not reached by e-mail, as PDF."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from core import french, paper
from core.errors import Refused
from survey.answering.codes import shown
from survey.paper.postal_block import postal_block

TEMPLATE = Path(__file__).with_name("mailing.typ")
TITLE = "Courriers d’invitation à donner son avis"

LONGEST_GREETING = 60
GREETING_WITHOUT_NAME = "Madame, Monsieur"
LONGEST_EVENT = 200


@dataclass(frozen=True)
class Sender:
    """The fund, as its letters present it."""

    name: str
    address: tuple[str, ...]
    telephone: str
    hours: str
    site: str
    """What a person types in a browser to enter a code, without https://."""


@dataclass(frozen=True)
class Sheet:
    """What one letter says. Sentences are whole sentences, with their final point."""

    sender: Sender
    postal_lines: tuple[str, ...]
    greeting: str
    """« Madame Martin », or nothing: the civility alone is never guessed."""
    event_sentence: str
    """What the fund knows: « Vous avez pris votre retraite en février 2026. »"""
    promise: str
    """What is promised about the replies; generated from what is really stored."""
    effort: str
    """« 8 questions, 3 minutes environ »."""
    code: str
    link: str
    written_on: date
    closes_on: date
    objection: str
    """How to hear no more from this survey."""
    signature: str
    questionnaire_enclosed: bool = False

    def __post_init__(self) -> None:
        if len(self.event_sentence) > LONGEST_EVENT:
            raise Refused(
                f"Raccourcissez la phrase sur l’événement\u00a0: {LONGEST_EVENT} caractères au plus."
            )


def letter_pdf(sheets: Sequence[Sheet]) -> bytes:
    """All the letters in one tagged PDF, one page each, in the order given."""
    files = {f"{at}.svg": paper.qr(sheet.link) for at, sheet in enumerate(sheets)}
    pieces = [{"letter": content(sheet), "questionnaire": None, "copy": None} for sheet in sheets]
    data = {"title": TITLE, "two_sided": False, "questionnaires": [], "pieces": pieces}
    return paper.pdf(TEMPLATE, data, files)


def content(sheet: Sheet) -> dict[str, object]:
    """What the template prints of one letter."""
    greeting = sheet.greeting.strip()
    if not 0 < len(greeting) <= LONGEST_GREETING:
        greeting = GREETING_WITHOUT_NAME
    return asdict(sheet) | {
        "postal_lines": postal_block(sheet.postal_lines).lines,
        "greeting": greeting,
        "code": shown(sheet.code),
        "written_on": french.day(sheet.written_on),
        "closes_on": french.day(sheet.closes_on),
    }

"""Letters: the sheet that invites a member who is not reached by e-mail, as PDF."""

import io
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import segno

from core import french, paper
from core.errors import Refused
from survey.codes import shown

TEMPLATE = Path(__file__).parent / "paper" / "mailing.typ"
TITLE = "Courriers d’invitation à donner son avis"

# What the machines that read addresses accept (AFNOR XP Z10-011), plus one line for a country.
LONGEST_LINE = 38
MOST_LINES = 7
LAST_LINES_KEPT = 3  # town and country come last; without them nothing arrives

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


@dataclass(frozen=True)
class PostalBlock:
    """An address as it is printed, and what had to be shortened to print it."""

    lines: tuple[str, ...]
    remarks: tuple[str, ...]


def letter_pdf(sheets: Sequence[Sheet]) -> bytes:
    """All the letters in one tagged PDF, one page each, in the order given."""
    files = {f"{at}.svg": qr(sheet.link) for at, sheet in enumerate(sheets)}
    pieces = [{"letter": content(sheet), "questionnaire": None, "copy": None} for sheet in sheets]
    data = {"title": TITLE, "two_sided": False, "questionnaires": [], "pieces": pieces}
    return paper.pdf(TEMPLATE, data, files)


def postal_block(lines: Sequence[str]) -> PostalBlock:
    """At most seven lines of 38 characters, with a remark for each line cut or left out."""
    written = [" ".join(line.split()) for line in lines if line.strip()]
    kept, remarks = _at_most_seven(written)
    printed = []
    for line in kept:
        short = shortened(line, LONGEST_LINE)
        printed.append(short)
        if short != line:
            remarks.append(
                f"Ligne raccourcie à {LONGEST_LINE} caractères\u00a0: «\u00a0{short}\u00a0»."
            )
    return PostalBlock(tuple(printed), tuple(remarks))


def shortened(text: str, longest: int) -> str:
    """The beginning of a text, cut between two words when one of them begins late enough."""
    if len(text) <= longest:
        return text
    cut = text[: longest + 1].rsplit(" ", 1)[0]
    return (cut if longest // 2 <= len(cut) <= longest else text[:longest]).rstrip(" ,-")


def qr(link: str) -> bytes:
    """A QR code as SVG, black on white with its quiet zone; level M survives a fold or a stain."""
    image = io.BytesIO()
    segno.make_qr(link, error="m").save(image, kind="svg", xmldecl=False, border=4, light="white")
    return image.getvalue()


def _at_most_seven(lines: list[str]) -> tuple[list[str], list[str]]:
    if len(lines) <= MOST_LINES:
        return lines, []
    first = MOST_LINES - LAST_LINES_KEPT
    left_out = french.listed(
        [f"«\u00a0{line[:LONGEST_LINE]}\u00a0»" for line in lines[first:-LAST_LINES_KEPT]]
    )
    return (
        lines[:first] + lines[-LAST_LINES_KEPT:],
        [f"Adresse de {len(lines)} lignes\u00a0: {left_out} n’a pas été imprimé."],
    )


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

"""The questionnaire on paper: the same questions, boxes to cross, one code a copy, as PDF."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum

from core import paper
from survey.answering.codes import shown
from survey.paper.letters import TEMPLATE, Sender


class PaperKind(StrEnum):
    """How a question is laid out on paper."""

    SINGLE = "single"
    SEVERAL = "several"
    SCALE = "scale"
    YES_NO_PER_CHANNEL = "yes_no_per_channel"
    SCALE_PER_CHANNEL = "scale_per_channel"
    TEXT = "text"
    DATE = "date"


@dataclass(frozen=True)
class PaperQuestion:
    """One question, described without its table. Boxes are numbered in the order of `options`."""

    code: str
    wording: str
    kind: PaperKind
    hint: str = ""
    options: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    """The channels of a question asked for each of them."""
    aside: str = ""
    """« Je ne sais pas », kept apart from the options."""
    lines: int = 4
    """Height of the box for free text, in lines of 9 mm."""


@dataclass(frozen=True)
class PaperQuestionnaire:
    """Everything printed but the code. Sentences are whole, with their final point."""

    sender: Sender
    title: str
    lead: str
    questions: tuple[PaperQuestion, ...]
    closing: str
    """How and until when to send it back."""
    notice: str
    """What becomes of the replies."""


@dataclass(frozen=True)
class Copy:
    """What makes one copy that of one invitation, without naming anybody."""

    code: str
    link: str


def questionnaire_pdf(questionnaire: PaperQuestionnaire, copies: Sequence[Copy]) -> bytes:
    """All the copies in one tagged PDF to print on both sides; each begins on a recto."""
    files = {f"{at}.svg": paper.qr(copy.link) for at, copy in enumerate(copies)}
    pieces = [{"letter": None, "questionnaire": 0, "copy": printed(copy)} for copy in copies]
    data = {
        "title": questionnaire.title,
        "two_sided": True,
        "questionnaires": [asdict(questionnaire)],
        "pieces": pieces,
    }
    return paper.pdf(TEMPLATE, data, files)


def printed(copy: Copy) -> dict[str, str]:
    """What the template prints of one copy."""
    return {"code": shown(copy.code), "link": copy.link}

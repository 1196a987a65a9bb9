"""What goes out by post, envelope by envelope: one PDF for our printer, or a file for a print shop."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from core import csv_files, paper
from survey import letters, paper_questionnaire
from survey.codes import shown
from survey.letters import MOST_LINES, TEMPLATE, TITLE, Sheet, postal_block, qr
from survey.paper_questionnaire import Copy, PaperQuestionnaire


@dataclass(frozen=True)
class Envelope:
    """A letter, and with the last reminder the questionnaire of the same person."""

    letter: Sheet
    questionnaire: PaperQuestionnaire | None = None
    copy: Copy | None = None


def pdf(envelopes: Sequence[Envelope]) -> bytes:
    """All of them in one tagged PDF, in order; on two sides as soon as one holds a questionnaire."""
    different = list(dict.fromkeys(e.questionnaire for e in envelopes if e.questionnaire))
    data = {
        "title": TITLE,
        "two_sided": bool(different),
        "questionnaires": [asdict(questionnaire) for questionnaire in different],
        "pieces": [
            {
                "letter": letters.content(e.letter),
                "questionnaire": different.index(e.questionnaire) if e.questionnaire else None,
                "copy": paper_questionnaire.printed(e.copy) if e.copy else None,
            }
            for e in envelopes
        ],
    }
    files = {f"{at}.svg": qr(e.letter.link) for at, e in enumerate(envelopes)}
    return paper.pdf(TEMPLATE, data, files)


# ---------------------------------------------------------------- for a print shop

HEADINGS = (
    "ordre",
    *(f"ligne_{at}" for at in range(1, MOST_LINES + 1)),
    "appel", "evenement", "code", "lien", "date", "reponse_avant", "questionnaire_joint",
)  # fmt: skip


def table(envelopes: Sequence[Envelope]) -> str:
    """The same envelopes in the same order: seven postal lines of 38 characters and what the letter says."""
    return csv_files.written(HEADINGS, (_cells(at, e) for at, e in enumerate(envelopes, start=1)))


def _cells(order: int, envelope: Envelope) -> list[csv_files.Cell]:
    sheet = envelope.letter
    lines = postal_block(sheet.postal_lines).lines
    return [
        order,
        *lines,
        *[""] * (MOST_LINES - len(lines)),
        sheet.greeting or letters.GREETING_WITHOUT_NAME,
        sheet.event_sentence,
        shown(sheet.code),
        sheet.link,
        sheet.written_on,
        sheet.closes_on,
        "oui" if envelope.questionnaire else "non",
    ]

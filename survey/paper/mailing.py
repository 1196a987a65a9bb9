"""What goes out by post, envelope by envelope: one PDF for our printer, or a file for a print shop."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from core import csv_files, french, paper
from core.documents import FORMATS, Bullets, Column, Document, Heading, Paragraph, Table
from survey.answering.codes import shown
from survey.paper import letters
from survey.paper import questionnaire as paper_questionnaire
from survey.paper.letters import TEMPLATE, TITLE, Sheet
from survey.paper.postal_block import MOST_LINES, postal_block
from survey.paper.questionnaire import Copy, PaperQuestionnaire


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
    files = {f"{at}.svg": paper.qr(e.letter.link) for at, e in enumerate(envelopes)}
    return paper.pdf(TEMPLATE, data, files)


# ---------------------------------------------------------------- for a print shop

PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")
COLUMNS = (
    Column("ordre", "number", about="Rang de l’enveloppe dans le lot, de 1 au dernier."),
    Column("sur", "number", about="Nombre d’enveloppes du lot : chaque ligne le redit, pour qu’une perte se voie."),
    Column("premiere_page", "number", about="Première page de cette enveloppe dans le PDF du lot."),
    Column("pages", "number", about="Pages imprimées de cette enveloppe : la lettre, et le questionnaire s’il est joint."),
    *(Column(f"ligne_{at}", about="Ligne postale, 38 caractères au plus.") for at in range(1, MOST_LINES + 1)),
    Column("appel", about="Comment la lettre salue la personne."),
    Column("evenement", about="Ce que la caisse sait déjà."),
    Column("code", about="Le code à taper, en deux blocs."),
    Column("lien", about="L’adresse que porte le code QR."),
    Column("date", "date", about="Le jour que porte la lettre."),
    Column("reponse_avant", "date", about="Le dernier jour pour répondre."),
    Column("questionnaire_joint", about="oui ou non."),
)  # fmt: skip


@dataclass(frozen=True)
class Place:
    """Where an envelope is in the PDF of its batch: its first page, from 1, and its printed pages."""

    first_page: int
    pages: int


def places(envelopes: Sequence[Envelope]) -> list[Place]:
    """The place of each envelope, by the rule of `mailing.typ`: on two sides, each piece begins on a recto."""
    lengths = {q: _length(q) for q in dict.fromkeys(e.questionnaire for e in envelopes) if q}
    found: list[Place] = []
    after = 1
    for envelope in envelopes:
        first = _recto(after) if lengths else after
        after, pages = first + 1, 1
        if envelope.questionnaire:
            pages += lengths[envelope.questionnaire]
            after = _recto(after) + lengths[envelope.questionnaire]
        found.append(Place(first, pages))
    return found


def _recto(page: int) -> int:
    return page if page % 2 else page + 1


def _length(questionnaire: PaperQuestionnaire) -> int:
    """How many pages a questionnaire fills, printed alone."""
    blank = Copy(code="2" * 8, link="https://exemple.example")
    return len(PAGE.findall(paper_questionnaire.questionnaire_pdf(questionnaire, [blank])))


def rows(envelopes: Sequence[Envelope]) -> list[tuple[csv_files.Cell, ...]]:
    """Every envelope in the order of the PDF: its place, its postal lines, what its letter says."""
    where = places(envelopes)
    return [
        (order, len(envelopes), place.first_page, place.pages, *_said(envelope))
        for order, (envelope, place) in enumerate(zip(envelopes, where, strict=True), start=1)
    ]


def table(envelopes: Sequence[Envelope]) -> str:
    """The same envelopes in the same order, as CSV."""
    return csv_files.written([column.title for column in COLUMNS], rows(envelopes))


def workbook(envelopes: Sequence[Envelope], title: str) -> bytes:
    """The same as a spreadsheet, with what each column holds; no cell of it is ever a formula."""
    sheet = Table("Lettres", COLUMNS, tuple(rows(envelopes)))
    return FORMATS["xlsx"].write(Document(title, (sheet,)))


def _said(envelope: Envelope) -> list[csv_files.Cell]:
    sheet = envelope.letter
    lines = postal_block(sheet.postal_lines).lines
    return [
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


# ---------------------------------------------------------------- the proof sheet


def proof(envelopes: Sequence[Envelope], title: str) -> Document:
    """What the print shop and the fund check together before anything is printed; it names nobody."""
    where = places(envelopes)
    enclosed = sum(e.questionnaire is not None for e in envelopes)
    shown_at = sorted({0, len(envelopes) // 2, len(envelopes) - 1})
    samples = tuple(
        (at + 1, where[at].first_page, where[at].pages, postal_block(envelopes[at].letter.postal_lines).lines[-1])
        for at in shown_at
    )  # fmt: skip
    columns = (*COLUMNS[:1], *COLUMNS[2:4], Column("destination"))
    return Document(
        title,
        (
            Heading("À vérifier avant d’imprimer"),
            Bullets(CHECKS),
            Heading("Trois enveloppes à comparer au PDF"),
            Table("La première, celle du milieu, la dernière", columns, samples),
            Heading("Accord"),
            Paragraph("Bon à tirer le :                    Nom et signature :"),
        ),
        about=(
            ("Enveloppes", french.number(len(envelopes))),
            ("dont avec questionnaire", french.number(enclosed)),
            ("Pages imprimées", french.number(sum(place.pages for place in where))),
            ("Dernière page du PDF", french.number(_last(where, envelopes))),
            ("Impression", "recto verso" if enclosed else "recto seul"),
        ),
        fingerprint=hashlib.sha256(table(envelopes).encode()).hexdigest(),
    )  # fmt: skip


CHECKS = (
    "Le nombre de lignes du fichier est celui des enveloppes.",
    "L’empreinte ci-dessous est celle du fichier CSV reçu.",
    "Le code QR d’une lettre ouvre la page du code imprimé à côté.",
    "Chaque questionnaire est dans l’enveloppe de la lettre qui le précède : même code.",
)


def _last(where: Sequence[Place], envelopes: Sequence[Envelope]) -> int:
    """The last page of the PDF, the blank verso between a letter and its questionnaire included."""
    blank = 1 if envelopes[-1].questionnaire else 0
    return where[-1].first_page + where[-1].pages - 1 + blank

"""New reports: masked, given a title and a proposed theme, set beside the earlier ones they resemble; then what their authors add, masked."""

import re
from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from actionplans.malfunctions import reporting, similar
from actionplans.models import Malfunction, MalfunctionMessage, SimilarReport
from analysis import verbatims
from analysis.masking import masking
from analysis.readers.base import Example
from analysis.similarity.similarity import ReportText
from analysis.themes import learning
from core import folders, jobs, secrecy

TITLE_LENGTH = 80
SENTENCE_END = re.compile(r"(?<=[.!?])\s|\n")


def read_new(session: Session, now: datetime) -> int:
    """Mask and read the reports and the words that wait; return how many. Commits by itself, one by one."""
    reports, words = _waiting(session, Malfunction), _waiting(session, MalfunctionMessage)
    session.rollback()
    for number in reports:
        read_one(session, number)
    for number in words:
        mask_one(session, number)
    return len(reports) + len(words)


def _waiting(session: Session, table: type[Malfunction] | type[MalfunctionMessage]) -> list[int]:
    sealed = sa.select(col(table.id)).where(col(table.sealed).is_not(None))
    return [row[0] for row in session.execute(sealed.order_by(col(table.id)))]


def mask_one(session: Session, number: int) -> None:
    """One word of an author: the language model works outside of any transaction."""
    word = session.get(MalfunctionMessage, number)
    report = session.get(Malfunction, word.malfunction_id) if word else None
    if word is None or report is None:
        session.rollback()
        return
    told = reporting.told(report, word)
    session.rollback()
    masked = masking.mask(told, masking.spans(told))
    word = session.get(MalfunctionMessage, number)
    if word is not None:  # erased meanwhile, with what it was about
        word.text, word.sealed = masked, None
    session.commit()


def read_one(session: Session, number: int) -> None:
    """One report: the language models work outside of any transaction."""
    report = session.get(Malfunction, number)
    if report is None or report.sealed is None:
        session.rollback()
        return
    told = secrecy.unseal(report.sealed, f"report {report.number}")
    earlier = _earlier(session, report)
    department = report.department.name if report.department else ""
    examples = verbatims.corrections(session)
    session.rollback()
    text = masking.mask(told, masking.spans(told))
    title = title_of(text)
    found = similar.closest(ReportText(str(number), department, title, text), earlier)
    reader = learning.learnt_reader(folders.folder(verbatims.MODELS), examples)
    theme = reader.read([Example(text)])[0].themes[0]
    _write(session, number, text, title, theme, found)
    session.commit()


def _earlier(session: Session, report: Malfunction) -> list[ReportText]:
    told = select(Malfunction).where(col(Malfunction.id) < report.id, col(Malfunction.text) != "")
    return [
        ReportText(str(one.id), one.department.name if one.department else "", one.title, one.text)
        for one in session.exec(told.order_by(col(Malfunction.id)))
    ]


def _write(
    session: Session,
    number: int,
    text: str,
    title: str,
    theme: str,
    found: Sequence[similar.Candidate],
) -> None:
    report = session.get(Malfunction, number)
    assert report is not None
    report.text, report.title, report.theme, report.sealed = text, title, theme, None
    for candidate in found:
        session.merge(
            SimilarReport(
                malfunction_id=number,
                earlier_id=int(candidate.id),
                score=candidate.score,
                is_likely=candidate.likely,
            )
        )


def title_of(text: str) -> str:
    """The first sentence, cut at a word when it is long."""
    first = SENTENCE_END.split(text.strip(), maxsplit=1)[0].rstrip(".")
    if len(first) <= TITLE_LENGTH:
        return first
    return f"{first[:TITLE_LENGTH].rsplit(' ', 1)[0]}…"


READ = jobs.Job("read_reports", read_new, jobs.HEAVY, own_commits=True)

"""How well comments are read, measured in the background on sentences that the reading has not learnt."""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from analysis import corpus, verbatims
from analysis.models import Basis, QualityCell, QualityRun
from analysis.quality import figures as quality_figures
from analysis.quality import quality
from analysis.quality.quality import Quality
from analysis.readers.base import Example, Reader
from analysis.readers.words import WordsReader
from analysis.themes import learning, unseen
from analysis.themes.unseen import Judged
from core import folders, jobs
from core.errors import Refused
from organisation import journal
from organisation.words import DEEDS

RECIPE = 1
"""Raise it when anything here changes what is counted."""

# Fewer sentences put right would say nothing: their interval would hold every answer.
FEWEST_CORRECTED = 20
# An evening of corrections is measured once, when it is likely to be over.
LATER = timedelta(hours=1)

DEEDS.update(
    {
        "measure_quality": "qualité de la lecture mesurée",
        "no_measure": "qualité de la lecture non mesurée",
    }
)


@dataclass(frozen=True)
class Subject:
    """What one measure is about: sentences, the reader judged, and a mark of both."""

    basis: Basis
    examples: Sequence[Example]
    fingerprint: str


def measure(session: Session, now: datetime) -> None:
    """Measure, on each sort of sentences, what changed since the last time; some three minutes.

    Commits by itself, measure by measure: reading and learning are done outside of any transaction.
    Nothing here is ever used to choose how comments are read. Without the encoder's files nothing is
    measured, and the journal says why.
    """
    measure_some(session, now, tuple(Basis))


def measure_some(session: Session, now: datetime, wanted: Sequence[Basis]) -> None:
    """The same, on these sorts of sentences alone."""
    corrected = verbatims.corrections(session)
    session.rollback()
    try:
        for basis in wanted:
            _bring_up_to_date(session, now, _subject(basis, corrected))
    except Refused as error:
        session.rollback()
        journal.write(session, now, None, "no_measure", "", str(error))
        session.commit()


MEASURE = jobs.Job("measure_quality", measure, jobs.HEAVY, own_commits=True)


def ask(session: Session, now: datetime) -> None:
    """Measure as soon as a worker is free; two presses in the same minute ask once."""
    jobs.enqueue(session, MEASURE, f"{now:%Y%m%d%H%M}")


def ask_later(session: Session, now: datetime) -> None:
    """Measure in an hour: corrections made within the same hour ask once."""
    jobs.enqueue(session, MEASURE, f"{now:%Y%m%d%H}", wait=LATER)


def _subject(basis: Basis, corrected: Sequence[Example]) -> Subject:
    if basis in (Basis.CORRECTED, Basis.FIRST_DAY):
        examples, learnt = corrected, corrected
    else:
        trial = basis is Basis.TRIAL
        examples, learnt = corpus.demonstration() if trial else corpus.starter(), []
    stands_on = (RECIPE, basis, learning.versions(learnt), list(examples))
    return Subject(basis, examples, hashlib.sha256(repr(stands_on).encode()).hexdigest())


def _bring_up_to_date(session: Session, now: datetime, subject: Subject) -> None:
    """Measure, unless it was already; sentences too few have no measure at all."""
    former = session.exec(select(QualityRun).where(QualityRun.basis == subject.basis)).first()
    mark = former.fingerprint if former else ""
    session.rollback()
    if mark == subject.fingerprint:
        return
    enough = len(subject.examples) >= FEWEST_CORRECTED
    judged, version = _judged(subject) if enough else ([], "")
    session.connection().execute(
        sa.delete(QualityRun).where(col(QualityRun.basis) == subject.basis)
    )
    told = _written(session, now, subject, judged, version) if enough else None
    session.commit()
    if told is not None:  # drawn here, so that nobody waits for it on the page
        quality_figures.by_theme(told)
        quality_figures.certainty(told)


def _written(
    session: Session, now: datetime, subject: Subject, judged: Sequence[Judged], version: str
) -> Quality:
    """The measure as it is kept."""
    run = QualityRun(
        basis=subject.basis,
        at=now,
        reader=version,
        fingerprint=subject.fingerprint,
        cells=_cells(judged),
    )
    session.add(run)
    said = f"{len(judged)} phrases"
    journal.write(session, now, None, "measure_quality", f"quality {subject.basis.value}", said)
    return quality.told(run)


def _judged(subject: Subject) -> tuple[list[Judged], str]:
    """Each sentence and what was read in it, with the version that is judged."""
    if subject.basis is Basis.CORRECTED:
        version = learning.learnt_reader(folders.folder(verbatims.MODELS), subject.examples).version
        return unseen.cross_validated(_knowing_the_starter, subject.examples), version
    if subject.basis is Basis.STARTER:
        return unseen.cross_validated(_words_alone, subject.examples), WordsReader.name
    reader = learning.day_one_reader(folders.folder(verbatims.MODELS))
    return unseen.judged(reader, subject.examples), reader.version


def _knowing_the_starter(known: Sequence[Example]) -> Reader:
    return learning.learn([*corpus.starter(), *known])


def _words_alone(known: Sequence[Example]) -> Reader:
    """Without the encoder: it has read all the starter comments, its answers on them prove nothing."""
    reader = WordsReader()
    reader.learn(known)
    reader.calibrate(corpus.calibration())
    return reader


def _cells(judged: Sequence[Judged]) -> list[QualityCell]:
    found: defaultdict[tuple[str, str, int], list[Judged]] = defaultdict(list)
    for example, reading in judged:
        tenth = min(9, int(reading.certainty * 10))
        found[example.themes[0], reading.themes[0], tenth].append((example, reading))
    return [
        QualityCell(
            truth=truth,
            given=given,
            tenth=tenth,
            sentences=len(same),
            among=sum(given in example.themes for example, _ in same),
            certainty=sum(reading.certainty for _, reading in same),
        )
        for (truth, given, tenth), same in sorted(found.items())
    ]

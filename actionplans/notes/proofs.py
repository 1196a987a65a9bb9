"""A note as a proof that the officer informs and animates (charter, AME-04): what was sent, to how many, how many read it."""

from datetime import date, datetime, timedelta

from sqlmodel import Session, select

from actionplans.assessments import evidence
from actionplans.assessments.evidence import Proof
from actionplans.brought.screening import Upload
from actionplans.models import Evidence, MonthlyNote
from actionplans.notes import readers, writing
from core import french
from core.clock import PARIS
from core.documents import FORMATS, Document, Heading, Paragraph
from core.errors import Refused
from core.keys import key
from organisation import charters
from organisation.models import Commitment, Department, User

CODE = "AME-04"
INFORMS_FOR = timedelta(days=60)
"""A note informs until the next one has been sent and read; a proof filed after fifteen days is then still to be judged."""


def prove(session: Session, note: MonthlyNote, now: datetime) -> Evidence:
    """File the note and its reading, as a PDF, under AME-04, for the officer's department; once.

    It covers the days from the month told until the next note has taken its place. Somebody else admits it, like any proof.
    """
    if note.sent_at is None or note.sent_by is None:
        raise Refused("Envoyez la note d’abord : une note que personne n’a reçue ne prouve rien.")
    if note.proven_on is not None:
        raise Refused("Cette note est déjà une preuve : ouvrez-la dans « Preuves ».")
    commitment = promise(session)
    department = department_of(session, note.sent_by, commitment)
    sent_on = note.sent_at.astimezone(PARIS).date()
    proof = Proof(
        title=f"{writing.title(note)}, {_read(readers.reading(session, note).whole)}",
        location=f"Notes, {french.month(note.month)}",
        valid_from=note.month,
        valid_to=sent_on + INFORMS_FOR,
        file=Upload(f"note-{note.month:%Y-%m}.pdf", _file(session, note, now)),
    )
    filed = evidence.file_evidence(session, department, commitment, proof, note.sent_by, now)
    note.evidence_id, note.proven_on = key(filed), now.astimezone(PARIS).date()
    session.flush()
    return filed


def promise(session: Session) -> Commitment:
    """The commitment in force, or Refused where the charter has it no more."""
    found = charters.by_code(session).get(CODE)
    if found is None:
        raise Refused(f"L’engagement {CODE} n’est pas dans la charte en vigueur : il n’y a rien à prouver.")  # fmt: skip
    return found


def department_of(session: Session, officer: User, commitment: Commitment) -> Department:
    """The officer's own department where the commitment concerns it, else the first that it concerns."""
    own = officer.department
    if own is not None and charters.concerns(commitment, own):
        return own
    everywhere = session.exec(select(Department).order_by(Department.name)).all()
    found = next((one for one in everywhere if charters.concerns(commitment, one)), own)
    if found is None:
        raise Refused("Donnez l’activité « Qualité de service » à un service : la preuve sera la sienne.")  # fmt: skip
    return found


def _file(session: Session, note: MonthlyNote, now: datetime) -> bytes:
    sent = writing.said(note)
    spread = readers.reading(session, note)
    assert note.sent_at is not None
    assert note.sent_by is not None
    day: date = now.astimezone(PARIS).date()
    said = [f"Envoyée le {french.day(note.sent_at)} par {note.sent_by.name} à {french.count(spread.whole.sent, 'personne')}.",
            f"Au {french.day(day)}, {_read(spread.whole)}."]  # fmt: skip
    said += [f"{one.label} : {_read(one)}." for one in spread.departments]
    parts = (*sent.parts, Heading("Diffusion et lecture"), *map(Paragraph, said))
    return FORMATS["pdf"].write(Document(**{**vars(sent), "parts": parts}))


def _read(rate: readers.Rate) -> str:
    """« lue par 18 personnes sur 22 »."""
    return f"lue par {french.count(rate.read, 'personne')} sur {french.number(rate.sent)}"

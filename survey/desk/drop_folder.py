"""The drop folder: files the fund's programs leave every month are imported by themselves, and told by e-mail.

One folder a kind of file. A file is taken only when nothing about it needs a person: it is whole, its
columns are known, few of its rows are rejected. Otherwise it is put aside, untouched, and the e-mail
says why. No e-mail quotes what a cell holds.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlmodel import Session, col, select

from core import french, jobs, mail
from core.clock import PARIS
from core.errors import Refused
from core.keys import key
from core.models import OutgoingMessage
from organisation.models import User
from organisation.rights import Right, may
from survey.desk import desk, events
from survey.desk.events import EVENTS
from survey.models import EventBatch
from survey.registers import rejects
from survey.registers.judging import Check
from survey.registers.kinds import Level
from survey.registers.remarks import KINDS as REMARKS
from survey.registers.remarks import Outcome
from survey.registers.titles import Vocabulary
from survey.status_files import KINDS

FOLDERS = {EVENTS: "evenements"} | {name: name for name in KINDS}
DONE, ASIDE = "traites", "a-revoir"
SETTLED_SECONDS = 60  # a file still being written is left for the next time
MOST_REJECTED = 0.1  # of the rows; beyond, somebody looks at the file first
MOST_ROWS_NAMED = 12  # rows named for one reason


@dataclass(frozen=True)
class Taken:
    """What became of one file."""

    name: str
    kind: str
    batch_id: int | None
    sentence: str
    reasons: Sequence[str] = ()
    """One sentence a reason, with the rows it is about."""


def watch(session: Session, now: datetime) -> int:
    """Take every file that waits, each in its own transaction; tell it; return how many."""
    place = mail.fund().DROP_FOLDER
    if not place:
        return 0
    root = Path(place)
    prepare(root)
    taken = [take(session, root, path, kind, now) for kind, path in waiting(root, now)]
    if taken:
        _tell(session, taken, now)
        session.commit()
    return len(taken)


def prepare(root: Path) -> None:
    """Make the folders that are not there."""
    for name in (*FOLDERS.values(), DONE, ASIDE):
        (root / name).mkdir(parents=True, exist_ok=True)


def waiting(root: Path, now: datetime) -> Iterator[tuple[str, Path]]:
    """The files that are whole on the disk, in the order of their names."""
    for kind, name in FOLDERS.items():
        for path in sorted((root / name).iterdir()):
            is_settled = now.timestamp() - path.stat().st_mtime >= SETTLED_SECONDS
            if path.is_file() and not path.name.startswith((".", "~")) and is_settled:
                yield kind, path


def take(session: Session, root: Path, path: Path, kind: str, now: datetime) -> Taken:
    """Import one file and commit, or put it aside; the file leaves the folder either way."""
    try:
        check, batch = _import(session, path, kind, now)
        session.commit()
    except Refused as refusal:
        session.rollback()
        _move(path, root / ASIDE, now)
        return Taken(path.name, kind, None, str(refusal))
    moved = _move(path, root / DONE, now)
    if check.totals[Outcome.REJECTED.value]:
        _write_rejects(check, moved, root / ASIDE, desk.vocabulary(kind))
    return Taken(path.name, kind, key(batch), _counts(check), list(_reasons(check)))


def _import(session: Session, path: Path, kind: str, now: datetime) -> tuple[Check, EventBatch]:
    source = events.source_of(path)
    events.refuse_known(session, source)
    check = desk.judge(session, path, kind, desk.remembered(session, path, kind), now)
    _refuse_doubtful(check)
    return check, desk.import_checked(session, kind, check, source, None, now)


def _refuse_doubtful(check: Check) -> None:
    """Whatever a person must see first."""
    if any(remark.level is Level.TO_CHECK for remark in check.remarks):
        raise Refused(
            "Les caractères de ce fichier sont douteux : contrôlez-le à l’écran avant de l’importer."
        )
    rejected = check.totals[Outcome.REJECTED.value]
    if rejected > MOST_REJECTED * check.records:
        raise Refused(
            f"{french.count(rejected, 'ligne serait rejetée', 'lignes seraient rejetées')} sur"
            f" {french.number(check.records)} : contrôlez ce fichier à l’écran avant de l’importer."
        )


def _move(path: Path, folder: Path, now: datetime) -> Path:
    """To that folder, under a name that is free."""
    stamp = now.astimezone(PARIS).strftime("%Y%m%d-%H%M%S")
    target = folder / f"{stamp}-{path.name}"
    path.replace(target)
    return target


def _write_rejects(check: Check, source: Path, folder: Path, known: Vocabulary) -> None:
    target = folder / f"{source.stem}-rejets{rejects.suffix(check)}"
    rejects.write(check, source, target, known)


# ---------------------------------------------------------------- what the e-mail says


def _counts(check: Check) -> str:
    totals = check.totals
    counted = [
        (totals["accepted"] + totals["corrected"], "ligne importée", "lignes importées"),
        (totals["excluded"], "notée sans envoi", "notées sans envoi"),
        (totals["duplicate"], "doublon", "doublons"),
        (totals["rejected"], "rejetée", "rejetées"),
    ]
    return ", ".join(french.count(n, one, many) for n, one, many in counted if n) + "."


def _reasons(check: Check) -> Iterator[str]:
    """Each reason that needs somebody, with the rows of the spreadsheet, never what a cell holds."""
    rows: defaultdict[str, list[int]] = defaultdict(list)
    for row in check.rows:
        for remark in row.reasons:
            if remark.level in (Level.BLOCKING, Level.TO_CHECK):
                rows[remark.code].append(row.excel_row)
    for code, numbers in sorted(rows.items(), key=lambda one: -len(one[1])):
        sentence = REMARKS[code].template.format(old="…", new="…")
        yield f"{_named(numbers)}{french.NBSP}: {sentence}"


def _named(numbers: Sequence[int]) -> str:
    shown = french.listed([str(number) for number in numbers[:MOST_ROWS_NAMED]])
    more = len(numbers) - MOST_ROWS_NAMED
    word = "ligne" if len(numbers) == 1 else "lignes"
    return f"{word} {shown}" + (f" et {french.number(more)} autres" if more > 0 else "")


def _tell(session: Session, taken: Sequence[Taken], now: datetime) -> None:
    """One e-mail to each person who imports files, about all that was taken this time."""
    aside = sum(one.batch_id is None for one in taken)
    subject = french.count(len(taken), "fichier déposé", "fichiers déposés")
    if aside:
        subject += f", {french.count(aside, 'à revoir', 'à revoir')}"
    text = "\n\n".join(_paragraph(one) for one in taken)
    today = now.astimezone(PARIS).date()
    for person in session.exec(select(User).order_by(col(User.id))):
        if may(person, Right.IMPORT_EVENTS) and person.may_sign_in(today):
            mail.write(session, _message(person, subject, text, taken, now))


def _paragraph(one: Taken) -> str:
    where = (
        mail.link(f"/evenements/fichiers/{one.batch_id}")
        if one.batch_id
        else f"Le fichier est dans le dossier « {ASIDE} ». Contrôlez-le ici : {mail.link('/evenements/importer')}"
    )
    lines = [f"{one.name} ({FOLDERS[one.kind]})", one.sentence, *one.reasons, where]
    return french.typeset("\n".join(lines))


def _message(
    person: User, subject: str, text: str, taken: Sequence[Taken], now: datetime
) -> OutgoingMessage:
    batches = "-".join(str(one.batch_id or 0) for one in taken)[:60]
    return OutgoingMessage(
        key=f"drop-{person.id}-{now:%Y%m%d%H%M%S}-{batches}",
        to_address=person.email,
        subject=subject,
        text=f"Bonjour {person.name},\n\n{text}\n",
        written_at=now,
    )


WATCH = jobs.Job("watch_drop_folder", watch, own_commits=True)

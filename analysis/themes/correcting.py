"""A person says what a sentence is about, or hides words in it; the reader learns from them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, func, select

from analysis import corpus, verbatims
from analysis.models import Correction, ModelRun, ThemeReading, Verbatim
from analysis.quality import measuring
from analysis.readers.base import Reader
from analysis.themes import learning
from analysis.themes.themes import codes
from core import folders, jobs
from core.errors import Missing, Refused
from organisation import journal
from organisation.models import User
from organisation.words import DEEDS

HIDDEN = "[mots masqués]"
WORTH_A_LOOK = 0.6  # under this certainty a sentence waits in « à relire »
# A reader that reads the held-out comments worse by more than this is not taken.
MAY_FALL = 0.01
AT_ONCE = 200

DEEDS.update(
    {
        "correct_theme": "thème corrigé",
        "undo_correction": "correction annulée",
        "hide_words": "mots masqués",
        "learn": "nouvelle version de la lecture automatique",
        "refuse_reader": "nouvelle version refusée : elle lisait moins bien",
    }
)


def correct(
    session: Session, verbatim: Verbatim, theme: str, by: User, now: datetime, seen: str = ""
) -> None:
    """This sentence is about this theme, whatever was read; and learn from it, later.

    `seen` is the theme on the page the person looked at: where another person gave it another one
    meanwhile, the second is told.
    """
    if theme not in codes():
        raise Missing("Ce thème n’existe pas.")
    session.refresh(verbatim, with_for_update=True)
    if seen and verbatim.is_corrected and verbatim.theme not in (seen, theme):
        last = _standing(session, verbatim)
        who = last[0].by.name if last and last[0].by else "quelqu’un"
        raise Refused(
            f"Relisez cette phrase : {who} vient d’en changer le thème pendant que vous la regardiez."
        )
    session.add(
        Correction(
            verbatim_id=verbatim.id,
            theme=theme,
            instead_of=verbatim.theme,
            also_before=",".join(r.theme for r in verbatim.readings if r.theme != verbatim.theme),
            certainty_before=verbatim.certainty,
            by_id=by.id or 0,
            at=now,
        )
    )
    others = [r.theme for r in verbatim.readings if r.theme not in (theme, verbatim.theme)]
    verbatim.theme, verbatim.certainty, verbatim.is_corrected = theme, 1.0, True
    _set_readings(verbatim, [theme, *others])
    session.flush()
    journal.write(session, now, by, "correct_theme", f"verbatim {verbatim.id}", theme)
    ask_to_learn(session, now)


def _set_readings(verbatim: Verbatim, themes: Sequence[str]) -> None:
    kept = {reading.theme: reading for reading in verbatim.readings}
    verbatim.readings = [
        kept.get(theme) or ThemeReading(verbatim_id=verbatim.id, theme=theme, rank=rank)
        for rank, theme in enumerate(themes)
    ]
    for rank, reading in enumerate(verbatim.readings):
        reading.rank = rank


def undo(session: Session, verbatim: Verbatim, by: User, now: datetime) -> None:
    """Take the last correction back: the sentence is what it was before it."""
    last = _standing(session, verbatim)
    if not last:
        raise Refused("Cette phrase n’a pas de correction à annuler.")
    last[0].undone_at = now
    verbatim.theme, verbatim.is_corrected = last[0].instead_of, len(last) > 1
    sure = last[0].certainty_before
    verbatim.certainty = sure if sure is not None else float(verbatim.is_corrected)
    _set_readings(verbatim, [verbatim.theme, *filter(None, last[0].also_before.split(","))])
    session.flush()
    journal.write(session, now, by, "undo_correction", f"verbatim {verbatim.id}", verbatim.theme)
    ask_to_learn(session, now)


def _standing(session: Session, verbatim: Verbatim) -> Sequence[Correction]:
    """Corrections not undone, newest first."""
    theirs = select(Correction).where(
        Correction.verbatim_id == verbatim.id, col(Correction.undone_at).is_(None)
    )
    return session.exec(theirs.order_by(col(Correction.id).desc())).all()


def hide(session: Session, verbatim: Verbatim, place: int, by: User, now: datetime) -> None:
    """Mask the word at this place (counted from 0): what the masking missed, in two clicks."""
    words = verbatim.text.split(" ")
    if not 0 <= place < len(words):
        raise Missing("Ce mot n’est plus dans la phrase.")
    words[place] = HIDDEN
    verbatim.text = " ".join(words).replace(f"{HIDDEN} {HIDDEN}", HIDDEN)
    session.flush()
    journal.write(session, now, by, "hide_words", f"verbatim {verbatim.id}")


def to_read_again(session: Session) -> int:
    """How many sentences wait for a person."""
    waiting = select(func.count()).select_from(Verbatim).where(*waits())
    return session.exec(waiting).one()


def waits() -> list[Any]:
    """What makes a sentence wait in « à relire »."""
    return [
        col(Verbatim.certainty) < WORTH_A_LOOK,
        col(Verbatim.is_corrected).is_(False),
        col(Verbatim.theme) != "",
    ]


# ---------------------------------------------------------------- learning


def ask_to_learn(session: Session, now: datetime) -> None:
    """Ask for one training an evening-long series of corrections can share: keyed by their number.

    What the reading is worth is measured anew once the series is likely to be over.
    """
    number = session.exec(select(func.count()).select_from(Correction)).one()
    undone = (
        select(func.count()).select_from(Correction).where(col(Correction.undone_at).is_not(None))
    )
    jobs.enqueue(session, LEARN, f"{number}-{session.exec(undone).one()}")
    measuring.ask_later(session, now)


@dataclass(frozen=True)
class Lesson:
    """What a training would change."""

    reader: Reader
    before: float
    after: float

    @property
    def is_worth_it(self) -> bool:
        return self.after >= self.before - MAY_FALL


def learn(session: Session, now: datetime) -> None:
    """Train on the corrections, take the reader unless it reads worse, read everything again.

    Commits by itself. Corrections made meanwhile have a job of their own.
    """
    examples = verbatims.corrections(session)
    taken = newest_run(session)
    session.rollback()
    reader = learning.learnt_reader(folders.folder(verbatims.MODELS), examples)
    if taken is not None and taken.version == reader.version:
        read_again(session, reader)  # what was corrected, then taken back, in the meantime
        return
    lesson = _lesson(reader)
    _note(session, now, lesson, len(examples))
    session.commit()
    if lesson.is_worth_it:
        read_again(session, lesson.reader)


def _lesson(reader: Reader) -> Lesson:
    former = learning.day_one_reader(folders.folder(verbatims.MODELS))
    return Lesson(reader, accuracy(former), accuracy(reader))


def accuracy(reader: Reader) -> float:
    """Part of comments that no reader learnt from whose main theme is found."""
    held_out = corpus.calibration()
    readings = reader.read(held_out)
    right = sum(r.themes[0] == e.themes[0] for r, e in zip(readings, held_out, strict=True))
    return right / len(held_out)


def _note(session: Session, now: datetime, lesson: Lesson, corrections: int) -> None:
    deed = "learn" if lesson.is_worth_it else "refuse_reader"
    journal.write(session, now, None, deed, "", f"{corrections} corrections")
    if lesson.is_worth_it:
        right, number = agreement(session)
        session.add(
            ModelRun(
                version=lesson.reader.version,
                trained_at=now,
                examples=len(corpus.starter()),
                corrections=corrections,
                accuracy=right / number if number else None,
                accuracy_n=number,
            )
        )
    session.flush()


def agreement(session: Session) -> tuple[int, int]:
    """(kept, looked at): how often a person kept the theme that had been read."""
    standing = select(Correction).where(col(Correction.undone_at).is_(None))
    lines = session.exec(standing).all()
    return sum(line.theme == line.instead_of for line in lines), len(lines)


def newest_run(session: Session) -> ModelRun | None:
    """The training in use; None while the day-one reader is."""
    return session.exec(select(ModelRun).order_by(col(ModelRun.id).desc())).first()


def read_again(session: Session, reader: Reader) -> None:
    """Read every sentence that no person corrected with this reader, batch by batch."""
    numbers = select(Verbatim.id).where(
        col(Verbatim.is_corrected).is_(False), Verbatim.reader != reader.version
    )
    waiting = list(session.exec(numbers))
    session.rollback()
    for start in range(0, len(waiting), AT_ONCE):
        some = select(Verbatim).where(col(Verbatim.id).in_(waiting[start : start + AT_ONCE]))
        batch = session.exec(some).all()
        session.rollback()
        readings = reader.read([verbatims.example(verbatim) for verbatim in batch])
        _give_again(session, reader, [v.id for v in batch], readings)
        session.commit()


def _give_again(
    session: Session, reader: Reader, numbers: list[str], readings: Sequence[object]
) -> None:
    by_number = dict(zip(numbers, readings, strict=True))
    for verbatim in session.exec(select(Verbatim).where(col(Verbatim.id).in_(numbers))):
        verbatims.give(verbatim, by_number[verbatim.id], reader.version)  # type: ignore[arg-type]


LEARN = jobs.Job("learn_from_corrections", learn, jobs.HEAVY, own_commits=True)

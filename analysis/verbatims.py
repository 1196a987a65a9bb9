"""Free-text answers, masked before anyone reads them, then given their themes."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from analysis.masking import masking
from analysis.models import ThemeReading, Verbatim, Voice
from analysis.readers.base import Example, Reader, Reading
from analysis.themes import learning
from core import folders, jobs, key_order
from survey import free_texts
from survey.free_texts import Text

AT_ONCE = 200  # few enough for the write lock to be short
VOICES = {"praise": Voice.PRAISE, "suggestion": Voice.SUGGESTION}
MARKS = {"good": 10, "medium": 5, "bad": 0}
# The reader learnt on marks from 1 to 5; members give one of three.
AS_DEGREE = {10: 5, 5: 3, 0: 1}
MODELS = "models"


def understand(session: Session, now: datetime) -> int:
    """Mask and read all that is new; return how many texts. Commits by itself, batch by batch:
    the language models work outside of any transaction, so that members never wait for them."""
    done = 0
    while texts := free_texts.unread_texts(session, AT_ONCE):
        session.rollback()
        verbatims = masked(texts)
        for verbatim, reading in zip(verbatims, read(session, verbatims), strict=True):
            session.add(verbatim)
            give(verbatim, reading[0], reading[1])
        free_texts.mark_read(session, texts)
        session.commit()
        done += len(texts)
    session.rollback()
    if done:
        key_order.rewrite(session, Verbatim, ThemeReading)  # no trace of what came with what
        session.commit()
    return done


def masked(texts: Sequence[Text]) -> list[Verbatim]:
    """The texts without personal data, as verbatims not yet read."""
    found = masking.spans_of_many([text.text for text in texts])
    return [
        _verbatim(text, masking.mask(text.text, spans))
        for text, spans in zip(texts, found, strict=True)
    ]


def _verbatim(text: Text, words: str) -> Verbatim:
    return Verbatim(
        reply_id=text.reply.id,
        text=words,
        voice=VOICES[text.question_code],
        kind=text.reply.kind,
        period_start=text.reply.period_start,
        mode=text.reply.mode,
        department_id=text.reply.department_id,
        satisfaction=MARKS.get(text.satisfaction),
    )


def example(verbatim: Verbatim, themes: tuple[str, ...] = ()) -> Example:
    """A verbatim as readers take it."""
    degree = None if verbatim.satisfaction is None else AS_DEGREE[verbatim.satisfaction]
    return Example(verbatim.text, verbatim.kind.value, degree, themes)


def read(session: Session, verbatims: Sequence[Verbatim]) -> list[tuple[Reading, str]]:
    """The themes of each, and the version of the reader that found them."""
    reader = in_use(session)
    readings = reader.read([example(verbatim) for verbatim in verbatims])
    return [(reading, reader.version) for reading in readings]


def in_use(session: Session) -> Reader:
    """The reader of today, which has learnt what people corrected; leaves no transaction open."""
    learnt_from = corrections(session)
    session.rollback()  # learning takes half a minute: nobody waits for the lock meanwhile
    return learning.learnt_reader(folders.folder(MODELS), learnt_from)


def give(verbatim: Verbatim, reading: Reading, version: str) -> None:
    """Write what was read. A verbatim that a person corrected is left as it is."""
    if verbatim.is_corrected:
        return
    verbatim.theme, verbatim.certainty = reading.themes[0], round(reading.certainty, 4)
    verbatim.reader = version
    verbatim.readings = [
        ThemeReading(verbatim_id=verbatim.id, theme=theme, rank=rank)
        for rank, theme in enumerate(reading.themes)
    ]


def corrections(session: Session) -> list[Example]:
    """The verbatims that people corrected, as examples to learn from; always in the same order."""
    corrected = select(Verbatim).where(col(Verbatim.is_corrected)).order_by(col(Verbatim.id))
    return [example(verbatim, (verbatim.theme,)) for verbatim in session.exec(corrected)]


UNDERSTAND = jobs.Job("understand_texts", understand, jobs.HEAVY, own_commits=True)

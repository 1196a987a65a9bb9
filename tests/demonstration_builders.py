"""A small demonstration, made in seconds: the true themes are given, no language model is loaded."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from actionplans.ideas import ideas
from actionplans.models import Idea, IdeaComment, Malfunction
from analysis import verbatims
from analysis.models import Verbatim
from analysis.readers.base import Reading
from core import secrecy
from core.database import open_session
from demonstration import comments
from survey import free_texts
from survey.free_texts import Text

AT_ONCE = 10_000


class Labelled:
    """Reads as the shipped labels say, at once, and hides nothing; see demonstration.reading."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine
        self.truth = {one.text: one.themes for one in comments.everything()}

    def prepare(self) -> None:
        """Ready from the start."""

    def read(self, now: datetime) -> None:
        with open_session(self.engine) as session:
            self._read_texts(session)
            self._read_reports(session)
            self._read_ideas(session)
            session.commit()

    def _read_texts(self, session: Session) -> None:
        texts = free_texts.unread_texts(session, AT_ONCE)
        for text in texts:
            verbatim = verbatim_of(text)
            session.add(verbatim)
            verbatims.give(verbatim, Reading(self.truth[text.text], 0.5, {}), "labels")
        free_texts.mark_read(session, texts)

    def _read_reports(self, session: Session) -> None:
        for report in session.exec(select(Malfunction).where(col(Malfunction.sealed).is_not(None))):
            assert report.sealed
            report.text = secrecy.unseal(report.sealed, f"report {report.number}")
            report.title, report.theme, report.sealed = report.text[:80], "delai", None

    def _read_ideas(self, session: Session) -> None:
        for idea in session.exec(select(Idea).where(col(Idea.sealed).is_not(None))):
            (idea.title, idea.text), idea.sealed = ideas.unsealed(idea), None
        for said in session.exec(select(IdeaComment).where(col(IdeaComment.sealed).is_not(None))):
            said.text, said.sealed = "d’accord", None

    def learn(self, now: datetime) -> None:
        """Nothing to learn: it knows everything."""

    def measure(self, now: datetime) -> None:
        """Nothing is measured."""

    def notice(self, now: datetime) -> None:
        """Findings are computed by the pages."""

    def group(self, now: datetime) -> None:
        """Topics are for the language models."""

    def settle(self) -> None:
        """Nothing goes on."""

    def end(self) -> None:
        """Nothing to let go."""


class Failing(Labelled):
    """Fails at its first reading, as if somebody had pulled the plug."""

    def read(self, now: datetime) -> None:
        raise KeyboardInterrupt


def verbatim_of(text: Text) -> Verbatim:
    return Verbatim(
        reply_id=text.reply.id,
        text=text.text,
        voice=verbatims.VOICES[text.question_code],
        kind=text.reply.kind,
        period_start=text.reply.period_start,
        mode=text.reply.mode,
        department_id=text.reply.department_id,
        satisfaction=verbatims.MARKS.get(text.satisfaction),
    )

"""New ideas and comments: names masked, a title and a theme proposed, before anybody reads them."""

from datetime import datetime

from sqlmodel import Session, col, select

from actionplans.ideas import ideas
from actionplans.malfunctions.reading import title_of
from actionplans.models import Idea, IdeaComment
from analysis import verbatims
from analysis.masking import masking
from analysis.readers.base import Example
from analysis.themes import learning
from core import folders, jobs, secrecy

LONGEST_TITLE, LONGEST_COMMENT = 200, 4000  # masked words may be longer than those they hide


def read_new(session: Session, now: datetime) -> int:
    """Mask and read what waits; return how many. Commits by itself, one by one."""
    new = session.exec(select(Idea.id).where(col(Idea.sealed).is_not(None))).all()
    said = session.exec(select(IdeaComment.id).where(col(IdeaComment.sealed).is_not(None))).all()
    session.rollback()
    for number in new:
        read_idea(session, number or 0)
    for number in said:
        read_comment(session, number or 0)
    return len(new) + len(said)


def read_idea(session: Session, number: int) -> None:
    """One idea: the language models work outside of any transaction."""
    idea = session.get(Idea, number)
    if idea is None or idea.sealed is None:
        session.rollback()
        return
    title, text = map(str, ideas.unsealed(idea))
    examples = verbatims.corrections(session)
    session.rollback()
    title, text = _masked(title), _masked(text)
    reader = learning.learnt_reader(folders.folder(verbatims.MODELS), examples)
    theme = reader.read([Example(f"{title}\n{text}".strip())])[0].themes[0]
    idea = session.get(Idea, number)
    assert idea is not None
    idea.title, idea.text = (title or title_of(text))[:LONGEST_TITLE], text
    idea.theme, idea.sealed = theme, None
    session.commit()


def read_comment(session: Session, number: int) -> None:
    """One comment, masked in the same way."""
    said = session.get(IdeaComment, number)
    if said is None or said.sealed is None:
        session.rollback()
        return
    idea = session.get(Idea, said.idea_id)
    assert idea is not None
    told = secrecy.unseal(said.sealed, f"comment on {idea.number}")
    session.rollback()
    masked = _masked(told)[:LONGEST_COMMENT]
    said = session.get(IdeaComment, number)
    assert said is not None
    said.text, said.sealed = masked, None
    session.commit()


def _masked(told: str) -> str:
    return masking.mask(told, masking.spans(told)) if told else ""


READ = jobs.Job("read_ideas", read_new, jobs.HEAVY, own_commits=True)

"""Ideas of staff: deposited in one text, read, supported, discussed. Who supports is never shown."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, or_, select

from actionplans.ideas import steps as idea_steps
from actionplans.models import Idea, IdeaComment, Support
from actionplans.numbering import next_number
from core import secrecy, working_days
from core.clock import PARIS
from core.errors import Refused
from core.keys import key
from organisation import journal
from organisation.models import User
from organisation.rights import Right, may
from organisation.words import DEEDS

LONGEST, LONGEST_TITLE, LONGEST_COMMENT = 5000, 120, 2000
TO_MODERATE = 3  # working days
TO_ANSWER = timedelta(days=30)
LOOKED_BACK = timedelta(days=365)

DEEDS.update({"submit_idea": "idée déposée", "comment_idea": "avis donné"})


@dataclass(frozen=True)
class Proposed:
    """What somebody proposes: one text is enough."""

    text: str
    title: str = ""
    department_id: int | None = None


def submit(session: Session, proposed: Proposed, by: User, now: datetime) -> Idea:
    """Keep the idea, sealed until masked; the same one sent twice at once is kept once."""
    if not may(by, Right.REPORT_MALFUNCTIONS):
        raise Refused(idea_steps.STAFF_ALONE)
    check_length(proposed.text, LONGEST, "Dites votre idée en une phrase au moins.", "text")
    if len(proposed.title) > LONGEST_TITLE:
        raise Refused(f"Raccourcissez ce titre : {LONGEST_TITLE} caractères au plus.", "title")
    today = now.astimezone(PARIS).date()
    told = json.dumps([proposed.title.strip(), proposed.text.strip()])
    if twin := _just_sent(session, told, by, today):
        return twin
    number = next_number(session, col(Idea.number), "I", today.year)
    idea = Idea(
        number=number,
        author_id=key(by),
        submitted_on=today,
        department_id=proposed.department_id,
        sealed=secrecy.seal(told, f"idea {number}"),
    )
    session.add(idea)
    session.flush()
    journal.write(session, now, by, "submit_idea", subject(idea))
    return idea


def unsealed(idea: Idea) -> tuple[str, str]:
    """Title and text as typed, for the masking alone."""
    title, text = json.loads(secrecy.unseal(idea.sealed or b"", f"idea {idea.number}"))
    return title, text


def _just_sent(session: Session, told: str, by: User, today: date) -> Idea | None:
    waiting = select(Idea).where(
        Idea.author_id == by.id, Idea.submitted_on == today, col(Idea.sealed).is_not(None)
    )
    same = (one for one in session.exec(waiting) if json.dumps(list(unsealed(one))) == told)
    return next(same, None)


def subject(idea: Idea) -> str:
    """Its name in the journal."""
    return f"idea {idea.id}"


def check_length(text: str, longest: int, sentence: str, about: str = "") -> None:
    """Refused when there is nothing, or too much; nothing is ever cut."""
    if not text.strip():
        raise Refused(sentence, about)
    if len(text) > longest:
        raise Refused(
            f"Raccourcissez ce texte : {longest} caractères au plus, le vôtre en a {len(text)}.",
            about,
        )


def moderate_by(idea: Idea) -> date:
    """The day by which it is made visible, or its author told why not."""
    return working_days.after(idea.submitted_on, TO_MODERATE)


def answer_by(idea: Idea) -> date:
    """The day by which it has a first answer."""
    return idea.submitted_on + TO_ANSWER


# ---------------------------------------------------------------- support, discuss


def support(session: Session, idea: Idea, by: User) -> None:
    """For this idea: once a person, however often it is asked. Written in no journal."""
    idea_steps.check("support", idea, by)
    if not supports(session, idea, by):
        session.add(Support(idea_id=key(idea), user_id=key(by)))
        session.flush()


def unsupport(session: Session, idea: Idea, by: User) -> None:
    """No longer for it; nothing remains of the support."""
    idea_steps.check("support", idea, by)
    session.execute(sa.delete(Support).where(_is_support_of(idea, by)))


def supports(session: Session, idea: Idea, user: User) -> bool:
    """Whether this person supports it; asked only about oneself."""
    return session.exec(select(Support).where(_is_support_of(idea, user))).first() is not None


def _is_support_of(idea: Idea, user: User) -> Any:
    return sa.and_(col(Support.idea_id) == idea.id, col(Support.user_id) == user.id)


def comment(session: Session, idea: Idea, text: str, by: User, now: datetime) -> IdeaComment:
    """What a colleague thinks of it; sealed until masked, like the idea."""
    idea_steps.check("comment", idea, by)
    check_length(text, LONGEST_COMMENT, "Écrivez votre avis.")
    said = IdeaComment(
        idea_id=key(idea),
        author_id=key(by),
        sealed=secrecy.seal(text.strip(), f"comment on {idea.number}"),
        written_on=now.astimezone(PARIS).date(),
    )
    session.add(said)
    session.flush()
    journal.write(session, now, by, "comment_idea", subject(idea))
    return said


# ---------------------------------------------------------------- reading


def visible_to(user: User) -> Any:
    """Condition on Idea: visible ones for the staff; the others for their author and moderators."""
    if not may(user, Right.REPORT_MALFUNCTIONS):
        return sa.false()
    if may(user, Right.MODERATE_IDEAS):
        return sa.true()
    return or_(col(Idea.visible_on).is_not(None), col(Idea.author_id) == user.id)


def _supporters() -> Any:
    counted = sa.select(sa.func.count()).select_from(Support)
    return counted.where(col(Support.idea_id) == Idea.id).correlate(Idea).scalar_subquery()


ORDERS = {
    "soutenues": "Les plus soutenues",
    "recentes": "Les plus récentes",
    "a-decider": "À décider",
}


def listed(user: User, order: str) -> Any:
    """The ideas this person may read, merged ones left out; to be cut in pages."""
    found = select(Idea).where(visible_to(user), col(Idea.merged_into_id).is_(None))
    found = found.options(joinedload(Idea.author), joinedload(Idea.department))  # type: ignore[arg-type]
    newest = (col(Idea.submitted_on).desc(), col(Idea.id).desc())
    if order == "a-decider":
        waiting = found.where(col(Idea.status).in_(idea_steps.UNANSWERED))
        return waiting.order_by(col(Idea.submitted_on), col(Idea.id))
    return (
        found.order_by(*newest)
        if order == "recentes"
        else found.order_by(_supporters().desc(), *newest)
    )


def support_counts(session: Session, ideas: Iterable[Idea]) -> dict[int, int]:
    """How many support each of these; an idea without support is not in it."""
    numbers = [key(idea) for idea in ideas]
    counted = (
        sa.select(col(Support.idea_id), sa.func.count())
        .where(col(Support.idea_id).in_(numbers))
        .group_by(col(Support.idea_id))
    )
    return {row[0]: row[1] for row in session.connection().execute(counted)}


def comments(session: Session, idea: Idea) -> Sequence[IdeaComment]:
    """What was said of it, oldest first, with who said it."""
    said = select(IdeaComment).where(IdeaComment.idea_id == idea.id)
    with_author = said.options(joinedload(IdeaComment.author))  # type: ignore[arg-type]
    return session.exec(with_author.order_by(col(IdeaComment.id))).all()


def merged(session: Session, idea: Idea) -> Sequence[Idea]:
    """Ideas that say the same and were merged into this one, with their authors."""
    found = select(Idea).where(Idea.merged_into_id == idea.id)
    with_author = found.options(joinedload(Idea.author))  # type: ignore[arg-type]
    return session.exec(with_author.order_by(col(Idea.id))).all()


@dataclass(frozen=True)
class Pace:
    """How the fund keeps its promise of an answer in thirty days, over the last year."""

    on_time: int
    due: int


def pace(session: Session, today: date) -> Pace:
    """Ideas that had their answer, or should have: an overdue one counts as late, never as absent."""
    asked = select(col(Idea.submitted_on), col(Idea.first_decided_on)).where(
        col(Idea.submitted_on) > today - LOOKED_BACK, col(Idea.merged_into_id).is_(None)
    )
    due = [
        (decided, submitted + TO_ANSWER)
        for submitted, decided in session.exec(asked)
        if decided is not None or submitted + TO_ANSWER < today
    ]
    return Pace(sum(decided is not None and decided <= until for decided, until in due), len(due))

"""What changed, since somebody's last visit, in the things that are theirs; told from the journal."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from actionplans.actions import actions
from actionplans.ideas import ideas
from actionplans.malfunctions import malfunctions
from actionplans.models import Action, Idea, Malfunction, TopicDecision
from actionplans.tracing.links import Address
from analysis.indicators import measures
from organisation import leading
from organisation.models import JournalEntry, Role, User
from organisation.words import deed

WITHOUT_VISIT = timedelta(days=14)
SHOWN = 10
FOLLOWED = ("action", "decision", "malfunction", "idea")


@dataclass(frozen=True)
class Change:
    """One thing somebody else did, about what, and where it is."""

    at: datetime
    deed: str
    by: str
    title: str
    url: Address


def last_visit(session: Session, user: User, now: datetime) -> datetime:
    """The sign-in before this one; two weeks ago for somebody new."""
    visits = (
        select(JournalEntry.at)
        .where(JournalEntry.subject == f"user {user.id}", JournalEntry.deed == "sign_in")
        .order_by(col(JournalEntry.id).desc())
        .offset(1)
        .limit(1)
    )
    return session.exec(visits).first() or now - WITHOUT_VISIT


def since(session: Session, user: User, moment: datetime) -> list[Change]:
    """What others did since then to this person's things, newest first, ten at most."""
    entries = session.exec(
        select(JournalEntry)
        .where(
            col(JournalEntry.at) >= moment,
            sa.or_(col(JournalEntry.by_id).is_(None), col(JournalEntry.by_id) != user.id),
            _concern(session, user),
        )
        .options(joinedload(JournalEntry.by))  # type: ignore[arg-type]
        .order_by(col(JournalEntry.id).desc())
        .limit(SHOWN)
    ).all()
    return list(_told(session, user, entries))


def _subjects(session: Session, user: User) -> list[str]:
    """The person's own things by their names in the journal: what they carry out, proposed, told."""
    own = sa.or_(col(Action.owner_id) == user.id, col(Action.proposed_by_id) == user.id)
    if places := leading.led(user):
        own = sa.or_(own, col(Action.department_id).in_(places))
    mine = session.exec(select(Action.id).where(own))
    told = session.exec(select(Malfunction.id).where(Malfunction.reporter_id == user.id))
    thought = session.exec(select(Idea.id).where(Idea.author_id == user.id))
    return [
        *(f"action {number}" for number in mine),
        *(f"malfunction {number}" for number in told),
        *(f"idea {number}" for number in thought),
    ]


def _concern(session: Session, user: User) -> Any:
    """Officer and management follow everything that moves; the others their own things."""
    subject = col(JournalEntry.subject)
    if user.role in (Role.QUALITY_OFFICER, Role.MANAGEMENT):
        return sa.or_(*(subject.startswith(f"{kind} ") for kind in FOLLOWED))
    return subject.in_(_subjects(session, user))


def _told(session: Session, user: User, entries: Iterable[JournalEntry]) -> Iterable[Change]:
    entries = list(entries)
    titles = _titles(session, user, {entry.subject for entry in entries})
    for entry in entries:
        if entry.subject in titles:
            title, url = titles[entry.subject]
            by = entry.by.name if entry.by else ""
            yield Change(entry.at, deed(entry.deed), by, title, url)


def _titles(session: Session, user: User, subjects: set[str]) -> dict[str, tuple[str, Address]]:
    """Title and address of each thing that this person may open."""
    numbers: dict[str, list[int]] = {}
    for subject in subjects:
        kind, _, number = subject.partition(" ")
        numbers.setdefault(kind, []).append(int(number))
    titles: dict[str, tuple[str, Address]] = {}
    for kind, ids in numbers.items():
        if kind in TOLD:
            titles |= TOLD[kind](session, user, ids)
    return titles


def _actions(session: Session, user: User, ids: list[int]) -> dict[str, tuple[str, Address]]:
    found = select(Action).where(col(Action.id).in_(ids), actions.visible_to(user))
    return {
        f"action {one.id}": (one.title, ("actions.show", {"action_id": one.id}))
        for one in session.exec(found)
    }


def _decisions(session: Session, user: User, ids: list[int]) -> dict[str, tuple[str, Address]]:
    found = select(TopicDecision).where(col(TopicDecision.id).in_(ids))
    return {
        f"decision {one.id}": (
            measures.theme(one.theme).title,
            ("trace.show", {"kind": "decision", "number": one.id}),
        )
        for one in session.exec(found)
    }


def _reports(session: Session, user: User, ids: list[int]) -> dict[str, tuple[str, Address]]:
    found = select(Malfunction).where(col(Malfunction.id).in_(ids), malfunctions.visible_to(user))
    return {
        f"malfunction {one.id}": (
            f"Dysfonctionnement {one.number}",
            ("malfunctions.show", {"malfunction_id": one.id}),
        )
        for one in session.exec(found)
    }


def _ideas(session: Session, user: User, ids: list[int]) -> dict[str, tuple[str, Address]]:
    found = select(Idea).where(col(Idea.id).in_(ids), ideas.visible_to(user))
    return {
        f"idea {one.id}": (f"Idée {one.number}", ("ideas.show", {"idea_id": one.id}))
        for one in session.exec(found)
    }


TOLD: dict[str, Callable[[Session, User, list[int]], dict[str, tuple[str, Address]]]] = {
    "action": _actions,
    "decision": _decisions,
    "malfunction": _reports,
    "idea": _ideas,
}

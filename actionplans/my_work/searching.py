"""Find an action, a commitment, a report or a theme by its words; accents and capitals do not count."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session, col, select

from actionplans.actions import actions
from actionplans.ideas import ideas
from actionplans.malfunctions import malfunctions
from actionplans.models import (
    Action,
    ActionStatus,
    Campaign,
    Idea,
    IdeaStatus,
    Malfunction,
    MalfunctionStatus,
)
from actionplans.tracing import tracing
from actionplans.tracing.links import Address
from analysis.themes.themes import themes
from core.errors import Refused
from organisation.models import User
from organisation.rights import Right, may

SHORTEST, LONGEST = 2, 200
SHOWN = 20  # of each kind


@dataclass(frozen=True)
class Hit:
    """One thing found: its name, a word about it, where it is."""

    title: str
    about: str
    url: Address


@dataclass(frozen=True)
class Found:
    """The hits of one kind, and how many there are in all."""

    kind: str
    hits: list[Hit]
    total: int


def find(session: Session, user: User, words: str) -> list[Found]:
    """What this person may open and all the words of which are there; kinds without a hit left out."""
    wanted = plain(words).split()
    kinds = {
        "Actions": _actions(session, user),
        "Thèmes": _themes(session, user),
        "Engagements de la charte": _commitments(session, user),
        "Dysfonctionnements": _reports(session, user),
        "Idées": _ideas(session, user),
        "Auto-évaluations": _campaigns(session, user),
    }
    found = []
    for kind, candidates in kinds.items():
        hits = [hit for hit, text in candidates if all(word in plain(text) for word in wanted)]
        if hits:
            found.append(Found(kind, hits[:SHOWN], len(hits)))
    return found


def check(words: str) -> None:
    """Refused when there is too little or too much to look for."""
    if len(words) > LONGEST:
        raise Refused(f"Raccourcissez votre recherche : {LONGEST} caractères au plus.")
    if len("".join(plain(words).split())) < SHORTEST:
        raise Refused("Tapez au moins deux lettres.")


def plain(text: str) -> str:
    """Small letters without accents, and one apostrophe."""
    apart = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


Candidates = Iterable[tuple[Hit, str]]


def _actions(session: Session, user: User) -> Candidates:
    rows = session.exec(
        select(Action.id, Action.title, Action.status)
        .where(actions.visible_to(user))
        .order_by(col(Action.id).desc())
    )
    for number, title, status in rows:
        yield Hit(title, ActionStatus(status).label, ("actions.show", {"action_id": number})), title


def _themes(session: Session, user: User) -> Candidates:
    readable = tracing.readable(session, user)
    for theme in themes():
        if theme.code in readable:
            hit = Hit(theme.title, theme.about, ("topics.show", {"theme": theme.code}))
            yield hit, f"{theme.title} {theme.about}"


def _commitments(session: Session, user: User) -> Candidates:
    if not may(user, Right.READ_CHARTER):
        return
    for code, line in tracing.promises(session).items():
        hit = Hit(f"{code} : {line.title}", line.criterion, ("charter.show", {"code": code}))
        yield hit, f"{code} {line.title} {line.criterion}"


def _reports(session: Session, user: User) -> Candidates:
    rows = session.exec(
        select(Malfunction.id, Malfunction.number, Malfunction.title, Malfunction.status)
        .where(malfunctions.visible_to(user))
        .order_by(col(Malfunction.id).desc())
    )
    for number, name, title, status in rows:
        said = f"{name} : {title}" if title else name
        address: Address = ("malfunctions.show", {"malfunction_id": number})
        yield Hit(said, MalfunctionStatus(status).label, address), f"{name} {title}"


def _campaigns(session: Session, user: User) -> Candidates:
    """Archived ones too: out of the everyday list, they are found here."""
    if not may(user, Right.READ_RESULTS):
        return
    for campaign in session.exec(select(Campaign).order_by(col(Campaign.year).desc())):
        title = f"Campagne d’auto-évaluation {campaign.year}"
        yield Hit(title, campaign.status.label, ("campaigns.show", {"year": campaign.year})), title


def _ideas(session: Session, user: User) -> Candidates:
    rows = session.exec(
        select(Idea.id, Idea.number, Idea.title, Idea.status)
        .where(ideas.visible_to(user))
        .order_by(col(Idea.id).desc())
    )
    for number, name, title, status in rows:
        said = f"{name} : {title}" if title else name
        yield Hit(said, IdeaStatus(status).label, ("ideas.show", {"idea_id": number})), said

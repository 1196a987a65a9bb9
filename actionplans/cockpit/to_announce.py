"""« À annoncer »: what may be told, and was not: publications, verified effects, reports closed, ideas carried out."""

from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload
from sqlmodel import Session, col, select

from actionplans.actions import actions
from actionplans.cockpit.lines import SHOWN, Line, Part, first
from actionplans.malfunctions import malfunctions
from actionplans.models import (
    Action,
    ActionStatus,
    Idea,
    IdeaStatus,
    Malfunction,
    MalfunctionStatus,
    MonthlyNote,
    PublishedChange,
)
from actionplans.tracing import publishing, whole_chains
from actionplans.tracing.links import Address
from actionplans.tracing.whole_chains import Candidate
from core import french
from core.clock import PARIS
from organisation.models import User
from organisation.rights import Right, may

WITHOUT_NOTE = timedelta(days=60)
SERIOUS = 2  # severity 1 and 2


def parts(session: Session, user: User, today: date) -> list[Part]:
    """What everybody, or members, would like to know."""
    told = last_told(session)
    last = told or today - WITHOUT_NOTE
    note = f"Depuis le {french.day(last)}, {'jour de la dernière note' if told else 'faute de note du mois'}."
    return [
        _publications(session, user, today),
        _effects(session, user, last, note),
        _reports(session, user, last, note),
        _ideas(session, last, note),
    ]


def last_told(session: Session) -> date | None:
    """The day the last note was sent: what is older was told then, or was not worth it."""
    sent = select(MonthlyNote.sent_at).where(col(MonthlyNote.sent_at).is_not(None))
    newest = session.exec(sent.order_by(col(MonthlyNote.sent_at).desc()).limit(1)).first()
    return newest.astimezone(PARIS).date() if newest else None


# ---------------------------------------------------------------- the public


def _publications(session: Session, user: User, today: date) -> Part:
    """Whole chains to prepare, and what waits for management's approval."""
    board = publishing.board(session, today)
    lines = [_to_prepare(one) for one in board.to_prepare[:SHOWN]]
    lines += [_to_approve(one, user) for one in board.to_approve[: SHOWN - len(lines)]]
    n = len(board.to_prepare) + len(board.to_approve)
    return Part("Vous avez dit, nous avons fait", n, lines, ("publishing.index", {}), "Toutes les publications")  # fmt: skip


def _to_prepare(one: Candidate) -> Line:
    kind, number = whole_chains.address(one)
    ended = one.action.closed_on if one.action else one.decision.decided_at.astimezone(PARIS).date()
    when = f"depuis le {french.day(ended)}" if ended else ""
    url = ("publishing.edit", {"kind": kind, "number": number})
    return Line(f"Préparer « {one.title} »", "référent qualité", when, url, "watch")


def _to_approve(change: PublishedChange, user: User) -> Line:
    """Management approves; the officer reads what waits."""
    when = f"prête depuis le {french.day(change.prepared_at)}"
    url: Address = ("publishing.index", {})
    if may(user, Right.PUBLISH):
        url = ("publishing.approve", {"change_id": change.id})
    return Line(f"Approuver : {change.said}", "direction", when, url, "watch")


# ---------------------------------------------------------------- everybody inside


def _effects(session: Session, user: User, last: date, note: str) -> Part:
    """Closed with an effect since the last note."""
    rows = (
        select(Action)
        .where(
            Action.status == ActionStatus.EFFECTIVE,
            col(Action.closed_on) >= last,
            actions.visible_to(user),
        )
        .options(joinedload(Action.owner), joinedload(Action.department))  # type: ignore[arg-type]
        .order_by(col(Action.closed_on).desc(), col(Action.id))
    )
    found, n = first(session, rows)
    lines = [_effect(one) for one in found]
    return Part("Effets vérifiés", n, lines, ("actions.index", {"etat": "closes"}), "Les actions closes", note)  # fmt: skip


def _effect(action: Action) -> Line:
    verdict = action.verdict.label if action.verdict else "close"
    said = f"« {action.title} », {action.department.name} : {verdict}"
    who = action.owner.name if action.owner else action.department.name
    when = f"le {french.day(action.closed_on)}" if action.closed_on else ""
    return Line(said, who, when, ("actions.show", {"action_id": action.id}), "good")


def of_interest() -> Any:
    """Reports whose end interests others than their author: members, the most serious, those several people told."""
    other = aliased(Malfunction)
    joined = sa.exists().where(col(other.joined_to_id) == col(Malfunction.id))
    return sa.or_(col(Malfunction.touches_members), col(Malfunction.severity) <= SERIOUS, joined)


def _reports(session: Session, user: User, last: date, note: str) -> Part:
    rows = (
        select(Malfunction)
        .where(
            Malfunction.status == MalfunctionStatus.CLOSED,
            col(Malfunction.closed_on) >= last,
            of_interest(),
            malfunctions.visible_to(user),
        )
        .options(joinedload(Malfunction.department))  # type: ignore[arg-type]
        .order_by(col(Malfunction.closed_on).desc(), col(Malfunction.id))
    )
    found, n = first(session, rows)
    lines = [_report(one) for one in found]
    return Part("Signalements clos", n, lines, ("malfunctions.index", {"etat": "tous"}), "Tous les signalements", note)  # fmt: skip


def _report(one: Malfunction) -> Line:
    when = f"le {french.day(one.closed_on)}" if one.closed_on else ""
    who = one.department.name if one.department else "référent qualité"
    said = (
        f"Signalement {one.number}, clos : {one.fix}"
        if one.fix
        else f"Signalement {one.number}, clos"
    )
    return Line(said, who, when, ("malfunctions.show", {"malfunction_id": one.id}), "good")  # fmt: skip


def _ideas(session: Session, last: date, note: str) -> Part:
    """Carried out and not thanked for yet, or thanked for since the last note."""
    rows = (
        select(Idea)
        .where(
            sa.or_(
                col(Idea.status) == IdeaStatus.DONE,
                sa.and_(col(Idea.status) == IdeaStatus.THANKED, col(Idea.thanked_on) >= last),
            ),
            col(Idea.merged_into_id).is_(None),
        )
        .options(joinedload(Idea.author))  # type: ignore[arg-type]
        .order_by(col(Idea.thanked_on).is_not(None), col(Idea.id))
    )
    found, n = first(session, rows)
    lines = [_idea(one) for one in found]
    return Part("Idées réalisées", n, lines, ("ideas.index", {"ordre": "recentes"}), "Toutes les idées", note)  # fmt: skip


def _idea(idea: Idea) -> Line:
    title = f" « {idea.title} »" if idea.title else ""
    when = f"remerciée le {french.day(idea.thanked_on)}" if idea.thanked_on else "à remercier"
    tone = "good" if idea.thanked_on else "watch"
    return Line(f"Idée {idea.number}{title}", idea.author.name, when, ("ideas.show", {"idea_id": idea.id}), tone)  # fmt: skip

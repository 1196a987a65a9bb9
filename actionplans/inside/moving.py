"""A person puts a report or an idea in the right topic of members, or out of all; the next placings do it again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from actionplans.models import (
    Idea,
    InsideApart,
    InsideGesture,
    InsideMove,
    InsidePlace,
    InsideTopic,
    Malfunction,
)
from analysis.models import Topic
from analysis.topics import placing
from core import french
from core.errors import Refused
from organisation import journal
from organisation.models import User
from organisation.words import DEEDS

DEEDS.update(
    {
        "move_inside": "signalement ou idée changé de sujet",
        "out_inside": "signalement ou idée sorti des sujets",
        "undo_inside": "geste sur un signalement ou une idée annulé",
    }
)
Text = Malfunction | Idea


def move(
    session: Session, what: Text, topic_id: int, by: User, now: datetime, seen: int | None = None
) -> Topic:
    """This text goes to this topic of its theme; never again where it was. `seen`: its version on the page looked at."""
    place = _place(session, what, seen)
    there = placing.shown(session, place.theme)
    topic = next((one for one in there if one.id == topic_id), None)
    if topic is None:
        raise Refused("Choisissez un sujet de ce thème, parmi ceux de la dernière recherche.")
    if place.topic_id != topic.id:
        was_in = [place.topic_id] if place.topic_id else []
        _keep(session, InsideGesture.MOVE, place, by, now, topic_id=topic.id, apart=was_in)
        _put(session, place, topic.id)
    return topic


def take_out(
    session: Session, what: Text, by: User, now: datetime, seen: int | None = None
) -> None:
    """This text is near no topic there is today, nor those that continue them; one that is found later may take it.

    Out of a topic of staff alone, it stays by itself.
    """
    place = _place(session, what, seen)
    if place.topic_id is None and place.inside_topic_id is None:
        raise Refused("Ce texte n’est déjà dans aucun sujet.")
    is_alone = place.inside_topic_id is not None
    there = [] if is_alone else [one.id for one in placing.shown(session, place.theme)]
    _keep(session, InsideGesture.OUT, place, by, now, is_alone=is_alone, apart=there)
    _put(session, place, None)


def undo(session: Session, done: InsideMove, by: User, now: datetime) -> None:
    """Take a move back: the text is again where it was, if that is still there."""
    session.refresh(done, with_for_update=True)
    if done.undone_at is not None:
        who = done.undone_by.name if done.undone_by else "quelqu’un"
        raise Refused(f"Relisez l’historique : {who} a déjà annulé ce geste.")
    later = select(InsideMove.id).where(
        _same(done), col(InsideMove.id) > done.id, col(InsideMove.undone_at).is_(None)
    )
    if session.exec(later).first():
        raise Refused("Annulez d’abord le geste fait depuis sur ce texte.")
    done.undone_at, done.undone_by_id = now, by.id
    place = session.exec(select(InsidePlace).where(_same(done, InsidePlace))).first()
    if place is not None and place.theme == done.theme:
        place.topic_id = done.was_in_id
        place.inside_topic_id = None if done.was_in_id else done.was_inside_id
    session.flush()
    journal.write(session, now, by, "undo_inside", _named(done), done.theme)


def versions(session: Session, theme: str) -> dict[tuple[int | None, int | None], int]:
    """How many times each text of a theme was moved or put back; a text nobody touched is not there."""
    counted = (
        select(InsideMove.malfunction_id, InsideMove.idea_id, sa.func.count(), sa.func.count(col(InsideMove.undone_at)))
        .where(InsideMove.theme == theme)
        .group_by(col(InsideMove.malfunction_id), col(InsideMove.idea_id))
    )  # fmt: skip
    return {(report, idea): moves + undone for report, idea, moves, undone in session.exec(counted)}


def told(theme: str) -> Any:
    """All that was done to the texts of a theme, newest first; to be cut in pages."""
    whole = [
        joinedload(getattr(InsideMove, name))
        for name in ("malfunction", "idea", "topic", "by", "undone_by")
    ]
    wanted = select(InsideMove).where(InsideMove.theme == theme).options(*whole)
    return wanted.order_by(col(InsideMove.id).desc())


# ---------------------------------------------------------------- one text


def _place(session: Session, what: Text, seen: int | None) -> InsidePlace:
    """Where the text stands, its row locked; refused when somebody touched it since the page that showed it."""
    wanted = select(InsidePlace).where(_number(what, InsidePlace)).with_for_update()
    place = session.exec(wanted).first()
    if place is None:
        raise Refused(
            "Ce texte n’est pas encore placé parmi les sujets : revenez dans dix minutes."
        )
    if seen is not None and seen != _version(session, what, place.theme):
        last = _last(session, what)
        raise Refused(
            f"Relisez ce texte, puis recommencez : {last} l’a changé de sujet pendant que vous le regardiez."
        )
    return place


def _version(session: Session, what: Text, theme: str) -> int:
    number = (what.id, None) if isinstance(what, Malfunction) else (None, what.id)
    return versions(session, theme).get(number, 0)


def _last(session: Session, what: Text) -> str:
    """Who touched it last, and when."""
    wanted = select(InsideMove).where(_number(what, InsideMove)).order_by(col(InsideMove.id).desc())
    done = session.exec(wanted).first()
    if done is None or done.by is None:
        return "quelqu’un"
    if done.undone_at is not None and done.undone_by is not None:
        return f"{done.undone_by.name} ({french.moment(done.undone_at)})"
    return f"{done.by.name} ({french.moment(done.at)})"


def _number(what: Text, table: Any) -> Any:
    column = table.malfunction_id if isinstance(what, Malfunction) else table.idea_id
    return col(column) == what.id


def _same(done: InsideMove, table: Any = InsideMove) -> Any:
    """The rows of the same text."""
    if done.malfunction_id:
        return col(table.malfunction_id) == done.malfunction_id
    return col(table.idea_id) == done.idea_id


def _named(done: InsideMove) -> str:
    if done.malfunction_id:
        return f"malfunction {done.malfunction_id}"
    return f"idea {done.idea_id}"


def _keep(
    session: Session,
    gesture: InsideGesture,
    place: InsidePlace,
    by: User,
    now: datetime,
    apart: Sequence[int | None],
    **more: Any,
) -> None:
    done = InsideMove(
        gesture=gesture, theme=place.theme, malfunction_id=place.malfunction_id, idea_id=place.idea_id,
        was_in_id=place.topic_id, was_inside_id=place.inside_topic_id, by_id=by.id or 0, at=now, **more,
    )  # fmt: skip
    done.apart = [InsideApart(topic_id=number) for number in apart if number]
    session.add(done)
    session.flush()
    journal.write(session, now, by, f"{gesture.value}_inside", _named(done), place.theme)


def _put(session: Session, place: InsidePlace, topic_id: int | None) -> None:
    """There from now on; a topic of staff left with one text is a topic no more."""
    left, place.topic_id, place.inside_topic_id = place.inside_topic_id, topic_id, None
    session.flush()
    if left is None:
        return
    others = session.exec(select(InsidePlace).where(InsidePlace.inside_topic_id == left)).all()
    if len(others) < 2:
        for one in others:
            one.inside_topic_id = None
        session.flush()
        session.execute(sa.delete(InsideTopic).where(col(InsideTopic.id) == left))

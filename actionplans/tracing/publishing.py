"""« Vous avez dit, nous avons décidé, nous avons fait »: from whole chains alone, in a person's own words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from actionplans.actions.decisions import SIGNIFICANT
from actionplans.models import Cause, PublishedChange, TopicDecision
from actionplans.tracing.whole_chains import (
    CLOSED_WELL,
    Candidate,
    Words,
    address,
    candidate,
    candidates,
)
from analysis.indicators import measures
from analysis.models import ThemeReading, Verbatim
from core.clock import PARIS
from core.errors import Refused
from core.french import period
from core.keys import key
from organisation import journal
from organisation.models import User
from organisation.rights import Right, may
from organisation.words import DEEDS

DEEDS.update(
    {
        "prepare_change": "publication préparée",
        "publish_change": "publication approuvée",
        "withdraw_change": "publication retirée",
    }
)

SAME_WORDS = 6  # in a row: beyond, it is the member's sentence and not ours
PERSONAL = re.compile(r"[\w.+-]+@[\w-]+\.|\d{6}|\d(?:[ .\u00a0-]?\d){7}")  # address or number


# ---------------------------------------------------------------- prepare, publish, withdraw


def prepare(
    session: Session, one: Candidate, words: Words, by: User, now: datetime
) -> PublishedChange:
    """Write, or write again, what the public will read; nothing is public before it is approved."""
    if not (may(by, Right.VERIFY_ACTIONS) or may(by, Right.PUBLISH)):
        raise Refused("Seuls le référent qualité et la direction préparent une publication.")
    _check_voices(one)
    _check_words(session, one, words)
    change = change_of(session, one) or PublishedChange(
        action_id=one.action.id if one.action else None,
        topic_decision_id=None if one.action else one.decision.id,
        said=words.said,
        decided=words.decided,
        prepared_by_id=key(by),
        prepared_at=now,
    )
    if change.published_at and not change.withdrawn_at:
        raise Refused("C’est publié : retirez-le d’abord de la page publique pour le récrire.")
    _fill(change, words)
    change.prepared_by_id, change.prepared_at = key(by), now
    change.approved_by_id = change.published_at = change.withdrawn_at = None
    session.add(change)
    session.flush()
    journal.write(session, now, by, "prepare_change", f"change {change.id}", _about(one))
    return change


def publish(
    session: Session, change: PublishedChange, words: Words, by: User, now: datetime
) -> PublishedChange:
    """Approve these very sentences, as read by the person who approves, and show them to everybody."""
    _check_may_publish(by)
    if change.published_at:
        raise Refused("Cette publication est déjà approuvée.")
    one = origin(session, change, now.astimezone(PARIS).date())
    _check_voices(one)
    _check_words(session, one, words)
    _fill(change, words)
    change.approved_by_id, change.published_at = key(by), now
    session.flush()
    journal.write(session, now, by, "publish_change", f"change {change.id}", _about(one))
    return change


def _fill(change: PublishedChange, words: Words) -> None:
    change.said, change.decided, change.done = words.said, words.decided, words.done


def withdraw(session: Session, change: PublishedChange, by: User, now: datetime) -> PublishedChange:
    """Take it off the public page; it may be written again and published anew."""
    _check_may_publish(by)
    if change.published_at is None or change.withdrawn_at is not None:
        raise Refused("Cela n’est pas sur la page publique.")
    change.withdrawn_at = now
    session.flush()
    journal.write(session, now, by, "withdraw_change", f"change {change.id}")
    return change


def origin(session: Session, change: PublishedChange, today: date) -> Candidate:
    """The chain a publication tells; Refused when it is no longer whole (an action reopened)."""
    return candidate(session, *_address(change), today)


def _check_may_publish(by: User) -> None:
    if not may(by, Right.PUBLISH):
        raise Refused("Seule la direction publie et retire. Préparez, puis demandez-lui.")


def _check_voices(one: Candidate) -> None:
    if not one.enough_voices:
        raise Refused(
            f"Moins de {SIGNIFICANT} voix sur ce thème pour cette période : quelqu’un pourrait se "
            "reconnaître, ou être reconnu. Cela reste interne."
        )


def _check_words(session: Session, one: Candidate, words: Words) -> None:
    whole = " ".join([words.said, words.decided, words.done])
    if PERSONAL.search(whole):
        raise Refused("Retirez l’adresse ou le numéro : cette page est publique.")
    if _quotes(session, one, words.said):
        raise Refused(
            "Dites-le avec vos mots : la phrase d’un adhérent ne se publie pas telle quelle."
        )


def _quotes(session: Session, one: Candidate, said: str) -> bool:
    """Whether it takes six words in a row from a sentence of the theme."""
    ours = _runs(said)
    texts = session.exec(
        select(Verbatim.text).join(ThemeReading).where(ThemeReading.theme == one.decision.theme)
    )
    return bool(ours) and any(ours & _runs(text) for text in texts)


def _runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    return {tuple(words[i : i + SAME_WORDS]) for i in range(len(words) - SAME_WORDS + 1)}


def change_of(session: Session, one: Candidate) -> PublishedChange | None:
    """What was already written of this chain, public or not."""
    kind, number = address(one)
    column = PublishedChange.action_id if kind == "action" else PublishedChange.topic_decision_id
    return session.exec(select(PublishedChange).where(column == number)).first()


def _about(one: Candidate) -> str:
    kind, number = address(one)
    return f"{kind} {number}"


# ---------------------------------------------------------------- reading


@dataclass(frozen=True)
class Published:
    """One row of the public page, ready to show."""

    theme: str
    period: str
    voices: int
    said: str
    decided: str
    done: str
    verdict: str
    """« effet constaté »…; empty for a decision not to act."""
    published_on: date
    review_on: date | None = None
    """When a decision not to act is looked at again."""


def published(session: Session) -> list[Published]:
    """What the public reads, newest first. An action opened again leaves the page by itself."""
    shown = session.exec(
        select(PublishedChange)
        .where(
            col(PublishedChange.published_at).is_not(None),
            col(PublishedChange.withdrawn_at).is_(None),
        )
        .options(
            joinedload(PublishedChange.action),  # type: ignore[arg-type]
            joinedload(PublishedChange.topic_decision),  # type: ignore[arg-type]
        )
        .order_by(col(PublishedChange.published_at).desc())
    ).all()
    causes = _decisions_of(session, [change.action_id for change in shown if change.action_id])
    rows = []
    for change in shown:
        decision = change.topic_decision or causes.get(change.action_id or 0)
        if decision and (change.action is None or change.action.status in CLOSED_WELL):
            rows.append(_row(change, decision))
    return rows


def _decisions_of(session: Session, action_ids: Sequence[int]) -> dict[int, TopicDecision]:
    """For each action, the decision on which most members had spoken."""
    found = session.exec(
        select(Cause.action_id, TopicDecision)
        .join(TopicDecision)
        .where(col(Cause.action_id).in_(action_ids))
        .order_by(col(TopicDecision.voices), col(TopicDecision.id))
    )
    return {action_id: decision for action_id, decision in found}  # noqa: C416 - rows, not pairs


def _row(change: PublishedChange, decision: TopicDecision) -> Published:
    assert change.published_at is not None
    verdict = change.action.verdict if change.action else None
    return Published(
        theme=measures.theme(decision.theme).title,
        period=period(decision.period_start, decision.period_end),
        voices=decision.voices,
        said=change.said,
        decided=change.decided,
        done=change.done,
        verdict=verdict.label if verdict else "",
        published_on=change.published_at.astimezone(PARIS).date(),
        review_on=change.topic_decision.review_on if change.topic_decision else None,
    )


@dataclass(frozen=True)
class Board:
    """All that concerns publishing, by what is left to do."""

    to_prepare: list[Candidate]
    to_approve: list[PublishedChange]
    shown: list[PublishedChange]
    kept_inside: list[Candidate]
    """Whole chains that fewer than ten members had spoken of."""


def board(session: Session, today: date) -> Board:
    """Whole chains not told yet, what waits for approval, what is on the public page."""
    changes = session.exec(select(PublishedChange).order_by(col(PublishedChange.id).desc())).all()
    left = candidates(session, today, untold=True)
    return Board(
        to_prepare=[one for one in left if one.enough_voices],
        to_approve=[change for change in changes if change.published_at is None],
        shown=[c for c in changes if c.published_at and c.withdrawn_at is None],
        kept_inside=[one for one in left if not one.enough_voices],
    )


def to_approve(session: Session) -> int:
    """How many publications wait for management."""
    waiting = sa.select(sa.func.count()).where(col(PublishedChange.published_at).is_(None))
    return int(session.connection().execute(waiting).scalar_one())


def _address(change: PublishedChange) -> tuple[str, int]:
    if change.action_id is not None:
        return "action", change.action_id
    return "decision", change.topic_decision_id or 0

"""Whole chains: those that end, with an action closed with its verdict or a decision not to act."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from actionplans.actions.decisions import SIGNIFICANT
from actionplans.models import (
    Action,
    ActionStatus,
    Cause,
    Decision,
    PublishedChange,
    TopicDecision,
    Verdict,
)
from analysis.indicators import measures
from core.errors import Refused
from core.french import count, day, period
from core.keys import key

CLOSED_WELL = (ActionStatus.EFFECTIVE, ActionStatus.WITHOUT_EFFECT)


@dataclass(frozen=True)
class Candidate:
    """A whole chain that may be told to the public: an action closed with its verdict, or none."""

    decision: TopicDecision
    action: Action | None = None

    @property
    def title(self) -> str:
        """The action's, else the theme's."""
        return self.action.title if self.action else measures.theme(self.decision.theme).title

    @property
    def enough_voices(self) -> bool:
        """Below ten voices somebody could recognise themselves, or be recognised."""
        return self.decision.voices >= SIGNIFICANT


@dataclass(frozen=True)
class Words:
    """The three sentences the public reads."""

    said: str
    decided: str
    done: str = ""


def candidates(session: Session, today: date, *, untold: bool = False) -> list[Candidate]:
    """Whole chains, newest first; those below ten voices are there too, to say why they stay inside.

    `untold`: without those that are on the public page, or written for it.
    """
    found = session.exec(_closed(*([_untold(PublishedChange.action_id, Action)] if untold else [])))
    told: dict[int, Candidate] = {}
    for decision, action in found:
        known = told.setdefault(key(action), Candidate(decision, action))
        if decision.voices > known.decision.voices:  # an action of two decisions is told once
            told[key(action)] = Candidate(decision, action)
    no_action = _not_acting(
        today, *([_untold(PublishedChange.topic_decision_id, TopicDecision)] if untold else [])
    )
    left = [*told.values(), *(Candidate(decision) for decision in session.exec(no_action))]
    return sorted(left, key=lambda one: key(one.decision), reverse=True)


def _closed(*conditions: Any) -> Any:
    """Actions closed with their verdict, with each decision they come from."""
    return (
        select(TopicDecision, Action)
        .join(Cause, col(Cause.topic_decision_id) == col(TopicDecision.id))
        .join(Action, col(Cause.action_id) == col(Action.id))
        .where(col(Action.status).in_(CLOSED_WELL), *conditions)
        .order_by(col(TopicDecision.id).desc(), col(Cause.id))
    )


def _not_acting(today: date, *conditions: Any) -> Any:
    """Decisions not to act that hold today."""
    return select(TopicDecision).where(
        TopicDecision.decision == Decision.NO_ACTION,
        col(TopicDecision.review_on) > today,
        *conditions,
    )


def _untold(column: Any, table: type[Action | TopicDecision]) -> Any:
    """Nothing was written of it for the public, unless it was taken back since."""
    written = select(column).where(
        col(column).is_not(None), col(PublishedChange.withdrawn_at).is_(None)
    )
    return col(table.id).not_in(written)


def to_prepare(session: Session, today: date) -> int:
    """How many whole chains wait to be written for the public."""
    enough = col(TopicDecision.voices) >= SIGNIFICANT
    chains = _closed(_untold(PublishedChange.action_id, Action), enough).order_by(None)
    actions = chains.with_only_columns(sa.func.count(col(Action.id).distinct()))
    refusals = _not_acting(today, _untold(PublishedChange.topic_decision_id, TopicDecision), enough)
    no = refusals.with_only_columns(sa.func.count())
    both = sa.select(actions.scalar_subquery() + no.scalar_subquery())
    return int(session.connection().execute(both).scalar_one())


def candidate(session: Session, kind: str, number: int, today: date) -> Candidate:
    """One of them; Refused, saying why, when the chain is not whole."""
    if kind == "action":
        rows = session.exec(_closed(col(Action.id) == number)).all()
        found = [Candidate(decision, action) for decision, action in rows]
    else:
        refusals = session.exec(_not_acting(today, col(TopicDecision.id) == number))
        found = [Candidate(decision) for decision in refusals]
    if not found:
        raise Refused(
            "Seule une chaîne complète se publie : une action close avec son verdict, "
            "ou une décision motivée de ne pas agir. Suivez d’abord la trace jusqu’au bout."
        )
    return max(found, key=lambda one: one.decision.voices)


def address(one: Candidate) -> tuple[str, int]:
    """Kind and number, as in the addresses of pages."""
    return ("action", key(one.action)) if one.action else ("decision", key(one.decision))


def first_words(one: Candidate) -> Words:
    """A start for the person who writes; they are never published as they are without a reading."""
    decision = one.decision
    title = measures.theme(decision.theme).title
    when = period(decision.period_start, decision.period_end)
    said = f"{count(decision.voices, 'adhérent')} nous ont parlé de « {title} » ({when})."
    if one.action is None:
        review = f" Nous y reviendrons le {day(decision.review_on)}." if decision.review_on else ""
        return Words(said, f"Nous n’agissons pas pour le moment : {decision.reason}{review}"[:400])
    done_on = f"C’est fait depuis le {day(one.action.done_on)}. " if one.action.done_on else ""
    verdict = one.action.verdict or Verdict.WRITTEN
    return Words(said, f"{one.action.title}."[:400], f"{done_on}Résultat : {verdict.label}."[:400])

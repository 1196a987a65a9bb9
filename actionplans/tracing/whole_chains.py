"""Whole chains: those that end, with an action closed with its verdict or a decision not to act."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from actionplans.actions import decisions
from actionplans.actions.decisions import SIGNIFICANT, Made
from actionplans.models import Action, ActionStatus, Decision, TopicDecision, Verdict
from analysis import measures
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


def candidates(session: Session, today: date) -> list[Candidate]:
    """Whole chains, newest first; those below ten voices are there too, to say why they stay inside."""
    found: dict[tuple[str, int], Candidate] = {}
    for one in decisions.made(session):
        for told in _of(one, today):
            known = found.setdefault(address(told), told)
            if told.decision.voices > known.decision.voices:
                found[address(told)] = told  # an action of two decisions is told once
    return list(found.values())


def _of(one: Made, today: date) -> Iterator[Candidate]:
    if one.decision.decision is Decision.NO_ACTION and one.holds(today):
        yield Candidate(one.decision)
    for action in one.actions:
        if action.status in CLOSED_WELL:
            yield Candidate(one.decision, action)


def candidate(session: Session, kind: str, number: int, today: date) -> Candidate:
    """One of them; Refused, saying why, when the chain is not whole."""
    for one in candidates(session, today):
        if (kind, number) == address(one):
            return one
    raise Refused(
        "Seule une chaîne complète se publie : une action close avec son verdict, "
        "ou une décision motivée de ne pas agir. Suivez d’abord la trace jusqu’au bout."
    )


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

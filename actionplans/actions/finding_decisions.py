"""What becomes of a finding: the actions that come of it, or no action for now, with why and until when.

A finding is found again each quarter as long as its evidence stands; it is the same *matter*: what is decided of it one
quarter answers for it in the next ones, while the action goes on or until the decision is looked at again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from actionplans.actions import actions, not_acting
from actionplans.actions.actions import Noticed
from actionplans.actions.decisions import DEAD
from actionplans.models import Action, Cause, FindingDecision
from analysis.finding_rules import Finding
from core import french
from core.clock import PARIS
from core.errors import Refused
from core.keys import key
from organisation import journal
from organisation.models import Department, User
from organisation.rights import Right, may
from organisation.words import DEEDS

DEEDS.update({"leave_finding": "pas d’action sur un constat"})

LONGEST_SAID = 300  # of what a finding said, kept with the action or the decision
LONGEST_PROOF = 500
QUARTER_LENGTH = len(".2026-10-01")


@dataclass(frozen=True)
class FollowUp:
    """What answers a finding today: actions, or a decision to leave it."""

    actions: tuple[Action, ...] = ()
    left: FindingDecision | None = None

    @property
    def is_answered(self) -> bool:
        return bool(self.actions) or self.left is not None


def matter(finding_key: str) -> str:
    """What it is about, whatever the quarter: « low_theme.delai.affiliation »."""
    return finding_key[:-QUARTER_LENGTH]


def act(
    session: Session, finding: Finding, title: str, department: Department, by: User, now: datetime
) -> Action:
    """Propose an action to a department; the finding is its cause."""
    _expect_decider(by)
    return actions.propose(session, title, department, [noticed(finding)], by, now)


def leave(
    session: Session, finding: Finding, reason: str, review_on: date, by: User, now: datetime
) -> FindingDecision:
    """Nothing for now: why, and the day it is proposed again if it is still found."""
    _expect_decider(by)
    today = now.astimezone(PARIS).date()
    not_acting.expect_motivated(reason, review_on, today)
    if follow_ups(session, [finding], today)[finding.key].is_answered:
        raise Refused("Ce constat a déjà une suite : suivez ce qu’elle devient.")
    decision = FindingDecision(
        matter=matter(finding.key),
        finding_key=finding.key,
        said=noticed(finding).said,
        proof=french.typeset(finding.proof)[:LONGEST_PROOF],
        reason=reason.strip(),
        review_on=review_on,
        decided_by_id=key(by),
        decided_at=now,
    )
    session.add(decision)
    session.flush()
    details = f"{finding.key}, à revoir le {french.day(review_on)}"
    journal.write(session, now, by, "leave_finding", f"finding {decision.id}", details)
    return decision


def noticed(finding: Finding) -> Noticed:
    """The finding as an action names it."""
    return Noticed(finding.key, french.typeset(finding.sentence)[:LONGEST_SAID])


def _expect_decider(by: User) -> None:
    if not may(by, Right.DECIDE_TOPICS):
        raise Refused("Seuls le référent qualité et la direction décident d’un constat.")


# ---------------------------------------------------------------- reading


def follow_ups(session: Session, findings: Iterable[Finding], today: date) -> dict[str, FollowUp]:
    """By key, for each of these; two queries."""
    keys = [one.key for one in findings]
    matters = {matter(one) for one in keys}
    if not matters:
        return {}
    acted, left = _acted(session, matters), _left(session, matters, today)
    return {
        one: FollowUp(
            tuple(action for said, action in acted.get(matter(one), ()) if _counts(said, action, one)),
            left.get(matter(one)),
        )
        for one in keys
    }  # fmt: skip


def _counts(said: str, action: Action, wanted: str) -> bool:
    """What came of the finding of another quarter answers while it goes on; of this one, whatever it became."""
    return said == wanted or not action.status.is_closed


def _acted(session: Session, matters: Iterable[str]) -> dict[str, list[tuple[str, Action]]]:
    """(the finding's key, the action) by matter, newest first; not those refused, dropped or joined to another."""
    begins = [col(Cause.finding_key).startswith(f"{one}.", autoescape=True) for one in matters]
    wanted = (
        select(Cause.finding_key, Action)
        .join(Action)
        .where(sa.or_(*begins), col(Action.status).not_in(DEAD))
        .order_by(col(Action.id).desc())
    )
    found: dict[str, list[tuple[str, Action]]] = {}
    for said, action in session.exec(wanted):
        found.setdefault(matter(said), []).append((said, action))
    return found


def _left(session: Session, matters: Iterable[str], today: date) -> dict[str, FindingDecision]:
    """The newest decision that still holds, by matter."""
    holding = select(FindingDecision).where(
        col(FindingDecision.matter).in_(list(matters)), col(FindingDecision.review_on) > today
    )
    holding = holding.options(joinedload(FindingDecision.decided_by))  # type: ignore[arg-type]
    return {one.matter: one for one in session.exec(holding.order_by(col(FindingDecision.id)))}


def decided(session: Session, finding: Finding) -> Sequence[FindingDecision]:
    """All that was decided not to be done about it, in any quarter, newest first."""
    wanted = select(FindingDecision).where(FindingDecision.matter == matter(finding.key))
    wanted = wanted.options(joinedload(FindingDecision.decided_by))  # type: ignore[arg-type]
    return session.exec(wanted.order_by(col(FindingDecision.id).desc())).all()

"""The proofs of an action: brought by who carries it, or taken among those of its department; judged like any other.

Who may see the action may read its proofs: attaching one opens it to them. An action is declared done with one at least.
"""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload
from sqlmodel import Session, col, select

from actionplans.actions import steps, story
from actionplans.assessments import evidence as evidences
from actionplans.assessments import evidence_lists
from actionplans.assessments.evidence import Proof
from actionplans.models import Action, ActionProof, Evidence, EvidenceState, EvidenceUse
from core.errors import Missing, Refused
from core.keys import key
from organisation import journal
from organisation.models import User
from organisation.words import DEEDS

DEEDS.update(
    {"prove_action": "preuve jointe à l’action", "unprove_action": "preuve détachée de l’action"}
)
LISTED = 60
"""Proofs of the department to choose from, the newest; an older one is brought again from its page."""


def of(session: Session, action: Action) -> Sequence[ActionProof]:
    """Those attached to it, in the order they came."""
    found = select(ActionProof).where(ActionProof.action_id == action.id)
    proof = joinedload(ActionProof.evidence)  # type: ignore[arg-type]
    return session.exec(found.options(proof).order_by(col(ActionProof.added_at))).all()


def valid(session: Session, action: Action) -> list[Evidence]:
    """Those that nobody refused."""
    return [
        one.evidence
        for one in of(session, action)
        if one.evidence.state is not EvidenceState.REFUSED
    ]


def counted(session: Session) -> dict[int, int]:
    """How many each action has that nobody refused, in one query; none where it has none."""
    found = (
        sa.select(col(ActionProof.action_id), sa.func.count())
        .join(Evidence, col(Evidence.id) == ActionProof.evidence_id)
        .where(col(Evidence.state) != EvidenceState.REFUSED)
        .group_by(col(ActionProof.action_id))
    )
    return {int(number): int(n) for number, n in session.connection().execute(found)}


def find(session: Session, action: Action, evidence_id: int) -> Evidence:
    """One of them, or Missing: through an action one reads its own proofs alone."""
    found = session.get(ActionProof, (action.id, evidence_id))
    if found is None:
        raise Missing("Cette preuve n’est pas, ou plus, jointe à cette action.")
    return found.evidence


def could_serve(session: Session, action: Action, user: User) -> Sequence[Evidence]:
    """The proofs of its department that this person reads, neither refused nor attached already."""
    attached = select(ActionProof.evidence_id).where(ActionProof.action_id == action.id)
    newest = (
        select(Evidence)
        .where(
            Evidence.department_id == action.department_id,
            Evidence.state != EvidenceState.REFUSED,
            col(Evidence.id).not_in(attached),
        )
        .options(selectinload(Evidence.uses).joinedload(EvidenceUse.commitment))  # type: ignore[arg-type]
        .order_by(col(Evidence.added_at).desc(), col(Evidence.id).desc())
        .limit(LISTED)
    )
    return [one for one in session.exec(newest) if evidence_lists.may_read(user, one)]


def bring(session: Session, action: Action, proof: Proof, by: User, now: datetime) -> Evidence:
    """A new proof of the department, attached to the action."""
    steps.check("prove", action, by)
    evidence = evidences.filed(session, action.department_id, proof, by, now)
    subject, place = f"evidence {evidence.id}", action.department_id
    journal.write(session, now, by, "add_evidence", subject, _place(action), place)
    _attach(session, action, evidence, by, now)
    return evidence


def attach(session: Session, action: Action, evidence: Evidence, by: User, now: datetime) -> None:
    """A proof that the department has already; whoever attaches it may read it."""
    steps.check("prove", action, by)
    if not evidence_lists.may_read(by, evidence):
        raise Missing("Cette preuve n’existe pas, ou ne vous est pas ouverte.")
    if evidence.department_id != action.department_id:
        raise Refused("Cette preuve est celle d’un autre service.")
    if evidence.state is EvidenceState.REFUSED:
        raise Refused("Cette preuve a été refusée : joignez-en une autre.")
    if session.get(ActionProof, (action.id, evidence.id)):
        raise Refused("Cette preuve est déjà jointe à cette action.")
    _attach(session, action, evidence, by, now)


def _attach(session: Session, action: Action, evidence: Evidence, by: User, now: datetime) -> None:
    link = ActionProof(
        action_id=key(action), evidence_id=key(evidence), added_by_id=key(by), added_at=now
    )
    evidence.shown.append(link)
    story.written(session, action, "prove_action", by, now, f"preuve {evidence.id}")


def detach(session: Session, action: Action, evidence: Evidence, by: User, now: datetime) -> None:
    """Take back one's mistake; a proof that serves nothing else goes with its file."""
    steps.check("prove", action, by)
    if evidence.state is EvidenceState.ADMITTED:
        raise Refused("Cette preuve a été admise : elle reste. Joignez-en une autre s’il le faut.")
    link = session.get(ActionProof, (action.id, evidence.id))
    if link is None:
        raise Missing("Cette preuve n’est pas, ou plus, jointe à cette action.")
    session.delete(link)
    session.flush()
    session.refresh(evidence)
    story.written(session, action, "unprove_action", by, now, f"preuve {evidence.id}")
    if not evidence.uses and not evidence.shown:
        evidences.forget(session, evidence)


def said(found: Sequence[Evidence]) -> str:
    """What stands for the words of a proof when files say it all."""
    titles = [f"« {one.title} »" for one in found]
    return f"{'Preuve jointe' if len(titles) == 1 else 'Preuves jointes'} : {', '.join(titles)}."


def _place(action: Action) -> str:
    return f"action {action.id}"

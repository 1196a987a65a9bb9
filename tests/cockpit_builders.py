"""Builder of a fund with much of everything that the cockpit counts, and what the cockpit says of it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session

from actionplans.cockpit import cockpit
from actionplans.cockpit.lines import Block, Part
from actionplans.models import (
    Action,
    ActionStatus,
    Idea,
    IdeaStatus,
    Level,
    Malfunction,
    MalfunctionStatus,
    Verdict,
    YearlyPlan,
)
from analysis.models import Change, Topic, TopicRun
from core.keys import key
from organisation.models import User
from tests.action_builders import make_voices
from tests.assessment_builders import Round, make_evidence

S = ActionStatus


def make_topics(
    session: Session, n: int, change: Change, now: datetime, theme: str = "delai"
) -> None:
    """`n` topics of the quarter before the Monday of tests."""
    run = TopicRun(
        theme=theme, period_start=date(2026, 10, 1), period_end=date(2026, 12, 31), at=now,
        reader="essai", seed=1, texts=60, fingerprint="0" * 64,
    )  # fmt: skip
    session.add(run)
    session.flush()
    for rank in range(n):
        session.add(Topic(run_id=run.id, name=f"Sujet {rank}", centroids=b"", rank=rank, size=20 - min(rank, 15), change=change))  # fmt: skip
    session.flush()


def make_many(session: Session, made: Round, n: int, now: datetime) -> None:
    """`n` of each thing that a block counts, written straight: only their number matters here."""
    long_ago, before = now - timedelta(days=400), now.date() - timedelta(days=80)
    place, by = key(made.department), key(made.head)
    common: dict[str, Any] = {"department_id": place, "proposed_by_id": by, "proposed_at": long_ago}
    for rank in range(n):
        session.add(Action(title=f"Action en retard {rank}", status=S.IN_PROGRESS, owner_id=by, due_on=before, **common))  # fmt: skip
        session.add(Action(title=f"Action proposée {rank}", **common))
        session.add(Action(title=f"Action réalisée {rank}", status=S.DONE, done_on=long_ago.date(), **common))  # fmt: skip
        session.add(Action(title=f"Action close {rank}", status=S.EFFECTIVE, verdict=Verdict.EFFECT, done_on=before, closed_on=now.date(), **common))  # fmt: skip
        session.add(Action(title=f"Effet perdu {rank}", status=S.EFFECTIVE, kept_verdict=Verdict.NONE, kept_on=before, closed_on=before, **common))  # fmt: skip
        session.add(Malfunction(number=f"D-1-{n}-{rank}", mode="signed", reporter_id=by, reported_on=before, due_on=before, department_id=place, theme="telephone"))  # fmt: skip
        session.add(Malfunction(number=f"D-2-{n}-{rank}", mode="signed", reporter_id=by, reported_on=before, status=MalfunctionStatus.CLOSED, closed_on=now.date(), severity=1, department_id=place))  # fmt: skip
        session.add(Idea(number=f"I-1-{n}-{rank}", author_id=by, submitted_on=before, status=IdeaStatus.VISIBLE, visible_on=before))  # fmt: skip
        session.add(Idea(number=f"I-2-{n}-{rank}", author_id=by, submitted_on=before, status=IdeaStatus.DONE, visible_on=before))  # fmt: skip
        session.add(YearlyPlan(department_id=place, year=(2026 if n < 100 else 1900) - rank, prepared_by_id=by, prepared_at=long_ago))  # fmt: skip
    make_topics(session, n, Change.GREW, now, "delai" if n < 100 else "suivi")
    for row in made.assessment.ratings[: min(n, 30)]:
        row.declared = Level.B
    proof = make_evidence(session, made.row("AME-05"), made.head, now)
    proof.valid_to = now.date() + timedelta(days=20)
    make_voices(session, "telephone", n, date(2026, 11, 1))
    make_voices(session, "telephone", n, date(2026, 8, 1))
    session.flush()


# ---------------------------------------------------------------- what the cockpit says


def shown(session: Session, user: User, today: date) -> dict[str, Block]:
    """The cockpit as this person reads it, block by block."""
    return {block.key: block for block in cockpit.blocks(session, user, today)}


def part(blocks: dict[str, Block], block: str, label: str) -> Part:
    """One sort of things of a block, by its words."""
    return next(one for one in blocks[block].parts if one.label == label)


def said(found: Part) -> str:
    """All its lines, whole."""
    return " | ".join(f"{line.said} / {line.who} / {line.when}" for line in found.lines)

"""Every night: the baseline of what was approved is recorded, and what is closed is looked at in the last quarter that is over.

Reading again takes time, and is done outside of any transaction: this commits by itself, action by action, and bears being
run twice. Pages only read what is kept here.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload
from sqlmodel import Session, col, select

from actionplans.actions import effects
from actionplans.actions.indicators import THEME
from actionplans.actions.steps import OPEN
from actionplans.models import Action, ActionStatus, Baseline, Cause, Return, ReturnVerdict
from actionplans.returns import rule, subjects
from actionplans.returns.rule import NOBODY, Seen
from analysis.findings import last_quarters
from analysis.indicators.measures import month_start, quarter_of
from analysis.themes.voices import Period
from analysis.topics.shares import Share, Shares
from core import jobs
from core.clock import PARIS
from core.errors import Refused
from core.keys import key
from organisation import journal
from organisation.words import DEEDS

DEEDS.update({"no_returns": "retour des sujets non regardé"})

CLOSED = (ActionStatus.EFFECTIVE, ActionStatus.WITHOUT_EFFECT)
LOOKED_AFTER = (
    24  # months from its closing: beyond, a new action answers better than an old one opened again
)


def look(session: Session, now: datetime) -> None:
    """Record the baselines that are missing, then look at what is closed. Without the encoder's files the journal says why."""
    today = now.astimezone(PARIS).date()
    counting = Shares(session)
    try:
        record(session, counting, now)
        for number in watched(session, today):
            look_at(session, counting, number, last_quarters(today)[0], now)
    except Refused as error:
        session.rollback()
        journal.write(session, now, None, "no_returns", "", str(error))
        session.commit()


LOOK = jobs.Job("look_for_returns", look, jobs.HEAVY, own_commits=True)


# ---------------------------------------------------------------- baselines


def record(session: Session, counting: Shares, now: datetime) -> None:
    """One for each subject of each action decided upon, the night after, and never again."""
    oldest = month_start(now.astimezone(PARIS).date(), -LOOKED_AFTER)
    for number in _decided(session, oldest):
        action = session.get(Action, number)
        assert action is not None
        before = effects.window_before(action)
        window = Period(before.since, before.until)
        for one in _missing(session, action):
            topic, name = (one.topic.id, one.topic.name) if one.topic else (None, "")
            read = counting.of(one.theme, topic, [window])
            if read is None:
                continue
            share = read.shares[0]
            session.add(
                Baseline(
                    action_id=number, subject=one.key, theme=one.theme, topic_id=topic, topic_name=name,
                    since=window.since, until=window.until, x=share.x, n=share.n, reader=read.reader, recorded_at=now,
                )
            )  # fmt: skip
            session.commit()
        session.rollback()


def _decided(session: Session, oldest: date) -> list[int]:
    """The actions that go on, or were closed since that day, and came from something members say."""
    on_theme = sa.or_(
        col(Action.indicator).startswith(THEME),
        sa.exists(
            sa.select(col(Cause.id)).where(
                col(Cause.action_id) == col(Action.id),
                sa.or_(
                    col(Cause.topic_decision_id).is_not(None),
                    col(Cause.finding_key).startswith(subjects.OF_THEME),
                    col(Cause.finding_key).startswith(subjects.OF_TOPIC),
                ),
            )
        ),
    )
    going = col(Action.status).in_(OPEN)
    recent = sa.and_(col(Action.status).in_(CLOSED), col(Action.closed_on) >= oldest)
    wanted = select(Action.id).where(
        col(Action.decided_on).is_not(None), sa.or_(going, recent), on_theme
    )
    found = [number for number in session.exec(wanted.order_by(col(Action.id))) if number]
    session.rollback()
    return found


def _missing(session: Session, action: Action) -> list[subjects.Subject]:
    known = set(session.exec(select(Baseline.subject).where(Baseline.action_id == action.id)))
    causes = session.exec(
        select(Cause)
        .where(Cause.action_id == action.id)
        .options(joinedload(Cause.topic_decision))  # type: ignore[arg-type]
        .order_by(col(Cause.id))
    ).all()
    return [one for one in subjects.of(session, action, causes) if one.key not in known]


# ---------------------------------------------------------------- looking


def watched(session: Session, today: date) -> list[int]:
    """The baselines to look at: of the action last closed on each subject, unless another goes on about it."""
    quarter = last_quarters(today)[0]
    rows = session.exec(
        select(Baseline)
        .join(Action)
        .where(
            sa.or_(
                col(Action.status).in_(OPEN),
                sa.and_(
                    col(Action.status).in_(CLOSED),
                    col(Action.closed_on) >= month_start(today, -LOOKED_AFTER),
                ),
            )
        )
        .options(contains_eager(Baseline.action))  # type: ignore[arg-type]
        .order_by(col(Baseline.id))
    ).all()
    newest: dict[str, Baseline] = {}
    for one in rows:
        other = newest.get(one.subject)
        if other is None or _rank(one.action) >= _rank(other.action):
            newest[one.subject] = one
    session.rollback()
    return [
        key(one)
        for one in newest.values()
        if one.action.closed_on is not None and one.action.closed_on < quarter
    ]


def _rank(action: Action) -> tuple[date, int]:
    """Whatever goes on comes after all that is closed."""
    return (action.closed_on or date.max, key(action))


def look_at(
    session: Session, counting: Shares, baseline_id: int, quarter: date, now: datetime
) -> None:
    """Keep what the rule says of this subject in this quarter; what a person answered is not touched."""
    one = session.get(Baseline, baseline_id, options=[joinedload(Baseline.action)])  # type: ignore[arg-type]
    assert one is not None
    windows = [Period(one.since, one.until), Period(*quarter_of(quarter)), *_after(one.action)]
    seen, reader = Seen(Share(one.x, one.n), NOBODY), ""
    if one.topic_id is not None or not one.is_of_topic:
        read = counting.of(one.theme, one.topic_id, windows)
        if read is not None:
            seen, reader = Seen(*read.shares), read.reader
    row = session.exec(
        select(Return).where(Return.baseline_id == baseline_id, Return.quarter == quarter)
    ).first()
    if row is None:
        row = Return(baseline_id=baseline_id, quarter=quarter, at=now, **_told(seen, reader))
        session.add(row)
    if row.answer is None:
        _bring_up_to_date(row, _told(seen, reader), now)
    session.commit()


def _after(action: Action) -> Iterator[Period]:
    """The months after it was done, until the month it was closed in."""
    if action.done_on is None or action.closed_on is None:
        return
    window = effects.window_after(action)
    until = min(window.until, month_start(action.closed_on, 1) - timedelta(days=1))
    if until > window.since:
        yield Period(window.since, until)


def _told(seen: Seen, reader: str) -> dict[str, Any]:
    """What is kept of three shares."""
    judged = rule.judge(seen)
    return {
        "before_x": seen.before.x,
        "before_n": seen.before.n,
        "after_x": seen.after.x,
        "after_n": seen.after.n,
        "now_x": seen.now.x,
        "now_n": seen.now.n,
        "low": judged.low,
        "high": judged.high,
        "verdict": judged.verdict,
        "reader": reader,
    }


def _bring_up_to_date(row: Return, told: dict[str, Any], now: datetime) -> None:
    """Replies come late, and sentences are put right: dated anew only where something changed."""
    changed = {name: value for name, value in told.items() if getattr(row, name) != value}
    for name, value in (changed | {"at": now} if changed else {}).items():
        setattr(row, name, value)
    is_back = row.verdict is ReturnVerdict.BACK
    row.back_since = (row.back_since or now.astimezone(PARIS).date()) if is_back else None

"""Findings kept for the pages: computing a quarter takes seconds, and what it follows from changes a few times a day.

Every quarter of an hour the worker compares what the findings of the last four quarters follow from with what they were
computed from, and computes again those for which it changed. Until then pages show the last ones, and say when they are from.
Kept are sentences on figures that may be shown inside the fund; the topics among them hold words of members, which a
person may take away at any time: those are read anew each time. A document is never made of findings that are late.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from analysis import findings
from analysis.finding_rules import Evidence, Finding
from analysis.finding_rules.growing_topic import GROWING_TOPIC
from analysis.findings import Found
from analysis.indicators import measures
from analysis.models import Correction, FoundQuarter, ThemeReading, Verbatim
from analysis.results.shown import REMEMBERED
from core import jobs
from core.clock import PARIS
from core.database import open_session
from survey.models import Invitation, Question, Questionnaire, Reply

RECIPE = 1  # to raise when a rule, a theme or a threshold changes: all is then computed again


@dataclass(frozen=True)
class Noticed:
    """The findings of a quarter, when they were computed (None: just now), and whether something changed since."""

    found: Found
    at: datetime | None = None
    is_late: bool = False


# ---------------------------------------------------------------- reading


def last(session: Session, since: date) -> Noticed:
    """What is known of this quarter, for a page: kept if it was, else computed here."""
    kept = session.get(FoundQuarter, since)
    if kept is None:
        return Noticed(findings.found(session, since))
    return Noticed(_told(session, kept), kept.at, kept.fingerprint != fingerprint(session, since))


def found(session: Session, since: date) -> Found:
    """The same for a document: as figures are now."""
    noticed = last(session, since)
    return findings.found(session, since) if noticed.is_late else noticed.found


def kept(session: Session, since: date) -> Noticed | None:
    """What was kept of this quarter, without looking whether it is late; None before the worker computed it."""
    row = session.get(FoundQuarter, since)
    return Noticed(_told(session, row), row.at) if row else None


def named(session: Session, key: str) -> Finding | None:
    """The finding with this key, as its page shows it; None when it no longer stands."""
    since = findings.quarter_in(key)
    if since is None:
        return None
    told = last(session, since).found.findings
    return next((one for one in told if one.key == key), None)


def _told(session: Session, kept: FoundQuarter) -> Found:
    """What was kept, with the topics as they are named now."""
    told = [Finding(**one | {"commitments": tuple(one["commitments"])}) for one in kept.findings]
    told += GROWING_TOPIC.find(_of_topics(session, kept))
    return Found(kept.since, findings.in_order(told), kept.looked_at)


def _of_topics(session: Session, kept: FoundQuarter) -> Evidence:
    """As much evidence as the rule of topics looks at."""
    until = measures.month_start(kept.since, 3)
    topics = findings.topics(session, kept.since)
    return Evidence(kept.since, until, (), (), (), {}, {}, kept.commented, 0, topics, {}, {})


# ---------------------------------------------------------------- keeping


def keep(session: Session, now: datetime) -> None:
    """Compute again the last four quarters where something changed; commits by itself, quarter by quarter.

    Read apart, in a session that takes no lock: computing takes seconds.
    """
    wanted = findings.last_quarters(now.astimezone(PARIS).date())
    session.connection().execute(
        sa.delete(FoundQuarter).where(col(FoundQuarter.since).not_in(wanted))
    )
    session.commit()
    for since in wanted:
        with open_session(session.get_bind().engine, writing=False) as reading:
            made = _made(reading, since, now)
        if made is not None:
            session.merge(made)
            session.commit()


KEEP = jobs.Job("keep_findings", keep, jobs.HEAVY, own_commits=True)


def _made(reading: Session, since: date, now: datetime) -> FoundQuarter | None:
    """The quarter as it is now; None when nothing changed."""
    mark, known = fingerprint(reading, since), reading.get(FoundQuarter, since)
    if known is not None and known.fingerprint == mark:
        return None
    seen = findings.evidence(reading, since)
    told = findings.ranked(replace(seen, topics=()))
    return FoundQuarter(
        since=since,
        at=now,
        fingerprint=mark,
        looked_at=findings.is_enough(seen),
        commented=seen.commented,
        findings=[asdict(one) for one in told],
    )


# ---------------------------------------------------------------- what findings follow from


def fingerprint(session: Session, since: date) -> str:
    """Equal where the findings would be the same, topics apart: replies are named, readings counted, none is read."""
    until = measures.month_start(since, 3)
    oldest = measures.month_start(until, -REMEMBERED)
    rows = [session.connection().execute(one).all() for one in _counted(oldest, until)]
    return hashlib.sha256(repr((RECIPE, rows)).encode()).hexdigest()


def _counted(oldest: date, until: date) -> Iterator[Any]:
    """A reply is never changed: one that is corrected has another key. A reading is, and by whom it was tells it."""
    number = sa.func.count()
    asked = col(Reply.period_start).between(oldest, until - date.resolution)
    said = col(Verbatim.period_start).between(oldest, until - date.resolution)
    sent = col(Invitation.sent_on).between(oldest, until - date.resolution)
    yield sa.select(col(Reply.id)).where(asked).order_by(col(Reply.id))
    yield sa.select(number).select_from(Invitation).where(sent)
    yield _in_order([col(Verbatim.reader), col(Verbatim.theme)], number).where(said)
    read = _in_order([col(ThemeReading.theme), col(ThemeReading.rank)], number)
    yield read.join(Verbatim, col(Verbatim.id) == col(ThemeReading.verbatim_id)).where(said)
    yield sa.select(
        sa.func.max(col(Correction.id)), number, sa.func.count(col(Correction.undone_at))
    )
    yield (
        sa.select(col(Question.id), col(Question.code), col(Question.commitment_code), col(Questionnaire.status))
        .join(Questionnaire)
        .where(col(Question.commitment_code) != "")
        .order_by(col(Question.id))
    )  # fmt: skip


def _in_order(columns: Sequence[Any], number: Any) -> Any:
    return sa.select(*columns, number).group_by(*columns).order_by(*columns)

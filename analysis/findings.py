"""Front desk: what deserves attention in a quarter, ranked, each a sentence with its evidence.

Findings are computed from what may be shown inside the fund: the same replies give the same findings, and the key of one
(`rule.subject.moment.quarter`) finds it again as long as the evidence stands. What is decided on the strength of one keeps its key
and its words (see `actionplans.actions.causes`). Rules: `analysis.finding_rules`. Pages read them as kept by `analysis.noticing`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from analysis.finding_rules import RULES, Evidence, Finding, GrownTopic
from analysis.indicators import breakdowns, measures
from analysis.indicators.indicators import FORMULAS, Formula
from analysis.models import Change, ThemeReading, Topic, TopicAssignment, TopicRun, Verbatim
from analysis.results import results
from analysis.results.disclosure import Audience
from analysis.themes import marks as theme_marks
from analysis.themes import voices
from analysis.themes.themes import OTHER, themes
from analysis.themes.voices import Period
from survey.models import EventKind, Question

FOLLOWED = (
    "satisfaction", "comprehension", "contact_reached_by_person", "contact_satisfaction", "autonomy", "effort",
)  # fmt: skip
"""One indicator for each thing that is measured: two that say the same would sound two alarms."""
QUARTERS = 4
ENOUGH = 10  # answers, or comments, under which nothing could be found


@dataclass(frozen=True)
class Found:
    """The findings of a quarter, those to work on first; `looked_at` is False where there was too little to look at."""

    since: date
    findings: Sequence[Finding]
    looked_at: bool

    @property
    def to_work_on(self) -> list[Finding]:
        return [one for one in self.findings if not one.is_good]

    @property
    def to_be_proud_of(self) -> list[Finding]:
        return [one for one in self.findings if one.is_good]


def last_quarters(today: date) -> list[date]:
    """The first days of the last four quarters that are over, newest first."""
    current, _ = measures.quarter_of(today)
    return [measures.month_start(current, -3 * back) for back in range(1, QUARTERS + 1)]


def found(session: Session, since: date) -> Found:
    """What deserves attention in the quarter that begins on this day, computed here; a constant number of queries."""
    seen = evidence(session, since)
    return Found(since, ranked(seen), is_enough(seen))


def is_enough(seen: Evidence) -> bool:
    """Whether there was enough to look at for anything to be found."""
    answered = max((one.year.n for one in seen.breakdowns), default=0)
    return max(answered, seen.commented) >= ENOUGH


def ranked(seen: Evidence) -> list[Finding]:
    """The findings of all rules, in order."""
    return in_order([one for rule in RULES.values() for one in rule.find(seen)])


def in_order(some: Iterable[Finding]) -> list[Finding]:
    """By score; equal ones by key, so that the order never changes by itself."""
    return sorted(some, key=lambda one: (-one.score, one.key))


def quarter_in(key: str) -> date | None:
    """The first day of the quarter that the key of a finding ends with; None for anything else."""
    try:
        since = date.fromisoformat(key.rpartition(".")[2])
    except ValueError:
        return None
    return since if since == measures.quarter_of(since)[0] else None


def evidence(session: Session, since: date) -> Evidence:
    """All that the rules look at for a quarter."""
    until = measures.month_start(since, 3)
    quarter = Period(*measures.quarter_of(since))
    formulas = results.formulas(session)
    speakers = theme_marks.remembered(session, until)
    promises = _promises(session)
    return Evidence(
        since,
        until,
        _breakdowns(session, formulas, until),
        theme_marks.of_year(speakers, until),
        theme_marks.of_year(speakers, measures.month_start(until, -12)),
        measures.voices(session, quarter.since, quarter.until),
        measures.voices(session, quarter.before.since, quarter.before.until),
        voices.commented(session, quarter),
        voices.commented(session, quarter.before),
        topics(session, since),
        {code: theme for code, promise in promises.items() if (theme := theme_of(promise))},
        promises,
    )


def _breakdowns(
    session: Session, formulas: dict[str, Formula], until: date
) -> list[breakdowns.Breakdown]:
    followed = [one for code, one in formulas.items() if code in FOLLOWED or code not in FORMULAS]
    sources = [breakdowns.source(session, kind, until) for kind in EventKind]
    cut = [
        breakdowns.breakdown(formula, source, Audience.INTERNAL)
        for source in sources
        for formula in followed
    ]
    return [one for one in cut if one.has_answers]


def _promises(session: Session) -> dict[str, str]:
    """The commitment behind each question, by the code of the indicator it gives."""
    asked = select(Question.code, Question.commitment_code).where(Question.commitment_code != "")
    found = dict(session.exec(asked.order_by(col(Question.questionnaire_id))).all())
    if "contact_reached" in found:
        found["contact_reached_by_person"] = found["contact_reached"]
    return found


def theme_of(commitment: str) -> str:
    """The theme a commitment belongs to, or the first of its family (« JOI »); "" for none."""
    family = commitment.partition("-")[0]
    listed = [theme for theme in themes() if theme.code != OTHER]
    exact = [one.code for one in listed if commitment in one.commitments]
    near = [one.code for one in listed if any(code.startswith(family) for code in one.commitments)]
    return next(iter(exact + near), "")


def topics(session: Session, since: date) -> list[GrownTopic]:
    """Topics of the quarter that are new or grew, with their sentences of the quarter that are still there; one query."""
    counted = (
        sa.select(col(Topic.id), col(Topic.name), col(TopicRun.theme), col(Topic.change), sa.func.count())
        .select_from(Topic)
        .join(TopicRun, col(TopicRun.id) == col(Topic.run_id))
        .join(TopicAssignment, col(TopicAssignment.topic_id) == col(Topic.id))
        .join(
            Verbatim,
            sa.and_(
                col(Verbatim.id) == col(TopicAssignment.verbatim_id),
                col(Verbatim.period_start) >= col(TopicRun.period_start),
            ),
        )
        .join(
            ThemeReading,
            sa.and_(
                col(ThemeReading.verbatim_id) == col(TopicAssignment.verbatim_id),
                col(ThemeReading.theme) == col(TopicRun.theme),
            ),
        )
        .where(col(TopicRun.period_start) == since, col(Topic.change).in_((Change.NEW, Change.GREW)))
        .group_by(col(Topic.id), col(Topic.name), col(TopicRun.theme), col(Topic.change))
        .order_by(col(Topic.id))
    )  # fmt: skip
    rows: Iterable[Any] = session.connection().execute(counted)
    by_code = {theme.code: theme for theme in themes()}
    return [
        GrownTopic(number, name, by_code[theme], sentences, change is Change.NEW)
        for number, name, theme, change, sentences in rows
        if theme in by_code
    ]

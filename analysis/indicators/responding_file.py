"""« Qui répond » as a table: every event to its end, response rates by wave and mode, respondents beside the invited."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from sqlmodel import Session

from analysis.dictionaries import WITHHELD_RATE
from analysis.indicators import responding
from analysis.indicators.responding import Asked, Rate
from analysis.results.disclosure import Audience, may_show
from core import csv_files
from survey import replies
from survey.models import EventKind
from survey.replies import Scope
from survey.sending.endings import Ending

Ends = Mapping[EventKind, Sequence[tuple[Ending, int | None]]]


def since(today: date) -> date:
    """The last two years: enough for eight quarters of waves."""
    return today - timedelta(days=730)


def modes(session: Session, lines: Sequence[Asked], since: date) -> list[Rate]:
    """Answers by mode over all that were asked, in waves that are over or not."""
    sent = sum(one.sent for one in lines)
    counted = replies.modes(session, Scope(since=since))
    return [
        Rate(
            mode.label,
            sent,
            min(number, sent),
            shown=may_show(sent, Audience.INTERNAL) and may_show(number, Audience.INTERNAL),
        )
        for mode, number in counted.items()
    ]


def rows(
    session: Session, since: date, today: date, ends: Ends
) -> list[tuple[csv_files.Cell, ...]]:
    """The whole of it; `ends` as its reader may see them, None for a number that is withheld."""
    lines = responding.asked(session, since, today)
    found: list[tuple[csv_files.Cell, ...]] = [
        ("fins", kind.label, end.label, WITHHELD_RATE if n is None else n, "", "", "", "", "")
        for kind, theirs in ends.items()
        for end, n in theirs
    ]
    for kind in EventKind:
        found += [
            _row("vagues", kind.label, _wave(rate)) for rate in responding.by_wave(lines, kind)
        ]
    found += [_row("modes", "", rate) for rate in modes(session, lines, since)]
    for one in responding.comparisons(lines):
        found += [_row(one.title, "", rate, one.verdict.value) for rate in one.rates]
    return found


def _wave(rate: Rate) -> Rate:
    """« vague de novembre 2026 »: a spreadsheet would read the month alone as a day."""
    return replace(rate, label=f"vague de {rate.label}")


def _row(table: str, kind: str, rate: Rate, verdict: str = "") -> tuple[csv_files.Cell, ...]:
    """One rate; nothing of it but its name when its group is too small."""
    if rate.share is None or rate.interval is None:
        return (table, kind, rate.label, WITHHELD_RATE, "", "", "", "", verdict)
    share, low, high = (round(100 * part, 1) for part in (rate.share, *rate.interval))
    return (table, kind, rate.label, rate.sent, rate.answered, share, low, high, verdict)

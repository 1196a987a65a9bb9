"""What members said, as a note tells it to everybody inside: the threshold of the public holds, for a note goes round.

Below ten, no number is told; satisfaction is the one that the public page may show (`analysis.results.shown`), never that of a month: with
those of the quarter and the year, a month could be worked out.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from sqlmodel import Session

from actionplans.actions.decisions import SIGNIFICANT, significant
from actionplans.notes.sections import Month
from analysis.indicators import measures, responding
from analysis.indicators.indicators import FORMULAS, Indicator
from analysis.results import results
from analysis.results.disclosure import Audience, may_show
from core import french
from survey import replies
from survey.models import EventKind
from survey.replies import Scope

TOLD = 3  # themes
SATISFACTION = "satisfaction"


def facts(session: Session, month: Month, today: date) -> Iterator[str]:
    """Sendings of the month, themes of the last quarter over, satisfaction of the year."""
    yield from _sendings(session, month, today)
    yield from _themes(session, month)
    for kind in EventKind:
        yield from _satisfaction(session, kind, month)


def _satisfaction(session: Session, kind: EventKind, month: Month) -> Iterator[str]:
    """Of the twelve months before the quarter still coming in at the end of the month; nothing where it may not be shown."""
    since, until = results.last_year(month.until + timedelta(days=1))
    known = results.remembered(session, kind, until)
    only = {SATISFACTION: FORMULAS[SATISFACTION]}
    invited = replies.ledger(session, Scope(since=since, until=until, kind=kind)).sent
    for mark in results.indicators(only, known, until, invited, Audience.PUBLIC):
        if mark.value is not None and mark.interval is not None:
            year = f"{french.month(since)} à {french.month(measures.month_start(until, -1))}"
            yield f"Satisfaction ({kind.label}) : {_mark(mark)}, {year}."


def _sendings(session: Session, month: Month, today: date) -> Iterator[str]:
    wave = [one for one in responding.asked(session, month.since, today) if one.wave == month.since]
    sent, answered = sum(one.sent for one in wave), sum(one.answered for one in wave)
    if not sent:
        yield "Aucun questionnaire n’est parti ce mois-ci."
    elif not may_show(sent, Audience.PUBLIC):
        yield f"Moins de {Audience.PUBLIC.value} questionnaires sont partis ce mois-ci."
    elif not may_show(answered, Audience.PUBLIC):
        yield f"{_left(sent)} ; moins de {Audience.PUBLIC.value} réponses à ce jour."
    else:
        share = french.percent(answered / sent)
        yield f"{_left(sent)} ; {french.count(answered, 'réponse')} à ce jour, soit {share}."


def _left(sent: int) -> str:
    return french.count(sent, "questionnaire est parti", "questionnaires sont partis")


def _themes(session: Session, month: Month) -> Iterator[str]:
    """Of the last quarter that was over at the end of the month; themes of ten voices or more."""
    current, until = measures.quarter_of(month.until)
    if until > month.until:
        current, until = measures.quarter_of(current - timedelta(days=1))
    spoken = measures.voices(session, current, until)
    heard = sorted(significant(spoken), key=lambda theme: -spoken[theme.code].count)
    if not heard:
        yield f"Aucun thème n’a réuni {SIGNIFICANT} voix au {french.quarter(current)}."
        return
    said = [f"« {one.title} » ({french.count(spoken[one.code].count, 'voix', 'voix')})" for one in heard[:TOLD]]  # fmt: skip
    yield f"Au {french.quarter(current)}, ils ont surtout parlé de {french.listed(said)}."


def _mark(mark: Indicator) -> str:
    assert mark.value is not None
    assert mark.interval is not None
    low, high = (french.number(bound, 1) for bound in mark.interval)
    answers = french.count(mark.n, "réponse")
    return f"{french.number(mark.value, 1)} sur 10 ({low} à {high}), {answers}"

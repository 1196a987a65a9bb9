"""What an action may be judged by: everything that is measured all the time, and how each is counted.

Proportions (replies, comments, requests in time) are compared window to window; the mean mark of a
theme is a series of months, judged by a segmented regression. Requests are those of the action's own
department; what members answer is the whole fund's.
"""

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from actionplans.actions import series
from actionplans.actions.series import Point
from actionplans.delays import figures
from actionplans.delays.delays import PROMISES
from actionplans.models import Action, Direction, RequestChannel
from analysis.indicators import measures
from analysis.indicators.measures import Measure
from analysis.themes.themes import OTHER, themes
from core.french import typeset
from organisation.models import Commitment
from survey import replies
from survey.models import Question
from survey.replies import Scope

THEME, MARK, DELAY, QUESTION = measures.THEME, "mark:", "delay:", "question:"
QUESTIONED = re.compile(r"question:[A-Z]{3}-\d{2}")
OF_ONE_CHANNEL = ("DEL-02", "DEL-03")
DELAYS = {
    "DEL-01": "Demandes dont il est accusé réception",
    "DEL-02": "Demandes électroniques accusées en 7 jours",
    "DEL-03": "Courriers accusés en 14 jours",
    "DEL-05": "Demandes auxquelles un délai est annoncé",
    "DEL-06": "Demandes traitées à la date annoncée",
    "DEL-07": "Réclamations traitées à la date annoncée",
}


@dataclass(frozen=True)
class Indicator:
    """Something measured all the time, by which an action may be judged; `good` is its good way."""

    key: str
    label: str
    good: Direction
    group: str = "Réponses des adhérents"

    @property
    def is_series(self) -> bool:
        """A mean by month, rather than a share of a window."""
        return self.key.startswith(MARK)


@functools.cache
def indicators() -> dict[str, Indicator]:
    """The catalogue, without what depends on the questionnaires: those are `of_questions`."""
    known = [*_shares(), *_marks(), *_delays()]
    return {indicator.key: indicator for indicator in known}


def _shares() -> list[Indicator]:
    shares = [Indicator(key, measures.label(key), Direction.UP) for key in measures.SHARES]
    keys = [f"{THEME}{theme.code}" for theme in themes() if theme.code != OTHER]
    spoken = "Part des commentaires sur un thème"
    return shares + [Indicator(key, measures.label(key), Direction.DOWN, spoken) for key in keys]


def _marks() -> list[Indicator]:
    return [
        Indicator(
            f"{MARK}{theme.code}",
            typeset(f"Note moyenne de qui parle de « {theme.title} »"),
            Direction.UP,
            "Satisfaction par thème",
        )
        for theme in themes()
        if theme.code != OTHER
    ]


def _delays() -> list[Indicator]:
    group, found = "Délais tenus, par canal", []
    for code, label in DELAYS.items():
        found.append(Indicator(f"{DELAY}{code}", f"{label} ({code})", Direction.UP, group))
        for channel in () if code in OF_ONE_CHANNEL else RequestChannel:
            said = f"{label}, {channel.label} ({code})"
            found.append(Indicator(f"{DELAY}{code}:{channel}", said, Direction.UP, group))
    return found


def of_questions(session: Session) -> list[Indicator]:
    """One for each commitment that a question of the questionnaires is tied to."""
    tied = select(Question.commitment_code).where(
        Question.commitment_code != "", Question.kind != "free_text"
    )
    rows = session.exec(
        select(Commitment.code, Commitment.title)
        .where(col(Commitment.code).in_(tied))
        .order_by(col(Commitment.code), col(Commitment.id))
    )
    return [_question(code, title) for code, title in dict(rows.all()).items()]


def _question(code: str, title: str) -> Indicator:
    said = typeset(f"Satisfaits à la question sur {code} : {title}")
    return Indicator(f"{QUESTION}{code}", said, Direction.UP, "Questions des engagements")


def catalogue(session: Session) -> list[Indicator]:
    """All that can be chosen today."""
    return [*indicators().values(), *of_questions(session)]


def is_known(key: str) -> bool:
    """Whether this key is one of the catalogue's."""
    return key in indicators() or bool(QUESTIONED.fullmatch(key))


def named(session: Session, key: str) -> Indicator | None:
    """The indicator with this key; None for none, or one that is no longer known."""
    if key.startswith(QUESTION):
        return next((one for one in of_questions(session) if one.key == key), None)
    return indicators().get(key)


# ---------------------------------------------------------------- counting


def measure(session: Session, action: Action, since: date, until: date) -> Measure:
    """The share of a window, both days included; not for a series."""
    key = action.indicator
    if key.startswith(DELAY):
        return _in_time(session, action, since, until)
    if key.startswith(QUESTION):
        code = key.removeprefix(QUESTION)
        after = measures.month_start(until, 1)  # the windows are whole months
        x, n = replies.perceived(session, code, Scope(since=since, until=after))
        found = named(session, key)
        return Measure(found.label if found else code, x, n)
    return measures.measure(session, key, since, until)


def _in_time(session: Session, action: Action, since: date, until: date) -> Measure:
    """Requests received in the window by the action's department; open beyond its time is a breach."""
    code, _, channel = action.indicator.removeprefix(DELAY).partition(":")
    told = figures.told(session, figures.Period(since, until), action.department_id)
    part = [one for one in told if channel in ("", one.dates.channel)]
    found = figures.of(part, code)
    return Measure(indicators()[action.indicator].label, found.kept, found.n)


def points(session: Session, action: Action, since: date, until: date) -> Sequence[Point]:
    """The monthly means of a series; a month that nobody spoke in is not there."""
    return series.of_theme(session, action.indicator.removeprefix(MARK), since, until)


assert DELAYS.keys() <= PROMISES.keys()

"""What an action deals with among the things members say: the themes and topics of its causes, and of its indicator."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from actionplans.actions.indicators import THEME
from actionplans.models import Action, Cause, Direction
from analysis.findings import quarter_in
from analysis.models import Topic
from analysis.themes.themes import OTHER, themes

OF_THEME, OF_TOPIC = "growing_theme.", "growing_topic."  # findings that say a share rose


@dataclass(frozen=True)
class Subject:
    """A theme, or one of its topics."""

    theme: str
    topic: Topic | None = None

    @property
    def key(self) -> str:
        """« telephone », « telephone.12 »."""
        return self.theme if self.topic is None else f"{self.theme}.{self.topic.id}"


def of(session: Session, action: Action, causes: Sequence[Cause]) -> list[Subject]:
    """Each once: the themes decided upon, what grew, the theme whose share was to fall."""
    found = {one.key: one for one in _all(session, action, causes)}
    codes = {theme.code for theme in themes()} - {OTHER}
    return [one for one in found.values() if one.theme in codes]


def _all(session: Session, action: Action, causes: Sequence[Cause]) -> Iterator[Subject]:
    for cause in causes:
        if cause.topic_decision is not None:
            yield Subject(cause.topic_decision.theme)
        yield from _found(session, cause.finding_key)
    if action.indicator.startswith(THEME) and action.direction is Direction.DOWN:
        yield Subject(action.indicator.removeprefix(THEME))


def _found(session: Session, key: str) -> Iterator[Subject]:
    """What a finding on a share spoke of; a topic that is gone, or whose number another one took, is not followed."""
    since = quarter_in(key)
    if since is None:
        return
    said = key.removesuffix(f".{since.isoformat()}")
    if said.startswith(OF_THEME):
        yield Subject(said.removeprefix(OF_THEME))
    elif said.startswith(OF_TOPIC):
        theme, _, number = said.removeprefix(OF_TOPIC).rpartition(".")
        topic = session.get(Topic, int(number)) if number.isdigit() else None
        if topic is not None and _is_of(topic, theme, since):
            yield Subject(theme, topic)


def _is_of(topic: Topic, theme: str, since: date) -> bool:
    run = topic.run
    return run is not None and (run.theme, run.period_start) == (theme, since)

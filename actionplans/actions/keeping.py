"""Whether an effect lasts: looked at once more, later; and what was fixed beforehand, changed in the open."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from actionplans.actions import effects, steps, story, verifying
from actionplans.actions.effects import Effect, Period
from actionplans.models import Action, ActionStatus, Direction, Verdict
from analysis.indicators.measures import month_start
from core.errors import Refused
from core.french import day
from organisation.models import User
from organisation.words import DEEDS

DEEDS.update({"kept_action": "durée de l’effet vérifiée", "effect_action": "effet attendu changé"})

SHORTEST = timedelta(days=28)  # a window is a whole month at least
LASTS = timedelta(days=180)  # without an indicator: how long to wait before looking again
KEPT_WORDS = {
    Verdict.EFFECT: "effet maintenu",
    Verdict.FAVOURABLE: "effet affaibli : il n’est plus démontré",
    Verdict.NONE: "effet perdu",
    Verdict.WORSE: "effet perdu, et dégradation",
    Verdict.NOT_ENOUGH: "données insuffisantes",
    Verdict.WRITTEN: "évaluation écrite",
}


def window(action: Action) -> Period:
    """The months looked at: as many as before, from the month after the action was closed."""
    assert action.closed_on is not None
    first = month_start(action.closed_on, 1)
    return Period(first, month_start(first, action.window_months) - timedelta(days=1))


def checkable_on(action: Action) -> date:
    """The day from which the lasting may be judged."""
    assert action.closed_on is not None
    if not action.indicator:
        return action.closed_on + LASTS
    return window(action).until + timedelta(days=1)


def may_be_due(today: date) -> Any:
    """A condition on Action that all those `is_to_check` meet, so that the others are not fetched."""
    return sa.and_(
        col(Action.status) == ActionStatus.EFFECTIVE,
        col(Action.kept_on).is_(None),
        col(Action.closed_on) <= today - SHORTEST,
    )


def is_to_check(action: Action, today: date) -> bool:
    """Closed with an effect, its later window over, and nobody has looked yet."""
    is_open = action.status is ActionStatus.EFFECTIVE and action.kept_on is None
    return is_open and checkable_on(action) <= today


def lasting(session: Session, action: Action) -> Effect | None:
    """What the rule says of the later window, held against the same months before the action."""
    if not action.indicator or action.direction is None or action.closed_on is None:
        return None
    return effects.effect_over(session, action, window(action))


def check(
    session: Session, action: Action, evaluation: str, lasts: bool, by: User, now: datetime
) -> Action:
    """Say whether the effect is kept. With an indicator the rule alone decides; else what is written.

    An effect that is lost does not open the action again: a person decides that, with `reopen`.
    """
    steps.check("kept", action, by)
    if action.kept_on is not None:
        raise Refused("C’est déjà vérifié : rouvrez l’action si l’ennui est revenu.")
    first = checkable_on(action)
    if story.today(now) < first:
        raise Refused(f"Revenez à partir du {day(first)} : la fenêtre suivante n’est pas finie.")
    effect = lasting(session, action)
    evaluation = evaluation.strip()
    if effect is None or evaluation:
        evaluation = story.said(session, action, "kept", evaluation, by, now)
    written = Verdict.EFFECT if lasts else Verdict.NONE
    action.kept_verdict = effect.verdict if effect else written
    details = [verifying.details_of(effect)] if effect else []
    action.kept_details = "\n\n".join([*details, *([evaluation] if evaluation else [])])[:2000]
    action.kept_on = story.today(now)
    return story.written(session, action, "kept_action", by, now, KEPT_WORDS[action.kept_verdict])


# ---------------------------------------------------------------- what was fixed beforehand


@dataclass(frozen=True)
class Expectation:
    """The effect expected, in words and in figures; no indicator: a written evaluation."""

    expected: str
    indicator: str = ""
    direction: Direction | None = None
    window_months: int = effects.DEFAULT_WINDOW


def change(
    session: Session, action: Action, wanted: Expectation, reason: str, by: User, now: datetime
) -> Action:
    """Change the effect fixed beforehand, while the action goes on: counted, told, never in silence."""
    steps.check("effect", action, by)
    if not wanted.expected.strip():
        raise Refused("Écrivez l’effet attendu : il servira à juger l’action.", "expected")
    effects.check_terms(wanted.indicator, wanted.direction, wanted.window_months)
    before, after = _told(action), _told_as(wanted)
    if before == after and wanted.expected.strip() == action.expected:
        raise Refused("Rien n’a changé : revenez à la page de l’action.")
    story.said(session, action, "effect", reason, by, now)
    action.expected, action.indicator = wanted.expected.strip(), wanted.indicator
    action.direction = wanted.direction if wanted.indicator else None
    action.window_months = wanted.window_months
    action.effect_changes += 1
    return story.written(session, action, "effect_action", by, now, f"{before} → {after}")


def _told(action: Action) -> str:
    return _words(action.indicator, action.direction, action.window_months)


def _told_as(wanted: Expectation) -> str:
    return _words(wanted.indicator, wanted.direction, wanted.window_months)


def _words(indicator: str, direction: Direction | None, months: int) -> str:
    if not indicator:
        return "évaluation écrite"
    found = effects.indicators().get(indicator)
    way = "en hausse" if direction is Direction.UP else "en baisse"
    return f"{found.label if found else indicator}, {way}, {months} mois"

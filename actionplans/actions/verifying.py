"""Look at what an action changed, close it with a verdict, or open it again; never one's own."""

from datetime import date, datetime

from sqlmodel import Session

from actionplans.actions import effects, series, steps, story
from actionplans.actions.effects import Effect
from actionplans.models import Action, ActionStatus, Verdict
from core import typed_days
from core.errors import Refused
from core.french import NBSP, day, number
from organisation.models import User
from organisation.words import DEEDS

DEEDS.update({"verify_action": "effet vérifié, action close", "reopen_action": "action rouverte"})


def verify(
    session: Session,
    action: Action,
    by: User,
    now: datetime,
    evaluation: str = "",
    is_effective: bool = False,
) -> Action:
    """Close an action with its verdict.

    With an indicator the stated rule alone decides (`effects.judge`), and `evaluation` says what
    comes next when no effect is shown. Without one, `evaluation` is the written evaluation and
    `is_effective` its conclusion.
    """
    steps.check("verify", action, by)
    today = story.today(now)
    _check_day(action, today)
    evaluation = evaluation.strip()
    effect = effects.effect_of(session, action)
    verdict = effect.verdict if effect else Verdict.WRITTEN
    closes_well = verdict is Verdict.EFFECT if effect else is_effective
    _check_evaluation(evaluation, verdict, closes_well)
    details = [details_of(effect)] if effect else []
    action.verdict = verdict
    action.verdict_details = "\n\n".join([*details, *([evaluation] if evaluation else [])])[:2000]
    action.verified_by_id, action.closed_on = by.id, today
    action.status = ActionStatus.EFFECTIVE if closes_well else ActionStatus.WITHOUT_EFFECT
    if evaluation:
        story.said(session, action, "verify", evaluation, by, now)
    return story.written(session, action, "verify_action", by, now, verdict.label)


def _check_day(action: Action, today: date) -> None:
    first = effects.verifiable_on(action)
    if today < first:
        raise Refused(
            f"Il est trop tôt pour juger : l’effet se vérifie à partir du {day(first)}, "
            "comme fixé avant de commencer."
        )


def _check_evaluation(evaluation: str, verdict: Verdict, closes_well: bool) -> None:
    if evaluation:
        return
    if verdict is Verdict.WRITTEN:
        raise Refused("Sans indicateur, écrivez ce qui a changé et comment vous le savez.")
    if not closes_well:
        raise Refused("Sans effet démontré, écrivez pourquoi selon vous, et ce qui vient ensuite.")


def reopen(
    session: Session, action: Action, due_on: date, reason: str, by: User, now: datetime
) -> Action:
    """Take up again what was believed done: the proof does not hold, or the trouble is back."""
    steps.check("reopen", action, by)
    if not reason.strip():
        raise Refused("Dites ce qui vous fait rouvrir cette action.")
    typed_days.expect_to_come(due_on, story.today(now), "une échéance", "due_on")
    was = f"elle était {action.status.label}"
    story.said(session, action, "reopen", reason, by, now)
    action.status, action.reason, action.due_on = ActionStatus.IN_PROGRESS, reason.strip(), due_on
    action.done_on = action.closed_on = action.verdict = action.verified_by_id = None
    action.verdict_details = action.proof = ""
    action.kept_verdict = action.kept_on = None
    action.kept_details = ""
    return story.written(session, action, "reopen_action", by, now, was)


def details_of(effect: Effect) -> str:
    """The figures behind a verdict, in one French sentence."""
    before, after = effect.before, effect.after
    said = (
        f"{before.label} : {effects.said(before)} avant ({effects.counted(before)}), "
        f"{effects.said(after)} après ({effects.counted(after)})"
    )
    return f"{said}. {gap_of(effect)}"


def gap_of(effect: Effect) -> str:
    """The difference and its interval, in points; or what is missing to give them."""
    if effect.low is None or effect.high is None or effect.difference is None:
        if effect.is_series:
            return f"Il faut {series.FEWEST} mois avec une note dans chaque fenêtre."
        return f"Il faut {effects.SMALLEST_WINDOW} réponses dans chaque fenêtre."
    scale, unit = (1, f"point{NBSP}sur{NBSP}10") if effect.is_series else (100, "points")
    gap, low, high = (
        _signed(value * scale) for value in (effect.difference, effect.low, effect.high)
    )
    said = f"Écart : {gap}{NBSP}{unit} (intervalle à 95{NBSP}% : {low} à {high})."
    if not effect.is_series:
        return said
    caution = "Écart à la tendance d’avant ; les mois sont pris comme indépendants."
    short = " Peu de points : cet intervalle est trop étroit." if effect.is_short else ""
    return f"{said} {caution}{short}"


def _signed(value: float) -> str:
    return f"{'+' if value > 0 else ''}{number(value, 1)}"

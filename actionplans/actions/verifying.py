"""Look at what an action changed, close it with a verdict, or open it again; never one's own."""

from datetime import date, datetime

from sqlmodel import Session

from actionplans.actions import effects, steps
from actionplans.actions.effects import Effect
from actionplans.models import Action, ActionNote, ActionStatus, Verdict
from core.clock import PARIS
from core.errors import Refused
from core.french import NBSP, day, number, percent
from core.keys import key
from organisation import journal
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
    today = now.astimezone(PARIS).date()
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
        _keep(session, action, "verify", evaluation, by, now)
    session.flush()
    journal.write(session, now, by, "verify_action", f"action {action.id}", verdict.label)
    return action


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
    if due_on <= now.astimezone(PARIS).date():
        raise Refused("Choisissez une échéance à venir.")
    was = f"elle était {action.status.label}"
    _keep(session, action, "reopen", reason.strip(), by, now)
    action.status, action.reason, action.due_on = ActionStatus.IN_PROGRESS, reason.strip(), due_on
    action.done_on = action.closed_on = action.verdict = action.verified_by_id = None
    action.verdict_details = action.proof = ""
    session.flush()
    journal.write(session, now, by, "reopen_action", f"action {action.id}", was)
    return action


def _keep(session: Session, action: Action, step: str, text: str, by: User, now: datetime) -> None:
    session.add(ActionNote(action_id=key(action), by_id=key(by), at=now, step=step, text=text))


def details_of(effect: Effect) -> str:
    """The figures behind a verdict, in one French sentence."""
    before, after = effect.before, effect.after
    said = (
        f"{before.label} : {percent(before.share)} avant ({before.x} sur {before.n}), "
        f"{percent(after.share)} après ({after.x} sur {after.n})"
    )
    return f"{said}. {gap_of(effect)}"


def gap_of(effect: Effect) -> str:
    """The difference and its interval, in points; or what is missing to give them."""
    if effect.low is None or effect.high is None or effect.difference is None:
        return f"Il faut {effects.SMALLEST_WINDOW} réponses dans chaque fenêtre."
    gap, low, high = (_points(value) for value in (effect.difference, effect.low, effect.high))
    return f"Écart : {gap}{NBSP}points (intervalle à 95{NBSP}% : {low} à {high})."


def _points(value: float) -> str:
    return f"{'+' if value > 0 else ''}{number(value * 100, 1)}"

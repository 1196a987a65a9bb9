"""The milestones of an action: each has its day, and ends done or cancelled, by somebody, on a day."""

from datetime import date, datetime

from sqlmodel import Session

from actionplans.actions import steps, story
from actionplans.models import Action, Milestone
from core import typed_days
from core.errors import Missing, Refused
from core.french import count, day
from core.keys import key
from organisation.models import User
from organisation.words import DEEDS

DEEDS.update(
    {
        "add_milestone": "jalon ajouté",
        "end_milestone": "jalon atteint",
        "cancel_milestone": "jalon annulé",
    }
)

SHORTEST, LONGEST = 3, 120
MOST = 20  # beyond, it is several actions


def add(
    session: Session, action: Action, title: str, due_on: date, by: User, now: datetime
) -> Milestone:
    """One more part of the action, with its day: to come, and no later than the action's own."""
    steps.check("milestone", action, by)
    title = " ".join(title.split())
    if not SHORTEST <= len(title) <= LONGEST:
        raise Refused(f"Dites ce jalon en {SHORTEST} à {LONGEST} caractères.", "title")
    typed_days.expect_to_come(due_on, story.today(now), "une date", "due_on")
    if action.due_on is not None and due_on > action.due_on:
        last = day(action.due_on)
        raise Refused(
            f"Choisissez une date au plus tard le {last}, échéance de l’action.", "due_on"
        )
    if len(action.milestones) >= MOST:
        raise Refused("Vingt jalons, c’est plusieurs actions : proposez-en une autre.", "title")
    milestone = Milestone(action_id=key(action), title=title, due_on=due_on)
    action.milestones.append(milestone)
    story.written(session, action, "add_milestone", by, now, f"pour le {day(due_on)}")
    return milestone


def of(action: Action, number: int) -> Milestone:
    """The milestone of this action with this number, or Missing."""
    found = next((one for one in action.milestones if one.id == number), None)
    if found is None:
        raise Missing("Ce jalon n’existe pas, ou plus.")
    return found


def end(session: Session, action: Action, milestone: Milestone, by: User, now: datetime) -> None:
    """This part is done."""
    _close(action, milestone, by, now)
    story.written(session, action, "end_milestone", by, now, _place(action, milestone))


def cancel(
    session: Session, action: Action, milestone: Milestone, reason: str, by: User, now: datetime
) -> None:
    """This part will not be done, and why."""
    reason = reason.strip()
    if not reason:
        raise Refused("Écrivez pourquoi ce jalon est annulé.")
    _close(action, milestone, by, now)
    milestone.is_cancelled, milestone.reason = True, reason
    story.written(session, action, "cancel_milestone", by, now, _place(action, milestone))


def _close(action: Action, milestone: Milestone, by: User, now: datetime) -> None:
    steps.check("milestone", action, by)
    if milestone.ended_on is not None:
        raise Refused("Ce jalon est déjà terminé : rechargez la page de l’action.")
    milestone.ended_on, milestone.ended_by_id = story.today(now), by.id


def _place(action: Action, milestone: Milestone) -> str:
    ranks = [one.id for one in action.milestones]
    return f"jalon {ranks.index(milestone.id) + 1} sur {len(ranks)}"


def open_ones(action: Action) -> list[Milestone]:
    """Those that are neither done nor cancelled."""
    return [one for one in action.milestones if one.ended_on is None]


def check_all_ended(action: Action) -> None:
    """Refused while a milestone is open: an action is done when all its parts are, or are dropped."""
    waiting = open_ones(action)
    if waiting:
        n = count(len(waiting), "jalon ouvert", "jalons ouverts")
        raise Refused(f"Terminez ou annulez d’abord : il reste {n} (« {waiting[0].title} »).")

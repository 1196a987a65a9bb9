"""What is kept of each step of an action: the words said, the line of the journal, its version."""

from datetime import date, datetime

from sqlmodel import Session

from actionplans.models import Action, ActionNote
from core.clock import PARIS
from core.errors import Refused
from core.keys import key
from organisation import journal
from organisation.models import User

NOTHING_SAID = {
    "finish": "Donnez une preuve : joignez un fichier, ou dites le lien, le chiffre que chacun peut vérifier.",
    "note": "Écrivez où en est l’action.",
    "reopen": "Dites ce qui vous fait rouvrir cette action.",
    "fix": "Écrivez ce qui a été fait tout de suite.",
    "kept": "Écrivez ce qui dure ou non, et comment vous le savez.",
}
CHANGED = (
    "Relisez cette action puis envoyez de nouveau : quelqu’un l’a changée pendant que vous écriviez."
    " Ce que vous avez tapé est encore là."
)


def today(now: datetime) -> date:
    """The day it is in Paris."""
    return now.astimezone(PARIS).date()


def said(session: Session, action: Action, step: str, text: str, by: User, now: datetime) -> str:
    """Keep what was said at this step; a reason or a proof is never empty."""
    text = text.strip()
    if not text:
        raise Refused(NOTHING_SAID.get(step, "Écrivez pourquoi, en une phrase au moins."))
    session.add(ActionNote(action_id=key(action), by_id=key(by), at=now, step=step, text=text))
    return text


def written(
    session: Session, action: Action, deed: str, by: User | None, now: datetime, details: str = ""
) -> Action:
    """Write the step in the journal: who, when, never what people wrote; the action is newer."""
    action.version += 1
    session.flush()
    journal.write(session, now, by, deed, f"action {action.id}", details, action.department_id)
    return action


def check_version(action: Action, seen: str) -> None:
    """Refused when the action is no longer the one this person had before their eyes.

    `seen` is the version that the page carried; empty where a page carries none.
    """
    if seen.isdigit() and int(seen) != action.version:
        raise Refused(CHANGED)

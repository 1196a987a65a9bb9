"""The five ways a report comes back to those who work here (Benn et al., Quality and Safety in Health Care, 2009), and where each is.

What put staff off reporting is to hear nothing of it: each way is named on the report’s page, done or not yet, with its day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

from sqlmodel import Session, col, select

from actionplans.models import Action, ActionStatus, Malfunction, MonthlyNote
from core.clock import PARIS
from core.french import count, day

OVER = (ActionStatus.REFUSED, ActionStatus.ABANDONED, ActionStatus.MERGED)


@dataclass(frozen=True)
class Way:
    """One way: its name, what is true of it today, whether it is done."""

    title: str
    said: str
    is_done: bool


def ways(session: Session, m: Malfunction, actions: Sequence[Action]) -> list[Way]:
    """The five, in the order in which they come."""
    return [
        _bounced_back(m),
        _answered_fast(m),
        _told(m, actions),
        _all_told(session, m),
        _improved(actions),
    ]


def _bounced_back(m: Malfunction) -> Way:
    """Bounce-back: the reporter knows at once that it arrived, and when it will be looked at."""
    said = f"Numéro {m.number} et délai donnés le {day(m.reported_on)}."
    return Way("Accusé de réception", said, True)


def _answered_fast(m: Malfunction) -> Way:
    """Rapid response: somebody looked at it, and what could be put right at once was."""
    if m.qualified_on is None and m.closed_on is None:
        due = f"attendue au plus tard le {day(m.due_on)}" if m.due_on else "attendue"
        return Way("Réponse rapide", f"Première réponse {due}.", False)
    on = m.qualified_on or m.closed_on
    assert on is not None
    fixed = " Une correction immédiate est faite." if m.fix else ""
    return Way("Réponse rapide", f"Regardé le {day(on)}.{fixed}", True)


def _told(m: Malfunction, actions: Sequence[Action]) -> Way:
    """Informing of actions: the reporter is told what was decided, or why nothing was."""
    if m.outcome:
        return Way("Suites dites à l’auteur", "Le retour est écrit sur cette page.", True)
    if actions:
        return Way("Suites dites à l’auteur", f"{count(len(actions), 'action')} à suivre.", True)
    return Way("Suites dites à l’auteur", "Rien n’est encore décidé.", False)


def _all_told(session: Session, m: Malfunction) -> Way:
    """Raising awareness: everybody inside reads of it in the monthly note, by its number alone."""
    title = "Toute la caisse informée"
    if m.closed_on is None:
        return Way(title, "Une fois clos, dans la note du mois.", False)
    closed_at = datetime.combine(m.closed_on, time(), PARIS)
    sent = select(MonthlyNote.sent_at).where(col(MonthlyNote.sent_at) >= closed_at)
    first = session.exec(sent.order_by(col(MonthlyNote.sent_at)).limit(1)).first()
    if first is None:
        return Way(title, "Dans la prochaine note du mois.", False)
    return Way(title, f"Note du mois envoyée le {day(first.astimezone(PARIS))}.", True)


def _improved(actions: Sequence[Action]) -> Way:
    """Improving the work system: the cause is corrected by an action whose effect somebody verified."""
    title, alive = "Le travail amélioré", [one for one in actions if one.status not in OVER]
    if any(one.status is ActionStatus.EFFECTIVE for one in alive):
        return Way(title, "Une action sur la cause a eu l’effet attendu.", True)
    if alive:
        return Way(title, "Une action corrige la cause ; son effet est à vérifier.", False)
    return Way(title, "Aucune action ne porte encore sur la cause.", False)

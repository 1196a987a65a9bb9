"""The five ways a report comes back to those who work here (Benn et al., Quality and Safety in Health Care, 2009), and where each is.

What put staff off reporting is to hear nothing of it: each way is named on the report’s page, done or not yet, with its day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

from sqlmodel import Session, col, select

from actionplans.models import Action, ActionStatus, Malfunction, MalfunctionStatus, MonthlyNote
from core.clock import PARIS
from core.french import count, day

ELSEWHERE = (MalfunctionStatus.JOINED, MalfunctionStatus.REDIRECTED)
FAST, TOLD = "Réponse rapide", "Suites dites à l’auteur"
ALL_TOLD, IMPROVED = "Toute la caisse informée", "Le travail amélioré"
OVER = (ActionStatus.REFUSED, ActionStatus.ABANDONED, ActionStatus.MERGED)


@dataclass(frozen=True)
class Way:
    """One way: its name, what is true of it today, whether it is done."""

    title: str
    said: str
    is_done: bool


def ways(session: Session, m: Malfunction, actions: Sequence[Action]) -> list[Way]:
    """The five, in the order in which they come; of a report that goes on elsewhere, where each is."""
    if m.status in ELSEWHERE:
        return _elsewhere(session, m)
    return [
        _bounced_back(m),
        _answered_fast(m),
        _told(m, actions),
        _all_told(session, m),
        _improved(actions),
    ]


def _elsewhere(session: Session, m: Malfunction) -> list[Way]:
    """Joined to an earlier one, it comes back with it; sent to an official channel, that channel answers."""
    earlier = session.get(Malfunction, m.joined_to_id) if m.joined_to_id else None
    looked, after = ("Regardé, puis confié à la voie officielle.", "La voie officielle en répond, selon ses règles.")  # fmt: skip
    if earlier is not None:
        looked, after = f"Regardé, puis rattaché à {earlier.number}.", f"Avec {earlier.number}, que vous suivez ici."  # fmt: skip
    return [
        _bounced_back(m),
        Way(FAST, looked, True),
        Way(TOLD, "Le retour est écrit sur cette page.", True),
        Way(ALL_TOLD, after, False),
        Way(IMPROVED, after, False),
    ]


def _bounced_back(m: Malfunction) -> Way:
    """Bounce-back: the reporter knows at once that it arrived, and when it will be looked at."""
    said = f"Numéro {m.number} et délai donnés le {day(m.reported_on)}."
    return Way("Accusé de réception", said, True)


def _answered_fast(m: Malfunction) -> Way:
    """Rapid response: somebody looked at it, and what could be put right at once was."""
    if m.qualified_on is None and m.closed_on is None:
        due = f"attendue au plus tard le {day(m.due_on)}" if m.due_on else "attendue"
        return Way(FAST, f"Première réponse {due}.", False)
    on = m.qualified_on or m.closed_on
    assert on is not None
    fixed = " Une correction immédiate est faite." if m.fix else ""
    return Way(FAST, f"Regardé le {day(on)}.{fixed}", True)


def _told(m: Malfunction, actions: Sequence[Action]) -> Way:
    """Informing of actions: the reporter is told what was decided, or why nothing was."""
    if m.outcome:
        return Way(TOLD, "Le retour est écrit sur cette page.", True)
    if actions:
        return Way(TOLD, f"{count(len(actions), 'action')} à suivre.", True)
    return Way(TOLD, "Rien n’est encore décidé.", False)


def _all_told(session: Session, m: Malfunction) -> Way:
    """Raising awareness: everybody inside reads of it in the monthly note, by its number alone."""
    title = ALL_TOLD
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
    title, alive = IMPROVED, [one for one in actions if one.status not in OVER]
    if any(one.status is ActionStatus.EFFECTIVE for one in alive):
        return Way(title, "Une action sur la cause a eu l’effet attendu.", True)
    if alive:
        return Way(title, "Une action corrige la cause ; son effet est à vérifier.", False)
    return Way(title, "Aucune action ne porte encore sur la cause.", False)

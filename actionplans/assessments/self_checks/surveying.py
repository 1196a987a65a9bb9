"""AVI-01, AVI-02: everybody whose pension opens, everybody who joins, is asked; counted event by event."""

from datetime import date, timedelta

from sqlmodel import Session

from actionplans.assessments.self_checks.base import TARGET, Address, Check, Fact, Facts, of_all
from actionplans.models import Campaign
from core import french
from survey.models import EventKind, LeftOut
from survey.sending.endings import NOT_LOOKED_AT, PLANNED, Ending, endings, never_asked

# Whom nobody may write to, or who is not the person of the promise: neither kept nor broken.
NOT_COUNTED = (
    LeftOut.SURVIVOR,
    LeftOut.DECEASED,
    LeftOut.PROTECTED,
    LeftOut.OBJECTION,
    LeftOut.CANCELLED,
)
LIMIT = "L’outil ne voit que les événements importés : un fichier jamais reçu n’y est pas."
HAPPENED = {
    EventKind.AFFILIATION: ("affiliation", "affiliations"),
    EventKind.RETIREMENT: ("retraite ouverte", "retraites ouvertes"),
}


def asked_at(kind: EventKind) -> Check:
    """The check of one moment of life."""

    def check(session: Session, campaign: Campaign, today: date) -> Facts:
        since, until = campaign.period_start, campaign.period_end + timedelta(days=1)
        return {None: fact(kind, endings(session, since, until)[kind])}

    return check


def fact(kind: EventKind, found: dict[Ending, int]) -> Fact:
    """What became of the events of a moment over the assessed period."""
    out_of_count = sum(found.get(never_asked(reason), 0) for reason in NOT_COUNTED)
    waiting = found.get(PLANNED, 0) + found.get(NOT_LOOKED_AT, 0)
    missed = {
        reason.label: number
        for reason in LeftOut
        if reason not in NOT_COUNTED and (number := found.get(never_asked(reason), 0))
    }
    cases = sum(found.values()) - out_of_count - waiting
    asked = cases - sum(missed.values())
    address: Address = ("responding.index", {})
    happened = french.count(cases, *HAPPENED[kind])
    if cases == 0:
        return Fact(f"Aucune {HAPPENED[kind][0]} à compter sur la période.", address, limit=LIMIT)
    sent = french.count(asked, "invitation partie", "invitations parties")
    said = f"{happened}, {sent} ({french.percent(asked / cases, 1)}"
    said += f" ; seuil interne {french.percent(TARGET)})"
    why = [f"{number} ({label})" for label, number in missed.items()]
    left = f" Sans invitation : {', '.join(why)}." if why else ""
    aside = []
    if waiting:
        aside.append(f"{waiting} encore à venir")
    if out_of_count:
        aside.append(f"{out_of_count} que l’on ne sollicite pas (décès, protection, opposition…)")
    apart = f" Hors compte : {french.listed(aside)}." if aside else ""
    return Fact(f"{said}.{left}{apart}", address, of_all(asked, cases), limit=LIMIT)

"""Sentences that the reviews of a department and of the fund say alike."""

from actionplans.bilans.execution import Execution, Outcome
from actionplans.models import Action, Assessment
from core import french
from core.keys import key

IN_WORDS = {
    Outcome.ON_TIME: ("réalisée à temps", "réalisées à temps"),
    Outcome.LATE: ("réalisée en retard", "réalisées en retard"),
    Outcome.GOING_ON: ("en cours, dans son délai", "en cours, dans leur délai"),
    Outcome.OVERDUE: ("en cours, en retard", "en cours, en retard"),
    Outcome.GIVEN_UP: ("abandonnée ou réunie à une autre", "abandonnées ou réunies à d’autres"),
}


def foreseen(done: Execution) -> str:
    """« 7 actions prévues : 4 réalisées à temps et 3 en cours. Taux d’exécution : 57 %. »; what does not exist is not said."""
    said = [
        french.count(number, *words)
        for outcome, words in IN_WORDS.items()
        if (number := done.count(outcome))
    ]
    planned = french.count(len(done.rows), "action prévue", "actions prévues")
    return f"{planned} : {french.listed(said)}. Taux d’exécution : {french.percent(done.share)}."


def carried_out(done: Execution) -> str:
    """The same, and how many due dates moved."""
    moved = "Aucune échéance n’a été reportée"
    if done.slipped:
        moved = french.count(done.slipped, "échéance a été reportée", "échéances ont été reportées")
    return f"{foreseen(done)} {moved}."


def to_come(action: Action) -> str:
    """« Réécrire les courriers, pour le 3 mars 2027 »."""
    when = f", pour le {french.day(action.due_on)}" if action.due_on else ""
    return f"{action.title}{when}"


def cut(total: int, most: int, one: str) -> str:
    """How many lines a list leaves out; empty when it is whole."""
    left = total - most
    return (
        f"{french.count(left, f'autre {one}', f'autres {one}s')} dans l’outil." if left > 0 else ""
    )


def shortened(text: str, longest: int) -> str:
    """The first whole words of a text; « … » says that there is more."""
    text = " ".join(text.split())
    if len(text) <= longest:
        return text
    return f"{text[:longest].rsplit(' ', 1)[0].rstrip(' ,;:.')}…"


def subject(assessment: Assessment) -> str:
    """How the journal names a review."""
    return f"bilan {key(assessment.department)}-{assessment.campaign.year}"

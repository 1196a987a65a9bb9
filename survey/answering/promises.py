"""What the pages promise members, made from what the product really does."""

from datetime import date

from core import french
from survey.answering.paging import asked_of
from survey.models import EventKind, Invitation, Questionnaire
from survey.privacy import transfer
from survey.privacy.retention import CONTACT_KEPT_DAYS

SECONDS_A_QUESTION = 18


def known(invitation: Invitation) -> str:
    """What the fund knows already, so that nobody is asked for it (« dites-le-nous une fois »)."""
    return known_of(invitation.event.kind, invitation.event.happened_on)


def known_of(kind: EventKind, happened_on: date) -> str:
    """The same of one moment of life and its day."""
    month = french.month(happened_on)
    if kind is EventKind.AFFILIATION:
        return f"Vous avez rejoint la caisse en {month}."
    return f"Vous avez demandé votre retraite, ouverte en {month}."


def effort(invitation: Invitation) -> str:
    """« 8 questions, 3 minutes environ »."""
    return effort_of(invitation.questionnaire)


def effort_of(questionnaire: Questionnaire) -> str:
    """The same of a questionnaire, as everybody is asked it."""
    number = len(asked_of(questionnaire, {}))
    minutes = max(1, round(number * SECONDS_A_QUESTION / 60))
    return f"{french.count(number, 'question')}, {french.count(minutes, 'minute')} environ"


PROMISE = "Vos réponses restent confidentielles jusqu’à la clôture, et sont anonymes ensuite."


EASY = (
    "La caisse veut votre avis.",
    "Votre avis nous aide à mieux travailler.",
    "La première question est obligatoire. Les autres questions sont libres.",
    "Vos réponses restent secrètes. À la fin de l’enquête, nous séparons votre nom et vos réponses.",
)
"""The same, for whom reading is hard: one idea a sentence."""


def notice() -> list[str]:
    """What becomes of the answers, in five sentences."""
    return [
        "Votre avis sert à améliorer nos services et à vérifier que nous tenons notre charte "
        "(mission d’intérêt public, article 6-1-e du RGPD).",
        f"Vos réponses sont scellées, puis séparées de votre nom dès que {transfer.BATCH} personnes "
        "ont répondu, et au plus tard à la clôture : personne ne peut alors les relier à vous.",
        "Ce que vous écrivez est débarrassé des noms et des numéros avant d’être lu.",
        f"Vos coordonnées sont effacées de l’enquête {CONTACT_KEPT_DAYS} jours après la clôture.",
        "Vous pouvez ne pas répondre, corriger, retirer votre réponse, ou ne plus recevoir nos enquêtes.",
    ]


NEXT = [
    "Votre réponse est lue avec celles des autres adhérents, sans votre nom. "
    "Chaque sujet important reçoit une suite, et nous la publions.",
]
EASY_NEXT = (
    "Nous lisons toutes les réponses.",
    "Nous cherchons ce que nous pouvons mieux faire.",
    "Puis nous disons à tous ce que nous avons changé.",
)

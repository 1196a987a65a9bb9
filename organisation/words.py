"""Deeds of the journal, and what they are about, as French says them."""

import re

DEEDS = {
    "sign_in": "connexion",
    "sign_out": "déconnexion",
    "account_locked": "compte fermé un quart d’heure après cinq essais",
    "change_password": "mot de passe changé",
    "open_account": "compte ouvert",
    "change_account": "compte modifié",
    "publish_charter": "charte publiée",
}
"""Each room adds its own deeds: `DEEDS.update(…)` beside the deed that writes them."""


def deed(code: str) -> str:
    """The deed in French; an unknown one is shown as it is rather than hidden."""
    return DEEDS.get(code, code)


SUBJECTS = {
    "action": "action",
    "assessment": "auto-évaluation",
    "batch": "fichier d’événements",
    "call back": "rappel",
    "campaign": "campagne",
    "change": "publication",
    "charter": "charte",
    "decision": "décision",
    "department": "service",
    "event": "événement",
    "evidence": "preuve",
    "idea": "idée",
    "invitation": "envoi",
    "letters": "lettres du",
    "malfunction": "signalement",
    "message": "message",
    "questionnaire": "questionnaire",
    "replies": "réponses",
    "request batch": "fichier de demandes",
    "sendings": "envois",
    "suppressions": "personnes à ne plus solliciter",
    "topic": "sujet",
    "user": "compte",
    "verbatim": "phrase",
}
SUBJECT = re.compile(r"([a-z ]*[a-z])(?: ([0-9-]{1,12}))?(?: [0-9a-f]{13,})?")


def subject(written: str) -> str:
    """« action 12 » as the journal keeps it, in French; a random key tells nobody anything."""
    found = SUBJECT.fullmatch(written)
    if found is None:
        return written
    return " ".join(filter(None, (SUBJECTS.get(found[1], found[1]), found[2])))

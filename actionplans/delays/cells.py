"""The cells of a file of requests: each read, or the sentence that says what is wrong with it."""

import re
from collections.abc import Mapping
from datetime import date, timedelta

from actionplans.models import RequestChannel, RequestKind
from core import french
from survey.registers.cells import choices, dates
from survey.registers.cells.text import fold, looks_like_formula, says_nothing, tidy
from survey.registers.titles import Vocabulary

LONGEST_REFERENCE = 40
OLDEST = timedelta(days=3660)  # ten years: a mistyped year
FURTHEST = timedelta(days=1100)  # three years: no answer is announced so far ahead

REQUESTS = Vocabulary(
    synonyms={
        "reference": (
            "reference", "ref", "reference demande", "ref demande", "num demande", "demande", "num dossier",
            "reference dossier", "ref dossier", "dossier", "numero", "num", "id demande", "identifiant demande",
            "num courrier", "num reclamation", "reference reclamation",
        ),
        "channel": (
            "canal", "canal arrivee", "canal reception", "canal entree", "mode reception", "mode arrivee",
            "voie", "voie reception", "media", "support",
        ),
        "kind": (
            "nature", "nature demande", "type demande", "type", "objet", "objet demande", "motif", "categorie",
            "libelle demande", "type dossier",
        ),
        "received_on": (
            "recu", "recue", "date reception", "reception", "date arrivee", "arrivee", "date recu",
            "date enregistrement", "enregistre", "enregistree", "date demande", "date depot", "arrive", "arrivee caisse",
        ),
        "acknowledged_on": (
            "accuse", "accusee", "accuse reception", "date accuse", "date accuse reception", "ar", "date ar",
            "accuse envoye", "accuse reception envoye", "ar envoye", "date envoi ar", "date envoi accuse",
            "date envoi accuse reception", "envoi ar",
        ),
        "announced_on": (
            "annonce", "annoncee", "annonce pour", "annoncee pour", "date annoncee", "delai annonce", "echeance",
            "echeance annoncee", "date echeance", "date previsible", "date previsionnelle", "date prevue",
            "reponse annoncee", "reponse annoncee pour", "date reponse annoncee", "reponse prevue",
            "date communiquee", "echeance communiquee",
        ),
        "answered_on": (
            "repondu", "repondue", "reponse", "date reponse", "reponse envoyee", "date envoi reponse", "envoi reponse",
            "traite", "traitee", "date traitement", "clos", "close", "date cloture", "cloture",
        ),
        "department": (
            "service", "service gestionnaire", "service instructeur", "service destinataire", "pole",
            "pole gestionnaire", "unite",
        ),
    },
    required={
        "reference": "référence",
        "channel": "canal",
        "kind": "nature",
        "received_on": "reçue le",
        "acknowledged_on": "accusée le",
        "announced_on": "annoncée pour le",
        "answered_on": "répondue le",
    },
    nothing="aucune demande",
)  # fmt: skip
"""The columns of a file of requests. None of the dates may be absent: « not told » is not « not done »."""

CHANNELS = {"email": RequestChannel.ELECTRONIC, "letter": RequestChannel.POSTAL}
ELECTRONIC = (
    "electron", "ligne", "site", "formulaire", "portail", "teledem", "teledec", "teleproc", "teleserv", "espace", "demat",
    "mail", "courriel", "internet", "plateforme",
)  # fmt: skip
POSTAL = ("post", "recommand", "pli", "lettre", "courrier", "papier", "lrar")
KINDS = (  # the first that fits: a claim about a pension is a claim
    (RequestKind.CLAIM, ("reclam", "plainte", "contest", "litige", "recours", "mediat")),
    (RequestKind.AFFILIATION, ("affil", "adhesion", "immatric", "aff")),
    (RequestKind.RETIREMENT, ("retrait", "liquid", "pension", "droit", "revers", "liq")),
)
TWO_WORDS = re.compile(r"[^\W\d_]{2,}[ ,]+[^\W\d_]{2,}")
SCIENTIFIC = re.compile(r"\d[.,]\d+E\+?\d+", re.IGNORECASE)


class Fault(Exception):
    """What is wrong with a cell, as a sentence that says what to do."""


def reference(text: str) -> str:
    """The reference of a request; whatever could be a person is refused."""
    written = tidy(text)
    if says_nothing(written):
        raise Fault("La référence manque.")
    if SCIENTIFIC.fullmatch(written):
        raise Fault(
            f"La référence « {written} » a perdu des chiffres : mettez la colonne en « texte »."
        )
    if len(written) > LONGEST_REFERENCE:
        raise Fault(f"La référence dépasse {LONGEST_REFERENCE} caractères.")
    is_personal = "@" in written or TWO_WORDS.search(written) or not re.search(r"\d", written)
    if is_personal or looks_like_formula(written):
        raise Fault("Ce n’est pas une référence : un numéro, sans nom ni adresse.")
    return written


def channel(text: str) -> RequestChannel:
    """By electronic means or by post; a counter or a telephone call has no limit in the charter."""
    if says_nothing(text):
        raise Fault("Le canal manque : voie électronique ou courrier.")
    known = choices.preferred_channel(text).value
    if known in CHANNELS:
        return CHANNELS[known]
    words = fold(text).split() if known is None else []
    for kind, starts in ((RequestChannel.ELECTRONIC, ELECTRONIC), (RequestChannel.POSTAL, POSTAL)):
        if any(word.startswith(starts) for word in words):
            return kind
    raise Fault(
        f"Canal « {tidy(text)[:40]} » : la charte ne compte que l’électronique et le courrier."
    )


def kind(text: str) -> RequestKind:
    """What the request is about; words that are not known make it another request."""
    if says_nothing(text):
        raise Fault("La nature manque : affiliation, retraite, réclamation ou autre.")
    words = fold(text).split()
    for found, starts in KINDS:
        if any(word.startswith(starts) for word in words):
            return found
    return RequestKind.OTHER


def department(text: str, known: Mapping[str, int], only: int | None) -> int:
    """The key of the department; `known`: folded name to key; `only`: the one that may be imported."""
    if says_nothing(text):
        if only is None:
            raise Fault("Le service manque : ajoutez-le, ou choisissez-le avec le fichier.")
        return only
    found = known.get(fold(text))
    if found is None:
        raise Fault(f"Service « {tidy(text)[:60]} » inconnu : écrivez-le comme dans Sillage.")
    if only not in (None, found):
        raise Fault("Cette demande est d’un autre service.")
    return found


def day(text: str, title: str, newest: date, beyond: str = "n’est pas encore venu") -> date | None:
    """A day up to `newest`, or nothing; an impossible, future or very old one is refused."""
    reading = dates.read(text, newest_year=newest.year)
    if reading.fault is dates.Fault.MISSING or reading.day in dates.EMPTY_DAYS:
        return None
    if reading.fault is dates.Fault.UNREADABLE:
        raise Fault(f"{title} : « {tidy(text)[:40]} » n’est pas une date.")
    if reading.fault or reading.day is None:
        raise Fault(f"{title} : le {tidy(text)[:40]} n’existe pas.")
    if reading.day > newest:
        raise Fault(f"{title} : le {french.day(reading.day)} {beyond}.")
    if reading.day < newest - OLDEST:
        raise Fault(f"{title} : le {french.day(reading.day)} est trop ancien.")
    return reading.day


def announced(text: str, title: str, extracted_on: date) -> date | None:
    """The day announced, which may be to come."""
    return day(text, title, extracted_on + FURTHEST, "est trop lointain")


def out_of_order(
    received_on: date,
    acknowledged_on: date | None,
    announced_on: date | None,
    answered_on: date | None,
) -> list[str]:
    """What cannot have happened in this order."""
    after = (
        ("L’accusé", acknowledged_on),
        ("La date annoncée", announced_on),
        ("La réponse", answered_on),
    )
    return [
        f"{what} ({french.day(on)}) précède la réception ({french.day(received_on)})."
        for what, on in after
        if on is not None and on < received_on
    ]

"""What protects people's data, each sentence with the figure that the code applies."""

from core import french
from core.settings import Settings
from organisation import signing_in
from survey.desk import waiting_files
from survey.privacy import transfer
from survey.registers import refused

REFUSED = (
    "Une colonne de ce nom n’est pas lue. Une valeur qui a la forme d’un numéro de sécurité sociale ou d’un compte bancaire "
    "est ôtée de toute autre colonne."
)


def refused_columns() -> list[str]:
    """The words that condemn a column of an imported file."""
    return sorted({*refused.WORDS, *refused.PHRASES, *refused.PENSION})


def measures(fund: Settings) -> list[str]:
    """The measures in force, in plain words."""
    return [*_about_answers(), *_about_files(), *_about_accounts(), _about_the_way(fund)]


def _about_answers() -> list[str]:
    return [
        "Une réponse en cours est chiffrée (AES-GCM, 256 bits) par un secret gardé hors de la base.",
        f"Une réponse est détachée de son auteur par {transfer.BATCH} au moins, dans un ordre tiré au sort, ou à la clôture.",
        f"Une réponse ne dit son mois et son service que si {transfer.SMALLEST_CELL} personnes au moins y ont été sollicitées.",
        "Un lien, un code ou un reçu n’est gardé que sous forme d’empreinte.",
        "Ni l’adresse réseau, ni l’appareil, ni l’heure d’une réponse ne sont enregistrés.",
        "Les textes libres sont débarrassés des noms et des numéros avant d’être lus.",
    ]


def _about_files() -> list[str]:
    kept, rejects = waiting_files.KEPT.days, waiting_files.REJECTS_KEPT.days
    return [
        "Un fichier importé n’est jamais gardé ; ce qui en a été lu attend une décision, chiffré, "
        f"{french.count(kept, 'jour')} au plus, et ses lignes rejetées {french.count(rejects, 'jour')}.",
        "Chaque nuit, un programme efface ce qui a dépassé sa durée.",
    ]


def _about_accounts() -> list[str]:
    minutes = round(signing_in.LOCKED_FOR.total_seconds() / 60)
    return [
        f"Un mot de passe compte {signing_in.SHORTEST} caractères au moins ; son empreinte est faite par Argon2id.",
        f"Un compte se ferme {french.count(minutes, 'minute')} après {french.count(signing_in.AT_MOST, 'essai manqué', 'essais manqués')}.",
        "Une page s’ouvre seulement aux rôles que la table des droits nomme.",
        "Un journal dont chaque ligne porte l’empreinte de la précédente dit qui a fait quoi, sans nommer d’adhérent.",
    ]


def _about_the_way(fund: Settings) -> str:
    if fund.HTTPS:
        return "Le site est servi en https ; ses cookies ne voyagent qu’ainsi."
    return "Le site n’est pas réglé pour https : à faire avant tout usage réel (réglage SILLAGE_HTTPS)."

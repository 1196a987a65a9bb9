"""The register of processing (article 30 of the RGPD), made of what the program really does.

Data come from the columns of the tables, durations from `survey.privacy.retention`, recipients from the table of roles, refused columns from
the import, measures from the constants that apply them: a line that changes there changes here. It covers what this program does
about members and accounts, not the fund's other software, nor the mail server and the print shop.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core import french
from core.documents import Bullets, Column, Document, Heading, Paragraph, Part, Table
from core.models import Model, OutgoingMessage
from core.settings import Settings
from organisation.models import ROLE_LABELS, JournalEntry, User
from organisation.rights import RIGHTS, Right
from survey.models import (
    CallAttempt,
    CallBack,
    Draft,
    Invitation,
    LifeEvent,
    OtherMailing,
    SecondEntry,
    Suppression,
)
from survey.privacy import retention, safeguards
from survey.privacy.retention import Purpose

MISSION = (
    "mission d’intérêt public, article 6-1-e du RGPD ; droit d’opposition de l’article 21 ouvert"
)
NO_TRANSFER = "Aucun : le programme n’envoie rien hors de la caisse, sauf les messages et les lettres aux adhérents."
"""Of the register as a table."""


@dataclass(frozen=True)
class Processing:
    """One line of the register: what is done, why, about whom, and who may see it."""

    purpose: Purpose
    title: str
    aims: str
    people: str
    tables: tuple[type[Model], ...]
    recipients: tuple[tuple[str, tuple[Right, ...]], ...]
    """What is seen, and the rights that open it."""
    basis: str = MISSION

    @property
    def data(self) -> list[str]:
        """What is kept, one word a column."""
        columns = (name for table in self.tables for name in table.model_fields)
        return list(dict.fromkeys(COLUMNS[name] for name in columns if COLUMNS.get(name)))

    @property
    def durations(self) -> list[retention.Kept]:
        """How long, from the constants that erase."""
        return [kept for kept in retention.kept() if kept.purpose is self.purpose]

    @property
    def seen_by(self) -> list[tuple[str, str]]:
        """Who may see what, from the table of roles."""
        return [(what, roles(rights)) for what, rights in self.recipients]


def roles(rights: Iterable[Right]) -> str:
    """The roles that hold one of these rights."""
    wanted = set(rights)
    held = [ROLE_LABELS[role].lower() for role, theirs in RIGHTS.items() if wanted & theirs]
    return french.listed(held) or "personne"


REGISTER = (
    Processing(
        Purpose.SURVEY,
        "Enquête auprès des adhérents après une affiliation ou un départ en retraite",
        "Savoir ce que les adhérents ont vécu, vérifier que la charte est tenue, améliorer les services. "
        "Jamais de décision sur une personne, jamais de prospection.",
        "Adhérents qui viennent de s’affilier ou de partir en retraite ; personnes à ne plus solliciter.",
        (
            LifeEvent,
            Invitation,
            Draft,
            SecondEntry,
            CallAttempt,
            OutgoingMessage,
            Suppression,
            OtherMailing,
        ),
        (
            ("Coordonnées, envois, lettres", (Right.SEND_QUESTIONNAIRES, Right.IMPORT_EVENTS)),
            (
                "Moment de vie d’un adhérent dont on saisit la réponse ou qu’on appelle, et ce qu’il répond alors",
                (Right.ENTER_REPLIES,),
            ),
            ("Commentaires débarrassés des noms et des numéros", (Right.READ_VERBATIMS,)),
            ("Résultats, sans aucune personne", (Right.READ_RESULTS,)),
        ),
    ),
    Processing(
        Purpose.CALL_BACK,
        "Rappel des adhérents qui le demandent",
        "Rappeler une personne qui l’a demandé, hors de sa réponse anonyme.",
        "Adhérents qui ont laissé un numéro de téléphone.",
        (CallBack,),
        (("Numéro et message, jusqu’à l’appel", (Right.ENTER_REPLIES,)),),
    ),
    Processing(
        Purpose.RUNNING,
        "Comptes, droits et journal",
        "N’ouvrir chaque page qu’à qui en a le droit, et pouvoir dire qui a fait quoi.",
        "Collaborateurs, direction, lecteurs qui ont un compte.",
        (User, JournalEntry),
        (
            ("Comptes", (Right.MANAGE_USERS,)),
            ("Journal", (Right.READ_JOURNAL,)),
        ),
    ),
)

COLUMNS = {
    # of a member
    "member_number": "numéro d’adhérent", "kind": "moment de vie", "happened_on": "jour de l’événement", "department_id": "service",
    "granted": "suite donnée à la demande", "civility": "civilité", "last_name": "nom", "first_name": "prénom",
    "email": "adresse électronique", "phone": "téléphone", "address": "adresse postale", "postcode": "code postal", "city": "ville",
    "country": "pays", "birth_date": "date de naissance", "preferred_channel": "canal préféré", "left_out": "raison de ne pas écrire",
    "remarks": "remarques de l’import", "erased_on": "jour de l’effacement",
    "reason": "raison de ne plus écrire", "since_on": "depuis quel jour",
    "asked_on": "jour d’une demande ou d’une autre enquête", "name": "nom d’un compte ou d’une autre enquête",
    # of an invitation
    "channel": "canal de l’envoi", "status": "état de l’envoi", "token_hash": "empreinte du lien", "code_hash": "empreinte du code",
    "send_on": "jour prévu de l’envoi", "sent_on": "jour de l’envoi", "reminders_sent": "nombre de relances",
    "last_sent_on": "jour du dernier envoi", "bounced_on": "jour d’un refus de l’adresse", "closes_on": "jour de clôture",
    "was_opened": "questionnaire commencé ou non", "cancelled_because": "raison de l’arrêt",
    "sealed": "réponse scellée, jusqu’à ce qu’elle soit détachée", "mode": "mode de réponse", "is_submitted": "réponse envoyée ou non",
    "receipt_hash": "empreinte du reçu", "counts": "première question remplie ou non",
    # of a sheet keyed twice, of a call
    "keyed_on": "jour de la saisie d’une feuille", "first": "première saisie d’une feuille tirée, scellée",
    "second": "seconde saisie d’une feuille tirée, scellée", "first_by_id": "qui a saisi une feuille tirée",
    "second_by_id": "qui l’a saisie une seconde fois", "called_on": "jour d’un appel sans réponse",
    "outcome": "raison d’un appel sans réponse",
    # of a message
    "to_address": "adresse d’un message", "subject": "objet d’un message ou d’une ligne du journal",
    "text": "texte d’un message, jusqu’à son départ", "html": "texte d’un message, jusqu’à son départ",
    "unsubscribe_url": "lien d’opposition, jusqu’au départ du message", "attempts": "nombre d’essais",
    "last_error": "cause d’un échec de remise", "written_at": "moment de l’écriture", "sent_at": "moment du départ",
    # of somebody to call back
    "about": "message laissé pour le rappel", "done_on": "jour de l’appel",
    # of an account
    "role": "rôle", "password_hash": "empreinte du mot de passe", "failed_attempts": "nombre d’essais manqués",
    "locked_until": "moment où le compte se rouvre", "is_active": "compte ouvert ou fermé", "expires_on": "dernier jour du compte",
    "at": "moment d’un geste", "by_id": "qui l’a fait", "deed": "geste fait", "details": "précision sans nom",
    # keys that say nothing of a person
    "id": "", "batch_id": "", "event_id": "", "invitation_id": "", "questionnaire_id": "", "key": "", "previous_hash": "", "hash": "",
}  # fmt: skip
"""Each column of the tables above in French; held complete by a test."""


# ---------------------------------------------------------------- handed over

LINE = (
    Column("Rubrique", about="Ce que l’article 30 demande de dire."),
    Column("Contenu", about="Ce que le programme fait, tiré de ses réglages."),
)


def lines(one: Processing) -> list[tuple[str, str]]:
    """The line of one processing, heading by heading."""
    kept = [f"{k.what} : {k.how_long}. {k.then}" for k in one.durations]
    return [
        ("Finalité", one.aims),
        ("Base légale", one.basis),
        ("Personnes concernées", one.people),
        ("Données", f"{french.listed(one.data)}."),
        *((f"Destinataires : {what.lower()}", who) for what, who in one.seen_by),
        *(("Durée", said) for said in kept),
        ("Transferts hors de l’Union européenne", NO_TRANSFER),
    ]


def rows(fund: Settings) -> list[tuple[str, str, str]]:
    """The whole register, flat."""
    found = [(one.title, heading, said) for one in REGISTER for heading, said in lines(one)]
    everywhere = [("Toutes", "Mesure de sécurité", said) for said in safeguards.measures(fund)]
    refused = ("Toutes", "Colonnes refusées à l’import", french.listed(safeguards.refused_columns()))  # fmt: skip
    return [*(("Toutes", *pair) for pair in controller(fund)), *found, *everywhere, refused]


def controller(fund: Settings) -> list[tuple[str, str]]:
    """Who answers for all this."""
    missing = "à indiquer par l’administrateur (réglage SILLAGE_FUND_DPO)"
    return [
        ("Responsable du traitement", f"{fund.FUND_NAME}, {fund.FUND_ADDRESS}, {fund.FUND_PHONE}"),
        ("Délégué à la protection des données", fund.FUND_DPO or missing),
    ]


def document(fund: Settings, today: date) -> Document:
    """The register, to be read or printed."""
    parts: list[Part] = []
    for number, one in enumerate(REGISTER, start=1):
        parts += [
            Heading(f"{number}. {one.title}"),
            Table(f"Traitement {number}", LINE, tuple(lines(one))),
        ]
    parts += [
        Heading("Mesures de sécurité"),
        Bullets(tuple(safeguards.measures(fund))),
        Heading("Colonnes refusées à l’import"),
        Paragraph(f"{french.listed(safeguards.refused_columns())}."),
        Paragraph(safeguards.REFUSED, is_soft=True),
    ]
    return Document(
        "Registre des traitements",
        tuple(parts),
        subtitle="Article 30 du RGPD. Fait par le programme, de ses propres réglages.",
        about=(*controller(fund), ("Fait le", french.day(today))),
        sender=fund.FUND_NAME,
        telephone=fund.FUND_PHONE,
    )

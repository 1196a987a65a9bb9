"""Column titles as the fund's programs write them, and the field each one names."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from survey.registers.cells.text import WORDS

# Fields whose columns add up; of the others one column is read.
SEVERAL = frozenset(
    {"address", "protection", "dispute", "objection", "deceased", "death_date", "cancelled"}
)
REQUIRED = {
    "member_number": "numéro d’adhérent",
    "event": "événement",
    "event_date": "date de l’événement",
}

# Best title first: when two columns name one field, the better title is read.
SYNONYMS = {
    "member_number": (
        "num adherent", "numadherent", "numadh", "num affilie", "num assure", "num cotisant", "num participant",
        "num pensionne", "num allocataire", "num retraite", "num agent", "num affiliation", "num adhesion",
        "matricule", "identifiant", "identifiant adherent", "id adherent", "code adherent",
        "ref adherent", "reference adherent", "num interne", "num client", "id", "num dossier",
        "reference", "ref", "num", "adherent", "affilie",
    ),
    "event": (
        "evenement", "type evenement", "evenement vie", "libelle evenement", "code evenement",
        "nature evenement", "motif evenement", "evenements", "type", "motif", "code", "libelle",
        "type demande", "type operation", "operation", "type dossier", "demande", "objet", "nature demande",
    ),
    "event_date": (
        "date evenement", "dateevenement", "date effet", "date effet evenement", "date effet droits",
        "date effet droit", "date effet pension", "date effet retraite", "date effet liquidation",
        "date effet affiliation", "date prise effet", "date ouverture droits", "date liquidation",
        "date affiliation", "date entree jouissance", "date jouissance", "effet", "date notification",
        "notification", "date operation", "date decision", "date depart", "date retraite", "date", "date debut", "jour", "evenement date",
    ),
    "nature": ("nature", "nature droits", "nature droit", "type droit", "type droits", "nature pension",
        "type pension", "nature prestation", "droits", "droit"),
    "outcome_of_request": ("issue", "issue demande", "suite donnee", "decision", "resultat", "statut demande",
        "statut", "etat demande", "etat dossier", "etat", "sort"),
    "civility": ("civilite", "civ", "titre", "titre civilite", "politesse"),
    "last_name": ("nom", "nom usage", "nom usuel", "nom famille", "nom marital", "nom naissance",
        "nom patronymique", "patronyme", "nom jeune fille"),
    "first_name": ("prenom", "prenoms", "prenom usuel", "prenom usage"),
    "full_name": ("nom prenom", "nom prenoms", "nom complet", "identite", "beneficiaire", "raison sociale",
        "designation", "intitule"),
    "full_name_reversed": ("prenom nom", "prenoms nom"),
    "email": ("email", "adresse email", "courriel", "adresse courriel", "adresse electronique",
        "adresse messagerie", "messagerie", "contact email", "email contact", "adresse mel"),
    "phone": ("telephone", "telephone portable", "portable", "telephone mobile", "mobile", "gsm",
        "num telephone", "num portable", "num mobile", "telephone fixe", "fixe", "phone", "telephone domicile"),
    "address": ("adresse", "adresse postale", "adresse ligne", "ligne adresse", "ligne", "complement adresse",
        "adresse complement", "complement", "adresse rue", "rue", "voie", "num voie", "libelle voie",
        "lieu dit", "batiment", "residence", "adresse complete", "adresse domicile"),
    "postcode": ("code postal", "postal", "codepostal", "zip", "code poste", "adresse code postal"),
    "city": ("ville", "commune", "localite", "bureau distributeur", "libelle commune", "adresse ville",
        "code postal ville", "code postal commune", "city"),
    "country": ("pays", "pays residence", "libelle pays", "adresse pays"),
    "birth_date": ("date naissance", "datenaissance", "ne", "nee", "naissance", "ddn", "date naiss",
        "date nais", "jour naissance"),
    "department": ("service", "gestionnaire", "pole", "service gestionnaire", "pole gestionnaire", "equipe",
        "unite", "service instructeur", "bureau"),
    "preferred_channel": ("canal prefere", "canal", "canal contact", "canal preferentiel", "preference contact",
        "mode contact", "mode contact prefere", "preference", "canal souhaite", "contact prefere"),
    "objection": ("opposition enquete", "opposition", "oppose enquete", "refus enquete", "ne pas solliciter",
        "ne pas contacter", "opposition rgpd", "refus contact", "opposition sollicitation", "stop enquete",
        "opposition enquetes", "opposition contact", "oppose", "opt out", "optout"),
    "deceased": ("decede", "deces", "dcd", "est decede", "indicateur deces", "top deces", "vivant decede"),
    "death_date": ("date deces", "date dc", "date dcd", "datedeces", "decede date"),
    "protection": ("protection", "tutelle", "curatelle", "majeur protege", "mesure protection",
        "protection juridique", "tutelle curatelle", "regime protection", "sous tutelle", "protege",
        "mesure protection juridique", "protection majeur"),
    "dispute": ("litige", "contentieux", "cra", "litige cours", "recours", "recours cra", "contentieux cra",
        "litige contentieux", "dossier contentieux"),
    "cancelled": ("annule", "annulation", "evenement annule"),
    "mark": ("ligne excel", "motif rejet sillage"),
}  # fmt: skip


@dataclass(frozen=True)
class Vocabulary:
    """The columns one kind of register is made of: which are needed, and how they are titled."""

    synonyms: Mapping[str, tuple[str, ...]]
    """Field to its titles in their plain form, the best one first."""
    required: Mapping[str, str]
    """Field to the words by which a person calls it."""
    several: frozenset[str] = frozenset()
    nothing: str = "aucune ligne"
    """What a register that has titles alone does not hold."""
    labels: Mapping[str, str] = field(default_factory=dict)
    """Field to the words by which a person chooses it for a column."""

    @cached_property
    def fields(self) -> Mapping[str, tuple[str, int]]:
        """Each title in plain form, with its field and its rank among the field's titles."""
        return {
            title: (field, rank)
            for field, titles in self.synonyms.items()
            for rank, title in enumerate(titles)
        }


LABELS = {
    **REQUIRED, "nature": "nature (droits propres, réversion)", "outcome_of_request": "issue de la demande",
    "civility": "civilité", "last_name": "nom", "first_name": "prénom", "full_name": "nom et prénom",
    "full_name_reversed": "prénom et nom", "email": "adresse électronique", "phone": "téléphone",
    "address": "adresse postale (une ligne)", "postcode": "code postal", "city": "ville", "country": "pays",
    "birth_date": "date de naissance", "department": "service", "preferred_channel": "canal préféré",
    "objection": "opposition à l’enquête", "deceased": "décès (oui, non)", "death_date": "date de décès",
    "protection": "tutelle, curatelle", "dispute": "litige", "cancelled": "événement annulé",
}  # fmt: skip
EVENTS = Vocabulary(SYNONYMS, REQUIRED, SEVERAL, "aucun événement", LABELS)
SHORT = {
    "n": "num", "no": "num", "nr": "num", "num": "num", "numero": "num", "dt": "date", "dte": "date", "dat": "date",
    "adh": "adherent", "adht": "adherent", "adherents": "adherent", "evt": "evenement", "evts": "evenement",
    "evnt": "evenement", "evenmt": "evenement", "even": "evenement", "event": "evenement", "tel": "telephone",
    "tph": "telephone", "mel": "email", "mail": "email", "mails": "email", "emails": "email", "cp": "code postal",
    "adr": "adresse", "adresses": "adresse", "lib": "libelle", "libl": "libelle", "cd": "code", "eff": "effet",
    "compl": "complement", "cplt": "complement", "identif": "identifiant", "ident": "identifiant",
    "pren": "prenom", "notif": "notification", "serv": "service", "nais": "naissance", "naiss": "naissance",
    "affil": "affiliation", "liq": "liquidation", "opp": "opposition", "cur": "curatelle",
}  # fmt: skip
# Words that say nothing of what the column holds.
IDLE = frozenset(
    {
        "de",
        "d",
        "du",
        "des",
        "la",
        "le",
        "l",
        "les",
        "en",
        "au",
        "aux",
        "a",
        "et",
        "ou",
        "s",
        "e",
        "o",
    }
)
# Words that say whose value it is, left out when the title is not known with them.
OWNERS = frozenset(
    {
        "adherent", "assure", "affilie", "beneficiaire", "cotisant", "personnel", "personnelle", "perso",
        "principal", "principale", "actuel", "actuelle", "contact", "domicile", "client", "titulaire",
        "pensionne", "allocataire", "participant", "retraite", "agent", "general", "excel", "texte",
    }
)  # fmt: skip


def normal(title: str) -> str:
    """A title in its plain form: « N° d’Adhérent (7 car.) » is `num adherent`."""
    text = re.sub(r"\([^)]*\)|\[[^]]*\]|\*", " ", title)
    text = re.sub(r"(?<=[a-zà-ÿ])(?=[A-Z])", " ", text)  # NumAdherent
    text = re.sub(r"(?<=[A-Za-zà-ÿ])(?=\d)", " ", text)  # adr1
    text = re.sub(r"\b[nN] ?[°ºo]\b|\b[nN][°º]", " num ", text)
    text = unicodedata.normalize("NFKD", text)
    text = "".join(sign for sign in text if not unicodedata.combining(sign)).casefold()
    text = re.sub(r"\be[\s_-]?mail", "email", text)
    words = [SHORT.get(word, word) for word in WORDS.findall(text)]
    return " ".join(word for word in words if word not in IDLE)


def field_of(title: str, vocabulary: Vocabulary = EVENTS) -> tuple[str, int] | None:
    """The field a title names, and how good a title it is (0 is best); None when it is not known."""
    text = normal(title)
    if known := vocabulary.fields.get(text) or _with_holes(title, vocabulary):
        return known
    without = [word for word in text.split() if word not in OWNERS and not word.isdigit()]
    return vocabulary.fields.get(" ".join(without)) or vocabulary.fields.get("".join(without))


def _with_holes(title: str, vocabulary: Vocabulary) -> tuple[str, int] | None:
    """« pr?nom », « Pr\ufffdnom »: the accent was lost, the title is still recognised."""
    if not re.search(r"\w[?\ufffd]|[?\ufffd]\w", title):
        return None
    holes = re.sub(r"[?\ufffd]", "\x00", title)
    text = " ".join(
        SHORT.get(word, word) for word in re.findall(r"[a-z0-9\x00]+", holes.casefold())
    )
    pattern = re.compile(re.escape(text).replace("\x00", "[a-z]"))
    fields = vocabulary.fields.items()
    return next((known for name, known in fields if pattern.fullmatch(name)), None)

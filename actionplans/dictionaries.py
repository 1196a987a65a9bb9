"""The dictionaries of the files of improvement: what each column of each CSV holds."""

from core.dictionary import Dictionary
from core.documents import Column

DEPARTMENT = Column("Service", about="Le service de la caisse.")
YES_NO = ("oui", "non")

ACTIONS = Dictionary(
    "actions",
    "Actions",
    "Une ligne est une action, avec les filtres de la liste.",
    (
        Column("Numéro", "number", about="Le numéro de l’action."),
        Column("Action", about="Son titre."),
        DEPARTMENT,
        Column("État", about="Où elle en est le jour de l’export."),
        Column("Responsable", about="Qui la conduit ; vide tant que personne ne l’a."),
        Column("Échéance", "date", about="Le jour où elle doit être faite."),
        Column("Première échéance", "date", about="Le jour prévu d’abord."),
        Column("Changements d’échéance", "number", about="Combien de fois elle a été reportée.", unit="fois"),
        Column("Effet attendu", about="Ce qui doit changer, écrit avant d’agir."),
        Column("Réalisée le", "date", about="Le jour où elle a été faite."),
        Column("Close le", "date", about="Le jour où elle a été close."),
        Column("Verdict", about="Ce qu’une autre personne a jugé de son effet."),
    ),
)  # fmt: skip

PLANS = Dictionary(
    "plans",
    "Plans annuels des services",
    "Une ligne est le plan d’un service pour l’année ; sans plan, elle n’a que le service et son état.",
    (
        Column("Année", "number", about="L’année du plan."),
        DEPARTMENT,
        Column("État", about="Où en est le plan le jour de l’export."),
        Column("Actions prévues", "number", about="Les actions du plan.", unit="actions"),
        Column("Réalisées", "number", about="Celles qui sont faites.", unit="actions"),
        Column("En retard", "number", about="Celles dont l’échéance est passée.", unit="actions"),
        Column("Échéances reportées", "number", about="Celles qui ont été reportées au moins une fois.", unit="actions"),
        Column("Approuvé le", "date", about="Le jour de l’approbation."),
        Column("Approuvé par", about="Qui l’a approuvé, pour la direction."),
    ),
)  # fmt: skip

EVIDENCE = Dictionary(
    "preuves",
    "Preuves",
    "Une ligne est une preuve, avec les filtres de la liste.",
    (
        Column("Preuve", about="Son titre."),
        DEPARTMENT,
        Column("Engagements", about="Les codes des engagements qu’elle appuie, séparés par une virgule."),
        Column("État", about="Si elle vaut le jour de l’export, et ce qu’en a dit le référent."),
        Column("Valable du", "date", about="Premier jour où elle vaut."),
        Column("Jusqu’au", "date", about="Dernier jour où elle vaut ; vide si elle n’a pas de fin."),
        Column("Fichier", about="Le nom du fichier scellé, ou l’adresse du document."),
        Column("SHA-256", about="L’empreinte du fichier, qui dit s’il a changé ; vide pour une adresse."),
    ),
)  # fmt: skip

EXCEEDANCES = Dictionary(
    "depassements",
    "Dépassements d’un délai promis",
    "Une ligne est une demande dont le délai n’a pas été tenu. Les jours sont ceux du calendrier ; celui de la réception est le jour 0.",
    (
        Column("Référence", about="Celle du logiciel de gestion ; elle ne dit pas qui a demandé."),
        Column("Nature", about="Ce qui était demandé."),
        Column("Canal", about="Par où la demande est venue."),
        DEPARTMENT,
        Column("Reçue le", "date", about="Le jour de la réception."),
        Column("Au plus tard le", "date", about="Le dernier jour du délai promis."),
        Column("Accusée le", "date", about="Le jour de l’accusé de réception."),
        Column("Annoncée pour le", "date", about="Le jour annoncé pour la réponse."),
        Column("Répondue le", "date", about="Le jour de la réponse."),
        Column("Encore ouverte", about="Si elle attend toujours.", one_of=YES_NO),
        Column("Jours depuis la réception", "number", about="Jusqu’à l’acte promis, ou jusqu’au jour de l’export.", unit="jours"),
        Column("Jours de retard", "number", about="Au-delà du dernier jour promis.", unit="jours"),
    ),
)  # fmt: skip

DELIVERED = Dictionary(
    "tenu-et-percu",
    "Tenu et perçu",
    "Une ligne est un engagement que les services évaluent et dont les adhérents jugent aussi.",
    (
        Column("Engagement", about="Son code dans la charte."),
        Column("Intitulé", about="Ce qu’il promet."),
        Column("Services qui le tiennent", "number", about="D’après les auto-évaluations de l’année.", unit="services"),
        Column("Services évalués", "number", about="Ceux qui s’en sont évalués.", unit="services"),
        Column("Adhérents satisfaits", "number", about="Part des réponses favorables à la question qui porte sur cet engagement.", unit="%"),
        Column("Réponses au moins", "number", about="Toutes les réponses à cette question, à la dizaine inférieure : un nombre exact laisserait déduire un trimestre caché.", unit="réponses"),
        Column("Lecture", about="Ce que les deux faits disent ensemble."),
    ),
)  # fmt: skip

NOTES = Dictionary(
    "notes",
    "Notes du mois",
    "Une ligne est une note envoyée.",
    (
        Column("Mois", about="Le mois dont elle parle, comme 03/2027."),
        Column("Envoyée le", "date", about="Le jour de l’envoi."),
        Column("Personnes", "number", about="À qui elle a été envoyée.", unit="personnes"),
        Column("Ont lu", "number", about="Qui l’ont ouverte.", unit="personnes"),
        Column("SHA-256", about="L’empreinte du texte envoyé, qui dit s’il a changé."),
    ),
)

DICTIONARIES = (ACTIONS, PLANS, EVIDENCE, EXCEEDANCES, DELIVERED, NOTES)

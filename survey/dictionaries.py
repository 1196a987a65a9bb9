"""The dictionaries of the files of collecting: what each column of each CSV holds."""

from core.dictionary import Dictionary
from core.documents import Column
from survey.paper import mailing
from survey.privacy import holdings_file

LETTERS = Dictionary(
    "lettres",
    "Lettres d’un lot, pour un imprimeur",
    "Une ligne est une enveloppe, dans l’ordre du PDF du lot.",
    mailing.COLUMNS,
)

PROCESSING = Dictionary(
    "registre-des-traitements",
    "Registre des traitements",
    "Une ligne est une rubrique d’un traitement (article 30 du RGPD).",
    (
        Column("traitement", about="Le traitement ; « Toutes » quand la rubrique vaut pour chacun."),
        Column("rubrique", about="Ce que le registre doit dire : finalité, base, durée…"),
        Column("contenu", about="Ce qu’il en dit."),
    ),
)  # fmt: skip

HOLDINGS = Dictionary(
    "donnees-d-une-personne",
    "Ce que la caisse garde sur une personne",
    "Une ligne est une donnée gardée (article 15 du RGPD) ; une rubrique vide a sa phrase.",
    (
        Column("rubrique", about="Où elle est gardée."),
        Column("quoi", about=holdings_file.COLUMNS[0].about),
        Column("contenu", about=holdings_file.COLUMNS[1].about),
        Column("depuis_le", "date", about=holdings_file.COLUMNS[2].about),
        Column("garde_jusqu_a", "date", about=holdings_file.COLUMNS[3].about),
    ),
)

DICTIONARIES = (LETTERS, PROCESSING, HOLDINGS)

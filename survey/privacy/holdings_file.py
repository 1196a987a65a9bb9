"""What the fund holds on one member, as it is handed over: rows for a table, a document to read."""

from collections.abc import Iterable
from datetime import date

from core import csv_files, french
from core.documents import Column, Document, Heading, Paragraph, Part, Table
from survey.privacy.holdings import NOTHING, Drawer, Held

NO_REPLY = (
    "Les réponses à l’enquête sont détachées de leur auteur, par dix au moins ou à la clôture. "
    "Elles ne portent ni numéro, ni nom, ni jour : personne, à la caisse ou ailleurs, ne peut dire laquelle est celle "
    "de cette personne. Elles ne peuvent donc être ni montrées, ni corrigées, ni effacées après la clôture."
)
NO_DRAFT = (
    "Une réponse encore scellée sous son envoi n’est ouverte par personne, sauf une feuille de papier saisie par deux "
    "personnes qui n’y ont pas lu la même chose : un collaborateur d’un autre service regarde alors la feuille. "
    "Son auteur la relit, la corrige ou la retire lui-même, par son lien ou par son code de reçu, jusqu’à la clôture."
)
NOT_SEARCHED = (
    "Une demande de rappel ne porte pas de numéro d’adhérent : elle est retrouvée par le numéro de téléphone du registre. "
    "Un fichier déposé et pas encore importé attend un jour au plus, scellé, et n’est pas cherché. "
    "Les sauvegardes de la base gardent ces données jusqu’à ce qu’elles soient elles-mêmes effacées."
)
ABOUT = "Droit d’accès, article 15 du RGPD"

COLUMNS = (
    Column("Quoi", about="La sorte de donnée."),
    Column("Contenu", about="La donnée telle qu’elle est gardée."),
    Column("Depuis le", "date", about="Le jour où elle est entrée ici, ou celui du fait."),
    Column("Gardée jusqu’au", about="Le jour après lequel elle est effacée."),
)


def rows(drawers: Iterable[Drawer]) -> list[tuple[csv_files.Cell, ...]]:
    """Every line with its drawer, an empty drawer with its sentence."""
    return [
        (drawer.title, line.what, line.says, line.since, line.until)
        for drawer in drawers
        for line in drawer.lines or (Held("", NOTHING, None, ""),)
    ]


def document(drawers: Iterable[Drawer], sender: str, telephone: str, today: date) -> Document:
    """The same, to be handed over to the person."""
    parts: list[Part] = []
    for drawer in drawers:
        lines = tuple((one.what, one.says, one.since, one.until) for one in drawer.lines)
        parts.append(Heading(drawer.title))
        parts.append(Table(drawer.title, COLUMNS, lines) if lines else Paragraph(NOTHING))
    parts += [Heading("Vos réponses"), Paragraph(NO_REPLY), Paragraph(NO_DRAFT)]
    return Document(
        "Ce que la caisse garde sur une personne",
        (*parts, Paragraph(NOT_SEARCHED, is_soft=True)),
        subtitle=ABOUT,
        about=(("Fait le", french.day(today)),),
        sender=sender,
        telephone=telephone,
    )

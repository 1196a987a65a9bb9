"""The officer's year as a document: what is to do, done and late, day by day; a proof among others of AME-04."""

from collections.abc import Sequence
from datetime import date

from actionplans.year.items import Item
from core import french
from core.documents import Column, Document, Paragraph, Table
from core.settings import Settings

COLUMNS = (
    Column("Jour", "date", about="Le jour prévu ; une étape déplacée est à son nouveau jour."),
    Column("Quoi", about="Étape du référent, ou date venue des campagnes, décisions, preuves, notes et envois."),
    Column("Détail"),
    Column("État", about="Fait et quand, en retard, bientôt ; vide pour ce qui est à venir."),
)  # fmt: skip


def document(year: int, items: Sequence[Item], today: date, settings: Settings) -> Document:
    """All that the year holds, as of today."""
    steps = [item for item in items if item.step]
    done = sum(item.done_on is not None for item in steps)
    rows = tuple((item.on, item.title, item.detail, _state(item, today)) for item in items)
    said = f"{french.count(done, 'étape faite', 'étapes faites')} sur {len(steps)}, au {french.day(today)}."
    return Document(
        title=f"L’année {year} du référent qualité",
        subtitle="Calendrier d’animation de la démarche",
        parts=(Paragraph(said), Table(f"Calendrier {year}", COLUMNS, rows)),
        sender=settings.FUND_NAME,
        telephone=settings.FUND_PHONE,
    )


def _state(item: Item, today: date) -> str:
    if item.done_on is not None:
        return f"fait le {french.day(item.done_on)}"
    word, _ = item.state(today)
    return word if item.step or word == "bientôt" else ""

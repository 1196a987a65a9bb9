"""What goes wrong in a monthly export: rows that are repeated, doubtful, excluded or unusable."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from random import Random

from demonstration.back_office import TITLES, Cells, row, written_day
from demonstration.members import Member
from survey.models import EventKind

NUMBER = TITLES[0]
Spoil = Callable[[Random, Member], Cells]


def _with(**cells: str) -> Spoil:
    """The usual row with these cells instead; titles with spaces are written with underscores."""

    def spoilt(chance: Random, member: Member) -> Cells:
        return row(chance, member) | {WRITTEN.get(name, name): said for name, said in cells.items()}

    return spoilt


WRITTEN = {
    "event": "Évènement", "day": "Date d'effet", "nature": "Nature", "email": "Courriel", "street": "Adresse 1",
    "postcode": "CP", "town": "Ville", "objection": "Opposition enquête", "protection": "Tutelle/Curatelle",
    "dispute": "Contentieux", "number": NUMBER, "outcome": "Issue", "name": "NOM",
}  # fmt: skip


def _died(chance: Random, member: Member) -> Cells:
    day = member.happened_on + timedelta(days=chance.randint(2, 20))
    return row(chance, member) | {"Date décès": f"{day:%d/%m/%Y}"}


def _mistyped(chance: Random, member: Member) -> Cells:
    local = member.email.partition("@")[0] or "contact"
    return row(chance, member) | {"Courriel": f"{local}@gmial.com"}


def _lost_zeros(chance: Random, member: Member) -> Cells:
    return row(chance, member) | {NUMBER: member.number.lstrip("0")}


def _formula(chance: Random, member: Member) -> Cells:
    return row(chance, member) | {"NOM": f"={member.last_name.upper()}"}


EXCLUDED: Sequence[tuple[int, Spoil]] = (
    (10, _with(event="REV", nature="Réversion")),
    (6, _with(nature="Réversion")),
    (6, _died),
    (4, _with(objection="O")),
    (3, _with(protection="Tutelle")),
    (1, _with(protection="Curatelle renforcée")),
    (3, _with(dispute="CRA en cours")),
    (2, _with(outcome="Annulé")),
)
DOUBTFUL: Sequence[tuple[int, Spoil]] = (
    (5, _mistyped),
    (3, _lost_zeros),
    (1, _formula),
    (2, _with(protection="à voir")),
)
REJECTED: Sequence[tuple[int, Spoil]] = (
    (4, _with(email="", street="", postcode="", town="")),
    (2, _with(day="31/02/2026")),
    (2, _with(day="03/13/2026")),
    (3, _with(event="RADIATION")),
    (2, _with(number="")),
    (1, _with(number="1,23457E+06")),
)


def spoilt(chance: Random, ways: Sequence[tuple[int, Spoil]], member: Member) -> Cells:
    """This member's row, spoilt in one of these ways, each as often as its weight says."""
    weights, spoils = zip(*ways, strict=True)
    spoil: Spoil = chance.choices(spoils, weights)[0]
    return spoil(chance, member)


def rectified(chance: Random, member: Member) -> Cells:
    """The same event told again a month later, with its final date."""
    days = 30 if member.kind is EventKind.RETIREMENT else chance.randint(1, 9)
    final = replace(member, happened_on=member.happened_on + timedelta(days=days))
    return row(chance, final) | {"Date d'effet": written_day(chance, final.happened_on)}


def dead_since(chance: Random, member: Member) -> Cells:
    """A death told of somebody already written to: nothing more may be sent."""
    return row(chance, member) | {"Évènement": "DC", "Date décès": f"{member.happened_on:%d/%m/%Y}"}

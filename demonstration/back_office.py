"""How the back office writes one event: its columns, its codes, and its everyday untidiness."""

from datetime import date
from random import Random

from core.french import NBSP
from demonstration.members import Member
from demonstration.plain import bare
from survey.models import EventKind

TITLES = (
    f"N°{NBSP}adhérent", "Évènement", "Date d'effet", "Nature", "Issue", "Civ.", "NOM", "Prénom", "Né(e) le",
    "N° SS", "Tél.", "Courriel", "Adresse 1", "Adresse 2", "CP", "Ville", "Pays", "Gestionnaire", "Canal préféré",
    "Opposition enquête", "Date décès", "Tutelle/Curatelle", "Contentieux",
)  # fmt: skip
Cells = dict[str, str]
"""One row, by title."""

CODES = {
    EventKind.AFFILIATION: ("AFF", "AFF", "AFF", "Affiliation", "AFFILIATION"),
    EventKind.RETIREMENT: ("LIQ", "LIQ", "LIQ", "Ouv. droits", "LIQUIDATION"),
}
NO_EMAIL = ("", "", "", "néant", "aucun", "x@x.fr")
FIRST_DAY_OF_EXCEL = date(1899, 12, 30)


def row(chance: Random, member: Member) -> Cells:
    """A member's event as it is usually exported: readable, with habits of several hands."""
    retires = member.kind is EventKind.RETIREMENT
    return {
        TITLES[0]: member.number,
        "Évènement": chance.choice(CODES[member.kind]),
        "Date d'effet": written_day(chance, member.happened_on),
        "Nature": "DP" if retires else "",
        "Issue": chance.choices(("Accordé", "Rejeté", ""), (88, 4, 8))[0],
        "Civ.": ("Mme", "MME", "M.", "M")[chance.randint(0, 1) + (0 if member.is_woman else 2)],
        "NOM": _name(chance, member.last_name),
        "Prénom": member.first_name if chance.random() < 0.9 else bare(member.first_name),
        "Né(e) le": f"{member.born_on:%d/%m/%Y}",
        "N° SS": _insured_number(chance, member),
        "Tél.": _phone(chance, member.phone),
        "Courriel": _email(chance, member),
        "Adresse 1": member.street if chance.random() < 0.85 else bare(member.street).upper(),
        "Adresse 2": member.extra,
        "CP": member.postcode.removeprefix("0") if chance.random() < 0.3 else member.postcode,
        "Ville": member.town.upper() if chance.random() < 0.6 else member.town,
        "Pays": "",
        "Gestionnaire": member.department,
        "Canal préféré": member.preference,
        "Opposition enquête": chance.choice(("N", "N", "")),
        "Date décès": "",
        "Tutelle/Curatelle": "",
        "Contentieux": "",
    }


def written_day(chance: Random, day: date) -> str:
    """A day in one of the forms met: mostly French, some ISO, some short, some of a spreadsheet."""
    serial = str((day - FIRST_DAY_OF_EXCEL).days)
    forms = (f"{day:%d/%m/%Y}", f"{day:%Y-%m-%d}", f"{day:%d.%m.%y}", serial)
    return chance.choices(forms, (82, 9, 5, 4))[0]


def _name(chance: Random, name: str) -> str:
    """In capitals for most, with a no-break or a double space now and then."""
    written = name.upper() if chance.random() < 0.8 else name
    return f"{written}{NBSP}" if chance.random() < 0.04 else written


def _phone(chance: Random, phone: str) -> str:
    damaged = ("6,39E+08", phone.replace(" ", "")[1:], phone.replace(" ", "."), "")
    return phone if chance.random() < 0.85 else chance.choice(damaged)


def _email(chance: Random, member: Member) -> str:
    if not member.email:
        return chance.choice(NO_EMAIL)
    if chance.random() < 0.03:
        return f"{member.email} ; accueil@agence.example"
    return member.email if chance.random() < 0.95 else member.email.capitalize()


def _insured_number(chance: Random, member: Member) -> str:
    """Shaped like a social security number, of a department that does not exist: to be refused."""
    sex, born = (2 if member.is_woman else 1), member.born_on
    return f"{sex} {born:%y} {born:%m} 00 {chance.randint(1, 990):03d} {chance.randint(1, 990):03d}"

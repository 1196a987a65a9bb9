"""How a member is greeted and addressed by post, from what the register says."""

import re

from survey.models import LifeEvent
from survey.registers.cells.addresses import FRANCE, Address
from survey.registers.cells.text import fold

CIVILITIES = {"M.": "Monsieur", "Mme": "Madame"}
PARTICLES = {"De", "Du", "Des", "La", "Le", "Les", "D"}
WORD = re.compile(r"[^\W\d_]+")


def greeting(event: LifeEvent) -> str:
    """« Madame de la Tour »; nothing when the civility or the name is not known."""
    if not event.civility or not event.last_name:
        return ""
    return f"{CIVILITIES.get(event.civility, event.civility)} {name_in_a_sentence(event.last_name)}"


def name_in_a_sentence(name: str) -> str:
    """A name written in capitals as a sentence shows it; any other is left as it is."""
    return WORD.sub(lambda word: _calmed(word[0]), name) if name.isupper() else name


def _calmed(word: str) -> str:
    calm = word.capitalize()
    return calm.lower() if calm in PARTICLES else calm


def has_address(event: LifeEvent) -> bool:
    """Whether a letter would arrive."""
    return Address(event.address, event.postcode, event.city, event.country).is_usable


def postal_lines(event: LifeEvent) -> tuple[str, ...]:
    """The lines of the envelope, the person first, the country last when it is another one."""
    person = f"{event.civility} {event.first_name} {event.last_name}"
    country = "" if fold(event.country) in FRANCE else event.country.upper()
    town = f"{event.postcode} {event.city.upper()}"
    lines = (person, *event.address.split("\n"), town, country)
    return tuple(" ".join(line.split()) for line in lines if line.strip())

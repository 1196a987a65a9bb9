"""The fund's members as its register knows them; drawn at random, they exist nowhere."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from demonstration import names
from demonstration.plain import plain
from survey.models import EventKind

AGES = {EventKind.AFFILIATION: (27, 55), EventKind.RETIREMENT: (60, 69)}
KEEPS = {EventKind.AFFILIATION: "Affiliation", EventKind.RETIREMENT: "Liquidation"}
HAS_EMAIL = {EventKind.AFFILIATION: 0.93, EventKind.RETIREMENT: 0.8}
EMAIL_ENDS = ("courriel.example", "boite.example", "messagerie.example")


@dataclass(frozen=True)
class Member:
    """One member and the event of their life that calls for a questionnaire."""

    number: str
    kind: EventKind
    happened_on: date
    is_woman: bool
    first_name: str
    last_name: str
    born_on: date
    email: str
    phone: str
    street: str
    extra: str
    postcode: str
    town: str
    department: str
    preference: str


def numbers(chance: Random) -> Iterator[str]:
    """Member numbers, seven digits, none twice."""
    yield from (f"{number:07d}" for number in chance.sample(range(12_000, 99_000), 20_000))


def new_member(chance: Random, number: str, kind: EventKind, month: date) -> Member:
    """Somebody to whom this happened in this month."""
    is_woman = chance.random() < 0.42
    first = chance.choice(names.WOMEN if is_woman else names.MEN)
    last = chance.choice(names.FAMILIES)
    happened_on = _day(chance, kind, month)
    age = chance.randint(*AGES[kind])
    postcode, town = chance.choice(names.TOWNS)
    email = _email(chance, first, last) if chance.random() < HAS_EMAIL[kind] else ""
    return Member(
        number=number,
        kind=kind,
        happened_on=happened_on,
        is_woman=is_woman,
        first_name=first,
        last_name=last,
        born_on=happened_on.replace(day=1, year=happened_on.year - age)
        - timedelta(days=chance.randint(0, 360)),
        email=email,
        phone=f"06 39 98 {chance.randint(0, 99):02d} {chance.randint(0, 99):02d}",
        street=f"{chance.randint(1, 140)} {chance.choice(names.STREETS)}",
        extra=chance.choice(names.EXTRAS) if chance.random() < 0.15 else "",
        postcode=postcode,
        town=town,
        department=KEEPS[kind] if chance.random() < 0.97 else "Relations adhérents",
        preference=_preference(chance, email) if chance.random() < 0.06 else "",
    )


def _day(chance: Random, kind: EventKind, month: date) -> date:
    """Pensions begin on the first of a month; one becomes a member on any day."""
    if kind is EventKind.RETIREMENT:
        return month
    return month + timedelta(days=chance.randint(0, 27))


def _preference(chance: Random, email: str) -> str:
    return chance.choice(("Courriel", "Courrier")) if email else "Courrier"


def _email(chance: Random, first: str, last: str) -> str:
    if chance.random() < 0.12:
        return f"agence.{plain(last)}{chance.randint(1, 99)}@agence.example"
    mark = chance.choice(("", "", str(chance.randint(1, 99))))
    return f"{plain(first)}.{plain(last)}{mark}@{chance.choice(EMAIL_ENDS)}"

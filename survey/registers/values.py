"""The cleaned fields of one row: what may be imported, and nothing else."""

from dataclasses import dataclass, fields
from datetime import date

# Characters a field holds at most; what is longer is no name and no address.
LONGEST = {
    "last_name": 120,
    "first_name": 120,
    "civility": 20,
    "address": 400,
    "postcode": 12,
    "city": 80,
    "country": 60,
    "department": 120,
}


@dataclass(frozen=True, slots=True)
class Values:
    """One life event as the fund wrote it. Empty is None. No field exists for a refused value."""

    member_number: str | None = None
    event: str | None = None  # affiliation, retraite
    event_date: date | None = None
    last_name: str | None = None
    first_name: str | None = None
    civility: str | None = None
    email: str | None = None
    phone: str | None = None
    address: str | None = None  # its lines, separated by newlines
    postcode: str | None = None
    city: str | None = None
    country: str | None = None
    birth_date: date | None = None
    department: str | None = None
    nature: str | None = None  # droits_propres, reversion
    outcome_of_request: str | None = None  # accorde, rejete, abandonne
    preferred_channel: str | None = None  # email, letter, phone

    def too_long(self) -> dict[str, str]:
        """The fields that must be cut."""
        found = {name: getattr(self, name) or "" for name in LONGEST}
        return {name: value for name, value in found.items() if len(value) > LONGEST[name]}

    def plain(self) -> dict[str, str | None]:
        """Texts alone, days in ISO form."""
        found = {field.name: getattr(self, field.name) for field in fields(self)}
        return {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in found.items()
        }

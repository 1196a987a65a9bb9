"""The fields of one row, read cell by cell; everything that can be said of them piles up."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from survey.registers.cells import (
    addresses,
    choices,
    dates,
    emails,
    events,
    flags,
    names,
    numbers,
    phones,
    text,
)
from survey.registers.cells.cleaned import Cleaned, T
from survey.registers.columns import Header
from survey.registers.remarks import Remark
from survey.registers.rows import Rules
from survey.registers.values import LONGEST, Values

# Columns that exclude, with the reason each one gives.
EXCLUSIONS = {
    "deceased": "excluded_deceased",
    "protection": "excluded_protected",
    "objection": "excluded_objection",
    "dispute": "excluded_dispute",
    "cancelled": "excluded_cancelled",
}


class Fields:
    """One row being read. `cells` are safe; `remarks` grows as fields are read, once each."""

    def __init__(
        self, header: Header, rules: Rules, cells: Sequence[str], remarks: list[Remark]
    ) -> None:
        self.header = header
        self.rules = rules
        self.cells = cells
        self.remarks = remarks
        self.is_identified = False

    # ------------------------------------------------------------- one of them
    def _all(self, name: str) -> list[str]:
        places = self.header.places.get(name, ())
        return [self.cells[place] for place in places if place < len(self.cells)]

    def _one(self, name: str) -> str:
        return next(iter(self._all(name)), "")

    def _kept(self, cleaned: Cleaned[T]) -> T | None:
        self.remarks.extend(cleaned.remarks)
        return cleaned.value

    # ------------------------------------------------------------- all of them
    def identity(self) -> Values:
        """Who, what and when: the key of an event."""
        number = self._kept(numbers.member_number(self._one("member_number")))
        event = self._kept(events.as_told(self._one("event"), self.rules.codes))
        day = self._kept(
            dates.event_date(self._one("event_date"), self.rules.today, self.rules.months)
        )
        is_event = event is not None or any(r.code.startswith("excluded_") for r in self.remarks)
        self.is_identified = bool(number and day and is_event)
        return Values(member_number=number, event=event, event_date=day)

    def values(self) -> Values:
        """Everything the row says, and whatever is wrong with it in `remarks`."""
        key = self.identity()
        nature = self._kept(events.nature(self._one("nature")))
        outcome = self._kept(events.request_outcome(self._one("outcome_of_request")))
        self._exclude()
        name = self._name()
        born = self._kept(dates.birth_date(self._one("birth_date"), self.rules.today))
        self.remarks.extend(dates.ages(born, key.event_date))
        phone = self._kept(phones.phone(self._one("phone")))
        email, address, channel = self._reached(phone)
        department = self._kept(choices.department(self._one("department"), self.rules.departments))
        return replace(
            key,
            last_name=name.last_name or None, first_name=name.first_name or None,
            civility=name.civility or None, email=email, phone=phone,
            address=address.lines or None, postcode=address.postcode or None,
            city=address.city or None, country=address.country or None, birth_date=born,
            department=department, nature=nature, outcome_of_request=outcome, preferred_channel=channel,
        )  # fmt: skip

    def bounded(self, values: Values) -> Values:
        """The same values, none longer than its field."""
        cut: dict[str, Any] = {}
        for name, value in values.too_long().items():
            self.remarks.append(Remark("cell_too_long", str(len(value)), str(LONGEST[name])))
            cut[name] = value[: LONGEST[name]]
        return replace(values, **cut)

    def _exclude(self) -> None:
        for name, code in EXCLUSIONS.items():
            for cell in self._all(name):
                self._flagged(flags.says_yes(cell), cell, name, code)
        for cell in self._all("death_date"):
            self._flagged(flags.day_says_yes(cell), cell, "death_date", "excluded_deceased")

    def _flagged(self, verdict: bool | None, cell: str, name: str, code: str) -> None:
        if verdict:
            self.remarks.append(Remark(code))
        if verdict is None:
            title = self.header.titles[self.header.places[name][0]]
            self.remarks.append(Remark("flag_unreadable", text.tidy(cell), title))

    def _name(self) -> names.Name:
        title = self._one("civility")
        if self._one("last_name"):
            name = names.separate(title, self._one("last_name"), self._one("first_name"))
        elif reverse := self._one("full_name_reversed"):
            name = names.together(title, reverse, first_name_first=True)
        else:
            name = names.together(title, self._one("full_name"))
            name = name if name.last_name else names.separate(title, "", self._one("first_name"))
        self.remarks.extend(name.remarks)
        if not name.last_name:
            self.remarks.append(Remark("last_name_missing"))
        line = " ".join(filter(None, (name.civility, name.first_name, name.last_name)))
        if len(line) > addresses.LONGEST_LINE:
            self.remarks.append(Remark("postal_line_long", line))
        return name

    def _reached(self, phone: str | None) -> tuple[str | None, addresses.Address, str | None]:
        """How the person can be reached, and whether that is the way they prefer."""
        email = self._kept(emails.email(self._one("email")))
        address = addresses.address(
            self._all("address"), self._one("postcode"), self._one("city"), self._one("country")
        )
        self.remarks.extend(address.remarks)
        preferred = self._kept(choices.preferred_channel(self._one("preferred_channel")))
        usable = {
            "email": bool(email),
            "letter": address.is_usable,
            "phone": bool(phone),
            None: True,
        }
        if not (email or address.is_usable):
            self.remarks.append(Remark("no_channel"))
        elif not usable[preferred]:
            self.remarks.append(
                Remark("preferred_channel_unusable", self._one("preferred_channel"))
            )
        if address.is_begun and not address.is_usable:
            self.remarks.append(Remark("address_incomplete"))
        return email, address, preferred

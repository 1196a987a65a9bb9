"""What an event file would change: each of its rows compared with the events already known."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from sqlmodel import Session, col, select

from core.keys import key
from organisation.models import Department
from survey.desk import member_numbers
from survey.models import EventKind, Invitation, LeftOut, LifeEvent
from survey.registers.cells.numbers import same_member
from survey.registers.cells.text import fold
from survey.registers.judging import Check
from survey.registers.remarks import Level, Outcome
from survey.registers.repeats import are_near
from survey.registers.rows import Row

# The gravest first: the one that stands in the ledger when there are several.
REASONS = {
    "excluded_deceased": LeftOut.DECEASED,
    "excluded_protected": LeftOut.PROTECTED,
    "excluded_objection": LeftOut.OBJECTION,
    "excluded_dispute": LeftOut.DISPUTE,
    "excluded_survivor": LeftOut.SURVIVOR,
    "excluded_cancelled": LeftOut.CANCELLED,
}
# Seen by whoever chooses the channel (a letter is preferred): no need to hold the sending back.
HANDLED = frozenset({"shared_mailbox"})
# What a new file may take back: the others were decided by a person, or are true of the person.
REVISABLE = frozenset(
    {None, LeftOut.TO_CHECK, LeftOut.NO_CHANNEL, LeftOut.SURVIVOR, LeftOut.CANCELLED}
)
OUTCOMES = {"accorde": "accordé", "rejete": "rejeté", "abandonne": "abandonné"}
CONTACT = (
    "civility", "last_name", "first_name", "email", "phone", "address", "postcode", "city", "country",
    "preferred_channel",
)  # fmt: skip
LABELS = {
    "happened_on": "date", "department_id": "service", "granted": "issue", "civility": "civilité",
    "last_name": "nom", "first_name": "prénom", "email": "adresse électronique", "phone": "téléphone",
    "address": "adresse", "postcode": "code postal", "city": "ville", "country": "pays",
    "birth_date": "date de naissance", "preferred_channel": "canal préféré",
    "left_out": "raison de ne pas écrire",
}  # fmt: skip


class Fate(StrEnum):
    """What a row becomes in the database."""

    NEW = "new"
    UNCHANGED = "unchanged"
    CHANGED = "changed"
    RECTIFIED = "rectified"
    LEFT_OUT = "left_out"

    @property
    def label(self) -> str:
        return FATE_LABELS[self]


FATE_LABELS = {
    Fate.NEW: "nouveau",
    Fate.UNCHANGED: "déjà connu",
    Fate.CHANGED: "coordonnées mises à jour",
    Fate.RECTIFIED: "date rectifiée",
    Fate.LEFT_OUT: "noté, non sollicité",
}


@dataclass
class Change:
    """One row and what it does: fields to write on a known event, or on a new one."""

    row: Row
    fate: Fate
    fields: dict[str, Any]
    event: LifeEvent | None = None
    follows: "Change | None" = None  # the new event of the same file whose date this one rectifies
    stops: tuple[LeftOut, ...] = ()  # why this member must not be written to, if so
    is_event: bool = True  # False: it only tells something of the member, or of somebody else

    @property
    def is_survivor(self) -> bool:
        return self.fields["left_out"] is LeftOut.SURVIVOR

    @property
    def member_number(self) -> str:
        """Whom the row is about, as the database writes their number."""
        return self.event.member_number if self.event else str(self.fields["member_number"])

    @property
    def new_values(self) -> dict[str, Any]:
        """The fields of a known event that this row changes, with what they become."""
        event = self.event
        if event is None:
            return {}
        return {name: new for name, new in self.fields.items() if getattr(event, name) != new}

    @property
    def differences(self) -> list[tuple[str, Any, Any]]:
        """(name in French, before, after) of what this row changes on a known event."""
        return [
            (LABELS[name], getattr(self.event, name), new)
            for name, new in self.new_values.items()
            if name in LABELS
        ]


@dataclass
class Known:
    """The events already known, by member and kind, under one writing of each number."""

    events: defaultdict[tuple[str, EventKind], list[tuple[date, LifeEvent | Change]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    writings: dict[str, str] = field(default_factory=dict)
    invited: set[int] = field(default_factory=set)

    @classmethod
    def of(cls, session: Session, numbers: Iterable[str]) -> "Known":
        """What the database knows of these members."""
        known = cls(writings=member_numbers.writings(session, numbers))
        for event, is_invited in _events_of(session, list(known.writings.values())):
            member = same_member(event.member_number)
            known.events[member, event.kind].append((event.happened_on, event))
            if is_invited:
                known.invited.add(key(event))
        return known

    def find(self, fields: Mapping[str, Any]) -> LifeEvent | Change | None:
        """The same event: same day, else a day near enough to be the same event rectified.

        A survivor's pension and the member's own are never each other's rectification.
        """
        day, is_survivor = fields["happened_on"], fields["left_out"] is LeftOut.SURVIVOR
        met = self.events[same_member(fields["member_number"]), fields["kind"]]
        same = next((found for on, found in met if on == day), None)
        alike = (
            f for on, f in reversed(met) if are_near(on, day) and _is_survivor(f) == is_survivor
        )
        return same or next(alike, None)


def _is_survivor(found: LifeEvent | Change) -> bool:
    return found.is_survivor if isinstance(found, Change) else found.left_out is LeftOut.SURVIVOR


def _events_of(session: Session, numbers: Sequence[str]) -> Iterator[tuple[LifeEvent, bool]]:
    """The events of these members, each with whether it was asked about."""
    for part in member_numbers.parts(numbers):
        theirs = (
            select(LifeEvent, Invitation.id)
            .outerjoin(Invitation)
            .where(col(LifeEvent.member_number).in_(part))
            .order_by(col(LifeEvent.happened_on))
        )
        for event, invitation_id in session.exec(theirs):
            yield event, invitation_id is not None


def changes(session: Session, check: Check) -> list[Change]:
    """What each row that counts would do, in the order of the file. Writes nothing."""
    rows = list(check.of(Outcome.ACCEPTED, Outcome.CORRECTED, Outcome.EXCLUDED))
    known = Known.of(session, [row.values.member_number or "" for row in rows])
    departments = {fold(d.name): key(d) for d in session.exec(select(Department))}
    return [_change(row, known, departments) for row in rows]


def _change(row: Row, known: Known, departments: Mapping[str, int]) -> Change:
    fields = _fields(row, known, departments)
    found, stops = known.find(fields), stops_of(row)
    if not _is_event(row) or (
        found and fields["left_out"] is LeftOut.SURVIVOR and not _is_survivor(found)
    ):
        return Change(row, Fate.LEFT_OUT, fields, stops=stops, is_event=False)
    if isinstance(found, LifeEvent):
        return _on_event(row, found, _revised(found, fields, known), stops)
    fate = Fate.RECTIFIED if found else Fate.NEW
    change = Change(row, Fate.LEFT_OUT if stops else fate, fields, follows=found, stops=stops)
    if found is None:
        key_of_event = same_member(fields["member_number"]), fields["kind"]
        known.events[key_of_event].append((fields["happened_on"], change))
    return change


def _is_event(row: Row) -> bool:
    """A death reported as an event tells something of the member, and is not surveyed."""
    return row.values.event is not None or row.says("excluded_survivor")


def _on_event(
    row: Row, event: LifeEvent, fields: dict[str, Any], stops: tuple[LeftOut, ...]
) -> Change:
    change = Change(row, Fate.UNCHANGED, fields, event=event, stops=stops)
    if stops:
        change.fate = Fate.LEFT_OUT
    elif event.happened_on != fields["happened_on"]:
        change.fate = Fate.RECTIFIED
    elif change.differences:
        change.fate = Fate.CHANGED
    return change


def _revised(event: LifeEvent, fields: dict[str, Any], known: Known) -> dict[str, Any]:
    """What the row may change of a known event: nothing that was erased comes back."""
    revised = dict(fields)
    if event.erased_on or fields["left_out"] in REASONS.values():
        revised = {name: fields[name] for name in ("happened_on", "left_out")}
    is_asked = event.id in known.invited
    keeps = event.left_out not in REVISABLE or is_asked
    if keeps and revised["left_out"] in (None, LeftOut.TO_CHECK):
        revised["left_out"] = event.left_out
    return revised


def _fields(row: Row, known: Known, departments: Mapping[str, int]) -> dict[str, Any]:
    """The row as columns of LifeEvent. Nothing is kept to reach somebody who is not written to."""
    values = row.values
    assert values.member_number
    assert values.event_date
    fields: dict[str, Any] = {
        "member_number": known.writings[same_member(values.member_number)],
        # A survivor's pension has no kind of its own here: its line stands among the retirements.
        "kind": EventKind(values.event or EventKind.RETIREMENT),
        "happened_on": values.event_date,
        "department_id": departments.get(fold(values.department or "")),
        "granted": OUTCOMES.get(values.outcome_of_request or "", ""),
        "left_out": left_out(row),
        "remarks": [reason.code for reason in row.reasons if reason.level is not Level.INFO],
    }
    if row.outcome is not Outcome.EXCLUDED:
        fields |= {name: getattr(values, name) or "" for name in CONTACT}
        fields["birth_date"] = values.birth_date
    return fields


def stops_of(row: Row) -> tuple[LeftOut, ...]:
    """All the reasons for which the row is excluded, the gravest first."""
    return tuple(reason for code, reason in REASONS.items() if row.says(code))


def left_out(row: Row) -> LeftOut | None:
    """The line of the event in the ledger, as far as the file tells."""
    if stops := stops_of(row):
        return stops[0]
    doubts = {r.code for r in row.reasons if r.level is Level.TO_CHECK} - HANDLED
    return LeftOut.TO_CHECK if doubts else None


def count(changes: Sequence[Change]) -> dict[Fate, int]:
    """How many rows have each fate, all fates named."""
    return {fate: sum(change.fate is fate for change in changes) for fate in Fate}

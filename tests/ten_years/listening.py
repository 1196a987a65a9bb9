"""Life events, invitations and what was sent for them, replies and their answers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from core.models import MessageStatus, OutgoingMessage
from survey.models import (
    Answer,
    CallBack,
    EventBatch,
    EventKind,
    Grain,
    Invitation,
    InvitationStatus,
    LeftOut,
    Letter,
    LifeEvent,
    Mode,
    OtherMailing,
    Reply,
    Suppression,
)
from survey.questionnaires.questionnaires import in_force
from tests.ten_years.filling import Filling, turn

INVITED_A_REPLY = 2
A_LETTER_EVERY = 5
KINDS = list(EventKind)
ENDS = (InvitationStatus.ANSWERED, InvitationStatus.CLOSED)


def fill(filling: Filling) -> None:
    """Everything of the survey."""
    invited = INVITED_A_REPLY * filling.size.replies
    events = _events(filling, invited)
    _invitations(filling, events)
    _replies(filling)
    _edges(filling, invited // 50)


def _batches(filling: Filling, number: int) -> list[int]:
    keys = filling.new_keys(number)
    filling.write(EventBatch, [
        {"id": one, "file_name": f"lot{place}.csv", "sha256": f"{one:064d}", "encoding": "cp1252",
         "separator": ";", "records": 100, "totals": {}, "imported_at": filling.at(place, number)}
        for place, one in enumerate(keys)
    ])  # fmt: skip
    return keys


def _events(filling: Filling, number: int) -> list[int]:
    batches = _batches(filling, max(1, number // 100))
    keys = filling.new_keys(number)
    filling.write(LifeEvent, [
        {"id": one, "batch_id": batches[place * len(batches) // number], "kind": turn(KINDS, place),
         "happened_on": filling.day(place, number) - timedelta(40), "member_number": f"{one:09d}",
         "department_id": turn(filling.departments, place), "last_name": "Durand",
         "left_out": LeftOut.TO_CHECK if place % 97 == 0 else None, "remarks": []}
        for place, one in enumerate(keys)
    ])  # fmt: skip
    return keys


def _invitations(filling: Filling, events: list[int]) -> None:
    keys, total = filling.new_keys(len(events)), len(events)
    forms = [in_force(filling.session, kind).id for kind in KINDS]
    rows = []
    for place, (one, event) in enumerate(zip(keys, events, strict=True)):
        sent_on = filling.day(place, total)
        is_over = sent_on < filling.today - timedelta(60)
        rows.append({
            "id": one, "event_id": event, "questionnaire_id": turn(forms, place),
            "channel": "letter" if place % A_LETTER_EVERY == 0 else "email",
            "status": turn(list(ENDS), place) if is_over else InvitationStatus.SENT,
            "token_hash": f"t{one:063d}", "code_hash": f"c{one:063d}", "send_on": sent_on,
            "sent_on": sent_on, "last_sent_on": sent_on, "closes_on": sent_on + timedelta(60),
            "reminders_sent": place % 3, "was_opened": place % 2 == 0,
        })  # fmt: skip
    filling.write(Invitation, rows)
    _sent(filling, keys)


def _sent(filling: Filling, invitations: list[int]) -> None:
    total = len(invitations)
    filling.write(Letter, [
        {"invitation_id": one, "step": 0, "written_on": filling.day(place, total),
         "printed_on": filling.day(place, total)}
        for place, one in enumerate(invitations) if place % A_LETTER_EVERY == 0
    ])  # fmt: skip
    filling.write(OutgoingMessage, [
        {"key": f"old-{one}", "to_address": "m@exemple.example", "subject": "Votre avis",
         "text": "Bonjour.", "written_at": filling.at(place, total),
         "status": MessageStatus.FAILED if place % 499 == 0 else MessageStatus.SENT,
         "sent_at": None if place % 499 == 0 else filling.at(place, total)}
        for place, one in enumerate(invitations) if place % A_LETTER_EVERY
    ])  # fmt: skip


def month_of(filling: Filling, place: int, number: int) -> date:
    """A month that is over, as a reply may carry."""
    return (filling.day(place, number).replace(day=1) - timedelta(1)).replace(day=1)


def reply_key(place: int) -> str:
    return f"{place * 2654435761 % 2**32:08x}{place:024x}"


def _replies(filling: Filling) -> None:
    number = filling.size.replies
    forms = {kind: in_force(filling.session, kind) for kind in KINDS}
    replies, answers = [], []
    for place in range(number):
        kind = turn(KINDS, place)
        replies.append({
            "id": reply_key(place), "questionnaire_id": forms[kind].id, "kind": kind,
            "period_start": month_of(filling, place, number), "grain": Grain.MONTH,
            "mode": turn(list(Mode), place // 7), "department_id": turn(filling.departments, place),
        })  # fmt: skip
        answers.extend(_answers(place))
    filling.write(Reply, replies)
    filling.write(Answer, answers)


def _answers(place: int) -> list[dict[str, Any]]:
    given = [
        ("satisfaction", "", turn(["good", "good", "medium", "bad"], place)),
        ("comprehension", "", turn(["4", "5", "3", "2"], place)),
        ("effort", "", turn(["1", "2", "4"], place)),
        ("contact_tried", "phone", "yes"),
        ("contact_reached", "phone", turn(["yes", "no"], place)),
        ("contact_satisfaction", "phone", turn(["5", "4", "2"], place)),
        ("delay_kept", "", turn(["yes", "no"], place)),
    ]
    return [
        {"reply_id": reply_key(place), "question_code": code, "part": part, "value": value}
        for code, part, value in given
    ]


def _edges(filling: Filling, number: int) -> None:
    """What is beside: people to call back, other surveys, people never to write to."""
    filling.write(CallBack, [
        {"phone": "06 12 34 56 78", "about": "Ma pension", "asked_on": filling.day(place, number),
         "done_on": filling.day(place, number) if place % 4 else None}
        for place in range(number)
    ])  # fmt: skip
    filling.write(OtherMailing, [
        {"member_number": f"{5_000_000 + place}", "asked_on": filling.day(place, number),
         "name": f"Enquête {filling.day(place, number).year}"}
        for place in range(number)
    ])  # fmt: skip
    filling.write(Suppression, [
        {"member_number": f"{6_000_000 + place}", "reason": LeftOut.OBJECTION,
         "since_on": filling.day(place, number)}
        for place in range(number)
    ])  # fmt: skip

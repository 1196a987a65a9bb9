"""Builders of the survey room."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime
from typing import Any

from sqlmodel import Session, select

from organisation.models import Department
from survey.answering import answering, invitations, paging
from survey.models import (
    EventBatch,
    EventKind,
    Invitation,
    InvitationStatus,
    LifeEvent,
    Questionnaire,
    Reply,
)
from survey.questionnaires import questionnaires
from survey.sending import waves
from tests.builders import saved

NUMBERS = itertools.count(1)
SENT_ON = date(2027, 3, 1)
FULL_ANSWERS: dict[str, Any] = {
    "satisfaction": "good",
    "comprehension": "4",
    "contact_tried": ["phone"],
    "contact_reached": {"phone": "yes"},
    "contact_satisfaction": {"phone": "5"},
    "effort": "2",
}


def make_batch(session: Session) -> EventBatch:
    number = next(NUMBERS)
    return saved(
        session,
        EventBatch(
            file_name=f"lot{number}.csv",
            sha256=f"{number:064d}",
            encoding="cp1252",
            separator=";",
            records=1,
            imported_at=datetime(2027, 3, 1, tzinfo=UTC),
        ),
    )


def make_questionnaire(session: Session, kind: EventKind = EventKind.AFFILIATION) -> Questionnaire:
    """The starting questionnaire of this moment, published."""
    now = datetime(2027, 1, 1, tzinfo=UTC)
    questionnaires.load_starting(session, now, None)
    return questionnaires.in_force(session, kind)


def make_event(
    session: Session,
    kind: EventKind = EventKind.AFFILIATION,
    department: Department | None = None,
    **more: Any,
) -> LifeEvent:
    number = next(NUMBERS)
    batch = session.exec(select(EventBatch)).first() or make_batch(session)
    values: dict[str, Any] = {
        "batch_id": batch.id,
        "kind": kind,
        "happened_on": date(2027, 2, 10),
        "member_number": f"{number:07d}",
        "last_name": "Durand",
        "first_name": "Camille",
        "email": f"camille{number}@exemple.example",
        "department_id": department.id if department else None,
    }
    return saved(session, LifeEvent(**(values | more)))


def make_invitation(
    session: Session,
    kind: EventKind = EventKind.AFFILIATION,
    department: Department | None = None,
    sent_on: date | None = SENT_ON,
    event: LifeEvent | None = None,
    **more: Any,
) -> Invitation:
    """An invitation that left (or, with sent_on=None, is planned)."""
    event = event or make_event(session, kind, department)
    values: dict[str, Any] = {
        "event_id": event.id,
        "questionnaire_id": make_questionnaire(session, kind).id,
        "channel": "email",
        "status": InvitationStatus.SENT if sent_on else InvitationStatus.PLANNED,
        "token_hash": f"{event.id:064d}",
        "code_hash": f"{event.id:064d}",
        "send_on": sent_on or SENT_ON,
        "sent_on": sent_on,
        "last_sent_on": sent_on,
        "closes_on": waves.closes_on(sent_on) if sent_on else None,
    }
    invitation = Invitation(**(values | more))
    invitations.give_secrets(session, invitation)
    return saved(session, invitation)


def fill(session: Session, invitation: Invitation, **answers: Any) -> answering.DraftSheet:
    """A sheet whose answers are kept, not sent."""
    sheet = answering.DraftSheet(session, invitation)
    sheet.keep(paging.pruned(sheet.questionnaire, FULL_ANSWERS | answers))
    return sheet


def answer(session: Session, invitation: Invitation, **answers: Any) -> str:
    """Answer and send; the receipt."""
    return answering.submit(fill(session, invitation, **answers))


def make_reply(session: Session, kind: EventKind = EventKind.AFFILIATION, **more: Any) -> Reply:
    """A reply without author; give its answers with `answers={…}`."""
    from survey.models import Grain, Mode
    from survey.privacy import transfer

    given = more.pop("answers", FULL_ANSWERS)
    questionnaire = make_questionnaire(session, kind)
    values: dict[str, Any] = {
        "questionnaire_id": questionnaire.id,
        "kind": kind,
        "period_start": date(2027, 2, 1),
        "grain": Grain.MONTH,
        "mode": Mode.WEB,
    }
    reply = saved(session, Reply(**(values | more)))
    transfer.write_answers(session, reply, questionnaire.questions, given)
    session.flush()
    return reply

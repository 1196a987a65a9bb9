"""A small fund with one of everything: enough for every page to have something to show."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlmodel import Session, select

from actionplans.actions import decisions, proofs
from actionplans.brought.screening import Upload
from actionplans.malfunctions import attaching, recurrences
from actionplans.models import Action, ActionStatus, ReportMode
from actionplans.my_work import calendar
from actionplans.plans import preparing
from actionplans.tracing import publishing, whole_chains
from analysis.indicators import measures
from core import secrecy
from core.keys import key
from core.models import MessageStatus, OutgoingMessage
from organisation.models import Role, User
from survey.answering import answering, codes, invitations, objecting
from survey.models import EventKind, Invitation, InvitationStatus, Questionnaire
from survey.paper import printing
from survey.questionnaires import drafting
from survey.questionnaires.questionnaires import in_force
from survey.sending import planning, reminders, sending
from tests.action_builders import Fund, make_action, make_closed_action, make_voices
from tests.actionplans_malfunctions_builders import make_report
from tests.assessment_builders import Round, fill_in, make_evidence, make_round
from tests.builders import make_department, make_headship, make_user
from tests.found_builders import finding_in, make_found
from tests.idea_builders import make_visible
from tests.note_builders import make_note, make_sent
from tests.request_builders import make_requests
from tests.sending_builders import ADDRESS, make_postal_event, publish
from tests.survey_builders import answer, make_event, make_reply

S = ActionStatus
MONTH = date(2027, 2, 1)
QUARTER = (date(2027, 1, 1), date(2027, 3, 31))
EARLIER = date(
    2026, 7, 1
)  # whose findings are kept; those of the last quarter are yet to be computed
THEME = "telephone"


@dataclass
class World:
    """The people, one a role, and the things that pages are about."""

    people: dict[Role, User]
    round: Round
    fund: Fund
    actions: dict[ActionStatus, Action]
    things: dict[str, Any] = field(default_factory=dict)
    """What fills in the places of an address, by their names."""


def make_world(session: Session, now: datetime) -> World:
    """Everything at `now`, by the product's own deeds; commit before calling a visitor."""
    made = make_round(session, now, activities=("accueil_telephonique", "gestion_retraite"))
    people = {
        Role.COLLABORATOR: make_user(session, Role.COLLABORATOR, made.department, name="Inès Roy"),
        Role.HEAD: made.head,
        Role.QUALITY_OFFICER: made.officer,
        Role.MANAGEMENT: made.management,
        Role.READER: make_user(session, Role.READER, name="Paul Lecteur"),
        Role.ADMINISTRATOR: make_user(session, Role.ADMINISTRATOR, name="Nora Petit"),
    }
    other = make_department(session, "Recouvrement", ("recouvrement",))
    fund = Fund(
        department=made.department,
        other=other,
        owner=people[Role.COLLABORATOR],
        head=made.head,
        officer=made.officer,
        management=made.management,
        stranger=make_user(session, Role.HEAD, other, name="Luc Fabre"),
    )
    world = World(people, made, fund, actions={})
    in_april = date(2027, 4, 15)
    world.things["headship_id"] = key(make_headship(session, made.head, other, in_april))
    standing_in = make_headship(session, fund.stranger, made.department, in_april)
    world.things["term_id"] = key(standing_in)
    world.things["assessment_id"] = key(made.assessment)
    _survey(session, world, now)
    _analysis(session, world)
    make_found(session, now, EARLIER)
    _actions(session, world, now)
    _assessment(session, world, now)
    preparing.open_plan(session, fund.department, now.year, fund.head, now)
    _reports(session, world, now)
    _notes(session, world, now)
    session.flush()
    return world


def kept_receipt(session: Session) -> str:
    """The receipt of an answer that is a reply already."""
    receipt = codes.new_receipt()
    beside_a_draft = codes.fingerprint(receipt, secrecy.key())
    make_reply(session, receipt_hash=answering.beside_a_reply(beside_a_draft))
    return receipt


def _survey(session: Session, world: World, now: datetime) -> None:
    publish(session)
    for n in range(12):
        make_event(session, list(EventKind)[n % 2], world.round.department, **ADDRESS)
        make_postal_event(session, department=world.round.department)
    for days in (8, 7, 6, 5, 4, 0):
        planning.plan(session, now - timedelta(days=days))
        sending.send_due(session, now - timedelta(days=days))
    reminders.remind_due(session, now)
    sent = session.exec(select(Invitation).where(Invitation.status == InvitationStatus.SENT)).all()
    answer(session, sent[0], suggestion="On attend trop longtemps.")
    batch = printing.print_batch(session, world.round.officer, now)
    failed = session.exec(select(OutgoingMessage)).first()
    assert failed is not None
    failed.status, failed.last_error = MessageStatus.FAILED, "ConnectionRefusedError: no"
    call_back = objecting.ask_call_back(session, "06 12 34 56 78", "Ma pension", now)
    questionnaire: Questionnaire = in_force(session, EventKind.RETIREMENT)
    world.things |= {
        "open_invitation": sent[1],
        "invitation_id": key(sent[1]),
        "event_id": sent[1].event_id,
        "batch_id": sent[1].event.batch_id,
        "message_id": key(failed),
        "day": batch.printed_on.isoformat(),
        "call_back_id": key(call_back),
        "questionnaire_id": key(questionnaire),
        "draft_id": key(drafting.begin(session, EventKind.AFFILIATION, world.round.officer, now)),
        "way": "monter",
        "calendar": calendar.make(session, world.round.officer, now),
        "name": "annee",
        "extension": "docx",
        "receipt": kept_receipt(session),
    }


def _analysis(session: Session, world: World) -> None:
    said = make_voices(session, THEME, 12, month=MONTH)
    make_voices(session, "delai", 14, month=MONTH, text="Trois mois sans réponse.")
    world.things["verbatim"] = said[0]


def _actions(session: Session, world: World, now: datetime) -> None:
    fund = world.fund
    subject = decisions.Subject(measures.theme(THEME), *QUARTER)
    decision = decisions.decide_action(
        session, subject, "Rappeler les appels perdus", fund.department, fund.officer, now
    )
    world.things["decision"] = decisions.about(session, measures.theme(THEME))[0].decision
    world.actions[S.PROPOSED] = decision
    for status in (S.DECIDED, S.IN_PROGRESS, S.SUSPENDED, S.ABANDONED):
        world.actions[status] = make_action(session, fund, now, status)
    long_ago = now - timedelta(days=200)
    world.actions[S.DONE] = make_action(session, fund, long_ago, S.DONE, indicator="")
    closed = make_closed_action(session, fund, long_ago)
    world.actions[S.EFFECTIVE] = closed
    one = whole_chains.candidate(session, "action", key(closed), now.date())
    words = whole_chains.Words(
        "Douze adhérents attendaient trop longtemps au téléphone.",
        "Nous rappelons sous deux heures les appels perdus.",
        "Les plaintes ont cessé.",
    )
    world.things["change"] = publishing.prepare(session, one, words, fund.officer, now)


def _assessment(session: Session, world: World, now: datetime) -> None:
    made = world.round
    fill_in(session, made, now)
    rating = sorted(made.assessment.ratings, key=lambda row: row.commitment.rank)[0]
    evidence = make_evidence(
        session, rating, made.head, now, file=Upload("relevé.txt", "Relevé de mars.".encode())
    )
    proofs.attach(session, world.actions[S.IN_PROGRESS], evidence, made.head, now)
    world.things |= {
        "year": made.campaign.year,
        "department_id": made.department.id,
        "rating_code": rating.commitment.code,
        "evidence_id": key(evidence),
    }


def _reports(session: Session, world: World, now: datetime) -> None:
    by = world.people[Role.COLLABORATOR]
    signed = make_report(
        session, now, by, mode=ReportMode.SIGNED, department=world.round.department
    )
    world.things["malfunction"] = signed
    kept = attaching.prepared(Upload("note.txt", "Bac 3 bourré.".encode()), signed.mode)
    world.things["rank"] = attaching.attach(session, signed, kept, now).rank
    for _ in range(recurrences.REPORTS):  # what comes back has its page
        make_report(session, now, by, department=world.round.department, theme=THEME)
    world.things["idea"] = make_visible(session, world.fund, now)
    received_on = (now - timedelta(days=60)).date()
    requests = make_requests(session, now, world.round.department, received_on, 12)
    world.things["request_id"] = key(requests[0])


def _notes(session: Session, world: World, now: datetime) -> None:
    """The note of January is sent, that of February waits."""
    make_sent(session, world.round.officer, now, date(2027, 1, 1))
    make_note(session, now)


# ---------------------------------------------------------------- addresses


def places(world: World) -> dict[str, Any]:
    """What fills in the places of an address, by their names."""
    things, actions = world.things, world.actions
    return things | {
        "user_id": key(world.people[Role.HEAD]),
        "theme": THEME,
        "code": things["rating_code"],
        "verbatim_id": things["verbatim"].id,
        "malfunction_id": key(things["malfunction"]),
        "change_id": key(things["change"]),
        "idea_id": key(things["idea"]),
        "topic_id": 1,
        "gesture_id": 1,
        "move_id": 1,
        "finding_key": finding_in(EARLIER).key,
        "step": "comite-1",
        "month": 1,
        "kind": "action",
        "number": key(actions[S.EFFECTIVE]),
        "action_id": key(actions[S.IN_PROGRESS]),
        "proposed_id": key(actions[S.PROPOSED]),
        "done_id": key(actions[S.DONE]),
        "link": invitations.token(things["open_invitation"]),
    }


def event_file(folder: Path) -> Path:
    """A file of two events as the back office writes them, to be sent by a form."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(["N° adhérent", "Nom", "Prénom", "Événement", "Date", "Email"])
    writer.writerow(["0009991", "DURAND", "Zoé", "retraite", "01/03/2027", "z@exemple.example"])
    writer.writerow(["0009992", "MARTIN", "Luc", "retraite", "31/02/2027", "l@exemple.example"])
    file = folder / "mars.csv"
    file.write_bytes(out.getvalue().encode("cp1252"))
    return file

"""What the fund holds on one member, line by line, for whoever asks for it (article 15 of the RGPD).

The answers are not among them: a reply has no author (docs/decisions/0003-anonymity.md). An answer still sealed under its invitation
is told to exist and never opened here: its author alone reads it again, by the link or the receipt.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import phonenumbers
from sqlalchemy.orm import selectinload
from sqlmodel import Session, col, select

from core import french
from core.clock import PARIS
from core.models import OutgoingMessage
from organisation import journal
from organisation.models import JournalEntry, User
from organisation.words import DEEDS, deed
from survey.channels import CHANNELS
from survey.channels.base import FIRST, LAST, REMINDER
from survey.channels.email import WORDS, key_of, read_key
from survey.desk import batch_undo, member_numbers
from survey.desk import batches as event_batches
from survey.desk.changes import LABELS
from survey.models import (
    CallAttempt,
    CallBack,
    Draft,
    Invitation,
    Letter,
    LifeEvent,
    OtherMailing,
    SecondEntry,
    Suppression,
)
from survey.privacy import retention
from survey.sending import quarantine

DEEDS.update({"tell_holdings": "droit d’accès : données d’une personne consultées"})

STEPS = {FIRST: "invitation", REMINDER: "première relance", LAST: "dernière relance"}
NOTHING = "Rien n’est gardé ici sous ce numéro."
FOR_GOOD = "sans limite"


@dataclass(frozen=True)
class Held:
    """One thing that is kept: what it is, what it says, since when, until when."""

    what: str
    says: str
    since: date | None
    until: str


@dataclass(frozen=True)
class Drawer:
    """Things of one kind; always named, even when it is empty."""

    title: str
    lines: tuple[Held, ...]


def tell(
    session: Session, member_number: str, by: User | None, now: datetime
) -> tuple[Drawer, ...]:
    """Everything held under this number, in the same drawers whoever it is; empty drawers when nothing is.

    The journal says that somebody looked, never at whom.
    """
    drawers = held(session, member_number)
    journal.write(session, now, by, "tell_holdings")
    return drawers


def held(session: Session, member_number: str) -> tuple[Drawer, ...]:
    """Everything held under this number; thirteen queries, however much it is."""
    number = member_numbers.as_known(session, member_number.strip())
    events = _events(session, number)
    invitations = _invitations(session, events)
    closings = {one.event_id: one for one in invitations}
    return (
        Drawer("Événements", tuple(_of_events(events, closings))),
        Drawer("Valeurs remplacées par un import", tuple(_of_replaced(session, events))),
        Drawer("Envois", tuple(_of_invitations(session, invitations))),
        Drawer("Messages et lettres", tuple(_of_contacts(session, invitations))),
        Drawer("Ne plus écrire", tuple(_of_suppressions(session, number))),
        Drawer("Autres enquêtes de la caisse", tuple(_of_other_mailings(session, number))),
        Drawer("Demandes de rappel", tuple(_of_call_backs(session, events))),
        Drawer("Journal", tuple(_of_journal(session, invitations))),
    )


# ---------------------------------------------------------------- events


def _events(session: Session, number: str) -> Sequence[LifeEvent]:
    theirs = (
        select(LifeEvent)
        .where(LifeEvent.member_number == number)
        .options(selectinload(LifeEvent.batch), selectinload(LifeEvent.department))  # type: ignore[arg-type]
        .order_by(col(LifeEvent.happened_on), col(LifeEvent.id))
    )
    return session.exec(theirs).all()


def _of_events(events: Sequence[LifeEvent], closings: dict[int, Invitation]) -> Iterator[Held]:
    for event in events:
        assert event.id is not None
        since = event.batch.imported_at.astimezone(PARIS).date()
        yield Held("numéro et événement", _told(event), since, FOR_GOOD)
        until = _contacts_until(event, closings.get(event.id))
        for what, says in _contacts(event):
            yield Held(what, says, since, until)


def _of_replaced(session: Session, events: Sequence[LifeEvent]) -> Iterator[Held]:
    for name, was, since in batch_undo.replaced(session, events):
        if name in LABELS:
            yield Held(LABELS[name], was, since, french.day(since + batch_undo.KEPT))


def _told(event: LifeEvent) -> str:
    said = [
        f"adhérent {event.member_number}",
        f"{event.kind.label} du {french.day(event.happened_on)}",
        f"service {event.department.name}" if event.department else "",
        f"suite donnée : {event.granted}" if event.granted else "",
        f"non sollicité : {event.left_out.label}" if event.left_out else "",
        *(_doubt(code) for code in event.remarks),
    ]
    return ", ".join(filter(None, said))


def _doubt(code: str) -> str:
    return event_batches.DOUBTS.get(code, "valeur corrigée à l’import").rstrip(".")


def _contacts(event: LifeEvent) -> list[tuple[str, str]]:
    town = f"{event.postcode} {event.city} {event.country}"
    cells = [
        ("civilité", event.civility),
        ("nom", event.last_name),
        ("prénom", event.first_name),
        ("adresse électronique", event.email),
        ("téléphone", event.phone),
        ("adresse postale", " ".join(f"{event.address} {town}".split())),
        ("date de naissance", french.day(event.birth_date) if event.birth_date else ""),
        ("canal préféré", event.preferred_channel),
    ]
    return [(what, says) for what, says in cells if says]


def _contacts_until(event: LifeEvent, invitation: Invitation | None) -> str:
    until = retention.contacts_until(event, invitation)
    days = french.count(retention.CONTACT_KEPT_DAYS, "jour")
    return french.day(until) if until else f"{days} après la clôture de sa vague"


# ---------------------------------------------------------------- invitations, messages, letters


def _invitations(session: Session, events: Sequence[LifeEvent]) -> Sequence[Invitation]:
    theirs = select(Invitation).where(col(Invitation.event_id).in_([one.id for one in events]))
    return session.exec(theirs.order_by(col(Invitation.send_on), col(Invitation.id))).all()


def _of_invitations(session: Session, invitations: Sequence[Invitation]) -> Iterator[Held]:
    ids = [one.id for one in invitations]
    drafts = set(session.exec(select(Draft.invitation_id).where(col(Draft.invitation_id).in_(ids))))
    twice = select(SecondEntry.invitation_id).where(col(SecondEntry.invitation_id).in_(ids))
    keyed_twice = set(session.exec(twice))
    for one in invitations:
        yield Held(f"envoi {one.id}", _state(one), one.sent_on or one.send_on, FOR_GOOD)
        until = f"au plus tard {french.day(one.closes_on) if one.closes_on else 'la clôture'}"
        if one.id in drafts:
            yield Held(f"envoi {one.id}", "réponse scellée, que personne n’ouvre", None, until)
        if one.id in keyed_twice:
            yield Held(f"envoi {one.id}", "feuille tirée pour une seconde saisie, scellée", None, until)  # fmt: skip


def _state(one: Invitation) -> str:
    days = [
        ("parti le", one.sent_on),
        ("dernier envoi le", one.last_sent_on),
        ("adresse refusée le", one.bounced_on),
        ("clôture le", one.closes_on),
    ]
    channel = CHANNELS[one.channel].label if one.channel in CHANNELS else one.channel
    said = [one.status.label, f"par {channel}"]
    said += [f"{what} {french.day(day)}" for what, day in days if day]
    said += ["questionnaire commencé"] if one.was_opened else []
    said += [one.cancelled_because.label] if one.cancelled_because else []
    return ", ".join(said)


def _of_contacts(session: Session, invitations: Sequence[Invitation]) -> Iterator[Held]:
    keys = [key_of(one, step) for one in invitations for step in WORDS]
    messages = select(OutgoingMessage).where(col(OutgoingMessage.key).in_(keys))
    for message in session.exec(messages.order_by(col(OutgoingMessage.written_at))):
        found = read_key(message.key)
        until = french.day(retention.message_until(message.written_at))
        state = f"parti le {french.moment(message.sent_at)}" if message.sent_at else "pas parti"
        yield Held(
            f"courriel, {STEPS[found[1] if found else FIRST]}",
            f"à {message.to_address}, « {message.subject} », {state}",
            message.written_at.astimezone(PARIS).date(),
            until,
        )
    ids = [one.id for one in invitations]
    calls = select(CallAttempt).where(col(CallAttempt.invitation_id).in_(ids))
    for call in session.exec(calls.order_by(col(CallAttempt.called_on))):
        yield Held("appel de la caisse", call.outcome.label, call.called_on, "sa réponse ou la clôture")  # fmt: skip
    letters = select(Letter).where(col(Letter.invitation_id).in_(ids))
    for letter in session.exec(letters.order_by(col(Letter.written_on), col(Letter.step))):
        printed = f"imprimée le {french.day(letter.printed_on)}" if letter.printed_on else "à imprimer"  # fmt: skip
        yield Held(f"lettre, {STEPS[letter.step]}", printed, letter.written_on, FOR_GOOD)


# ---------------------------------------------------------------- what is kept beside


def _of_suppressions(session: Session, number: str) -> Iterator[Held]:
    theirs = select(Suppression).where(Suppression.member_number == number)
    for line in session.exec(theirs.order_by(col(Suppression.since_on))):
        yield Held("ne plus écrire", line.reason.label, line.since_on, "tant que la raison vaut")


def _of_other_mailings(session: Session, number: str) -> Iterator[Held]:
    theirs = select(OtherMailing).where(OtherMailing.member_number == number)
    for line in session.exec(theirs.order_by(col(OtherMailing.asked_on))):
        until = french.day(line.asked_on + quarantine.YEAR)
        yield Held("autre enquête", line.name, line.asked_on, until)


def _of_call_backs(session: Session, events: Iterable[LifeEvent]) -> Iterator[Held]:
    phones = {form for event in events if event.phone for form in _written(event.phone)}
    wanted = select(CallBack).where(col(CallBack.phone).in_(phones))
    for one in session.exec(wanted.order_by(col(CallBack.asked_on))):
        until = french.day(retention.call_back_until(one.asked_on))
        yield Held("demande de rappel", f"{one.phone} {one.about}".strip(), one.asked_on, until)


def _written(phone: str) -> set[str]:
    """A telephone number in the ways the tables write it."""
    try:
        number = phonenumbers.parse(phone, "FR")
    except phonenumbers.NumberParseException:
        return {phone}
    forms = (phonenumbers.PhoneNumberFormat.INTERNATIONAL, phonenumbers.PhoneNumberFormat.E164)
    return {phone, *(phonenumbers.format_number(number, form) for form in forms)}


def _of_journal(session: Session, invitations: Sequence[Invitation]) -> Iterator[Held]:
    """What staff did about these invitations; not who: that is not the member's data."""
    subjects = [f"invitation {one.id}" for one in invitations]
    told = select(JournalEntry).where(col(JournalEntry.subject).in_(subjects))
    for entry in session.exec(told.order_by(col(JournalEntry.id))):
        said = f"{deed(entry.deed)} ({entry.details})" if entry.details else deed(entry.deed)
        yield Held(entry.subject.replace("invitation", "envoi"), said, entry.at.astimezone(PARIS).date(), FOR_GOOD)  # fmt: skip

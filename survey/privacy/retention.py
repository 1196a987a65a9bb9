"""Erase what has served its time: contact data, raw texts, outbox; and say so."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Session, col, select

from core import french, jobs, limits, mail
from core.clock import PARIS
from core.models import MessageStatus, OutgoingMessage
from survey.desk import batch_undo
from survey.models import CallBack, FreeText, Invitation, InvitationStatus, LifeEvent, Reply
from survey.sending import quarantine

CONTACT_KEPT_DAYS = 90  # after the closing of the wave
LEFT_OUT_KEPT_DAYS = 365  # after the event, when nobody was written to
RAW_TEXT_KEPT_DAYS = 730
MESSAGES_KEPT_DAYS = 90
CALL_BACKS_KEPT_DAYS = 90

ERASED = {
    "civility": "", "last_name": "", "first_name": "", "email": "", "phone": "", "address": "",
    "postcode": "", "city": "", "country": "", "birth_date": None,
}  # fmt: skip


def erase_expired(session: Session, now: datetime) -> dict[str, int]:
    """Erase everything past its time; return how many of each."""
    today = now.astimezone(PARIS).date()
    limits.forget(session, now)
    over = select(Invitation.event_id).where(
        col(Invitation.closes_on) < today - timedelta(days=CONTACT_KEPT_DAYS)
    )
    # An invitation stopped before it left has no closing day: its event was never asked about.
    written_to = sa.or_(
        col(Invitation.sent_on).is_not(None),
        col(Invitation.status) == InvitationStatus.PLANNED,
    )
    never = select(Invitation.event_id).where(written_to)
    unasked = sa.and_(
        col(LifeEvent.id).not_in(never),
        col(LifeEvent.happened_on) < today - timedelta(days=LEFT_OUT_KEPT_DAYS),
    )
    due = sa.and_(col(LifeEvent.erased_on).is_(None), sa.or_(col(LifeEvent.id).in_(over), unasked))
    old = select(Reply.id).where(
        col(Reply.period_start) < today - timedelta(days=RAW_TEXT_KEPT_DAYS)
    )
    run = session.connection().execute
    return {
        "contacts": run(sa.update(LifeEvent).where(due).values(**ERASED, erased_on=today)).rowcount,
        "texts": run(sa.delete(FreeText).where(col(FreeText.reply_id).in_(old))).rowcount,
        "messages": run(_old_messages(now)).rowcount,
        "call_backs": run(_old_call_backs(now)).rowcount,
        "other_mailings": run(quarantine.old(today)).rowcount,
        "import_changes": batch_undo.forget_old(session, now),
    }


def _old_messages(now: datetime) -> sa.Delete:
    ended = (MessageStatus.SENT, MessageStatus.CANCELLED, MessageStatus.FAILED)
    return sa.delete(OutgoingMessage).where(
        col(OutgoingMessage.status).in_(ended),
        col(OutgoingMessage.written_at) < now - timedelta(days=MESSAGES_KEPT_DAYS),
    )


def _old_call_backs(now: datetime) -> sa.Update:
    before = now.astimezone(PARIS).date() - timedelta(days=CALL_BACKS_KEPT_DAYS)
    old = sa.and_(col(CallBack.asked_on) < before, col(CallBack.phone) != "")
    return sa.update(CallBack).where(old).values(phone="", about="")


# ---------------------------------------------------------------- the last day of one thing


def contacts_until(event: LifeEvent, invitation: Invitation | None) -> date | None:
    """The last day on which an event has its contact data; None while no closing day is known."""
    if invitation is not None and invitation.closes_on is not None:
        return invitation.closes_on + timedelta(days=CONTACT_KEPT_DAYS)
    if invitation is not None and invitation.status is InvitationStatus.PLANNED:
        return None
    return event.happened_on + timedelta(days=LEFT_OUT_KEPT_DAYS)


def message_until(written_at: datetime) -> date:
    """The last day on which the trace of a message that left is kept."""
    return (written_at.astimezone(PARIS) + timedelta(days=MESSAGES_KEPT_DAYS)).date()


def call_back_until(asked_on: date) -> date:
    """The last day on which the number to call back is kept, called or not."""
    return asked_on + timedelta(days=CALL_BACKS_KEPT_DAYS)


# ---------------------------------------------------------------- said to staff


class Purpose(StrEnum):
    """What data are kept for; each is a line of the register of processing (survey.privacy.processing)."""

    SURVEY = "survey"
    CALL_BACK = "call_back"
    RUNNING = "running"


@dataclass(frozen=True)
class Kept:
    """One kind of data, how long it is kept, what becomes of it then, and what it is kept for."""

    what: str
    how_long: str
    then: str
    purpose: Purpose = Purpose.SURVEY


def kept() -> list[Kept]:
    """All that is kept about members, from the constants that erase it."""
    months = french.count(RAW_TEXT_KEPT_DAYS // 30, "mois")
    return [
        Kept(
            "Nom, adresses, téléphone et date de naissance d’une personne sollicitée",
            f"{_days(CONTACT_KEPT_DAYS)} après la clôture de sa vague",
            "Effacés. Restent le numéro d’adhérent et le jour de l’événement.",
        ),
        Kept(
            "Numéro d’adhérent et jour de l’événement, une fois le reste effacé",
            "sans limite",
            "Gardés pour ne pas solliciter deux fois la même personne et compter qui a été sollicité, jamais ce qu’elle a répondu.",
        ),
        Kept(
            "Les mêmes coordonnées, d’une personne non sollicitée",
            f"{_days(LEFT_OUT_KEPT_DAYS)} après l’événement",
            "Effacés.",
        ),
        Kept(
            "Valeurs qu’un fichier importé a remplacées, scellées",
            f"{_days(batch_undo.KEPT.days)} après l’import, jamais plus que les coordonnées elles-mêmes",
            "Effacées : l’import ne peut plus être annulé.",
        ),
        Kept(
            "Réponse en cours, scellée sous son envoi",
            "jusqu’à ce que dix réponses puissent être détachées ensemble, et au plus tard à la clôture",
            "Devient une réponse sans auteur, ou est effacée si la première question est restée vide.",
        ),
        Kept(
            "Les deux saisies d’une feuille de papier tirée au sort, scellées, et qui les a faites",
            "jusqu’à ce qu’elles soient comparées, et au plus tard à la clôture",
            "Effacées. Restent, pour l’année, le nombre de feuilles comparées et celui des champs différents.",
        ),
        Kept(
            "Appel de la caisse resté sans réponse : le jour et pourquoi",
            "jusqu’à la réponse, et au plus tard à la clôture",
            "Effacé : rien ne dit ensuite qui a répondu par téléphone.",
        ),
        Kept(
            "Code de reçu d’une réponse",
            "jusqu’à la clôture",
            "Effacé : plus rien ne mène à la réponse.",
        ),
        Kept(
            "Textes libres tels qu’ils ont été écrits, scellés",
            f"{months} après l’envoi",
            "Effacés. Reste le texte débarrassé des noms et des numéros.",
        ),
        Kept(
            "Texte d’un message à un adhérent, avec son lien personnel",
            "jusqu’à son départ",
            "Effacé à l’instant où le message part ou est arrêté.",
        ),
        Kept(
            "Trace d’un message : adresse, jour, cause d’un échec",
            f"{_days(MESSAGES_KEPT_DAYS)} après l’écriture",
            "Effacée.",
        ),
        Kept(
            "Décès, opposition, protection, litige : le numéro et la raison",
            "tant que la raison vaut",
            "Gardés pour ne plus jamais écrire à cette personne ; un référent peut lever la ligne.",
        ),
        Kept(
            "Autre enquête de la caisse : le numéro d’adhérent, le nom de l’enquête et son jour",
            f"{_days(quarantine.YEAR.days)} après ce jour",
            "Effacés : la personne peut de nouveau être sollicitée.",
        ),
        Kept(
            "Demande de rappel : numéro et message",
            f"jusqu’à l’appel, {_days(CALL_BACKS_KEPT_DAYS)} au plus",
            "Effacés. Reste le jour de la demande.",
            Purpose.CALL_BACK,
        ),
        Kept("Réponses sans auteur", "sans limite", "Elles ne désignent plus personne."),
        Kept(
            "Journal : qui a fait quoi",
            _years(mail.fund().JOURNAL_YEARS),
            "Il ne nomme aucun adhérent. L’administrateur peut en fixer la durée (SILLAGE_JOURNAL_YEARS).",
            Purpose.RUNNING,
        ),
        Kept(
            "Noms que des collaborateurs écrivent dans une action, un plan, un bilan ou le titre d’une preuve",
            "sans limite",
            "Gardés avec ce qui a été fait. Dans le dossier du label, ceux des comptes sont remplacés par une "
            "fonction ; celui d’une personne sans compte y reste : relisez-le avant de le remettre.",
            Purpose.RUNNING,
        ),
        Kept(
            "Trace des tâches du serveur",
            f"{_days(jobs.KEPT.days)}",
            "Effacée. Elle ne relie personne à une réponse.",
            Purpose.RUNNING,
        ),
    ]


def _years(number: int) -> str:
    return french.count(number, "an") if number else "sans limite"


def _days(number: int) -> str:
    return french.count(number, "jour")


ERASE = jobs.Job("erase_expired", erase_expired)

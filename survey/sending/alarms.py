"""Alarms: when what leaves looks wrong, everything is suspended by itself until a person decides.

It never resumes by itself. What a person has seen and resumed is not told again: only what was written
or sent since then counts.
"""

from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from core import french, jobs
from core.clock import PARIS
from core.models import MessageStatus, OutgoingMessage
from organisation.models import JournalEntry
from survey.models import Invitation, InvitationStatus
from survey.sending import pausing

# Below these numbers a share is chance: two wrong addresses of three are no alarm.
FEWEST_TRIED, FEWEST_SENT = 10, 20
REFUSED_SHARE = 0.5  # of the messages tried in a day
BOUNCED_SHARE = 0.10  # of a day's e-mails
LOOKED_AT = timedelta(days=7)
# « Far beyond » a busy day: three times the busiest of the last three months.
USUAL, TIMES, FEWEST_DUE = timedelta(days=91), 3, 60


def watch(session: Session, now: datetime) -> str:
    """Suspend everything if something is wrong; return why, or nothing. Asked before each sending."""
    if pausing.current(session) is not None:
        return ""
    since = _last_resumed(session)
    reason = refusals(session, now, since) or bounced(session, now, since) or crowd(session, now, since)  # fmt: skip
    if reason:
        pausing.suspend(session, reason, None, now)
    return reason


def _last_resumed(session: Session) -> datetime | None:
    resumed = select(JournalEntry.at).where(JournalEntry.deed == "resume_sendings")
    return session.exec(resumed.order_by(col(JournalEntry.id).desc()).limit(1)).first()


def refusals(session: Session, now: datetime, since: datetime | None) -> str:
    """Whether the mail server takes few of the messages of the last day."""
    start = max(now - timedelta(days=1), since or now - timedelta(days=1))
    troubled = sa.case((col(OutgoingMessage.last_error) != "", 1), else_=0)
    left = sa.case((col(OutgoingMessage.status) == MessageStatus.SENT, 0), else_=troubled)
    counted = sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(left), 0)).where(
        col(OutgoingMessage.key).startswith("invitation-"),
        col(OutgoingMessage.written_at) > start,
        col(OutgoingMessage.attempts) > 0,
    )
    tried, refused = session.connection().execute(counted).one()
    if tried < FEWEST_TRIED or refused < REFUSED_SHARE * tried:
        return ""
    return (
        f"Arrêt automatique\u00a0: le serveur de messagerie n’a pas pris {french.number(refused)} messages "
        f"sur {french.number(tried)} depuis hier. Faites vérifier ce serveur, puis reprenez."
    )


def bounced(session: Session, now: datetime, since: datetime | None) -> str:
    """Whether one day's e-mails came back in number."""
    came_back = sa.case((col(Invitation.bounced_on).is_not(None), 1), else_=0)
    by_email = sa.or_(col(Invitation.channel) == "email", col(Invitation.bounced_on).is_not(None))
    counted = (
        sa.select(col(Invitation.sent_on), sa.func.count(), sa.func.sum(came_back))
        .where(col(Invitation.sent_on) >= _first_day(now, LOOKED_AT, since), by_email)
        .group_by(col(Invitation.sent_on))
        .order_by(col(Invitation.sent_on))
    )
    for day, sent, back in session.connection().execute(counted):
        if sent >= FEWEST_SENT and back > BOUNCED_SHARE * sent:
            return (
                f"Arrêt automatique\u00a0: {french.number(back)} adresses en erreur sur {french.number(sent)} courriels "
                f"du {french.day(day)}. Vérifiez le fichier importé, puis reprenez."
            )
    return ""


def crowd(session: Session, now: datetime, since: datetime | None) -> str:
    """Whether far more is due today than any day has seen; a fund that begins has no usual day."""
    today = _day(now)
    if since is not None and _day(since) == today:
        return ""
    per_day = (
        sa.select(sa.func.count().label("number"))
        .where(col(Invitation.sent_on) >= today - USUAL, col(Invitation.sent_on) < today)
        .group_by(col(Invitation.sent_on))
        .subquery()
    )
    busiest = session.connection().execute(sa.select(sa.func.max(per_day.c.number))).scalar()
    waiting = sa.select(sa.func.count()).where(
        col(Invitation.status) == InvitationStatus.PLANNED, col(Invitation.send_on) <= today
    )
    due = session.connection().execute(waiting).scalar_one()
    if not busiest or due < FEWEST_DUE or due <= TIMES * busiest:
        return ""
    return (
        f"Arrêt automatique\u00a0: {french.number(due)} envois pour aujourd’hui, {french.number(busiest)} au plus les "
        "autres jours. Vérifiez le dernier fichier importé, puis reprenez."
    )


def _first_day(now: datetime, before: timedelta, since: datetime | None) -> date:
    start = _day(now) - before
    return max(start, _day(since) + timedelta(days=1)) if since else start


def _day(moment: datetime) -> date:
    return moment.astimezone(PARIS).date()


WATCH = jobs.Job("watch_sendings", watch)

"""Messages at each step of a self-assessment. Writes to the outbox; reminders are in the digest."""

from datetime import datetime

from sqlmodel import Session, col, select

from actionplans.assessments.pace import PROMISED_MINUTES
from actionplans.models import Assessment
from core import mail
from core.french import NBSP, count, day, typeset
from core.models import OutgoingMessage
from organisation.models import User


def opened(session: Session, assessment: Assessment, head: User, rows: int, now: datetime) -> None:
    """To a head: the campaign is open, how many rows wait, how long it takes."""
    campaign = assessment.campaign
    write(
        session,
        head,
        f"campaign-{campaign.id}-opened-{head.id}",
        f"Auto-évaluation {campaign.year} : elle est ouverte jusqu’au {day(campaign.due_on)}",
        [
            f"L’auto-évaluation {campaign.year} du service {assessment.department.name} est ouverte. "
            f"Elle compte {count(rows, 'engagement')} et demande moins de {PROMISED_MINUTES} minutes, "
            "en une ou plusieurs fois : chaque ligne est gardée.",
            f"Elle est attendue pour le {day(campaign.due_on)}.",
        ],
        assessment,
        now,
    )


def submitted(session: Session, assessment: Assessment, readers: list[User], now: datetime) -> None:
    """To those who may validate: an assessment waits for them."""
    for reader in readers:
        write(
            session,
            reader,
            _key(assessment, "submitted", reader, now),
            f"À valider : l’auto-évaluation du service {assessment.department.name}",
            [f"Le service {assessment.department.name} a soumis son auto-évaluation."],
            assessment,
            now,
        )


def returned(session: Session, assessment: Assessment, now: datetime) -> None:
    """To whoever submitted it: it has to be completed, and why."""
    _to_author(
        session,
        assessment,
        "returned",
        f"À compléter : votre auto-évaluation {assessment.campaign.year}",
        [
            "Votre auto-évaluation vous revient, avec ce mot :",
            assessment.returned_because,
            f"Elle est attendue de nouveau pour le {day(assessment.due_on)}.",
        ],
        now,
    )


def validated(
    session: Session, assessment: Assessment, management: list[User], now: datetime
) -> None:
    """To whoever submitted it, and to management: it is validated."""
    department, year = assessment.department.name, assessment.campaign.year
    for person in management:
        write(
            session,
            person,
            _key(assessment, "validated", person, now),
            f"Validée : l’auto-évaluation {year} du service {department}",
            [f"L’auto-évaluation du service {department} est validée : son bilan peut être signé."],
            assessment,
            now,
        )
    _to_author(
        session,
        assessment,
        "validated",
        f"Validée : votre auto-évaluation {assessment.campaign.year}",
        [f"L’auto-évaluation du service {assessment.department.name} est validée. Merci."],
        now,
    )


def _to_author(
    session: Session,
    assessment: Assessment,
    step: str,
    subject: str,
    paragraphs: list[str],
    now: datetime,
) -> None:
    author = session.get(User, assessment.submitted_by_id)
    if author is not None and author.is_active:
        key = _key(assessment, step, author, now)
        write(session, author, key, subject, paragraphs, assessment, now)


def _key(assessment: Assessment, step: str, person: User, now: datetime) -> str:
    # The moment: an assessment may be submitted, and returned, several times.
    return f"assessment-{assessment.id}-{step}-{person.id}-{now.isoformat()}"


def write(
    session: Session,
    person: User,
    key: str,
    subject: str,
    paragraphs: list[str],
    assessment: Assessment,
    now: datetime,
) -> None:
    """One message, unless this very one was already written."""
    if session.exec(select(OutgoingMessage.id).where(col(OutgoingMessage.key) == key)).first():
        return
    address = mail.link(f"/auto-evaluations/{assessment.campaign.year}/{assessment.department_id}")
    text = "\n\n".join([f"Bonjour {person.name},", *map(typeset, paragraphs), address])
    mail.write(
        session,
        OutgoingMessage(
            key=key,
            to_address=person.email,
            subject=typeset(subject).replace(NBSP, " ")[:200],
            text=f"{text}\n",
            written_at=now,
        ),
    )

"""E-mails that came back, as a mail server or a sending platform lists them: a letter goes instead."""

import re
from collections.abc import Sequence
from datetime import date

from sqlmodel import Session, col

from survey.models import Invitation, InvitationStatus, LifeEvent
from survey.paper import addressing
from survey.registers.cells import emails
from survey.registers.cells.text import tidy
from survey.registers.remarks import Remark
from survey.registers.rows import Row
from survey.registers.titles import SYNONYMS, Vocabulary
from survey.registers.values import Values
from survey.status_files.base import Cells, Consequence, Effect, InError, concerned
from survey.status_files.days import past_day

# RFC 3463: a class 4 status is a persistent transient failure; old SMTP replies begin with 4 too.
TEMPORARY = re.compile(r"\b4(?:\.\d{1,3}\.\d{1,3}|\d\d)\b|\bsoft", re.IGNORECASE)


class EmailBounces(InError):
    """An address, the code of the error, a day. A temporary error changes nothing."""

    name = "adresses-en-erreur"
    label = "Adresses électroniques en erreur"
    hint = (
        "L’adresse de chaque message revenu et, si vous les avez, le code de l’erreur et la date."
    )
    vocabulary = Vocabulary(
        {
            "email": (*SYNONYMS["email"], "destinataire", "recipient", "to"),
            "code": (
                "code", "code erreur", "code retour", "status", "statut", "diagnostic", "motif",
                "erreur", "type", "raison",
            ),
            "since": ("date", "date retour", "date erreur", "jour", "horodatage"),
        },
        {"email": "adresse électronique"},
        nothing="aucune adresse",
        labels={"email": "adresse électronique", "code": "code de l’erreur", "since": "date"},
    )  # fmt: skip

    def judge(self, cells: Cells, today: date) -> tuple[Values, Sequence[Remark]]:
        address = emails.email(cells["email"])
        day = past_day(cells["since"], today)
        said = list(day.remarks)
        if address.value is None:
            said.append(Remark("bounce_address", tidy(cells["email"])))
        elif TEMPORARY.search(cells["code"]):
            said.append(Remark("bounce_temporary", tidy(cells["code"])))
        return Values(email=address.value, event_date=day.value), said

    def consequences(self, session: Session, rows: Sequence[Row]) -> list[Consequence]:
        sent = (
            Invitation.channel == "email",
            Invitation.status == InvitationStatus.SENT,
            col(Invitation.bounced_on).is_(None),
        )
        told = [row.values.email or "" for row in rows]
        waiting = concerned(session, col(LifeEvent.email), told, *sent)
        return [_consequence(row, waiting[row.values.email or ""]) for row in rows]


def _consequence(row: Row, waiting: list[Invitation]) -> Consequence:
    if not waiting:
        return Consequence(row, Effect.NOTHING)
    goes_on = any(addressing.has_address(invitation.event) for invitation in waiting)
    return Consequence(row, Effect.LETTER if goes_on else Effect.ENDS, "", waiting)

"""Builders of requests: a file as an export writes it, and its import by the product's own deeds."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from sqlmodel import Session

from actionplans.delays import files as request_files
from actionplans.delays import imports as request_imports
from actionplans.delays.files import Checked
from actionplans.models import MemberRequest, RequestBatch, RequestChannel, RequestKind
from organisation.models import Department, User
from tests.builders import saved

TITLES = "Référence;Canal;Nature;Reçue le;Accusée le;Annoncée pour le;Répondue le;Service"


def text_of(*rows: str, titles: str = TITLES) -> bytes:
    """A file as a back office writes it: cp1252, semicolons."""
    return "\r\n".join([titles, *rows, ""]).encode("cp1252")


def checked(
    session: Session,
    folder: Path,
    *rows: str,
    on: date,
    only: Department | None = None,
    titles: str = TITLES,
) -> Checked:
    """The verdict on a file of these rows."""
    path = folder / "demandes.csv"
    path.write_bytes(text_of(*rows, titles=titles))
    return request_files.check(session, path, path.name, on, only)


def imported(
    session: Session,
    folder: Path,
    *rows: str,
    now: datetime,
    on: date | None = None,
    only: Department | None = None,
    by: User | None = None,
) -> RequestBatch:
    """A file of these rows, imported."""
    found = checked(session, folder, *rows, on=on or now.date(), only=only)
    return request_imports.import_requests(session, found, by, now)


def make_requests(
    session: Session,
    now: datetime,
    department: Department,
    received_on: date,
    number: int,
    acknowledged_on: date | None = None,
    channel: RequestChannel = RequestChannel.ELECTRONIC,
    kind: RequestKind = RequestKind.AFFILIATION,
) -> list[MemberRequest]:
    """So many requests with the same dates, told by a file extracted today."""
    batch = saved(
        session,
        RequestBatch(
            file_name="mars.csv", sha256="0" * 64, extracted_on=now.date(), records=number, at=now
        ),
    )
    return [
        saved(
            session,
            MemberRequest(
                reference=f"{kind.value[:3]}-{batch.id}-{place}",
                channel=channel,
                kind=kind,
                department_id=department.id,
                batch_id=batch.id,
                received_on=received_on,
                acknowledged_on=acknowledged_on,
            ),
        )
        for place in range(number)
    ]

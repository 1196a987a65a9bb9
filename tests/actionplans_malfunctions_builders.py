"""Builders of malfunction reports."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session

from actionplans.malfunctions import reporting
from actionplans.malfunctions.reporting import Told
from actionplans.models import Malfunction, ReportMode
from organisation.models import User
from tests.builders import make_user


def make_report(session: Session, now: Any, by: User | None = None, **more: Any) -> Malfunction:
    """A report already masked; `mode`, `department` and the columns of Malfunction may be given."""
    mode = more.pop("mode", ReportMode.CONFIDENTIAL)
    department = more.pop("department", None)
    told = Told(
        more.pop("told", "L’imprimante de l’accueil est en panne."),
        mode,
        department.id if department else None,
    )
    malfunction, _ = reporting.report(session, told, by or make_user(session), now)
    malfunction.text = malfunction.title = more.pop("text", told.what_happened)
    malfunction.sealed = None
    for name, value in more.items():
        setattr(malfunction, name, value)
    session.flush()
    return malfunction

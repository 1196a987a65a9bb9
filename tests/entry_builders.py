"""Builders of what staff key in: whoever keys it, a whole sheet, and sheets drawn to be keyed twice."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlmodel import Session
from werkzeug.datastructures import MultiDict

from core import mail
from organisation.models import User
from survey.answering import codes, invitations
from survey.entry import entry
from survey.models import Invitation, Mode
from tests.builders import make_department, make_user
from tests.pages import Visitor

ANSWERS: dict[str, Any] = {
    "satisfaction": "bad", "comprehension": "2", "contact_tried": ["phone", "email"], "acknowledged": "no",
    "documents_known": "yes", "effort": "5", "contact_reached.phone": "yes", "contact_satisfaction.phone": "3",
    "contact_reached.email": "no", "suggestion": "Rappeler quand on l’a promis.",
}  # fmt: skip
"""A sheet of paper as it is keyed in, field by field."""


def sheet(**changes: Any) -> MultiDict[str, str]:
    """What a browser sends of that sheet; `contact_reached__phone="no"` changes one row, None empties a field."""
    fields = ANSWERS | {name.replace("__", "."): value for name, value in changes.items()}
    form: MultiDict[str, str] = MultiDict()
    for name, value in fields.items():
        if value is not None:
            form.setlist(name, value if isinstance(value, list) else [value])
    return form


def signed_in_colleague(visitor: Visitor, session: Session) -> Visitor:
    """A collaborator of a department that followed nobody, signed in; commits what was made before."""
    user = make_user(session, department=make_department(session))
    session.commit()
    return visitor.sign_in(user)


def code_of(invitation: Invitation) -> str:
    """The code of a sending as a hurried hand types it."""
    return codes.shown(invitations.code(invitation)).lower()


def draw(percent: int) -> None:
    """Of a hundred sheets of paper, so many are keyed twice."""
    mail.init(replace(mail.fund(), DOUBLE_ENTRY_PERCENT=percent))


def key_in(
    session: Session,
    invitation: Invitation,
    by: User,
    now: datetime,
    mode: Mode = Mode.PAPER,
    **changes: Any,
) -> entry.Entered:
    """Key that sheet in."""
    done = entry.enter(session, invitation, sheet(**changes), mode, by, now)
    assert done.faults == []
    return done

"""What leaves the fund bears no name of staff: each is told by what the person is to the fund."""

import re
from dataclasses import fields, is_dataclass, replace
from typing import Any

from sqlmodel import Session, select

from core.documents import Document
from organisation.models import User

Names = dict[str, str]


def known(session: Session) -> Names:
    """Every name and address of an account, past ones too, with what is said instead."""
    found: Names = {}
    for user in session.exec(select(User)):
        instead = f"({user.role.label.lower()})"
        found |= {user.name: instead, user.email: instead}
    return found


def withheld(document: Document, names: Names) -> Document:
    """The same document without these names. What people typed may still name somebody the fund has no account of."""
    if not names:
        return document
    longest_first = sorted(names, key=len, reverse=True)
    any_of_them = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
    told = _without(document, lambda text: any_of_them.sub(lambda found: names[found[0]], text))
    assert isinstance(told, Document)
    return told


def _without(value: Any, swap: Any) -> Any:
    if isinstance(value, str):
        return swap(value)
    if isinstance(value, tuple):
        return tuple(_without(one, swap) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        kept = {field.name: getattr(value, field.name) for field in fields(value)}
        return replace(value, **{name: _without(one, swap) for name, one in kept.items()})
    return value

"""A document kept as text: the same document always gives the same text, and the text gives the document back."""

import base64
import hashlib
import json
from dataclasses import fields
from datetime import date
from typing import Any

from core.documents.base import (
    Bullets,
    Column,
    Document,
    Figure,
    Heading,
    PageBreak,
    Paragraph,
    Quote,
    Table,
)

PARTS = {
    one.__name__: one
    for one in (Heading, Paragraph, Bullets, Quote, Column, Table, Figure, PageBreak, Document)
}


def as_text(document: Document) -> str:
    """The document as JSON, keys in order: what a fingerprint is taken of."""
    return json.dumps(_plain(document), ensure_ascii=False, sort_keys=True)


def from_text(text: str) -> Document:
    """The document that gave this text."""
    found = _rebuilt(json.loads(text))
    assert isinstance(found, Document)
    return found


def fingerprint(text: str) -> str:
    """SHA-256 of a kept text as UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if type(value).__name__ in PARTS:
        kept = {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
        return {"is": type(value).__name__, **kept}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, date):
        return {"is": "date", "on": value.isoformat()}
    if isinstance(value, bytes):
        return {"is": "bytes", "of": base64.b64encode(value).decode()}
    return value


def _rebuilt(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_rebuilt(one) for one in value)
    if not isinstance(value, dict):
        return value
    kind = value["is"]
    if kind == "date":
        return date.fromisoformat(value["on"])
    if kind == "bytes":
        return base64.b64decode(value["of"])
    return PARTS[kind](**{name: _rebuilt(one) for name, one in value.items() if name != "is"})

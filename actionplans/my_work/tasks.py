"""What waits for somebody: one shape for all that « Mon travail » shows."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Task:
    """Something one person has to do, for when, and where it is done."""

    due_on: date | None
    title: str
    detail: str
    department: str
    url: tuple[str, dict[str, Any]] = field(compare=False)
    """Endpoint and its arguments, for `url_for`."""
    verb: str
    """The words of the button: « Continuer »."""

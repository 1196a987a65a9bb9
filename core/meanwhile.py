"""Two people on one form: the second is told what the first wrote meanwhile, and loses nothing of their own."""

import json
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from typing import Any

from wtforms import HiddenField

from core import french
from core.forms import Form

CHANGED = (
    "Comparez, puis enregistrez de nouveau : quelqu’un a changé ce champ pendant que vous écriviez. {now} "
    "Ce que vous aviez mis est resté."
)
ENDS = (".", "?", "!", "…")  # what already ends a sentence needs no other full stop
SIGNS = 12  # of each mark: two texts that share them by chance would be a wonder


class Watched(Form):
    """A form over what is already written: the page carries a mark of what each field held when it was made.

    The view says what is `held` now: `watch` when it shows the page, `changed_meanwhile` before it writes. It locks nothing;
    without marks (a page made before this one existed) nothing is compared.
    """

    seen = HiddenField()

    def watch(self, held: Mapping[str, Any]) -> None:
        """Carry the mark of what these fields hold; whatever the page said before."""
        self.seen.data = json.dumps({name: mark(value) for name, value in held.items()})

    def changed_meanwhile(self, held: Mapping[str, Any]) -> bool:
        """Whether a field that this person changed was also changed by somebody else, and then say it beside the field.

        A field they left as they found it takes what the other wrote. The page shown next starts from what is held now: sent
        again as it is, it is what this person wants.
        """
        found, clash = _marks(self.seen.data), False
        self.watch(held)
        for name, now in held.items():
            field, was = self[name], found.get(name)
            if was in (None, mark(now)) or mark(field.data) == mark(now):
                continue
            if mark(field.data) == was:
                field.data = now
                continue
            field.errors = [*field.errors, CHANGED.format(now=_said(field, now))]
            clash = True
        return clash


def mark(value: Any) -> str:
    """The same for what reads the same: lines ended otherwise, another order of ticks, nothing and an empty text."""
    if isinstance(value, list | tuple | set):
        value = "\n".join(sorted(map(str, value)))
    said = "" if value is None else str(value).replace("\r\n", "\n").strip()
    return sha256(said.encode()).hexdigest()[:SIGNS]


def _marks(carried: str | None) -> dict[str, str]:
    try:
        found = json.loads(carried or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _said(field: Any, now: Any) -> str:
    """What the field holds now, as its own choices say it."""
    words = [str(one.label) for one in _choices(field) if str(one.value) in _values(now)]
    if not words and isinstance(now, date):
        words = [french.day(now)]
    if not words and now not in (None, "", [], ()):
        words = [str(now)]
    if not words:
        return "Il est maintenant vide."
    said = ", ".join(words)
    return f"On y lit maintenant : « {said} »{'' if said.endswith(ENDS) else '.'}"


def _choices(field: Any) -> Any:
    return field.iter_choices() if getattr(field, "choices", None) else ()


def _values(now: Any) -> set[str]:
    return set(map(str, now)) if isinstance(now, list | tuple | set) else {str(now)}

"""What stands in the officer's calendar: one shape for a step, a date of the fund's own data, a thing done by itself."""

from dataclasses import dataclass
from datetime import date

from actionplans.tracing.links import Address

SOON_DAYS = 14


@dataclass(frozen=True)
class Item:
    """One thing on one day. `step` names what the officer may move or end; empty for what follows from data."""

    key: str
    on: date
    title: str
    detail: str = ""
    url: Address | None = None
    step: str = ""
    done_on: date | None = None
    is_before: bool = False
    """A usual step whose day came before the fund used this tool, and that nobody touched."""

    def is_late(self, today: date) -> bool:
        """A step to take, past its day."""
        waits = bool(self.step) and self.done_on is None and not self.is_before
        return waits and self.on < today

    def is_to_come(self, today: date) -> bool:
        """Neither done nor behind."""
        return self.done_on is None and self.on >= today

    def state(self, today: date) -> tuple[str, str]:
        """The word beside it, and its shape."""
        if self.done_on is not None:
            return "fait", "good"
        if self.is_late(today):
            return "en retard", "bad"
        if self.on < today:
            return "avant Sillage" if self.is_before else "passé", ""
        return ("bientôt", "watch") if (self.on - today).days <= SOON_DAYS else ("", "")

"""A day, typed in three boxes; stored to the month, since a day could single somebody out."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from survey.questions.base import Asked, Given


class DateKind:
    """A day. An impossible one reads as empty; the page then says so when it is required."""

    name = "date"
    label = "Date"
    by_row = False

    def read(self, asked: Asked, form: Mapping[str, Any]) -> Given:
        parts = [
            str(form.get(f"{asked.code}.{part}", "")).strip() for part in ("year", "month", "day")
        ]
        try:
            return date(*(int(part) for part in parts)).isoformat()
        except ValueError:
            return ""

    def lines(self, given: Given) -> Iterator[tuple[str, str]]:
        if isinstance(given, str) and given:
            yield "", given[:7]

    def said(self, asked: Asked, given: Given) -> str:
        if not isinstance(given, str) or not given:
            return ""
        return date.fromisoformat(given).strftime("%d/%m/%Y")

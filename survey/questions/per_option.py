"""The same choice for each option ticked at an earlier question (each channel that was tried)."""

from collections.abc import Iterator, Mapping
from typing import Any

from survey.questions.base import Asked, Given, label_of


class PerOption:
    """One answer for each of the rows that concern this person; a row may stay empty."""

    name = "per_option"
    label = "Une réponse pour chaque canal"
    by_row = True

    def read(self, asked: Asked, form: Mapping[str, Any]) -> Given:
        known = {value for value, _ in asked.options}
        given = {row: str(form.get(f"{asked.code}.{row}", "")) for row, _ in asked.rows}
        return {row: value for row, value in given.items() if value in known}

    def lines(self, given: Given) -> Iterator[tuple[str, str]]:
        if isinstance(given, dict):
            yield from given.items()

    def said(self, asked: Asked, given: Given) -> str:
        if not isinstance(given, dict):
            return ""
        return ", ".join(
            f"{label_of(asked.rows, row)} : {label_of(asked.options, value)}"
            for row, value in given.items()
        )

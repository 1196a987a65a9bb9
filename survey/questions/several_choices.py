"""Several answers, one of which may exclude the others (« je n’ai pas eu besoin d’aide »)."""

from collections.abc import Iterator, Mapping
from typing import Any

from survey.questions.base import Asked, Given, label_of

EXCLUSIVE = "none"
TICKED = "ticked"  # the value of a line whose part is an option that was chosen


class SeveralChoices:
    """Several answers; the exclusive one wins over the others when both are ticked."""

    name = "several_choices"
    label = "Plusieurs réponses au choix"
    by_row = False

    def read(self, asked: Asked, form: Mapping[str, Any]) -> Given:
        ticked = set(form.getlist(asked.code)) if hasattr(form, "getlist") else set()
        chosen = [value for value, _ in asked.options if value in ticked]
        return [EXCLUSIVE] if EXCLUSIVE in chosen else chosen

    def lines(self, given: Given) -> Iterator[tuple[str, str]]:
        for value in given if isinstance(given, list) else ():
            yield value, TICKED

    def said(self, asked: Asked, given: Given) -> str:
        return (
            ", ".join(label_of(asked.options, v) for v in given) if isinstance(given, list) else ""
        )

"""One answer among a few; also the scale, whose every point is named."""

from collections.abc import Iterator, Mapping
from typing import Any

from survey.questions.base import Asked, Given, label_of


class SingleChoice:
    """One answer among a few."""

    name = "single_choice"
    label = "Une réponse au choix"
    by_row = False

    def read(self, asked: Asked, form: Mapping[str, Any]) -> Given:
        value = str(form.get(asked.code, ""))
        return value if value in {v for v, _ in asked.options} else ""

    def lines(self, given: Given) -> Iterator[tuple[str, str]]:
        if isinstance(given, str) and given:
            yield "", given

    def said(self, asked: Asked, given: Given) -> str:
        return label_of(asked.options, given) if isinstance(given, str) and given else ""


class Scale(SingleChoice):
    """A degree, worst to best, with « ne sait pas » apart (value `na`, in no mean)."""

    name = "scale"
    label = "Échelle dont chaque point est nommé"
    by_row = False

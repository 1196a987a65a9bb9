"""A free text, two thousand characters at most; longer is refused with a sentence, never cut."""

from collections.abc import Iterator, Mapping
from typing import Any

from survey.questions.base import Asked, Given

LONGEST = 2000


class FreeTextKind:
    """Words of the member's own. Its text is kept apart from the other answers, sealed."""

    name = "free_text"
    label = "Texte libre"
    by_row = False

    def read(self, asked: Asked, form: Mapping[str, Any]) -> Given:
        # Browsers send \r\n where the page counts one character.
        return str(form.get(asked.code, "")).replace("\r\n", "\n").strip()

    def lines(self, given: Given) -> Iterator[tuple[str, str]]:
        return iter(())

    def said(self, asked: Asked, given: Given) -> str:
        return given if isinstance(given, str) else ""

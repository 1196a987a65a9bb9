"""The form in which the officer rereads a note: one field a section."""

from typing import Any

from wtforms import TextAreaField

from actionplans.notes.sections import LONGEST, SECTIONS
from core.forms import text
from core.meanwhile import Watched

A_LINE, FEWEST_ROWS = 80, 3  # characters seen on one line; lines of an empty field


def _of(key: str) -> TextAreaField:
    section = SECTIONS[key]
    return text(section.title, longest=LONGEST, hint=section.hint, rows=4)


class NoteForm(Watched):
    """One text a section; each line is a fact."""

    word = _of("word")
    voices = _of("voices")
    decided = _of("decided")
    done = _of("done")
    verified = _of("verified")
    reports = _of("reports")
    ideas = _of("ideas")
    ahead = _of("ahead")

    @property
    def sections(self) -> list[Any]:
        """The fields, in the order of the note, each as high as what it holds."""
        fields = [self[name] for name in SECTIONS]
        for field in fields:
            held = sum(1 + len(line) // A_LINE for line in (field.data or "").splitlines())
            field.render_kw = {"rows": max(FEWEST_ROWS, held + 1)}
        return fields

    @property
    def texts(self) -> dict[str, str]:
        """What was written, by section."""
        return {name: str(self[name].data or "") for name in SECTIONS}

"""Base form and the fields of our own."""

from collections.abc import Iterable
from typing import Any

from flask_wtf import FlaskForm
from wtforms import SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # new in WTForms 3.3
from wtforms.validators import DataRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from core.errors import Refused

LONG_TEXT = 5000


class Form(FlaskForm):  # type: ignore[misc]
    """A form whose messages are in French and whose errors say what to do."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        locales = ("fr_FR", "fr")

    @property
    def errors_by_field(self) -> list[tuple[str, str, str]]:
        """(id, label, message) of each fault, for the summary at the top."""
        return [
            (field.id, field.label.text, message)
            for field in self
            for message in field.errors
            if isinstance(message, str)
        ]

    def refuse(self, error: Refused) -> None:
        """Show a refusal beside the field it is about, else beside the first."""
        field = self[error.about] if error.about in self else next(iter(self))
        field.errors = [*field.errors, str(error)]


class Ticks(SelectMultipleField):
    """Several of a list, each with its box to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def _stripped(value: str | None) -> str | None:
    return value.strip() if isinstance(value, str) else value


def line(
    label: str,
    required: str = "",
    longest: int = 200,
    hint: str = "",
    shortest: int = 0,
    **more: Any,
) -> StringField:
    """One line of text; `required` is the sentence said when it is empty."""
    return StringField(
        label,
        description=hint,
        filters=[_stripped],
        validators=[_presence(required), _length(longest), *_at_least(shortest)],
        **more,
    )


def text(
    label: str, required: str = "", longest: int = LONG_TEXT, hint: str = "", rows: int = 4
) -> TextAreaField:
    """Several lines of text; too long a text is refused, never cut."""
    return TextAreaField(
        label,
        description=hint,
        filters=[_stripped],
        validators=[_presence(required), _length(longest)],
        render_kw={
            "rows": rows,
            "maxlength": False,
        },  # a browser cuts what is pasted, and says nothing
    )


def choice(
    label: str,
    options: Iterable[tuple[str, str]] = (),
    required: str = "",
    hint: str = "",
    **more: Any,
) -> SelectField:
    """One of a list; the first line invites to choose when nothing is chosen yet."""
    return SelectField(
        label,
        description=hint,
        choices=choices(options),
        validators=[_presence(required)],
        validate_choice=True,
        **more,
    )


def choices(options: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    """Options as WTForms wants them."""
    return [SelectChoice(value, label) for value, label in options]


def grouped(options: Iterable[tuple[str, str, str]]) -> list[SelectChoice]:
    """(heading, value, words) options, each under its heading."""
    return [SelectChoice(value, words, optgroup=heading) for heading, value, words in options]


def _presence(sentence: str) -> Any:
    return DataRequired(sentence) if sentence else Optional()


def _length(longest: int) -> Length:
    return Length(max=longest, message=f"Raccourcissez ce texte : {longest} caractères au plus.")


def _at_least(shortest: int) -> list[Length]:
    if not shortest:
        return []
    return [Length(min=shortest, message=f"Écrivez au moins {shortest} caractères.")]

"""Forms of the officer's calendar."""

from datetime import date

from wtforms import DateField
from wtforms.validators import DataRequired

from core.forms import Form, line


def day(label: str, default: date | None = None) -> DateField:
    """A day to choose."""
    return DateField(
        label, validators=[DataRequired("Choisissez un jour : jj/mm/aaaa.")], default=default
    )


class MoveForm(Form):
    """Another day for a step."""

    on = day("Nouveau jour")


class StepForm(Form):
    """A step of the fund's own."""

    title = line("Ce qui est à faire", "Dites en quelques mots ce qui est à faire.", longest=160)
    on = day("Jour")

"""What people type in a yearly review: why it is signed so, how far each theme is."""

from collections.abc import Iterable

from wtforms import RadioField
from wtforms.validators import Optional

from actionplans.bilans.maturity import Judged, ThemeMaturity
from actionplans.models import Stage
from core.forms import Form, Ticks, choices, line, text
from core.meanwhile import Watched

REASON_LONGEST, MOTIVE_LONGEST = 160, 500  # the review is four pages at most


class FundSignatureForm(Form):
    """Why a signed review is made anew, and why some departments are left out of it."""

    reason = text("Pourquoi ce bilan est-il rectifié", longest=2000, rows=3)
    motive = text(
        "Pourquoi le signer sans ces services",
        longest=MOTIVE_LONGEST,
        rows=3,
        hint="Ce motif est écrit en tête du bilan, et tous le liront.",
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        # Each is shown only where it is needed.
        self.reason.flags.required = self.motive.flags.required = True


class ThanksForm(Form):
    """The sentences of praise that the review will tell; none is an answer too."""

    quotes = Ticks("Phrases à citer")


class MaturityForm(Watched):
    """`maturity_form` adds a stage and a sentence for each theme; `held` is what is said of them now."""

    held: dict[str, str]

    def judged(self, lines: Iterable[ThemeMaturity]) -> dict[str, Judged]:
        """What was chosen and written, by the code of the theme."""
        return {line.theme.code: self._of(line.theme.code) for line in lines}

    def _of(self, code: str) -> Judged:
        stage = self[f"stage_{code}"].data
        return Judged(Stage(int(stage)) if stage else None, self[f"reason_{code}"].data or "")

    def refuse_theme(self, code: str, sentence: str) -> None:
        """Show a refusal beside the part of the theme it is about."""
        part = "reason" if self[f"stage_{code}"].data else "stage"
        self[f"{part}_{code}"].errors = [sentence]


def maturity_form(lines: Iterable[ThemeMaturity]) -> MaturityForm:
    """The form of one year: every theme with what is already said of it."""
    fields: dict[str, object] = {}
    held: dict[str, str] = {}
    for one in lines:
        code = one.theme.code
        fields[f"stage_{code}"] = RadioField(
            "Stade",
            choices=choices((str(stage.value), f"{stage.value} {stage.label}") for stage in Stage),
            validators=[Optional()],
        )
        fields[f"reason_{code}"] = line("Pourquoi, en une phrase", longest=REASON_LONGEST)
        held[f"stage_{code}"] = str(one.said.stage) if one.said else ""
        held[f"reason_{code}"] = one.said.reason if one.said else ""
    form = type("MaturityFormOfThemes", (MaturityForm,), fields)(data=held)
    assert isinstance(form, MaturityForm)
    form.held = held
    if not form.is_submitted():
        form.watch(held)
    return form

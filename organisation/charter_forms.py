"""What the quality officer writes of the charter: a promise, the head of a version."""

from typing import Any

from wtforms import DateField, FloatField, StringField
from wtforms.validators import DataRequired, Optional, Regexp

from core.forms import Form, Ticks, choice, choices, line, text
from core.meanwhile import Watched
from organisation import charters
from organisation.charter_drafts import Promise
from organisation.models import Commitment

LEAST = [("<=", "au plus"), ("<", "moins de"), (">=", "au moins"), ("==", "exactement")]
PLAIN = (
    "title",
    "criterion",
    "evidence",
    "survey_question",
    "not_concerned_when",
    "due_from",
    "activities",
)
BASES = [("explicite", "explicite : la charte donne le nombre"), ("implicite", "implicite")]


class PromiseForm(Watched):
    """One promise of the draft. The threshold is either empty or complete."""

    title = line("Titre", "Donnez un titre à cet engagement.", longest=160)
    criterion = text("Critère", "Dites à quoi on reconnaît qu’il est tenu.", longest=1000, rows=4)
    evidence = text("Preuves attendues", longest=1000, rows=3)
    survey_question = line("Question posée aux adhérents", longest=300)
    not_concerned_when = line("Non concerné quand", longest=300)
    due_from = DateField(
        "Exigible à partir du",
        description="Laissez vide quand l’engagement vaut dès maintenant.",
        validators=[Optional()],
    )
    activities = Ticks(
        "Activités concernées",
        choices=choices([(charters.EVERYBODY, "Tous les services"), *charters.ACTIVITIES.items()]),
    )
    op = choice("Seuil", [("", "Aucun seuil"), *LEAST], coerce=str)
    value = FloatField("Valeur du seuil", validators=[Optional()])
    unit = line("Unité du seuil", longest=30, hint="% ou jour, par exemple.")
    basis = choice("D’où vient ce nombre", [("", "–"), *BASES])

    def validate(self, extra_validators: Any = None) -> bool:
        """A threshold is given whole, or not at all."""
        right = bool(super().validate(extra_validators))
        if self.op.data and (self.value.data is None or not self.unit.data or not self.basis.data):
            self.op.errors = [
                *self.op.errors,
                "Complétez la valeur, l’unité et l’origine du seuil.",
            ]
            return False
        return right

    def show(self, promise: Commitment) -> None:
        """Fill the fields the names of which differ from the promise's."""
        for name in ("op", "value", "unit", "basis"):
            self[name].data = self.held(promise)[name]
        self.watch(self.held(promise))

    def held(self, promise: Commitment) -> dict[str, Any]:
        """What the promise says now, field by field."""
        of = promise.threshold or {}
        value = of.get("value")
        threshold = {
            "op": of.get("op", ""),
            "value": None if value is None else float(value),
            "unit": of.get("unit", ""),
            "basis": of.get("basis", ""),
        }
        return {**{name: getattr(promise, name) for name in PLAIN}, **threshold}

    def promise(self, before: Commitment | None = None) -> Promise:
        """What was typed, as the deeds want it; the indicator of a threshold keeps its name."""
        return Promise(
            title=self.title.data or "",
            criterion=self.criterion.data or "",
            evidence=self.evidence.data or "",
            survey_question=self.survey_question.data or "",
            not_concerned_when=self.not_concerned_when.data or "",
            due_from=self.due_from.data,
            activities=self.activities.data or [],
            threshold=self._threshold((before.threshold if before else None) or {}),
        )

    def _threshold(self, before: dict[str, Any]) -> dict[str, Any] | None:
        if not self.op.data:
            return None
        value = float(self.value.data or 0)
        return {
            "indicator": before.get("indicator", ""),
            "op": self.op.data,
            "value": int(value) if value.is_integer() else value,
            "unit": self.unit.data,
            "basis": self.basis.data,
        }


class NewPromiseForm(PromiseForm):
    """A promise that no version had."""

    code = StringField(
        "Code",
        description="Trois lettres, un tiret, deux chiffres : ACC-09. Il ne servira plus à un autre.",
        validators=[
            DataRequired("Donnez un code à cet engagement."),
            Regexp(
                r"^\s*[A-Za-z]{3}-\d{2}\s*$",
                message="Écrivez trois lettres, un tiret, deux chiffres.",
            ),
        ],
    )


class VersionForm(Form):
    """The head of a version."""

    edition = line("Édition", "Nommez cette édition.", longest=20, hint="2027-01, par exemple.")
    in_force_from = DateField(
        "En vigueur à partir du", validators=[DataRequired("Dites de quel jour elle vaut.")]
    )


class DepartmentForm(Watched):
    """A department and what it does."""

    name = line("Nom du service", "Donnez un nom à ce service.", longest=80, shortest=2)
    activities = Ticks("Ce que fait ce service", choices=choices(charters.ACTIVITIES.items()))

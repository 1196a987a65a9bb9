"""The contact plan as it is typed, and the list of those another survey asks."""

from typing import Any

from wtforms import BooleanField, DateField, IntegerField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from core.forms import Form, line
from survey.models import EventKind
from survey.sending.contact_plans import Plan, Terms

MOST_PASTED = 200_000
WRITE_A_NUMBER = "Écrivez un nombre entier, en chiffres."


class Days(IntegerField):
    """A whole number, with a sentence when it is something else."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(WRITE_A_NUMBER) from error


def number(label: str, hint: str = "", optional: bool = False) -> Days:
    presence = Optional() if optional else InputRequired(WRITE_A_NUMBER)
    return Days(
        label,
        description=hint,
        validators=[presence],
        render_kw={"inputmode": "numeric", "size": 5},
    )


def _fields(kind: EventKind) -> dict[str, object]:
    of = kind.value
    return {
        f"{of}-delay_days": number("Premier envoi", "Jours après l’événement, de 7 à 60."),
        f"{of}-reminder_days": number(
            "Première relance, par courriel",
            "Jours après l’envoi, de 7 à 30. Vide : pas de première relance.",
            optional=True,
        ),
        f"{of}-last_reminder_days": number(
            "Dernière relance",
            "Jours après l’envoi, de 7 à 30. Vide : pas de dernière relance.",
            optional=True,
        ),
        f"{of}-last_by_letter": BooleanField(
            "La dernière relance part par courrier, avec le questionnaire papier"
        ),
    }


class CommonForm(Form):
    """What holds for both moments."""

    opens = number("Rien ne part avant", "Heure de Paris, de 7 à 20.")
    closes = number("Ni à partir de", "Heure de Paris, de 7 à 20.")
    daily_limit = number(
        "Envois par jour, au plus", "De 1 à 1 000, invitations et relances ensemble."
    )

    def of(self, kind: EventKind) -> list[object]:
        """The fields of one moment, in order."""
        return [self[name] for name in _fields(kind)]

    def plan(self) -> Plan:
        """What was typed, as a plan still to be checked."""
        return Plan(
            0,
            {kind: Terms(**self._terms(kind)) for kind in EventKind},
            self.opens.data or 0,
            self.closes.data or 0,
            self.daily_limit.data or 0,
        )

    def _terms(self, kind: EventKind) -> dict[str, Any]:
        return {name.partition("-")[2]: self[name].data for name in _fields(kind)}


ContactPlanForm: type[CommonForm] = type(
    "ContactPlanForm", (CommonForm,), {n: f for kind in EventKind for n, f in _fields(kind).items()}
)


def filled(plan: Plan) -> CommonForm:
    """The form as the plan in force fills it."""
    values = {
        f"{kind.value}-{name}": value
        for kind in EventKind
        for name, value in vars(plan.of(kind)).items()
    }
    common = {"opens": plan.opens, "closes": plan.closes, "daily_limit": plan.daily_limit}
    return ContactPlanForm(data=values | common)


class OtherMailingForm(Form):
    """Who another survey of the fund asks, and when."""

    name = line(
        "Nom de l’enquête",
        "Donnez un nom à cette enquête.",
        longest=120,
        hint="Par exemple : enquête de satisfaction téléphonique 2027.",
    )
    asked_on = DateField(
        "Envoyée le",
        description="Le jour où les adhérents la reçoivent, passé ou à venir.",
        validators=[DataRequired("Indiquez le jour, par exemple 15/03/2027.")],
    )
    numbers = TextAreaField(
        "Numéros d’adhérent",
        description="Collez la colonne des numéros, un par ligne. Rien d’autre : ni nom, ni adresse.",
        validators=[
            DataRequired("Collez au moins un numéro d’adhérent."),
            Length(max=MOST_PASTED, message="Collez cette liste en plusieurs fois."),
        ],
        render_kw={"rows": 8},
    )

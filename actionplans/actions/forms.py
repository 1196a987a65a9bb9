"""What people type to decide on a theme, and at each step of an action."""

from typing import Any

from wtforms import DateField, RadioField
from wtforms.validators import InputRequired, ValidationError

from actionplans.actions import actions, effects
from actionplans.models import Direction
from core.forms import Form, choice, choices, line, text

LONGEST = 2000  # what a note, a reason or a proof may hold
SHORTEST, SENTENCE = 10, 400  # of a sentence the public will read
WRITTEN = "Aucun : une évaluation écrite dira l’effet"


class DayField(DateField):
    """A day, from the browser's calendar or typed as 31/12/2026."""

    def __init__(self, label: str, required: str, hint: str = "", **more: Any) -> None:
        formats = ["%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d.%m.%Y", "%d-%m-%Y"]
        super().__init__(label, [InputRequired(required)], formats, description=hint, **more)

    def process_formdata(self, valuelist: list[Any]) -> None:
        try:
            super().process_formdata([value.strip() for value in valuelist])
        except ValueError as error:
            self.data = None
            raise ValueError("Écrivez la date ainsi : 31/12/2026.") from error


def title_field() -> Any:
    """What will be done, in one line."""
    return line(
        "L’action, en une phrase",
        "Dites en une phrase ce qui sera fait.",
        longest=actions.LONGEST_TITLE,
        hint="Un verbe et un résultat : « Rappeler sous deux heures les appels perdus ».",
    )


class TopicActionForm(Form):
    """To act on a theme: what, and which department is asked."""

    title = title_field()
    department = choice("Service à qui elle est proposée", required="Choisissez un service.")


class NoActionForm(Form):
    """Not to act on a theme: why, and until when."""

    reason = text(
        "Pourquoi ne pas agir",
        "Écrivez pourquoi vous n’agissez pas : la raison sera lue.",
        longest=LONGEST,
        hint="Cette raison reste dans la trace ; elle peut être publiée.",
    )
    review_on = DayField("Date de réexamen", "Indiquez quand cette décision sera revue.")


class ProposeForm(Form):
    """To propose an action: what, to whom, and what it comes from."""

    title = title_field()
    department = choice("Service à qui elle est proposée", required="Choisissez un service.")
    cause = choice(
        "D’où elle vient",
        required="Dites d’où vient cette action.",
        hint="Un thème dont parlent les adhérents, un dysfonctionnement, un constat.",
    )


class DecideForm(Form):
    """What is fixed before an action starts."""

    owner = choice("Personne chargée de l’action", required="Choisissez qui en est chargé.")
    due_on = DayField("Échéance", "Indiquez l’échéance.")
    expected = text(
        "Effet attendu",
        "Écrivez l’effet attendu : il servira à juger l’action.",
        longest=LONGEST,
        hint="Ce que les adhérents ou les collègues verront changer.",
    )
    indicator = choice(
        "Indicateur",
        hint="Fixé maintenant, avant de commencer : il ne pourra pas être choisi après coup.",
    )
    direction = RadioField(
        "Il doit",
        choices=choices([(Direction.UP.value, "augmenter"), (Direction.DOWN.value, "diminuer")]),
        default=Direction.UP.value,
    )
    window = RadioField(
        "Comparé sur",
        choices=choices((str(n), f"{n} mois") for n in effects.WINDOWS),
        default=str(effects.DEFAULT_WINDOW),
        description="Autant de mois avant la décision qu’après la réalisation.",
    )


class RefuseForm(Form):
    """Why not."""

    reason = text("Pourquoi la refuser", "Écrivez pourquoi, en une phrase au moins.", LONGEST)


class AbandonForm(Form):
    """Why it stops."""

    reason = text("Pourquoi l’abandonner", "Écrivez pourquoi, en une phrase au moins.", LONGEST)


class NoteForm(Form):
    """How far it is."""

    said = text("Où en est l’action", "Écrivez où en est l’action.", LONGEST)


class SuspendForm(Form):
    """Why it waits, and until when."""

    reason = text("Pourquoi la suspendre", "Écrivez pourquoi, en une phrase au moins.", LONGEST)
    until = DayField("Reprise le", "Indiquez quand elle reprendra.")


class PostponeForm(Form):
    """Another due date, and why."""

    due_on = DayField("Nouvelle échéance", "Indiquez la nouvelle échéance.")
    reason = text("Pourquoi la changer", "Écrivez pourquoi, en une phrase au moins.", LONGEST)


class FinishForm(Form):
    """The proof that it is done."""

    proof = text(
        "Preuve",
        "Donnez une preuve : un lien, un document, un chiffre que chacun peut vérifier.",
        LONGEST,
        hint="Un lien, un dossier, une référence, un chiffre que chacun peut vérifier.",
    )


class VerifyForm(Form):
    """What comes next, beside the verdict of the rule."""

    evaluation = text(
        "Ce que vous en retenez",
        longest=LONGEST,
        hint="Obligatoire sans effet démontré : pourquoi selon vous, et ce qui vient ensuite.",
    )


class WrittenVerifyForm(Form):
    """A written evaluation, where no indicator was fixed."""

    evaluation = text(
        "Évaluation",
        "Écrivez ce qui a changé et comment vous le savez.",
        LONGEST,
        hint="Ce qui a changé, et comment vous le savez.",
    )
    is_effective = RadioField(
        "Conclusion",
        choices=choices([("yes", "L’effet attendu est là"), ("no", "Aucun effet démontré")]),
        validators=[InputRequired("Choisissez une conclusion.")],
    )


class ReopenForm(Form):
    """Why it starts again, and for when."""

    reason = text("Pourquoi la rouvrir", "Dites ce qui vous fait rouvrir cette action.", LONGEST)
    due_on = DayField("Nouvelle échéance", "Indiquez la nouvelle échéance.")


class ChangeForm(Form):
    """The three sentences of the public page."""

    said = text("Vous avez dit", "Écrivez ce que les adhérents ont dit.", SENTENCE, rows=3)
    decided = text("Nous avons décidé", "Écrivez ce qui a été décidé.", SENTENCE, rows=3)
    done = text("Nous avons fait", longest=SENTENCE, rows=3)

    def validate_said(self, field: object) -> None:
        if len(self.said.data or "") < SHORTEST:
            raise ValidationError("Écrivez une vraie phrase : dix caractères au moins.")

    def validate_decided(self, field: object) -> None:
        if len(self.decided.data or "") < SHORTEST:
            raise ValidationError("Écrivez une vraie phrase : dix caractères au moins.")

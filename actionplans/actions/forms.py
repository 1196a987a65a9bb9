"""What people type to decide on a theme, and at each step of an action."""

from typing import Any

from wtforms import HiddenField, RadioField
from wtforms.validators import InputRequired, ValidationError

from actionplans.actions import actions, effects, not_acting
from actionplans.models import Direction
from core.forms import Form, choice, choices, line, text
from core.meanwhile import Watched
from core.typed_days import DayField

LONGEST = 2000  # what a note, a reason or a proof may hold
SHORTEST, SENTENCE = 10, 400  # of a sentence the public will read
WRITTEN = "Aucun : une évaluation écrite dira l’effet"


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


def why_not(hint: str) -> Any:
    """Why nothing is done; `hint` says who will read it."""
    return text("Pourquoi ne pas agir", not_acting.NO_REASON, longest=LONGEST, hint=hint)


def look_again() -> DayField:
    """Until when nothing is done."""
    return DayField("Date de réexamen", "Indiquez quand cette décision sera revue.")


class NoActionForm(Form):
    """Not to act on a theme: why, and until when."""

    reason = why_not("Cette raison reste dans la trace ; elle peut être publiée.")
    review_on = look_again()


class LeaveForm(Form):
    """Not to act on reports that come back, nor on a finding: why, and until when."""

    reason = why_not("Elle reste lisible ici, avec votre nom et sa date.")
    review_on = look_again()


class ProposeForm(Form):
    """To propose an action: what, to whom, and what it comes from."""

    title = title_field()
    department = choice("Service à qui elle est proposée", required="Choisissez un service.")
    cause = choice(
        "D’où elle vient",
        required="Dites d’où vient cette action.",
        hint="Un thème dont parlent les adhérents, un dysfonctionnement, un constat.",
    )


class StepForm(Form):
    """A step of an action, with the version of the action that the page shows."""

    version = HiddenField()


class DecideForm(StepForm):
    """What is fixed before an action starts."""

    owner = choice("Personne chargée de l’action", required="Choisissez qui en est chargé.")
    due_on = DayField("Échéance", "Indiquez l’échéance.")
    expected = text(
        "Effet attendu",
        "Écrivez l’effet attendu : il servira à juger l’action.",
        longest=LONGEST,
        hint="Ce que les adhérents ou les collègues verront changer.",
    )
    expected_proof = text(
        "Preuve attendue",
        "Écrivez quelle preuve montrera que c’est fait.",
        longest=500,
        hint="Un relevé, un document daté, un chiffre : ce que la personne chargée devra joindre.",
        rows=2,
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


class RefuseForm(StepForm):
    """Why not."""

    reason = text("Pourquoi la refuser", "Écrivez pourquoi, en une phrase au moins.", LONGEST)


class AbandonForm(StepForm):
    """Why it stops."""

    reason = text("Pourquoi l’abandonner", "Écrivez pourquoi, en une phrase au moins.", LONGEST)


class NoteForm(StepForm):
    """How far it is."""

    said = text("Où en est l’action", "Écrivez où en est l’action.", LONGEST)


class SuspendForm(StepForm):
    """Why it waits, and until when."""

    reason = text("Pourquoi la suspendre", "Écrivez pourquoi, en une phrase au moins.", LONGEST)
    until = DayField("Reprise le", "Indiquez quand elle reprendra.")


class PostponeForm(StepForm):
    """Another due date, and why."""

    due_on = DayField("Nouvelle échéance", "Indiquez la nouvelle échéance.")
    reason = text("Pourquoi la changer", "Écrivez pourquoi, en une phrase au moins.", LONGEST)


class FinishForm(StepForm):
    """The proof that it is done."""

    proof = text(
        "Preuve",
        "Donnez une preuve : joignez un fichier, ou dites le lien, le chiffre que chacun peut vérifier.",
        LONGEST,
        hint="Un lien, un dossier, une référence, un chiffre que chacun peut vérifier.",
    )


class ProvenFinishForm(StepForm):
    """A word more, where a proof is attached already."""

    proof = text(
        "Un mot de plus", longest=LONGEST, hint="Ce que la preuve jointe ne dit pas d’elle-même."
    )


class VerifyForm(StepForm):
    """What comes next, beside the verdict of the rule."""

    evaluation = text(
        "Ce que vous en retenez",
        longest=LONGEST,
        hint="Obligatoire sans effet démontré : pourquoi selon vous, et ce qui vient ensuite.",
    )


class WrittenVerifyForm(StepForm):
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


class ReopenForm(StepForm):
    """Why it starts again, and for when."""

    reason = text("Pourquoi la rouvrir", "Dites ce qui vous fait rouvrir cette action.", LONGEST)
    due_on = DayField("Nouvelle échéance", "Indiquez la nouvelle échéance.")


class DeclineForm(StepForm):
    """Why not oneself, and who could."""

    reason = text("Pourquoi décliner", "Écrivez pourquoi, en une phrase au moins.", LONGEST)
    suggested = choice("Qui pourrait s’en charger")


class AssignForm(StepForm):
    """Who carries it from now on, and why."""

    owner = choice("Personne chargée de l’action", required="Choisissez qui en est chargé.")
    reason = text("Pourquoi ce changement", "Écrivez pourquoi, en une phrase au moins.", LONGEST)


class MilestoneForm(StepForm):
    """One part of the action, and its day."""

    title = line(
        "Le jalon, en quelques mots",
        "Dites ce qui sera fait ce jour-là.",
        longest=120,
        hint="Une étape que chacun peut constater : « Le standard est commandé ».",
    )
    due_on = DayField("Pour le", "Indiquez la date du jalon.")


class CancelMilestoneForm(Form):
    """Why this part will not be done."""

    reason = text("Pourquoi annuler ce jalon", "Écrivez pourquoi ce jalon est annulé.", 500, rows=2)


class FixForm(StepForm):
    """What was done at once."""

    said = text(
        "Ce qui a été fait tout de suite",
        "Écrivez ce qui a été fait tout de suite.",
        LONGEST,
        hint="Pour les personnes déjà touchées ; l’action, elle, traite la cause.",
    )


class MergeForm(StepForm):
    """Which action this one joins, and why."""

    into = choice("L’action qui continue", required="Choisissez l’action qui continue.")
    reason = text("Pourquoi les réunir", "Écrivez pourquoi, en une phrase au moins.", LONGEST)


class EffectForm(StepForm):
    """The effect expected, changed in the open."""

    expected = text(
        "Effet attendu", "Écrivez l’effet attendu : il servira à juger l’action.", LONGEST
    )
    indicator = choice("Indicateur")
    direction = RadioField(
        "Il doit",
        choices=choices([(Direction.UP.value, "augmenter"), (Direction.DOWN.value, "diminuer")]),
    )
    window = RadioField(
        "Comparé sur", choices=choices((str(n), f"{n} mois") for n in effects.WINDOWS)
    )
    reason = text(
        "Pourquoi le changer",
        "Écrivez pourquoi, en une phrase au moins.",
        LONGEST,
        hint="Ce changement est compté, et se lit sur la page de l’action.",
    )


class KeptForm(StepForm):
    """What one makes of the rule's word, later."""

    evaluation = text("Ce que vous en retenez", longest=LONGEST)


class WrittenKeptForm(StepForm):
    """Whether it lasts, where no indicator was fixed."""

    evaluation = text(
        "Évaluation", "Écrivez ce qui dure ou non, et comment vous le savez.", LONGEST
    )
    lasts = RadioField(
        "Conclusion",
        choices=choices([("yes", "L’effet est toujours là"), ("no", "Il n’est plus là")]),
        validators=[InputRequired("Choisissez une conclusion.")],
    )


class ChangeForm(Watched):
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

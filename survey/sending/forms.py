"""What staff type to suspend sendings, stop one, or note that a member must not be written to."""

from wtforms import DateField, RadioField
from wtforms.validators import DataRequired

from core.forms import Form, choice, choices, line
from survey.models import LeftOut, Mode

OF_THE_MEMBER = [
    (LeftOut.DECEASED.value, "La personne est décédée"),
    (LeftOut.OBJECTION.value, "Elle ne veut plus recevoir nos enquêtes"),
    (LeftOut.PROTECTED.value, "Elle est protégée (tutelle, curatelle)"),
    (LeftOut.DISPUTE.value, "Un litige est en cours"),
]
OF_THE_EVENT = [(LeftOut.CANCELLED.value, "L’événement est annulé, ou c’est une erreur")]


class SuspendForm(Form):
    """Why nothing may leave."""

    reason = line(
        "Pourquoi ?",
        "Dites pourquoi les envois sont suspendus.",
        hint="Vos collègues le liront ici. Par exemple : une erreur dans le texte du message.",
    )


class CancelForm(Form):
    """Why one invitation stops."""

    reason = choice(
        "Pourquoi l’arrêter ?",
        [("", "Choisissez"), *OF_THE_MEMBER, *OF_THE_EVENT],
        "Choisissez pourquoi cet envoi s’arrête.",
        hint="Décès, opposition, protection et litige valent pour tous les événements de la personne.",
    )


class SuppressForm(Form):
    """A member who must not be written to."""

    member_number = line("Numéro d’adhérent", "Indiquez le numéro d’adhérent.", longest=20)
    reason = choice(
        "Pourquoi ?", [("", "Choisissez"), *OF_THE_MEMBER], "Choisissez la raison dans la liste."
    )
    since_on = DateField(
        "Depuis le",
        description="Le jour du décès, de l’opposition, du jugement ou du litige.",
        validators=[DataRequired("Indiquez le jour, par exemple 15/03/2027.")],
    )


class CodeForm(Form):
    """The code of a sheet, and how the answer came."""

    mode = RadioField(
        "Comment la réponse est-elle venue ?",
        choices=choices(
            [
                (Mode.PAPER.value, "Sur papier"),
                (Mode.PHONE.value, "Par téléphone"),
                (Mode.COUNTER.value, "Au guichet"),
            ]
        ),
        validators=[
            DataRequired("Dites si la réponse est venue sur papier, par téléphone ou au guichet.")
        ],
    )
    code = line(
        "Code de l’adhérent",
        "Tapez le code imprimé sur la feuille.",
        longest=40,
        hint="Huit caractères, en bas de chaque page. Majuscules et espaces ne comptent pas.",
    )


class CallForm(Form):
    """The code of whoever is on the telephone, and who called whom."""

    direction = RadioField(
        "Qui appelle ?",
        choices=choices([("called", "La personne vous appelle"), ("calls", "Vous l’appelez")]),
        validators=[DataRequired("Dites qui appelle.")],
    )
    code = line(
        "Code de l’adhérent",
        "Tapez le code de la lettre.",
        longest=40,
        hint="Huit caractères, en bas de sa lettre. Majuscules et espaces ne comptent pas.",
    )

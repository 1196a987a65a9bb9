"""What is asked to regroup a department into another."""

from wtforms import DateField, RadioField
from wtforms.validators import DataRequired

from core.forms import Form, choice, choices


class MergerForm(Form):
    """Into which department, from which day, and what becomes of the heads of the one that closes."""

    into = choice("Regroupé dans", [], "Choisissez le service d’accueil.")
    day = DateField(
        "À partir du",
        description="Ce jour-là le service n’existe plus. Un jour à venir peut être abandonné jusqu’à la veille.",
        validators=[DataRequired("Indiquez le jour.")],
    )
    heads_lead = RadioField(
        "Les responsables du service fermé",
        choices=choices(
            [
                ("no", "deviennent collaborateurs du service d’accueil"),
                ("yes", "dirigent aussi le service d’accueil"),
            ]
        ),
        validators=[DataRequired("Dites ce que deviennent les responsables.")],
    )

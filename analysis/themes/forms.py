"""What a person says of a sentence."""

from wtforms import BooleanField
from wtforms.validators import DataRequired

from analysis.masking.unmasking import REASONS
from analysis.themes.themes import themes
from analysis.topics.arranging import LONGEST_NAME
from core.forms import Form, choice, line


class ThemeForm(Form):
    """The theme a sentence is about."""

    theme = choice("Thème", [(t.code, t.title) for t in themes()], "Choisissez un thème.")


class TopicForm(Form):
    """How a topic is called."""

    name = line("Nom du sujet", "Écrivez le nom du sujet.", LONGEST_NAME)


class UnmaskForm(Form):
    """Why a sentence is read in clear."""

    reason = choice(
        "Pourquoi ?",
        [("", "Choisissez"), *((code, words.capitalize()) for code, words in REASONS.items())],
        "Dites pourquoi vous avez besoin de lire cette phrase en clair.",
    )


class EraseForm(Form):
    """A word before a sentence is erased for good."""

    is_sure = BooleanField(
        "Effacer cette phrase et son texte d’origine pour de bon",
        validators=[DataRequired("Cochez la case pour confirmer.")],
    )

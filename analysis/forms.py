"""What a person says of a sentence."""

from analysis.themes import themes
from core.forms import Form, choice


class ThemeForm(Form):
    """The theme a sentence is about."""

    theme = choice("Thème", [(t.code, t.title) for t in themes()], "Choisissez un thème.")

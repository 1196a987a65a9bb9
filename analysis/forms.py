"""What a person says of a sentence."""

from analysis.arranging import LONGEST_NAME
from analysis.themes import themes
from core.forms import Form, choice, line


class ThemeForm(Form):
    """The theme a sentence is about."""

    theme = choice("Thème", [(t.code, t.title) for t in themes()], "Choisissez un thème.")


class TopicForm(Form):
    """How a topic is called."""

    name = line("Nom du sujet", "Écrivez le nom du sujet.", LONGEST_NAME)

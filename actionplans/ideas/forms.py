"""What people type about an idea: the idea, its moderation, its answer, a comment, a thanks."""

from wtforms import BooleanField, DateField, RadioField
from wtforms.validators import InputRequired, Optional

from actionplans.ideas.decisions import LONGEST_REASON, OUTCOMES
from actionplans.ideas.ideas import LONGEST, LONGEST_COMMENT, LONGEST_TITLE
from analysis.themes.themes import themes
from core.forms import Form, choice, choices, line, text


class IdeaForm(Form):
    """One required field."""

    text = text(
        "Votre idée",
        "Dites votre idée en une phrase au moins.",
        longest=LONGEST,
        hint="Ce que vous changeriez, et ce que les adhérents ou les collègues y gagneraient. "
        "Les noms et les numéros sont masqués avant toute lecture.",
        rows=6,
    )
    title = line("Titre", longest=LONGEST_TITLE)
    department = choice("Service concerné")


class ModerateForm(Form):
    """What the moderator knows of it."""

    department = choice("Service concerné")
    theme = choice("Thème", [("", "Aucun"), *((t.code, t.title) for t in themes())])
    commitment = choice("Engagement touché")
    is_small = BooleanField(
        "Petite idée",
        description="Ni dépense, ni changement d’organisation : le référent qualité peut y répondre.",
    )


class AnswerForm(Form):
    """The answer, and why."""

    outcome = RadioField(
        "Réponse",
        choices=choices((status.value, words) for status, words in OUTCOMES.items()),
        validators=[InputRequired("Choisissez une réponse.")],
    )
    reason = text(
        "Pourquoi",
        "Écrivez pourquoi : l’auteur et ses collègues le liront.",
        longest=LONGEST_REASON,
        rows=3,
    )
    ripen_on = DateField(
        "À revoir le", [Optional()], description="Si elle est à mûrir, d’ici un an au plus."
    )
    department = choice("Service à qui l’action est proposée", hint="Si elle est retenue.")
    action_title = line("L’action, en une phrase", longest=160, hint="Si elle est retenue.")


class CommentForm(Form):
    """What a colleague thinks of it."""

    comment = text(
        "Votre avis",
        "Écrivez votre avis.",
        longest=LONGEST_COMMENT,
        hint="Signé de votre nom. Les noms et les numéros cités sont masqués.",
        rows=3,
    )

"""What is written when the subject of a closed action is back."""

from actionplans.returns.answering import LONGEST
from core.forms import Form, text
from core.typed_days import DayField


class ReopenForm(Form):
    """Why it is opened again, the figures where nothing is written, and for when."""

    reason = text(
        "Pourquoi la rouvrir",
        longest=LONGEST,
        rows=3,
        hint="Laissez vide : les chiffres ci-dessus tiennent lieu de raison.",
    )
    due_on = DayField("Nouvelle échéance", "Indiquez la nouvelle échéance.")


class LeaveClosedForm(Form):
    """Why it is not."""

    reason = text(
        "Pourquoi ne pas la rouvrir",
        "Écrivez pourquoi vous ne la rouvrez pas : la raison sera lue.",
        longest=LONGEST,
        rows=3,
        hint="Elle reste lisible ici, avec votre nom et sa date.",
    )

"""What people give to import a file: the file, what it holds, and their word that it is complete."""

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField

from core.forms import Form, choice
from survey.desk.events import EVENTS
from survey.status_files import KINDS

CONTENTS = [(EVENTS, "Affiliations et départs en retraite")] + [
    (name, kind.label) for name, kind in KINDS.items()
]


class FileForm(Form):
    """One file, whatever its extension: it is recognised by its content."""

    kind = choice("Ce que contient le fichier", CONTENTS, default=EVENTS)
    file = FileField(
        "Fichier",
        description="CSV, XLSX, XLS ou ODS, tel que votre logiciel de gestion l’exporte.",
        validators=[FileRequired("Choisissez le fichier à contrôler.")],
    )


class ConfirmForm(Form):
    """A file that may have been cut is imported on somebody's word."""

    is_complete = BooleanField("J’ai vérifié : ce fichier est complet")

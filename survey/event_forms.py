"""What people give to import events: a file."""

from flask_wtf.file import FileField, FileRequired

from core.forms import Form


class FileForm(Form):
    """One file, whatever its extension: it is recognised by its content."""

    file = FileField(
        "Fichier des événements",
        description="CSV, XLSX, XLS ou ODS, tel que votre logiciel de gestion l’exporte.",
        validators=[FileRequired("Choisissez le fichier à contrôler.")],
    )

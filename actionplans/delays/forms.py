"""What people give to import requests: a file, the day it was extracted, and perhaps whose it is."""

from flask_wtf.file import FileField, FileRequired
from wtforms import DateField
from wtforms.validators import DataRequired

from core.forms import Form, choice


class RequestFileForm(Form):
    """One file, recognised by its content, and the day its dates were true."""

    file = FileField(
        "Fichier des demandes",
        description="CSV, XLSX, XLS ou ODS, tel que votre logiciel de gestion l’exporte.",
        validators=[FileRequired("Choisissez le fichier à contrôler.")],
    )
    extracted_on = DateField(
        "Extrait le",
        description="Ce qui est vide dans le fichier n’était pas fait ce jour-là.",
        validators=[DataRequired("Indiquez le jour de l’extraction.")],
    )
    department = choice("Service des demandes")

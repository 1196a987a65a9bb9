"""What people say of a file: how it is written, what its columns are, what its codes stand for."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from wtforms import BooleanField, IntegerField
from wtforms.validators import NumberRange, Optional

from core.forms import Form, choice, choices
from survey.desk.desk import Column
from survey.registers import columns, encodings
from survey.registers.cells.events import MEANINGS
from survey.registers.cells.text import fold
from survey.registers.delimited import SEPARATORS
from survey.registers.files import Register
from survey.registers.layouts import NOT_READ, Layout, bare
from survey.registers.titles import Vocabulary

SEPARATOR_LABELS = {
    ";": "point-virgule",
    "\t": "tabulation",
    ",": "virgule",
    "|": "barre verticale",
}
OF_ITSELF = [("", "reconnu par Sillage")]


class WrittenForm(Form):
    """How the file is written; what does not concern it is taken away by `written_form`."""

    encoding = choice("Caractères", [*OF_ITSELF, *encodings.LABELS.items()])
    separator = choice(
        "Séparateur", [*OF_ITSELF, *((sign, SEPARATOR_LABELS[sign]) for sign in SEPARATORS)]
    )
    sheet = choice("Feuille")
    header_row = IntegerField(
        "Ligne des titres",
        description="Telle que votre tableur la numérote. Laissez vide pour que Sillage la cherche.",
        validators=[
            Optional(),
            NumberRange(1, columns.SEARCHED, f"Indiquez un nombre de 1 à {columns.SEARCHED}."),
        ],
    )

    def said(self, layout: Layout) -> Layout:
        """The layout, with what was said here."""
        return replace(
            layout,
            encoding=self.encoding.data if self.encoding else "",
            separator=self.separator.data if self.separator else "",
            sheet=self.sheet.data if self.sheet else "",
            header_row=self.header_row.data or 0,
        )


def written_form(register: Register, layout: Layout) -> WrittenForm:
    """The questions that this file raises: a text has an encoding, a workbook has sheets."""
    form = WrittenForm(
        encoding=layout.encoding,
        separator=layout.separator,
        sheet=layout.sheet,
        header_row=layout.header_row or None,
    )
    if register.separator is None:
        del form.encoding, form.separator
        form.sheet.choices = choices([*OF_ITSELF, *((name, name) for name in register.sheets)])
    else:
        del form.sheet
    return form


class ColumnsForm(Form):
    """One list a column, one list an unknown code; the lists are added by `columns_form`."""

    remember = BooleanField("Retenir cette lecture pour les prochains fichiers aux mêmes titres")


def columns_form(
    found: Sequence[Column], vocabulary: Vocabulary, codes: Sequence[str], layout: Layout
) -> ColumnsForm:
    """What each column is read as, and what each unknown code stands for."""
    fields: dict[str, Any] = {}
    for place, column in enumerate(found):
        if not column.is_refused:
            fields[f"column_{place}"] = choice(
                column.title,
                [(NOT_READ, "ne pas lire"), *vocabulary.labels.items()],
                default=column.field,
            )
    for place, code in enumerate(codes):
        fields[f"code_{place}"] = choice(
            code,
            [("", "inconnu : lignes rejetées"), *MEANINGS.items()],
            default=layout.codes.get(fold(code), ""),
        )
    made: ColumnsForm = type("ColumnsOfThisFile", (ColumnsForm,), fields)(remember=True)
    return made


def said_of_columns(
    form: ColumnsForm, found: Sequence[Column], codes: Sequence[str], layout: Layout
) -> Layout:
    """The layout, with what was said of its columns and of its codes."""
    columns_said = {
        bare(column.title): form[f"column_{place}"].data
        for place, column in enumerate(found)
        if not column.is_refused
    }
    codes_said = {fold(code): form[f"code_{place}"].data for place, code in enumerate(codes)}
    known = {**layout.codes, **codes_said}
    return replace(
        layout, columns=columns_said, codes={code: known[code] for code in known if known[code]}
    )

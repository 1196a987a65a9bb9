"""A file from the fund, opened for what it is whatever its extension says: separated text or spreadsheet."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from core.errors import Refused
from core.french import listed, typeset
from survey.registers import columns, encodings, signatures
from survey.registers.columns import Header
from survey.registers.delimited import SEPARATORS, Record, records
from survey.registers.layouts import NOTHING_SAID, Layout
from survey.registers.refused import scrub
from survey.registers.remarks import Remark
from survey.registers.sheets import Workbook
from survey.registers.titles import EVENTS, Vocabulary

FEWEST_KNOWN = 2  # titles recognised in a row that may be asked about


@dataclass(frozen=True, slots=True)
class Register:
    """A register whose header was found; its rows are read again at each call, never all at once."""

    path: Path
    encoding: str | None  # as Python names it; None for a spreadsheet
    separator: str | None
    header: Header
    remarks: tuple[Remark, ...]
    opened: Callable[[], Iterator[Record]]
    sheet: str = ""  # the one read; empty for a text
    sheets: tuple[str, ...] = ()  # those that can be read

    def rows(self) -> Iterator[Record]:
        """The rows after the header."""
        return islice(self.opened(), self.header.row, None)


class ColumnMissing(Refused):
    """The titles are there, but a needed column was not recognised: somebody may name it."""

    def __init__(self, register: Register) -> None:
        super().__init__(_no_column(register.header))
        self.register = register


def open_register(
    path: Path, vocabulary: Vocabulary = EVENTS, layout: Layout = NOTHING_SAID
) -> Register:
    """The register in this file, or a refusal that says what to do. Writes nothing.

    `vocabulary`: the columns looked for; those of life events by default. `layout`: what somebody
    said of the file. ColumnMissing when it can be read once somebody has said more.
    """
    register = read_titles(path, vocabulary, layout)
    if register.header.missing:
        raise ColumnMissing(register)
    if next(register.rows(), None) is None:
        raise Refused(
            typeset(
                f"Ce fichier n’a que sa ligne de titres : il ne contient {vocabulary.nothing}."
                " Vérifiez l’export, puis déposez le fichier de nouveau."
            )
        )
    return register


def read_titles(
    path: Path, vocabulary: Vocabulary = EVENTS, layout: Layout = NOTHING_SAID
) -> Register:
    """The same, even if a needed column is not among those recognised."""
    head = signatures.head_of(path)
    is_sheet = signatures.is_spreadsheet(head)
    if is_sheet:
        return _spreadsheet(path, vocabulary, layout)
    return _text(path, head, vocabulary, layout)


def _text(path: Path, head: bytes, vocabulary: Vocabulary, layout: Layout) -> Register:
    signatures.refuse_other_files(head)
    encoding = encodings.named(layout.encoding) if layout.encoding else encodings.detect(path)
    top = list(islice(encodings.lines(path, encoding), columns.SEARCHED * 3))
    separators = (layout.separator,) if layout.separator else SEPARATORS
    found = [(_header(top, separator, vocabulary, layout), separator) for separator in separators]
    header, separator = max(found, key=lambda pair: pair[0].score if pair[0] else (-9, 0))
    if header is None or _is_hardly_known(header):
        raise Refused(_no_header(top, vocabulary))
    return Register(
        path,
        encoding.name,
        separator,
        header,
        (*encoding.remarks, *_about(header)),
        lambda: records(encodings.lines(path, encoding), separator),
    )


def _header(
    top: list[str], separator: str, vocabulary: Vocabulary, layout: Layout
) -> Header | None:
    rows = islice(records(top, separator), columns.SEARCHED)
    first = [(row.line, _repaired(row.cells)) for row in rows]
    return columns.find(first, vocabulary, layout.columns, layout.header_row)


def _is_hardly_known(header: Header) -> bool:
    return bool(header.missing) and len(header.places) < FEWEST_KNOWN


def _repaired(cells: list[str]) -> list[str]:
    return [encodings.undoubled(cell) for cell in cells]


def _about(header: Header) -> tuple[Remark, ...]:
    above = [text for text in header.above if not text.casefold().startswith("sep=")]
    remarks = [Remark("separator_line")] if len(above) < len(header.above) else []
    if above:
        remarks.append(Remark("title_lines", str(len(above)), scrub(" / ".join(above))[0]))
    return (*remarks, *header.remarks)


def _no_header(top: list[str], vocabulary: Vocabulary) -> str:
    wanted = listed(list(vocabulary.required.values()))
    first = next((line.strip() for line in top if line.strip()), "")
    shown = scrub(first)[0][:80]
    return typeset(
        f"Aucune ligne de titres n’a été reconnue. Colonnes cherchées : {wanted}. Première ligne lue :"
        f" « {shown} ». Ajoutez une ligne de titres au fichier, puis déposez-le de nouveau."
    )


def _no_column(header: Header) -> str:
    found = listed([title for title in header.titles if title])
    return typeset(
        f"Il manque une colonne : {listed(list(header.missing))}. Colonnes trouvées à la ligne {header.line} :"
        f" {found}. Ajoutez la colonne ou corrigez son titre, puis déposez le fichier de nouveau."
    )


def _spreadsheet(path: Path, vocabulary: Vocabulary, layout: Layout) -> Register:
    signatures.refuse_other_archives(path)
    book = Workbook(path)
    wanted = [layout.sheet] if layout.sheet in book.visible else book.visible
    found = [(_sheet_header(book, name, vocabulary, layout), name) for name in wanted]
    header, sheet = max(
        found, key=lambda pair: pair[0].score if pair[0] else (-9, 0), default=(None, "")
    )
    if header is None or _is_hardly_known(header):
        raise Refused(_no_header(_first_lines(book), vocabulary))
    remarks = [*_sheets_left_out(book, sheet), *_about(header)]
    return Register(
        path,
        None,
        None,
        header,
        tuple(remarks),
        lambda: book.records(sheet),
        sheet,
        tuple(book.visible),
    )


def _sheet_header(
    book: Workbook, sheet: str, vocabulary: Vocabulary, layout: Layout
) -> Header | None:
    rows = islice(book.records(sheet), columns.SEARCHED)
    first = [(row.line, row.cells) for row in rows]
    return columns.find(first, vocabulary, layout.columns, layout.header_row)


def _first_lines(book: Workbook) -> list[str]:
    return [" ".join(row.cells) for name in book.visible for row in islice(book.records(name), 1)]


def _sheets_left_out(book: Workbook, read: str) -> list[Remark]:
    others = [name for name in book.visible if name != read]
    remarks = [Remark("other_sheets", listed(others), read)] if others else []
    return remarks + ([Remark("hidden_sheets", listed(book.hidden))] if book.hidden else [])

"""A file handed to the browser, to be saved under a name."""

from collections.abc import Iterable, Sequence
from urllib.parse import quote

from flask import Response

from core.csv_files import Cell
from core.dictionary import Dictionary
from core.documents import FORMATS, Document
from core.errors import Missing


def csv_file(name: str, content: str) -> Response:
    """What `core.csv_files.written` made, as `name`."""
    response = Response(content, mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def dictionary_file(dictionary: Dictionary, rows: Iterable[Sequence[Cell]]) -> Response:
    """These rows as the CSV that the dictionary describes, under its name."""
    return csv_file(f"{dictionary.name}.csv", dictionary.written(rows))


def save_as(response: Response, name: str) -> None:
    """To be saved under a name that may have accents (RFC 6266: twice, the second for whoever can)."""
    plain = name.encode("ascii", "replace").decode().replace("?", "_").replace('"', "_")
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    )


def brought_file(name: str, media_type: str, content: bytes) -> Response:
    """A file that somebody brought. Whatever it holds, it is saved, never shown in the name of this site."""
    response = Response(content, mimetype=media_type)
    save_as(response, name)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def document_file(name: str, extension: str, document: Document) -> Response:
    """The document written in this format, as `name`; Missing for a format that does not exist."""
    form = FORMATS.get(extension)
    if form is None:
        raise Missing("Ce format n’existe pas : PDF, Word, OpenDocument ou tableur.")
    response = Response(form.write(document), mimetype=form.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{extension}"'
    return response

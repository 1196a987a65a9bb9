"""Files sent as proof: too large a one is refused on its announced size, before it is read."""

from flask import Blueprint, current_app, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge

from actionplans.assessments.evidence import Upload
from core import pages
from core.errors import Refused

MEGABYTE = 1024 * 1024
AROUND = 256 * 1024  # the other fields of the form


def _megabytes() -> int:
    return int(current_app.config["SETTINGS"].EVIDENCE_MEGABYTES)


def _sentence() -> str:
    return (
        f"Ce fichier est trop gros : {_megabytes()}\u00a0Mo au plus. Enregistrez-le plus léger, "
        "ou donnez le lien du dossier où il se trouve."
    )


def limit(blueprint: Blueprint) -> None:
    """Hold every request of these pages under the size of a proof.

    Before any field is read, the CSRF token included: nothing of a huge file reaches the disk.
    """

    @blueprint.url_value_preprocessor
    def hold(endpoint: str | None, values: object) -> None:
        request.max_content_length = _megabytes() * MEGABYTE + AROUND

    @blueprint.errorhandler(RequestEntityTooLarge)
    def too_large(error: RequestEntityTooLarge) -> ResponseReturnValue:
        return pages.page(413, _sentence())


def taken(file: FileStorage) -> Upload:
    """What was sent, whole; Refused when larger than a proof may be."""
    largest = _megabytes() * MEGABYTE
    content = file.stream.read(largest + 1)
    if len(content) > largest:
        raise Refused(_sentence(), "file")
    return Upload(file.filename or "", content)

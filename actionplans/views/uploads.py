"""Files that people bring: too large a one is refused on its announced size, before it is read."""

from dataclasses import dataclass

from flask import Blueprint, current_app, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge

from actionplans.brought.screening import Upload
from core import pages
from core.errors import Refused

MEGABYTE = 1024 * 1024
AROUND = 256 * 1024  # the other fields of the form


@dataclass(frozen=True)
class Limit:
    """What is said of a file too large, and whether the whole request is held under the size of a file."""

    advice: str
    holds_request: bool


OF_PROOFS = Limit(
    "Enregistrez-le plus léger, ou donnez le lien du dossier où il se trouve.", holds_request=True
)
OF_REPORTS = Limit(
    "Enregistrez-le plus léger, ou envoyez votre texte sans lui.", holds_request=False
)
LIMITS: dict[str, Limit] = {}
"""By the name of the blueprint."""


def _megabytes() -> int:
    return int(current_app.config["SETTINGS"].EVIDENCE_MEGABYTES)


def _sentence() -> str:
    advice = LIMITS.get(request.blueprint or "", OF_PROOFS).advice
    return f"Ce fichier est trop gros : {_megabytes()}\u00a0Mo au plus. {advice}"


def limit(blueprint: Blueprint, kind: Limit = OF_PROOFS) -> None:
    """Hold every request of these pages under the size of a file, before any field is read, the CSRF token included.

    Nothing of a huge file then reaches the disk. Where a text goes with the file and must not be lost (a report), the request is held
    under the largest of the site alone, and `taken` refuses the file with the text kept.
    """
    LIMITS[blueprint.name] = kind

    @blueprint.url_value_preprocessor
    def hold(endpoint: str | None, values: object) -> None:
        if kind.holds_request:
            request.max_content_length = _megabytes() * MEGABYTE + AROUND

    @blueprint.errorhandler(RequestEntityTooLarge)
    def too_large(error: RequestEntityTooLarge) -> ResponseReturnValue:
        return pages.page(413, _sentence())


def taken(file: FileStorage) -> Upload:
    """What was sent, whole; Refused when larger than a file may be."""
    largest = _megabytes() * MEGABYTE
    content = file.stream.read(largest + 1)
    if len(content) > largest:
        raise Refused(_sentence(), "file")
    return Upload(file.filename or "", content)

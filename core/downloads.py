"""A file handed to the browser, to be saved under a name."""

from flask import Response


def csv_file(name: str, content: str) -> Response:
    """What `core.csv_files.written` made, as `name`."""
    response = Response(content, mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response

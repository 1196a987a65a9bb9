"""The same office file from the same document: without the moment it was written, which tells nothing and changes its fingerprint."""

import io
import re
import zipfile

SAME_MOMENT = (1980, 1, 1, 0, 0, 0)  # the earliest a ZIP can tell
WRITTEN = re.compile(
    rb"(<(dcterms:created|dcterms:modified|meta:creation-date|dc:date)[^>]*>)[^<]*(</\2>)"
)
SAME_DAY = rb"\g<1>1980-01-01T00:00:00Z\g<3>"


def entry(path: str) -> zipfile.ZipInfo:
    """A file of an archive, at no moment in particular."""
    made = zipfile.ZipInfo(path, SAME_MOMENT)
    made.compress_type = zipfile.ZIP_DEFLATED
    made.external_attr = 0o644 << 16
    return made


def steady(content: bytes) -> bytes:
    """An office file with its moments taken out; any other file as it is."""
    if not content.startswith(b"PK"):
        return content
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(made, "w") as kept:
        for one in given.infolist():
            same = entry(one.filename)
            same.compress_type = one.compress_type  # the first of an ODT must stay uncompressed
            kept.writestr(same, WRITTEN.sub(SAME_DAY, given.read(one)))
    return made.getvalue()

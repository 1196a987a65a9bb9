"""Builders of files brought as proof: sound ones, and each of the dangerous kinds."""

import io
import zipfile
import zlib

OFFICE = "application/vnd.openxmlformats-officedocument."
PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 20


def archive(parts: dict[str, str]) -> bytes:
    """A zip of these parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in parts.items():
            made.writestr(name, text)
    return file.getvalue()


def office(kind: str = "wordprocessingml.document", **parts: str) -> bytes:
    """A document as an office suite writes it; `more__parts` are more/parts."""
    types = f'<Types><Override ContentType="{OFFICE}{kind}.main+xml"/></Types>'
    more = {name.replace("__", "/"): text for name, text in parts.items()}
    return archive({"[Content_Types].xml": types, "word/document.xml": "<w/>", **more})


def open_document(kind: str = "text", **parts: str) -> bytes:
    """A document of the OpenDocument family."""
    more = {name.replace("__", "/"): text for name, text in parts.items()}
    mimetype = f"application/vnd.oasis.opendocument.{kind}"
    return archive({"mimetype": mimetype, "content.xml": "<office/>", **more})


def pdf_with(objects: str) -> bytes:
    """A PDF with something written in it."""
    return PDF.replace(b"trailer", objects.encode() + b"\ntrailer")


def pdf_hiding(objects: str, said: str = "/Type /ObjStm /Filter /FlateDecode") -> bytes:
    """A PDF with something in its compressed objects."""
    packed = zlib.compress(objects.encode())
    body = f"5 0 obj\n<< {said} /Length {len(packed)} >>\nstream\n".encode()
    return PDF.replace(b"trailer", body + packed + b"\nendstream\nendobj\ntrailer")

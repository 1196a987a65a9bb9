"""Builders of pictures that say too much of whoever took them."""

from __future__ import annotations

import io

from PIL import Image
from PIL.PngImagePlugin import PngInfo

ARTIST, ORIENTATION, TAKEN_AT, MAKE, GPS = 0x013B, 0x0112, 0x9003, 0x010F, 0x8825
AUTHOR, DEVICE = "Zoé Introuvable", "Téléphone de Zoé"


def telling(author: str = AUTHOR) -> Image.Exif:
    """Who took it, with what, where and when; held upright by a turn of a quarter."""
    exif = Image.Exif()
    exif[ARTIST], exif[MAKE], exif[ORIENTATION] = author, DEVICE, 6
    exif.get_ifd(0x8769)[TAKEN_AT] = "2027:03:15 10:11:12"
    exif.get_ifd(GPS).update({1: "N", 2: (48.0, 51.0, 24.0), 3: "E", 4: (2.0, 21.0, 7.0)})
    return exif


def photo(author: str = AUTHOR, size: tuple[int, int] = (60, 40)) -> bytes:
    """A JPEG as a telephone takes it, with a comment and something after its end."""
    file = io.BytesIO()
    picture = Image.new("RGB", size, (200, 30, 30))
    xmp = f"<x:xmpmeta>{author}</x:xmpmeta>".encode()
    picture.save(file, "JPEG", exif=telling(author), comment=author.encode(), xmp=xmp)
    return file.getvalue() + author.encode()


def screenshot(author: str = AUTHOR, mode: str = "RGBA") -> bytes:
    """A PNG as a tool of capture writes it."""
    file, said = io.BytesIO(), PngInfo()
    said.add_text("Author", author)
    said.add_itxt("Comment", author)
    Image.new(mode, (60, 40)).save(file, "PNG", pnginfo=said, exif=telling(author), dpi=(96, 96))
    return file.getvalue() + author.encode()

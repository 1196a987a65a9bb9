"""What a file says of whoever made it, taken out: the place and the device of a photo, its day, its author.

A picture is painted anew from its points alone: what surrounds them (EXIF, GPS, XMP, comments, colour profile, a second picture, what
follows the end) stays behind, as do the tables of the camera. What the picture shows is not looked at: who sends it is told so.
"""

import io
import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING

from core.errors import Refused

if TYPE_CHECKING:
    from PIL.Image import Image

LARGEST_OPENED = 60_000_000  # points: a telephone's photo has 12 to 50 million
LARGEST_KEPT = 12_000_000  # a printed page stays legible
JPEG_QUALITY = 88


def without_author(kind: str, content: bytes) -> bytes:
    """The file without what says who made it, when, where and with what; Refused when a picture cannot be read.

    Only for the kinds of CLEANED. A text holds nothing but what was typed in it: it comes back as it is.
    """
    return CLEANED[kind](content)


def _png(content: bytes) -> bytes:
    return _painted_anew(content, "PNG", ("L", "RGB", "RGBA"))


def _jpeg(content: bytes) -> bytes:
    return _painted_anew(content, "JPEG", ("L", "RGB"), quality=JPEG_QUALITY)


def _as_it_is(content: bytes) -> bytes:
    return content


CLEANED: dict[str, Callable[[bytes], bytes]] = {
    "png": _png,
    "jpg": _jpeg,
    "jpeg": _jpeg,
    "txt": _as_it_is,
    "csv": _as_it_is,
}
"""The kinds of which nothing is left that tells of an author, by the end of their name."""


def _painted_anew(content: bytes, form: str, modes: tuple[str, ...], **how: int) -> bytes:
    from PIL import Image, ImageOps  # 10 MB: only where a picture is brought

    unreadable = Refused("Cette image ne s’ouvre pas : enregistrez-la de nouveau.", "file")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what is odd in it stays behind
            with Image.open(io.BytesIO(content), formats=(form,)) as given:
                if given.width * given.height > LARGEST_OPENED:
                    raise Refused("Cette image est trop grande : réduisez-la, puis joignez-la.", "file")  # fmt: skip
                upright = ImageOps.exif_transpose(given)
                points = _bare(_within(upright), modes)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise unreadable from error
    painted = io.BytesIO()
    points.save(painted, form, **how)
    return painted.getvalue()


def _within(picture: "Image") -> "Image":
    """No larger than what is kept."""
    too_large = picture.width * picture.height / LARGEST_KEPT
    if too_large <= 1:
        return picture
    ratio = too_large**-0.5
    colours = picture if picture.mode in ("L", "RGB", "RGBA") else picture.convert("RGBA")
    return colours.resize((round(picture.width * ratio), round(picture.height * ratio)))


def _bare(picture: "Image", modes: tuple[str, ...]) -> "Image":
    """Its points on a new picture, which carries nothing else."""
    from PIL import Image

    mode = _mode(picture, modes)
    bare = Image.new(mode, picture.size)
    bare.paste(picture.convert(mode))
    return bare


def _mode(picture: "Image", modes: tuple[str, ...]) -> str:
    if picture.mode in modes:
        return picture.mode
    return "RGBA" if picture.has_transparency_data and "RGBA" in modes else "RGB"

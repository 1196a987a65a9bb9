"""Whether a PDF does anything by itself: scripts, programs started, files carried inside.

Names are read after their #xx escapes, in the file itself and in its compressed objects. What cannot
be read (a password, an unusual coding of the objects) is refused rather than trusted.
"""

import re
import zlib

from core.errors import Refused

ACTS = re.compile(
    rb"/(JavaScript|Launch|EmbeddedFiles?|RichMedia|Rendition|ImportData|SubmitForm|XFA)(?![A-Za-z])"
)
ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
STREAM = re.compile(rb"(?<!end)stream\r?\n")
UNUSUAL = re.compile(
    rb"/(ASCIIHexDecode|AHx|ASCII85Decode|A85|LZWDecode|LZW|RunLengthDecode|RL|Crypt|Predictor)(?![A-Za-z])"
)
LARGEST_INFLATED = 100 * 1024 * 1024


def expect_still(content: bytes) -> None:
    """Refuse a PDF that acts, or that cannot be looked into."""
    written = _plain(content)
    if re.search(rb"/Encrypt(?![A-Za-z])", written):
        raise Refused("Ce PDF est protégé par un mot de passe : enlevez-le d’abord.", "file")
    _expect_inert(written)
    left = LARGEST_INFLATED
    for found in STREAM.finditer(content):
        left -= _look_into(content, found, left)


def _plain(content: bytes) -> bytes:
    """« /J#61vaScript » is « /JavaScript » to whatever opens it."""
    return ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), content)


def _expect_inert(written: bytes) -> None:
    if ACTS.search(written):
        raise Refused(
            "Ce PDF contient un programme ou un fichier joint : imprimez-le en PDF, puis joignez la copie.",
            "file",
        )


def _look_into(content: bytes, found: "re.Match[bytes]", left: int) -> int:
    """Read one compressed stream; its length once open."""
    begins = content.rfind(b" obj", 0, found.start())
    said = _plain(content[max(begins, 0) : found.start()])
    holds_objects = re.search(rb"/ObjStm(?![A-Za-z])", said) is not None
    ends = content.find(b"endstream", found.end())
    opener = zlib.decompressobj()
    try:
        opened = opener.decompress(content[found.end() : ends if ends > 0 else None], left + 1)
        is_whole = opener.eof
    except zlib.error:
        opened, is_whole = b"", False
    if len(opened) > left or (holds_objects and _is_hidden(said, is_whole)):
        raise Refused(
            "Ce PDF ne peut pas être vérifié : imprimez-le en PDF, puis joignez la copie.", "file"
        )
    _expect_inert(_plain(opened) if holds_objects else b"")
    return len(opened)


def _is_hidden(said: bytes, is_whole: bool) -> bool:
    """Objects coded otherwise than by plain deflate, or whose end was not reached."""
    return UNUSUAL.search(said) is not None or (b"/FlateDecode" in said and not is_whole)

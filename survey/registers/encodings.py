"""The characters of a text file: which encoding it is in, its lines, accents encoded twice.

Order of trial: byte order mark, strict UTF-8, UTF-16 told by its zero bytes, then cp1252, which is what
a French spreadsheet writes. Never latin-1: it « succeeds » on everything and spoils – ’ and Œ. An old
Macintosh or DOS encoding is taken only where cp1252 clearly makes no sense.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from survey.registers.remarks import Remark

CHUNK = 1 << 20
SAMPLE = 1 << 20  # bytes on which the old encodings are compared
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
OLD = ("mac_roman", "cp850")
# What a person may choose, and how it is called where they meet it.
LABELS = {
    "utf-8": "UTF-8",
    "cp1252": "Windows (ANSI, cp1252)",
    "utf-16": "Texte Unicode (UTF-16)",
    "mac_roman": "ancien Macintosh",
    "cp850": "ancien DOS (cp850)",
}
MAKES_SENSE, MAKES_GOOD_SENSE = 0.5, 0.8  # shares of the accents
FEWEST_SIGNS = 2  # accents needed before an old encoding may be preferred
TWO_BYTES = re.compile(rb"[\xc3-\xc5][\x80-\xbf]|\xe2\x80[\x80-\xbf]")
HIGH = re.compile(rb"[\x80-\xff]")

LOWER = "àâäçéèêëîïôöùûüÿœæñ"
# An accented letter where French has it: a small one in a word in small letters, a capital at the
# beginning or among capitals; or a sign that stands outside words.
SENSE = re.compile(
    rf"(?<![A-ZÀ-Þ][A-ZÀ-Þ])[{LOWER}]|(?<![a-zß-ÿ])[{LOWER.upper()}](?![A-ZÀ-Þ]?[a-z][A-Z])|(?<!\w)[«°€№]|[»°€…](?!\w)"
    r"|(?<=\w)[’–](?=\w)|(?<!\w)[–—“](?!\w)|\u00a0|[ºª²](?!\w)"
)
NOT_ASCII = re.compile(r"[^\x00-\x7f]")
# UTF-8 read as cp1252: « Ã© », « â€™ », « Å“ ». The second signs are what cp1252 shows for 0x80–0xBF.
TWICE = re.compile(
    "[ÂÃÄÅ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â[\x80€][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
)


@dataclass(frozen=True, slots=True)
class Encoding:
    """The name Python gives the encoding, how to read what does not fit, and what to tell."""

    name: str
    errors: str = "replace"
    remarks: tuple[Remark, ...] = ()


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    spoilt = error.object[error.start : error.end]
    return bytes(spoilt).decode("cp1252", "replace"), error.end


codecs.register_error("else_cp1252", _as_cp1252)


def detect(path: Path) -> Encoding:
    """The encoding of a text file, from all of its bytes."""
    with path.open("rb") as file:
        head = file.read(CHUNK)
    for mark, name in MARKS:
        if head.startswith(mark):
            return Encoding(name, "else_cp1252" if name == "utf-8-sig" else "replace")
    if name := _wide(head):
        return Encoding(name)
    return Encoding("utf-8", "strict") if _is_utf8(path) else _one_byte(path)


def named(name: str) -> Encoding:
    """The encoding that somebody chose; what does not fit in UTF-8 is read as cp1252."""
    return Encoding(name, "else_cp1252" if name.startswith("utf-8") else "replace")


def label(name: str) -> str:
    """An encoding as a person knows it."""
    start = next((known for known in LABELS if name.startswith(known)), "")
    return LABELS.get(start, name)


def _wide(head: bytes) -> str:
    """UTF-16 without its mark: every second byte of ordinary French is zero."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    enough = len(head) * 0.2
    if max(even, odd) <= enough or len(head) < 4:
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _one_byte(path: Path) -> Encoding:
    with path.open("rb") as file:
        sample = file.read(SAMPLE)
    pairs = len(TWO_BYTES.findall(sample))
    alone = len(HIGH.findall(TWO_BYTES.sub(b"", sample)))
    if pairs > alone:
        return Encoding("utf-8", "else_cp1252", (Remark("mixed_encoding"),))
    name = _most_sensible(TWO_BYTES.sub(b"", sample))
    if name == "cp1252":
        return Encoding(
            name, "replace", (Remark("mixed_encoding"),) if pairs > FEWEST_SIGNS else ()
        )
    return Encoding(name, "replace", (Remark("rare_encoding", name),))


def _most_sensible(sample: bytes) -> str:
    """cp1252, unless an old encoding makes sense of almost all signs and cp1252 of less than half."""
    if len(HIGH.findall(sample)) < FEWEST_SIGNS or _sense(sample, "cp1252") >= MAKES_SENSE:
        return "cp1252"
    best = max(OLD, key=lambda name: _sense(sample, name))
    return best if _sense(sample, best) > MAKES_GOOD_SENSE else "cp1252"


def _sense(sample: bytes, name: str) -> float:
    """The share of signs beyond ASCII that stand where French has them."""
    text = sample.decode(name, "replace")
    signs = len(NOT_ASCII.findall(text))
    return len([found for found in SENSE.findall(text) if not found.isascii()]) / max(signs, 1)


def lines(path: Path, encoding: Encoding) -> Iterator[str]:
    """The physical lines, ends kept. A line end written twice over (CR CR LF) counts once."""
    with path.open(encoding=encoding.name, errors=encoding.errors, newline="") as file:
        doubled = False
        for line in file:
            if not (doubled and line == "\r\n"):
                yield line.replace("\x00", "") if "\x00" in line else line
            doubled = line.endswith("\r")


def undoubled(text: str) -> str:
    """« LefÃ¨vre » is « Lefèvre » encoded twice; what does not come out clean is left alone."""
    if text.isascii() or not TWICE.search(text):
        return text
    return TWICE.sub(_once, text)


def _once(match: re.Match[str]) -> str:
    try:
        return b"".join(map(_byte, match[0])).decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return match[0]


def _byte(sign: str) -> bytes:
    try:
        return sign.encode("cp1252")
    except UnicodeEncodeError:
        return sign.encode("latin-1")  # the five codes cp1252 leaves empty

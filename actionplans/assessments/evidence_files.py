"""The files brought as proof: sealed, outside the site's own folders, named by their fingerprint.

The same file brought twice is kept once. Whoever has the folder without the secret reads nothing.
"""

import hashlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from core import folders, secrecy
from core.errors import Missing

FOLDER = "evidence"
GONE = "Ce fichier n’est plus sur le serveur : demandez au service de le déposer de nouveau."


def fingerprint(content: bytes) -> str:
    """SHA-256 of the file as it was brought."""
    return hashlib.sha256(content).hexdigest()


def keep(content: bytes) -> str:
    """Write the file, sealed, unless it is there; its fingerprint.

    It is there before its row is committed: when that fails, the night sweeps it (`sweeping`).
    """
    sha256 = fingerprint(content)
    place = _place(sha256)
    if place.exists():
        os.utime(place)  # brought again: the night's sweep leaves it alone until its row is there
    else:
        place.parent.mkdir(parents=True, exist_ok=True)
        made = place.with_suffix(f".{secrets.token_hex(4)}")
        made.write_bytes(secrecy.seal_bytes(content, _about(sha256)))
        made.chmod(0o600)
        os.replace(made, place)  # whole, or not at all
    return sha256


def is_kept(sha256: str | None) -> bool:
    """Whether the file is still on the disk."""
    return sha256 is not None and _place(sha256).exists()


def content(sha256: str) -> bytes:
    """The file as it was brought; Missing when it is gone, Refused when it no longer opens."""
    if not is_kept(sha256):
        raise Missing(GONE)
    return secrecy.unseal_bytes(_place(sha256).read_bytes(), _about(sha256))


def kept() -> Iterator[Path]:
    """Every file of the folder, those half written included."""
    return (file for file in folders.folder(FOLDER).glob("*/*") if file.is_file())


def discard(sha256: str) -> None:
    """Forget a file that no proof refers to any more."""
    _place(sha256).unlink(missing_ok=True)


def _about(sha256: str) -> str:
    return f"evidence {sha256}"


def _place(sha256: str) -> Path:
    return folders.folder(FOLDER) / sha256[:2] / sha256

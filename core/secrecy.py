"""The installation's secret, and what is sealed with it: read by the product, not from the database.

Sealing is AES-256-GCM with a random nonce; `about` names the row, so that a sealed text moved to
another row no longer opens. Whoever holds both the database and the secret opens everything.
"""

import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from core.errors import Refused
from core.settings import Settings

NONCE_BYTES = 12
_secret: list[str] = []


def init(settings: Settings) -> None:
    """Say, once, which secret this process works with."""
    _secret[:] = [settings.secret]


def key() -> str:
    """The installation's secret, for codes and fingerprints."""
    return _secret[0]


def seal(text: str, about: str) -> bytes:
    """The text, readable again only with the secret and the same `about`."""
    return seal_bytes(text.encode(), about)


def seal_bytes(content: bytes, about: str) -> bytes:
    """A file, readable again only with the secret and the same `about`; held whole in memory."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + _cipher().encrypt(nonce, content, about.encode())


def unseal(sealed: bytes, about: str) -> str:
    """The text that was sealed; Refused when the secret is no longer the same."""
    try:
        return _opened(sealed, about).decode()
    except (InvalidTag, ValueError) as error:  # ValueError: too short to have been sealed
        raise Refused(
            "Ces réponses ont été scellées avec un autre secret : remettez l’ancien SILLAGE_SECRET."
        ) from error


def unseal_bytes(sealed: bytes, about: str) -> bytes:
    """The file that was sealed; Refused when it was altered, or the secret is no longer the same."""
    try:
        return _opened(sealed, about)
    except (InvalidTag, ValueError) as error:
        raise Refused(
            "Ce fichier a été altéré, ou scellé avec un autre secret : prévenez l’administrateur."
        ) from error


def _opened(sealed: bytes, about: str) -> bytes:
    return _cipher().decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], about.encode())


def _cipher() -> AESGCM:
    return AESGCM(hmac.new(key().encode(), b"seal", hashlib.sha256).digest())

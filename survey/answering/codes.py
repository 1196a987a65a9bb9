"""Codes that people type, tokens that links carry: made, read back, shown, fingerprinted.

A member code is eight signs in two blocks of four (« 7KDM QR4T »), the same on the web, on the
telephone and on paper. A receipt code has a third block. The last sign is a check sign.

Alphabet. 23 signs: the digits 2 to 9 and fifteen consonants. No vowel, so no word; no 0 O 1 I L;
and no B G S Z, which are typed and read as 8 6 5 2. Whatever is left out can therefore be
understood when somebody types it anyway.

Check sign. The pure system of ISO 7064 with modulus 23 and radix 5. 23 is prime and 5 one of its
primitive roots, so the weights of up to 22 signs all differ and none is zero: every wrong sign
and every exchange of two signs, neighbours or not, is found; other errors, 22 times in 23.

Guessing. A member code leaves 23**7 = 3.4e9 values (31.7 bits). A fund of this size has some
500 open at once, so one try in 6.8 million opens somebody's empty questionnaire, at random.
Behind a limit of 100 wrong codes an hour for the whole site that is one chance in eight over a
year of trying without pause. The limit belongs to the pages and is not optional. A receipt has
23**11 = 9.5e14 values (49.7 bits). Link tokens have 144 random bits and need no limit.

Storage. Only fingerprints are kept. 31.7 bits would be found by trial in seconds from a plain
SHA-256, hence a key that does not live in the database. The code and the token of an invitation
are derived from that same key, so that a reminder or a second print carries the same ones.
"""

import hashlib
import hmac
import re
import secrets
import unicodedata
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import count, product

from core.errors import Missing, Refused

ALPHABET = "23456789CDFHJKMNPQRTVWX"
RADIX = 5
BLOCK = 4
SHORTEST_KEY = 32  # characters, as the settings ask

# What a person may have read or typed instead of a sign of the alphabet. When several signs are
# possible the check sign decides: for one doubtful sign at most one of them can be right.
LOOKALIKES = {
    "0": "QD", "O": "QD", "1": "7J", "I": "7J", "B": "8", "G": "6C", "S": "5", "Z": "2",
    "U": "V", "Y": "V", "E": "F", "A": "4",
}  # fmt: skip

# The upper row of a French keyboard typed without Shift, on PC and Mac (« - » is a separator).
UPPER_ROW = str.maketrans("&é\"'’(§è_!çà", "123445678890")

SEPARATORS = ".,;:/·•"
SEPARATOR_CATEGORIES = {"Zs", "Zl", "Zp", "Pd", "Pi", "Pf", "Cf", "Cc"}

# Groups of consonants that French readers take for an insult; never printed.
UNKIND = ("PD", "FDP", "NTM", "KKK")

NUMBERS = (
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze",
    "douze", "treize", "quatorze", "quinze", "seize",
)  # fmt: skip

TOKEN_BYTES = 18
TOKEN_SHAPE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{22}[A-Za-z0-9]")


@dataclass(frozen=True)
class Shape:
    """How long a code is, where it was given and what it is for, in words a person reads."""

    blocks: int
    where: str

    @property
    def length(self) -> int:
        """How many signs, the check sign included."""
        return self.blocks * BLOCK


MEMBER_CODE = Shape(blocks=2, where="imprimé sur votre lettre")
RECEIPT_CODE = Shape(blocks=3, where="donné à la fin du questionnaire")
REPORT_CODE = Shape(blocks=3, where="donné quand vous avez signalé")


def new_code() -> str:
    """A member code drawn at random, without separator. Its uniqueness is the table's affair."""
    return _draw(MEMBER_CODE)


def derived_code(about: str, key: str, attempt: int = 0) -> str:
    """The member code of one thing (« invitation 12 »), always the same for the same key.

    Two things may share a code: one pair in 3.4e9. The caller who finds its fingerprint taken asks
    for the next attempt; later the right attempt is the one whose fingerprint is stored.
    """
    return _first_kind(MEMBER_CODE, partial(_derived_body, f"{about}\0{attempt}", key))


def new_receipt() -> str:
    """A receipt code drawn at random, without separator."""
    return _draw(RECEIPT_CODE)


def read_code(typed: str) -> str:
    """The member code a person meant, whatever the case, the separators and the look-alikes.

    Says nothing about whether the code was ever given to somebody. Refused, with a sentence for
    the person, when it cannot be one of our codes.
    """
    return _read(typed, MEMBER_CODE, other=RECEIPT_CODE)


def read_receipt(typed: str) -> str:
    """The receipt code a person meant; see `read_code`."""
    return _read(typed, RECEIPT_CODE, other=MEMBER_CODE)


def read_report(typed: str) -> str:
    """The code of a staff report a person meant: made as a receipt is, told otherwise; see `read_code`."""
    return _read(typed, REPORT_CODE, other=MEMBER_CODE)


def shown(code: str) -> str:
    """A code as it is printed and read aloud: blocks of four, no-break spaces between them."""
    return "\u00a0".join(code[at : at + BLOCK] for at in range(0, len(code), BLOCK))


def new_token() -> str:
    """A secret for a link: 144 random bits, safe in an address.

    It begins and ends with a letter or a digit, because mail readers leave a final « - » or « _ »
    out of the link they recognise.
    """
    while not TOKEN_SHAPE.fullmatch(token := secrets.token_urlsafe(TOKEN_BYTES)):
        pass
    return token


def derived_token(about: str, key: str) -> str:
    """The token of one thing, always the same for the same key; 144 bits nobody else can guess."""
    digests = (_keyed(b"token", f"{about}\0{at}", key) for at in count())
    tokens = (urlsafe_b64encode(digest[:TOKEN_BYTES]).decode() for digest in digests)
    return next(token for token in tokens if TOKEN_SHAPE.fullmatch(token))


def read_token(received: str) -> str:
    """The token of a link, freed from the punctuation that copying an address drags along."""
    token = received.strip(" \t\r\n.,;:!?'\"()[]<>«»“”’\u00a0\u202f")
    if not TOKEN_SHAPE.fullmatch(token):
        raise Missing(
            "Ce lien est incomplet. Ouvrez-le de nouveau depuis notre message, "
            "ou tapez le code imprimé sur votre lettre."
        )
    return token


def fingerprint(secret: str, key: str) -> str:
    """What is stored instead of a code or a token: HMAC-SHA-256, 64 hexadecimal digits.

    `secret` is the canonical form (from `new_…` or `read_…`); `key` comes from the settings,
    never from the database.
    """
    return _keyed(b"fingerprint", secret, key).hex()


def _draw(shape: Shape) -> str:
    return _first_kind(shape, lambda _: _random_body(shape.length - 1))


def _first_kind(shape: Shape, body_at: Callable[[int], str]) -> str:
    """The first code, among those of bodies 0, 1, 2…, that nobody takes for an insult."""
    bodies = (body_at(at)[: shape.length - 1] for at in count())
    codes = (body + _check_sign(body) for body in bodies)
    return next(code for code in codes if not any(group in code for group in UNKIND))


def _random_body(length: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def _derived_body(about: str, key: str, at: int) -> str:
    """Signs of a keyed digest; 256 bits over 23**11 values: no sign is noticeably favoured."""
    number = int.from_bytes(_keyed(b"code", f"{about}\0{at}", key))
    signs = ""
    while len(signs) < RECEIPT_CODE.length:
        number, value = divmod(number, len(ALPHABET))
        signs += ALPHABET[value]
    return signs


def _keyed(purpose: bytes, text: str, key: str) -> bytes:
    """HMAC-SHA-256. The purpose keeps apart the several things signed with one key."""
    if len(key) < SHORTEST_KEY:
        raise ValueError(f"the key of codes needs {SHORTEST_KEY} characters")
    return hmac.new(key.encode(), purpose + b"\0" + text.encode(), hashlib.sha256).digest()


def _check_sign(body: str) -> str:
    return ALPHABET[(1 - RADIX * _remainder(body)) % len(ALPHABET)]


def _is_valid(code: str) -> bool:
    return _remainder(code) == 1


def _remainder(signs: str) -> int:
    total = 0
    for sign in signs:
        total = (total * RADIX + ALPHABET.index(sign)) % len(ALPHABET)
    return total


def _read(typed: str, shape: Shape, other: Shape) -> str:
    signs = _signs(typed)
    if len(signs) != shape.length:
        raise Refused(_wrong_length(len(signs), shape, other))
    if foreign := [sign for sign in signs if not _meanings(sign)]:
        raise Refused(
            f"Le code ne contient jamais «\u00a0{foreign[0]}\u00a0»\u00a0: "
            f"vérifiez ce caractère sur le code {shape.where}."
        )
    possible = ["".join(choice) for choice in product(*map(_meanings, signs))]
    valid = [code for code in possible if _is_valid(code)]
    if len(valid) != 1:
        raise Refused(
            "Ce code comporte une erreur de frappe\u00a0: vérifiez chaque caractère. "
            "Il ne contient ni voyelle, ni 0, ni 1."
        )
    return valid[0]


def _signs(typed: str) -> str:
    """What was typed, in capitals, without separators or accents. Long pastes are cut short."""
    plain = unicodedata.normalize("NFKC", typed[:200]).translate(UPPER_ROW)
    letters = unicodedata.normalize("NFD", plain.upper())
    return "".join(sign for sign in letters if not _is_separator(sign))


def _is_separator(sign: str) -> bool:
    return (
        sign in SEPARATORS
        or unicodedata.category(sign) in SEPARATOR_CATEGORIES
        or unicodedata.combining(sign) > 0
    )


def _meanings(sign: str) -> str:
    return sign if sign in ALPHABET else LOOKALIKES.get(sign, "")


def _wrong_length(typed: int, shape: Shape, other: Shape) -> str:
    expected = NUMBERS[shape.length]
    if typed == 0:
        return f"Tapez le code à {expected} caractères {shape.where}."
    if typed == other.length:
        return (
            f"Ce code a {NUMBERS[typed]} caractères\u00a0: c’est celui {other.where}. "
            f"Tapez ici le code à {expected} caractères {shape.where}."
        )
    said = NUMBERS[typed] if typed < len(NUMBERS) else str(typed)
    return f"Le code a {expected} caractères\u00a0; vous en avez tapé {said}."

"""Letters without accents, as they stand in addresses and in old registers."""

import re
import unicodedata


def bare(text: str) -> str:
    """Without accents, œ in two letters."""
    spread = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "OE"))
    return "".join(sign for sign in spread if not unicodedata.combining(sign))


def plain(text: str) -> str:
    """Small letters and digits alone: « Le Bihan » is `lebihan`."""
    return re.sub(r"[^a-z0-9-]", "", bare(text).lower().replace("–", "-"))

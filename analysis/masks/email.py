"""E-mail addresses: as machines write them, and as people spell them out."""

import re
from collections.abc import Iterator

from analysis.masks.base import Find, Passage

NAME = r"[a-z0-9][a-z0-9_.+%'-]*"
HOST = r"[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*\.[a-z]{2,}"
AT = r"(?:\s?(?:@|[(\[{]\s?(?:at|a|arobase?|@)\s?[)\]}])\s?|\s(?:arobase?s?|arrobase?)\s)"
DOT = r"(?:\s?[.,]\s?|\s?[(\[]\s?(?:dot|point)\s?[)\]]\s?|\s(?:point|dot|tiret|moins|underscore)\s)"
PART = r"[a-z0-9_+-]+"
ENDINGS = r"(?:fr|com|net|org|eu|be|ch|lu|ca|de|it|es|pt|uk|info|re|nc|pf|mc|io|me|biz|pro|gouv|corsica|bzh)"
HOSTS = r"(?:gmail|orange|free|wanadoo|yahoo|hotmail|outlook|live|sfr|laposte|icloud|neuf|msn|bbox)"

# A comma is a full stop mistyped only inside the host.
LOCAL_DOT = DOT.replace("[.,]", r"\.")

PATTERNS = [
    re.compile(rf"{NAME}@{HOST}"),
    # prenom.nom (at) orange.fr ; marie . dupuis @ sfr . fr ; paul point durand arobase gmail point com
    re.compile(rf"{PART}(?:{LOCAL_DOT}{PART}){{0,3}}{AT}{PART}(?:{DOT}{PART})*{DOT}{ENDINGS}\b"),
    # no ending: jean.petit@orange, jean petit arobase orange
    re.compile(rf"{PART}(?:\.{PART}){{0,3}}{AT}{HOSTS}\b"),
    re.compile(rf"{NAME}@[a-z0-9-]{{3,}}\b(?!\.[a-z])"),
]

# An address of the house, or one nobody reads, is nobody's.
OF_A_BODY = re.compile(
    r"^(?:contact|infos?|no-?reply|ne-?pas-?repondre|accueil|support|webmaster|dpo|rgpd|service[a-z.-]*|"
    r"relations?[a-z.-]*|retraites?|cotisations?|affiliations?|reclamations?|mediateur)\s?@\s?"
    r"(?:[a-z0-9-]+\.)*(?:cavamac|cnav|cnavpl|lassuranceretraite|info-retraite|agirc-arrco|urssaf|"
    r"ameli|franceconnect|agea|msa|carsat[a-z-]*|service-public|[a-z-]+\.gouv)\.[a-z]{2,}$"
)


class Email:
    """An e-mail address, but those that belong to a public body."""

    kind = "email"
    placeholder = "[adresse électronique masquée]"

    def find(self, passage: Passage) -> Iterator[Find]:
        low = passage.low
        if "@" not in low and "aro" not in low and "at" not in low:
            return
        for pattern in PATTERNS:
            for match in pattern.finditer(low):
                end = match.start() + len(match.group().rstrip(".-'"))
                if not OF_A_BODY.match(low[match.start() : end]):
                    yield Find(match.start(), end)

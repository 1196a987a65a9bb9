"""Words that may name somebody, seen while there is still time to write them otherwise.

A report is about what happens, never about a person. This is a warning by simple signs: a civility and a name, the name of somebody
who has an account, an address, a number. It is not the masking, which reads every report before anybody else does.
"""

import re

from sqlmodel import Session, col, select

from organisation.models import User

AT_MOST = 5
CIVIL = re.compile(
    r"\b(?:M\.|Mme|Mlle|Mr|Monsieur|Madame)\s+[A-ZÉÈÀÇÎÔ][\w’'-]+(?:\s+[A-ZÉÈÀÇÎÔ][\w’'-]+)?"
)
PERSONAL = re.compile(r"[\w.+-]+@[\w-]+\.\w+|(?<!\w)\d(?:[ .\u00a0-]?\d){6,}(?!\w)")
WORD = re.compile(r"[A-ZÉÈÀÇÎÔ][\w’'-]+")
SHORTEST = 3  # letters of a name looked for alone


def named(session: Session, text: str) -> list[str]:
    """What may name somebody, as it was typed, in order, each once."""
    found = [one[0] for one in CIVIL.finditer(text)] + [one[0] for one in PERSONAL.finditer(text)]
    found += _colleagues(session, text, " ".join(found))
    return sorted(dict.fromkeys(found), key=text.find)[:AT_MOST]


def _colleagues(session: Session, text: str, seen: str) -> list[str]:
    """Names of people with an account, whole or the surname alone, with its capital."""
    typed = set(WORD.findall(text))
    if not typed:
        return []
    surnames: dict[str, str] = {}
    for name in session.exec(select(User.name).where(col(User.is_active))):
        surnames[name.split()[-1]] = name
    hits = [
        word for word in typed if len(word) >= SHORTEST and word in surnames and word not in seen
    ]
    return [surnames[word] if surnames[word] in text else word for word in hits]
